"""The account of one exhibit, or of all: how many items are in which state, and how many have which property."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, literal_column, select, true

from forensicdesk.account import Ledger
from forensicdesk.case import rows
from forensicdesk.case.dialect import in_postgresql, unindexed
from forensicdesk.case.schema import ITEMS, STATED
from forensicdesk.model import Origin

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from forensicdesk.case.database import Database


def read_ledger(database: Database, source_id: int | None) -> Ledger:
    """The ledger of one exhibit, or of all; every number is one look at one state of the database."""
    with database.reading() as connection:
        by_state = select(ITEMS.c.state, func.count()).group_by(ITEMS.c.state)
        found = connection.execute(_of(by_state, source_id)).all()
        counts = {rows.state_of(state).value: count for state, count in found}
        by_origin = select(ITEMS.c.origin, func.count()).where(literal_column("items.origin <> 'live'"))
        by_origin = _of(by_origin.group_by(ITEMS.c.origin), source_id)
        origins = {row[0]: row[1] for row in connection.execute(by_origin)}
        return Ledger(
            seen=sum(counts.values()),
            embedded=_count(connection, ITEMS.c.parent_id.is_not(None), source_id),
            duplicates=_duplicates(connection, source_id),
            deleted=origins.get(Origin.DELETED.value, 0),
            carved=origins.get(Origin.CARVED.value, 0),
            containers=_count(connection, ITEMS.c.container.is_not(None), source_id),
            differing=_count(connection, is_differing(), source_id),
            **counts,
        )


def is_duplicate() -> ColumnElement[bool]:
    """The content of the item is that of an earlier one, too."""
    return ITEMS.c.content_id.is_not(None) & ITEMS.c.id.not_in(_firsts())


def is_first() -> ColumnElement[bool]:
    """The item is the first of its content."""
    return ITEMS.c.id.in_(_firsts())


def is_differing() -> ColumnElement[bool]:
    """A digest that the evidence states of the item differs from the computed one."""
    return ITEMS.c.id.in_(select(STATED.c.item_id).where(STATED.c.agrees == false()))


def is_agreeing() -> ColumnElement[bool]:
    """All digests that the evidence states of the item and that were computed are the same."""
    agreed = select(STATED.c.item_id).where(STATED.c.agrees == true())
    return ITEMS.c.id.in_(agreed) & ~is_differing()


def _firsts() -> Select[Any]:
    return select(func.min(ITEMS.c.id)).where(ITEMS.c.content_id.is_not(None)).group_by(ITEMS.c.content_id)


def _duplicates(connection: Connection, source_id: int | None) -> int:
    """Items with a content, less those that are the first of theirs; one walk along an index that has all of it."""
    held = _count(connection, ITEMS.c.content_id.is_not(None), source_id)
    if in_postgresql(connection):
        return held - _count(connection, ITEMS.c.content_id.is_not(None) & is_first(), source_id)
    # SQLite gives the exhibit of the very row that has the smallest number.
    firsts = select(ITEMS.c.source_id, func.min(ITEMS.c.id)).where(ITEMS.c.content_id.is_not(None))
    by_content = firsts.group_by(ITEMS.c.content_id).subquery()
    query = select(func.count()).select_from(by_content)
    if source_id is not None:
        query = query.where(by_content.c.source_id == source_id)
    return held - int(connection.execute(query).scalar_one())


def _count(connection: Connection, condition: ColumnElement[bool], source_id: int | None) -> int:
    query = select(func.count()).select_from(ITEMS).where(condition)
    return int(connection.execute(_of(query, source_id)).scalar_one())


def _of(query: Select[Any], source_id: int | None) -> Select[Any]:
    # The plus sign keeps SQLite off the index by exhibit and location, which would take it to every row.
    return query if source_id is None else query.where(unindexed(ITEMS.c.source_id) == source_id)
