"""Contents by a word of their metadata, or by the beginning of a digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.case.dialect import asked, in_postgresql
from forensicdesk.case.wordindex import contents_with_words

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from forensicdesk.case.database import Database
    from forensicdesk.case.facts.columns import Array
    from forensicdesk.case.wordindex import Question

_PARTS = re.compile(r"\w+", re.UNICODE)
_HEX = re.compile(r"[0-9a-fA-F]{4,64}\Z")
_DIGESTS = (("sha256", 32), ("sha1", 20), ("md5", 16))


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
        if parts:
            questions.insert(0, contents_with_words(connection, parts))
        found = [_numbers(connection, *question) for question in questions]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


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
