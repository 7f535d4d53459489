"""Column types that keep what SQLite alone would refuse or round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

SMALLEST = -(1 << 63)
LARGEST = (1 << 63) - 1


class AnyText(TypeDecorator[str]):
    """Text with any character of Python's, lone surrogates (names that are no UTF-8) included.

    Text that is no valid Unicode is stored as a blob of its bytes; SQLite keeps a blob as it is in a text column.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | bytes | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """The text itself, or its bytes where UTF-8 cannot hold it."""
        if value is None or value.isascii():
            return value
        try:
            value.encode()
        except UnicodeEncodeError:
            return value.encode("utf-8", "surrogatepass")
        return value

    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text as it was given."""
        return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


class AnyInteger(TypeDecorator[int]):
    """An integer of any size: file systems can state times beyond the year 2262, which 64 bits of nanoseconds lack."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | bytes | None:  # noqa: ARG002
        """The number, or its decimal digits as a blob where 64 bits cannot hold it."""
        if value is None or SMALLEST <= value <= LARGEST:
            return value
        return str(value).encode("ascii")

    def process_result_value(self, value: int | bytes | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """The number as it was given."""
        return int(value) if isinstance(value, bytes) else value
