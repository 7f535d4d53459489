"""Every entry of a stored list, one after the other."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from forensicdesk.lists.listfile import has_values
from forensicdesk.lists.querying import to_entry
from forensicdesk.lists.schema import entry, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from forensicdesk.lists.values import Entry

_FETCHED_AT_ONCE = 20_000


def walk(connection: Connection) -> Iterator[Entry]:
    """Every entry, in order of number, with its values of further kinds. Memory does not grow with the list."""
    further = _further(connection) if has_values(connection) else iter(())
    number, more = next(further, (0, ()))
    for row in _rows(connection, select(entry).order_by(entry.c.number)):
        while number and number < row.number:
            number, more = next(further, (0, ()))
        yield to_entry(row, more if number == row.number else ())


def _further(connection: Connection) -> Iterator[tuple[int, tuple[tuple[str, bytes], ...]]]:
    """Number of entry and its values of further kinds, for each entry that has some."""
    statement = select(value.c.entry, value.c.kind, value.c.value)
    rows = _rows(connection, statement.order_by(value.c.entry, value.c.kind, value.c.value))
    for number, group in groupby(rows, key=attrgetter("entry")):
        yield int(number), tuple((str(row.kind), bytes(row.value)) for row in group)


def _rows(connection: Connection, statement: Any) -> Iterator[Any]:  # noqa: ANN401 - rows of any columns
    options = {"yield_per": _FETCHED_AT_ONCE}
    yield from connection.execute(statement, execution_options=options)
