"""What was said of two items beside each other, read from acts that are at hand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from forensicdesk.case.paging import in_pages
from forensicdesk.case.schema import ACT_ITEMS
from forensicdesk.decisions import ActKind, Pairing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row

PAIRED = (ActKind.SAME, ActKind.DIFFERENT)
_KINDS = {kind.value for kind in PAIRED}


def pairings(connection: Connection, acts: Mapping[int, Sequence[Row[Any]]]) -> defaultdict[int, tuple[Pairing, ...]]:
    """What stands for each item beside others, by the item.

    Args:
        connection: a look at the case.
        acts: the acts on each item that were not undone, in order; those of other kinds are passed over.
    """
    said = {item: [row for row in rows if row.kind in _KINDS] for item, rows in acts.items()}
    both = _both(connection, {row.id for rows in said.values() for row in rows})
    found: defaultdict[int, tuple[Pairing, ...]] = defaultdict(tuple)
    for item, rows in said.items():
        last: dict[int, Pairing] = {}
        for row in rows:
            for other in both[row.id] - {item}:
                last.pop(other, None)
                same = row.kind == ActKind.SAME.value
                last[other] = Pairing(item, other, same, row.value, row.examiner, row.said_at, row.id)
        found[item] = tuple(last.values())
    return found


def _both(connection: Connection, acts: set[int]) -> defaultdict[int, set[int]]:
    """The items of each act."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for page in in_pages(sorted(acts)):
        for row in connection.execute(select(ACT_ITEMS).where(ACT_ITEMS.c.act_id.in_(page))):
            found[row.act_id].add(row.item_id)
    return found
