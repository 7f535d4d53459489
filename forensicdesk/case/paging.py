"""Reading long tables in pages by their primary key, so that no read holds up the writer for long."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import tuple_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Row, Select

    from forensicdesk.case.database import Database

PAGE = 500
"""Items of one page: few enough to stay small, many enough that the queries cost little for each."""

ROWS = 2000
"""Rows of one page where a row is small."""

Value = TypeVar("Value")


def in_pages(values: Iterable[Value], size: int = PAGE) -> Iterator[list[Value]]:
    """The values in lists of at most `size`."""
    rest = iter(values)
    while page := list(islice(rest, size)):
        yield page


def rows_by_key(database: Database, query: Select[Any], *keys: ColumnElement[Any]) -> Iterator[Row[Any]]:
    """All rows of a query, ascending by the columns `keys`: the first it selects, together unique."""
    key = tuple_(*keys) if len(keys) > 1 else keys[0]
    after = query
    while True:
        with database.reading() as connection:
            page = connection.execute(after.order_by(*keys).limit(ROWS)).all()
        yield from page
        if len(page) < ROWS:
            return
        after = query.where(key > (tuple(page[-1][: len(keys)]) if len(keys) > 1 else page[-1][0]))
        del page  # before the next one comes
