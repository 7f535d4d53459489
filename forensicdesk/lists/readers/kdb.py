"""Hash databases of The Sleuth Kit and Autopsy (`.kdb`), schema version 1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from forensicdesk.errors import ListError
from forensicdesk.language import sentence
from forensicdesk.lists.readers.digests import EMPTY_REASON
from forensicdesk.lists.readers.sqlite import fits, id_of, most_rows, opened, rows
from forensicdesk.lists.readers.stored import digests_of, text_of, why_refused
from forensicdesk.lists.records import Record, Refusal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from forensicdesk.lists.readers.content import Content
    from forensicdesk.lists.readers.sample import Sample
    from forensicdesk.lists.records import Parsed, ReadOptions

_TABLES = {
    "db_properties": frozenset({"name", "value"}),
    "hashes": frozenset({"id", "md5", "sha1", "sha2_256"}),
    "file_names": frozenset({"name", "hash_id"}),
    "comments": frozenset({"comment", "hash_id"}),
}
_VERSIONS = {"1"}
_TEXTS = 20
_KINDS = ("md5", "sha1", "sha256")


def recognise(sample: Sample) -> float:
    """Whether the database has the four tables of this kind."""
    return fits(sample.tables, _TABLES)


def read(content: Content, sample: Sample, options: ReadOptions) -> Iterator[Parsed]:  # noqa: ARG001 - one signature
    """Each row of `hashes` with its names and comments."""
    most = most_rows(content)
    with opened(content, frozenset(_TABLES)) as connection:
        _check_version(connection, content.name)
        names = _Texts(connection, "SELECT hash_id, name FROM file_names ORDER BY hash_id", most)
        comments = _Texts(connection, "SELECT hash_id, comment FROM comments ORDER BY hash_id", most)
        for number, *values in rows(connection, "SELECT id, md5, sha1, sha2_256 FROM hashes ORDER BY id", most):
            yield from _entry(id_of(number), values, names.of(number), comments.of(number))


def _check_version(connection: sqlite3.Connection, name: str) -> None:
    found = connection.execute("SELECT value FROM db_properties WHERE name = 'Schema Version'").fetchone()
    version = text_of(found[0]) if found else ""
    if version not in _VERSIONS:
        msg = sentence(
            "{name} is a hash database of schema version {version}; this version reads version 1.",
            name=name,
            version=version[:20] or "unknown",
        )
        raise ListError(msg)


class _Texts:
    """Names or comments, read beside the hashes in the same order, so that no more than one row's are in memory."""

    def __init__(self, connection: sqlite3.Connection, statement: str, most: int) -> None:
        self._rows = rows(connection, statement, most)
        self._next = next(self._rows, None)

    def of(self, number: int) -> list[str]:
        """The first texts of a row; those of rows that are not there are passed over."""
        found: list[str] = []
        while self._next is not None and (not isinstance(self._next[0], int) or self._next[0] <= number):
            if self._next[0] == number and len(found) < _TEXTS:
                found.append(text_of(self._next[1]))
            self._next = next(self._rows, None)
        return found


def _entry(number: int, values: list[Any], names: list[str], comments: list[str]) -> Iterator[Record | Refusal]:
    found, reasons = digests_of(dict(zip(_KINDS, values, strict=True)))
    if EMPTY_REASON in reasons or not found:
        yield Refusal(number, why_refused(reasons))
        return
    if reasons:
        yield Refusal(
            number, sentence("{reasons} (the entry is kept with its other digests)", reasons="; ".join(reasons))
        )
    extra = {key: texts for key, texts in (("names", names[1:]), ("comments", comments)) if texts}
    yield Record(
        number,
        name=names[0] if names else "",
        md5=found.get("md5"),
        sha1=found.get("sha1"),
        sha256=found.get("sha256"),
        extra=json.dumps(extra) if extra else "",
    )
