"""The index of the words of each content's metadata: FTS5 in SQLite, a text search vector in PostgreSQL.

Both hold the words alone, without the text. PostgreSQL has no parser that splits and folds as `unicode61` of FTS5 does,
so its words are made here, in the same way: runs of letters and digits, in small letters, without diacritics.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from forensicdesk.case.dialect import asked, in_postgresql
from forensicdesk.case.schema import CONTENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

LONGEST_WORD = 400
"""Characters of a word that PostgreSQL keeps; one of its words holds less than 2,048 bytes."""

_KEEP = text(f"INSERT INTO {CONTENT_WORDS} (rowid, words) VALUES (:id, :words)")  # noqa: S608 - a constant
_FORGET = text(f"INSERT INTO {CONTENT_WORDS} ({CONTENT_WORDS}, rowid, words) VALUES ('delete', :id, :words)")  # noqa: S608
_KEEP_VECTOR = text(f"INSERT INTO {CONTENT_WORDS} (id, words) VALUES (:id, array_to_tsvector(:words))")  # noqa: S608
_FORGET_VECTOR = text(f"DELETE FROM {CONTENT_WORDS} WHERE id = :id")  # noqa: S608
_FIND = f"SELECT rowid AS number FROM {CONTENT_WORDS} WHERE {CONTENT_WORDS} MATCH ?"  # noqa: S608 - a constant
_FIND_VECTOR = f"SELECT id FROM {CONTENT_WORDS} WHERE words @@ (?)::tsquery"  # noqa: S608 - a constant

_NEXT = "SELECT term FROM temp.words_by_letters WHERE term >= ? AND term < ? LIMIT 1"

VOCABULARY = f"CREATE VIRTUAL TABLE temp.words_by_letters USING fts5vocab(main, {CONTENT_WORDS}, instance)"
"""What every connection to SQLite is told first, to see by the letters which words there are; it stores nothing."""

Question = tuple[str, tuple[object, ...]]
"""A statement for `dialect.asked`, and its values."""


def keep_words(connection: Connection, said: Sequence[tuple[int, str]]) -> None:
    """Add the words of some contents: number and text."""
    if not said:
        return
    if in_postgresql(connection):
        connection.execute(_KEEP_VECTOR, [{"id": key, "words": words_in(words)} for key, words in said])
    else:
        connection.execute(_KEEP, [{"id": key, "words": words} for key, words in said])


def forget_words(connection: Connection, content_id: int, words: str) -> None:
    """Take the words of a content back; they are those it was added with."""
    values: dict[str, Any] = {"id": content_id}
    if in_postgresql(connection):
        connection.execute(_FORGET_VECTOR, values)
    else:
        connection.execute(_FORGET, values | {"words": words})


def contents_with_words(connection: Connection, beginnings: Sequence[str]) -> Question:
    """How to ask for the contents that have, for each of these, a word that begins with it."""
    if not in_postgresql(connection):
        return _FIND, (" AND ".join(_beginning(connection, part) for part in beginnings),)
    words = [word for part in beginnings for word in words_in(part)]
    return _FIND_VECTOR, (" & ".join(f"'{word}':*" for word in words),)


def _beginning(connection: Connection, part: str) -> str:
    """What FTS5 is asked for: a whole word where no other one begins so, as it finds that in half the time."""
    words = words_in(part)
    if len(words) != 1 or len(words[0]) >= LONGEST_WORD:  # several, or what may have been cut off
        return f'"{part}"*'
    end = f"{words[0]}\U0010ffff"
    found = asked(connection, _NEXT, (words[0], end)).scalar_one_or_none()
    if found is None:
        return f'"{part}"'
    other = asked(connection, _NEXT, (f"{found}\x01", end)).scalar_one_or_none()
    return f'"{part}"*' if other is not None else f'"{found}"'


def words_in(said: str) -> list[str]:
    """The different words of a text, in order of their letters."""
    plain = unicodedata.normalize("NFD", said.lower())
    kept = "".join(_sign(sign) for sign in plain)
    return sorted({word[:LONGEST_WORD] for word in kept.split()})


def _sign(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() else " "
    kind = unicodedata.category(sign)
    if kind[0] in "LN" or kind == "Co":
        return sign
    return "" if kind == "Mn" else " "
