"""What SQLite and PostgreSQL say differently. Everything else of a case is asked of both in the same words.

Written so that SQLite gets the very statements it would get without PostgreSQL.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, and_, func, literal_column
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from forensicdesk.case.columns import POSTGRESQL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, ColumnElement, Connection, CursorResult
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.compiler import SQLCompiler

__all__ = ["DIGEST_OF", "STARTS", "Key", "asked", "between", "in_postgresql", "insert", "near", "spoken", "unindexed"]

STARTS = 1000
"""So many bytes of a location are in PostgreSQL's index: one of its entries holds less than 2,704."""

DIGEST_OF = "sha256"
"""What stands in PostgreSQL's indexes in place of bytes from the evidence, which may be longer than an entry."""


def in_postgresql(connection: Connection) -> bool:
    """Whether the other side is PostgreSQL."""
    return connection.dialect.name == POSTGRESQL


def asked(connection: Connection, statement: str, parameters: Sequence[object] = ()) -> CursorResult[*tuple[Any, ...]]:
    """Put a statement written for SQLite's driver to either database, as fast as that driver is."""
    if in_postgresql(connection):
        statement = spoken(statement)
    return connection.exec_driver_sql(statement, tuple(parameters))


@cache
def spoken(statement: str) -> str:
    """A statement written for SQLite as PostgreSQL's driver takes it.

    Our own statements are meant: a question mark stands for a value, and a plus sign before a column for nothing.
    """
    plain = statement.replace("%", "%%").replace("?", "%s").replace("instr(", "strpos(")
    return plain.replace("+state", "state")


class unindexed(FunctionElement[Any]):  # noqa: N801 - reads like the functions of SQLAlchemy
    """A column that SQLite is not to look up in an index; PostgreSQL finds its way by its own statistics."""

    inherit_cache = True

    def __init__(self, column: Column[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(unindexed)
def _unindexed(element: unindexed, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    plus = "" if compiler.dialect.name == POSTGRESQL else "+"
    return plus + compiler.process(element.clauses.clauses[0], **how)


class _Digested(TypeDecorator[bytes]):
    """Bytes that PostgreSQL compares by their SHA-256."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """What is compared."""
        if value is None or dialect.name != POSTGRESQL:
            return value
        return hashlib.sha256(value).digest()


class Key(FunctionElement[bytes]):
    """A column of bytes to be compared with values for being the same: by an index in both databases."""

    inherit_cache = True
    type = _Digested()


@compiles(Key)
def _key(element: Key, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    column = compiler.process(element.clauses.clauses[0], **how)
    return f"{DIGEST_OF}({column})" if compiler.dialect.name == POSTGRESQL else column


def between(connection: Connection, column: ColumnElement[bytes], start: bytes, end: bytes) -> ColumnElement[bool]:
    """Bytes from `start` on and before `end`: by an index in both databases."""
    inside = and_(column >= start, column < end)
    if not in_postgresql(connection):
        return inside
    first = func.substr(column, 1, literal_column(str(STARTS)))
    return and_(inside, first >= start[:STARTS], first <= end[:STARTS])


def near(connection: Connection, statement: str, source_id: int, start: bytes) -> CursorResult[*tuple[Any, ...]]:
    """The rows of a statement over items (`source_id = ? AND location >= ? AND location < ?`) that begin like this."""
    values = (source_id, start, start + b"\xff")
    if not in_postgresql(connection):
        return connection.exec_driver_sql(statement, values)
    first = f"substr(location, 1, {STARTS})"
    more = f"{statement} AND {first} >= ? AND {first} <= ?"
    return asked(connection, more, (*values, start[:STARTS], (start + b"\xff")[:STARTS]))
