"""What evidence itself says of files: further paths, digests, hash values of other programs; and whether it is true.

A statement may come before the bytes were looked at or after; either way digests are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, select, update

from forensicdesk.case.dialect import insert
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

_Key = tuple[int, str, bytes, str]
_COLUMNS = ("item_id", "algorithm", "value", "said_by", "agrees")
_VERDICT = (
    update(STATED)
    .where(
        STATED.c.item_id == bindparam("item"),
        STATED.c.algorithm == bindparam("with_"),
        STATED.c.value == bindparam("stated"),
    )
    .values(agrees=bindparam("same"))
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one item.

    Attributes:
        item_id: the item.
        location: where it lies, encoded.
        entry: what is said.
        reread: have the item analysed again where a digest is stated and none was computed.
    """

    item_id: int
    location: bytes
    entry: Found | Told
    reread: bool = True


def say(connection: Connection, said: Sequence[Said], known: KnownDigests) -> None:
    """Keep what is said of some items, and compare it with what is known of their bytes.

    What was checked when the exhibit was added is not read for that again; what was left out then stays so. So it makes
    no difference whether an index was listed before or after what it speaks of was analysed.

    Args:
        connection: inside a transaction.
        said: what is said, in its order.
        known: verdicts of the checks when the exhibit was added.
    """
    names = [{"item_id": one.item_id, "name": name} for one in said for name in one.entry.names]
    if names:
        connection.execute(insert(NAMES).on_conflict_do_nothing(), names)
    stated: dict[_Key, tuple[bool | None, bool]] = {}
    for one in said:
        for value in (*one.entry.stated, *(one.entry.carried if isinstance(one.entry, Told) else ())):
            key = (one.location, value.algorithm, value.value)
            verdict = known.get(key)
            if verdict is not None or key not in known:
                stated.setdefault((one.item_id, value.algorithm, value.value, value.by), (verdict, one.reread))
    fresh = _without_known(connection, stated) if stated else {}
    if fresh:
        rows = [dict(zip(_COLUMNS, (*key, verdict), strict=True)) for key, (verdict, _) in fresh.items()]
        connection.execute(insert(STATED), rows)
    again = dict.fromkeys(key[0] for key, (verdict, reread) in fresh.items() if reread and verdict is None)
    for page in in_pages(again):
        _check(connection, page)


def _without_known(
    connection: Connection, stated: dict[_Key, tuple[bool | None, bool]]
) -> dict[_Key, tuple[bool | None, bool]]:
    """The statements that are not kept yet."""
    there = set[_Key]()
    columns = (STATED.c.item_id, STATED.c.algorithm, STATED.c.value, STATED.c.said_by)
    for page in in_pages(dict.fromkeys(key[0] for key in stated)):
        kept = connection.execute(select(*columns).where(STATED.c.item_id.in_(page)))
        there.update((row.item_id, row.algorithm, row.value, row.said_by) for row in kept)
    return {key: how for key, how in stated.items() if key not in there}


def compare_results(connection: Connection, results: Sequence[Result]) -> None:
    """Say of every digest stated of these items whether the computed one agrees."""
    digests = {result.item_id: result.analysis.digests for result in results if result.analysis.digests is not None}
    for page in in_pages(digests):
        _compare(connection, page, digests)


def _check(connection: Connection, item_ids: Sequence[int]) -> None:
    """Compare with the bytes of items that were analysed before; what has no digests is read once more."""
    columns = (ITEMS.c.id, ITEMS.c.state, CONTENTS.c.md5, CONTENTS.c.sha1, CONTENTS.c.sha256)
    found = connection.execute(
        select(*columns).select_from(ITEMS.outerjoin(CONTENTS)).where(ITEMS.c.id.in_(item_ids))
    ).all()
    digests = {row.id: row for row in found if row.sha256 is not None}
    if digests:
        _compare(connection, list(digests), digests)
    unread = [row.id for row in found if row.sha256 is None and row.state == State.NOT_MEDIA.value]
    if unread:
        open_ = exists().where(
            STATED.c.item_id == ITEMS.c.id, STATED.c.algorithm.in_(DIGESTS), STATED.c.agrees.is_(None)
        )
        again = update(ITEMS).where(ITEMS.c.id.in_(unread), open_)
        connection.execute(again.values(state=State.PENDING.value, listing=None))


def _compare(connection: Connection, item_ids: Sequence[int], digests: Mapping[int, Digests | Any]) -> None:
    waiting = select(STATED).where(STATED.c.item_id.in_(item_ids), STATED.c.agrees.is_(None))
    verdicts = [
        {"item": row.item_id, "with_": row.algorithm, "stated": row.value, "same": computed == row.value}
        for row in connection.execute(waiting).all()
        if row.algorithm in DIGESTS
        for computed in (getattr(digests[row.item_id], row.algorithm),)
    ]
    if verdicts:
        connection.execute(_VERDICT, verdicts)
