"""Column types that keep what a database alone would refuse or round, the same in SQLite and PostgreSQL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Numeric, Text, text
from sqlalchemy import Integer as PlainInteger
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine

SMALLEST = -(1 << 63)
LARGEST = (1 << 63) - 1

POSTGRESQL = "postgresql"
Integer = PlainInteger().with_variant(BigInteger(), POSTGRESQL)
"""64 bits everywhere: what SQLite calls an integer, PostgreSQL calls a big one."""


def rows_where(condition: str) -> dict[str, Any]:
    """For an index over the rows that fulfil a condition, in both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


_MARK = "\ufdd0"
"""Begins a character that PostgreSQL cannot keep; itself one that stands for nothing in any text."""
_UNKEPT = re.compile("[\x00\ud800-\udfff\ufdd0]")
_MARKED = re.compile("\ufdd0([0-9a-f]{4})")


def escaped(text: str) -> str:
    """Text with every character that PostgreSQL cannot keep (NUL, lone surrogates) written as a mark and its number.

    Different texts stay different.
    """
    return _UNKEPT.sub(lambda found: f"{_MARK}{ord(found[0]):04x}", text)


def unescaped(text: str) -> str:
    """The text that was given to `escaped`."""
    return _MARKED.sub(lambda found: chr(int(found[1], 16)), text) if _MARK in text else text


class AnyText(TypeDecorator[str]):
    """Text with any character of Python's, lone surrogates (names that are no UTF-8) included.

    In SQLite, text that is no valid Unicode is stored as a blob of its bytes; SQLite keeps a blob as it is in a text
    column. In PostgreSQL, see `escaped`.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | bytes | None:
        """The text itself, or what stands for it where the database cannot hold it."""
        if value is None:
            return value
        if dialect.name == POSTGRESQL:
            return escaped(value)
        if value.isascii():
            return value
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
        return value

    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> str | None:
        """The text as it was given."""
        if value is not None and dialect.name == POSTGRESQL:
            return unescaped(str(value))
        return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


class AnyInteger(TypeDecorator[int]):
    """An integer of any size: file systems can state times beyond the year 2262, which 64 bits of nanoseconds lack."""

    impl = PlainInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL has numbers of any length."""
        return dialect.type_descriptor(Numeric() if dialect.name == POSTGRESQL else PlainInteger())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | bytes | None:
        """The number, or its decimal digits as a blob where SQLite's 64 bits cannot hold it."""
        if value is None or dialect.name == POSTGRESQL or SMALLEST <= value <= LARGEST:
            return value
        return str(value).encode("ascii")

    def process_result_value(self, value: int | bytes | Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """The number as it was given."""
        return None if value is None else int(value)
