"""The account of one exhibit, or of all: how many items are in which state, and how many have which property."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, literal_column, select, true

from forensicdesk.account import Ledger, total_of
from forensicdesk.case import rows
from forensicdesk.case.dialect import in_postgresql, unindexed
from forensicdesk.case.schema import ITEMS, STATED
from forensicdesk.model import Origin, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection, Select

    from forensicdesk.case.database import Database


def read_ledger(database: Database, source_id: int | None) -> Ledger:
    """The ledger of one exhibit, or of all; every number is one look at one state of the database."""
    found = read_ledgers(database)
    return total_of(found.values()) if source_id is None else found.get(source_id, Ledger())


def read_ledgers(database: Database) -> dict[int, Ledger]:
    """The ledger of every exhibit in which something was seen, by its number: one walk for each number."""
    with database.reading() as connection:
        numbers: dict[int, dict[str, int]] = defaultdict(dict)
        by_state = select(ITEMS.c.source_id, ITEMS.c.state, func.count()).group_by(ITEMS.c.state, ITEMS.c.source_id)
        for source, state, count in connection.execute(by_state).all():
            numbers[source][rows.state_of(state).value] = count
        for origin in (Origin.DELETED, Origin.CARVED):
            # As the index has it: SQLite does not see that what is one of these is not "live".
            found = literal_column("items.origin <> 'live'") & (ITEMS.c.origin == origin.value)
            _note(numbers, origin.value, _counts(connection, found))
        _note(numbers, "embedded", _counts(connection, ITEMS.c.parent_id.is_not(None)))
        _note(numbers, "containers", _counts(connection, ITEMS.c.container.is_not(None)))
        _note(numbers, "differing", _counts(connection, is_differing()))
        _note(numbers, "duplicates", _duplicates(connection))
    states = {state.value for state in State}
    return {
        source: Ledger(seen=sum(count for name, count in found.items() if name in states), **found)
        for source, found in numbers.items()
    }


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


def _duplicates(connection: Connection) -> dict[int, int]:
    """Items with a content, less those that are the first of theirs; one walk along an index that has all of it."""
    held = _counts(connection, ITEMS.c.content_id.is_not(None))
    first = _first_counts(connection)
    return {source: count - first.get(source, 0) for source, count in held.items()}


def _first_counts(connection: Connection) -> dict[int, int]:
    """Items that are the first of their content, by exhibit."""
    if in_postgresql(connection):
        return _counts(connection, ITEMS.c.content_id.is_not(None) & is_first())
    # SQLite gives the exhibit of the very row that has the smallest number.
    firsts = select(ITEMS.c.source_id, func.min(ITEMS.c.id)).where(ITEMS.c.content_id.is_not(None))
    by_content = firsts.group_by(ITEMS.c.content_id).subquery()
    query = select(by_content.c.source_id, func.count()).group_by(by_content.c.source_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def _counts(connection: Connection, condition: ColumnElement[bool]) -> dict[int, int]:
    """Items by exhibit."""
    # The plus sign keeps SQLite off the index by exhibit and location, which would take it to every row.
    source: ColumnElement[int] = unindexed(ITEMS.c.source_id)
    query = select(source, func.count()).select_from(ITEMS).where(condition).group_by(source)
    return {row[0]: row[1] for row in connection.execute(query)}


def _note(numbers: dict[int, dict[str, int]], name: str, counts: Mapping[int, int]) -> None:
    for source, count in counts.items():
        numbers[source][name] = count
