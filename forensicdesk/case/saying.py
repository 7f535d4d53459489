"""What evidence itself says of files: further paths, digests, hash values of other programs; and whether it is true.

A statement may come before the bytes were looked at or after; either way digests are compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, select, update
from sqlalchemy.dialects.sqlite import insert

from forensicdesk.case.paging import in_pages
from forensicdesk.case.schema import CONTENTS, ITEMS, NAMES, STATED
from forensicdesk.finding import Told
from forensicdesk.model import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from forensicdesk.case.provenance import KnownDigests
    from forensicdesk.finding import Found
    from forensicdesk.model import Result
    from hashing.values import Digests

DIGESTS = ("md5", "sha1", "sha256")
"""Algorithms that are computed here, so that a statement can be checked."""


def say(
    connection: Connection,
    item_id: int,
    location: bytes,
    entry: Found | Told,
    known: KnownDigests,
    *,
    reread: bool = True,
) -> None:
    """Keep what is said of an item, and compare it with what is known of its bytes.

    What was checked when the exhibit was added is not read for that again; what was left out then stays so. So it makes
    no difference whether an index was listed before or after what it speaks of was analysed.

    Args:
        connection: inside a transaction.
        item_id: the item.
        location: where it lies, encoded.
        entry: what is said.
        known: verdicts of the checks when the exhibit was added.
        reread: have the item analysed again where a digest is stated and none was computed.
    """
    names = [{"item_id": item_id, "name": name} for name in entry.names]
    if names:
        connection.execute(insert(NAMES).on_conflict_do_nothing(), names)
    stated = []
    for value in (*entry.stated, *(entry.carried if isinstance(entry, Told) else ())):
        key = (location, value.algorithm, value.value)
        verdict = known.get(key)
        if verdict is not None or key not in known:
            row = {"item_id": item_id, "algorithm": value.algorithm, "value": value.value, "said_by": value.by}
            stated.append(row | {"agrees": verdict})
    if not stated:
        return
    added = connection.execute(insert(STATED).on_conflict_do_nothing(), stated).rowcount
    if added and reread and any(row["agrees"] is None for row in stated):
        _check(connection, item_id)


def compare_results(connection: Connection, results: Sequence[Result]) -> None:
    """Say of every digest stated of these items whether the computed one agrees."""
    digests = {result.item_id: result.analysis.digests for result in results if result.analysis.digests is not None}
    for page in in_pages(digests):
        _compare(connection, page, digests)


def _check(connection: Connection, item_id: int) -> None:
    """Compare with the bytes of an item that was analysed before; if it has no digests, have it read once more."""
    columns = (ITEMS.c.state, CONTENTS.c.md5, CONTENTS.c.sha1, CONTENTS.c.sha256)
    found = connection.execute(
        select(*columns).select_from(ITEMS.outerjoin(CONTENTS)).where(ITEMS.c.id == item_id)
    ).one()
    if found.sha256 is not None:
        _compare(connection, [item_id], {item_id: found})
    elif found.state == State.NOT_MEDIA.value:
        open_ = exists().where(STATED.c.item_id == item_id, STATED.c.algorithm.in_(DIGESTS), STATED.c.agrees.is_(None))
        again = update(ITEMS).where(ITEMS.c.id == item_id, open_).values(state=State.PENDING.value, listing=None)
        connection.execute(again)


def _compare(connection: Connection, item_ids: Sequence[int], digests: Mapping[int, Digests | Any]) -> None:
    waiting = select(STATED).where(STATED.c.item_id.in_(item_ids), STATED.c.agrees.is_(None))
    for row in connection.execute(waiting).all():
        if row.algorithm not in DIGESTS:
            continue
        computed = getattr(digests[row.item_id], row.algorithm)
        same = and_(STATED.c.item_id == row.item_id, STATED.c.algorithm == row.algorithm, STATED.c.value == row.value)
        connection.execute(update(STATED).where(same).values(agrees=computed == row.value))
