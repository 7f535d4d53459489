"""Contents by a word of their metadata, or by the beginning of a digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.case.dialect import asked, in_postgresql
from forensicdesk.case.postings import contents_having
from forensicdesk.case.wordindex import contents_with_words, words_beginning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from forensicdesk.case.database import Database
    from forensicdesk.case.facts.columns import Array
    from forensicdesk.case.wordindex import Question

_PARTS = re.compile(r"\w+", re.UNICODE)
_HEX = re.compile(r"[0-9a-fA-F]{4,64}\Z")
_DIGESTS = (("sha256", 32), ("sha1", 20), ("md5", 16))
_LAST = "SELECT max(id) FROM contents"
FEW = 8
"""Up to so many words that begin alike are looked up one by one."""


def contents_with(database: Database, word: str) -> Array:
    """The numbers of the contents that have a word beginning like this in their metadata, or a digest that does.

    A word with signs in it counts as its parts, all of which have to be there. A digest is asked for from four hex
    digits on.
    """
    parts = _PARTS.findall(word.replace("_", " "))
    questions: list[Question] = []
    if _HEX.match(word):
        for column, length in _DIGESTS:
            limits = _range(word, length)
            if limits is not None:
                questions.append((f"SELECT id AS number FROM contents WHERE {column} BETWEEN ? AND ?", limits))  # noqa: S608 - constants
    with database.reading() as connection:
        found = [_numbers(connection, *question) for question in questions]
        if parts:
            found.append(_with_words(connection, parts))
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _with_words(connection: Connection, parts: Sequence[str]) -> Array:
    common = None if in_postgresql(connection) else _common(connection, parts)
    return _numbers(connection, *contents_with_words(connection, parts)) if common is None else common


def _common(connection: Connection, parts: Sequence[str]) -> Array | None:
    """The numbers of the contents that have for each part a word that begins so; None where FTS5 is to be asked."""
    count = (asked(connection, _LAST).scalar_one() or 0) + 1
    having = np.ones(count, bool)
    for part in parts:
        words = words_beginning(connection, part, FEW)
        if words == []:
            return np.zeros(0, np.int64)
        with_part = None if words is None else contents_having(connection, words, count)
        if with_part is None:
            return None
        having &= with_part
    return np.flatnonzero(having)


def _numbers(connection: Connection, query: str, parameters: tuple[object, ...]) -> Array:
    """The column `number`; put together by the database, as a million rows one by one would take Python a second."""
    if in_postgresql(connection):
        packed = f"SELECT string_agg(number::text, ',') FROM ({query}) AS found (number)"  # noqa: S608 - ours
    else:
        packed = f"SELECT group_concat(number) FROM ({query})"  # noqa: S608 - ours
    text = asked(connection, packed, parameters).scalar_one()
    return np.fromstring(text, np.int64, sep=",") if text else np.zeros(0, np.int64)


def _range(digits: str, length: int) -> tuple[bytes, bytes] | None:
    """The lowest and the highest digest of so many bytes that begins with these digits; None for too many."""
    if len(digits) > 2 * length:
        return None
    return bytes.fromhex(digits.ljust(2 * length, "0")), bytes.fromhex(digits.ljust(2 * length, "f"))
