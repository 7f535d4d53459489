"""Contents by a word of their metadata, or by the beginning of a digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.case.schema import CONTENT_WORDS

if TYPE_CHECKING:
    from forensicdesk.case.database import Database
    from forensicdesk.case.facts.columns import Array

_PARTS = re.compile(r"\w+", re.UNICODE)
_HEX = re.compile(r"[0-9a-fA-F]{4,64}\Z")
_DIGESTS = (("sha256", 32), ("sha1", 20), ("md5", 16))


def contents_with(database: Database, word: str) -> Array:
    """The numbers of the contents that have a word beginning like this in their metadata, or a digest that does.

    A word with signs in it counts as its parts, all of which have to be there. A digest is asked for from four hex
    digits on.
    """
    parts = _PARTS.findall(word.replace("_", " "))
    found: list[int] = []
    with database.reading() as connection:
        if parts:
            asked = " AND ".join(f'"{part}"*' for part in parts)
            query = f"SELECT rowid FROM {CONTENT_WORDS} WHERE {CONTENT_WORDS} MATCH ?"  # noqa: S608 - a constant
            found += [row[0] for row in connection.exec_driver_sql(query, (asked,))]
        if _HEX.match(word):
            for column, length in _DIGESTS:
                low, high = _range(word, length)
                query = f"SELECT id FROM contents WHERE {column} BETWEEN ? AND ?"  # noqa: S608 - constants
                found += [row[0] for row in connection.exec_driver_sql(query, (low, high))] if low else []
    return np.array(found, np.int64)


def _range(digits: str, length: int) -> tuple[bytes, bytes]:
    """The lowest and the highest digest of so many bytes that begins with these digits; nothing for too many."""
    if len(digits) > 2 * length:
        return b"", b""
    return bytes.fromhex(digits.ljust(2 * length, "0")), bytes.fromhex(digits.ljust(2 * length, "f"))
