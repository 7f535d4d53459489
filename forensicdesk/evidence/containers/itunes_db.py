"""Manifest.db, the SQLite table of files of a backup. It is opened in memory: nothing is written, no file is made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.containers.indexes import MAX_PATH
from forensicdesk.evidence.containers.itunes_records import (
    FILE,
    BackupFile,
    dates_of,
    described,
    encryption_key,
    number,
)
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"SQLite format 3\0"
MAX_BYTES = 3 << 28
"""The database is in memory twice for a moment; a million files take less than this."""

_MAX_VALUE = 1 << 20
_JOURNAL = slice(18, 20)
_DIGITS = frozenset(b"0123456789abcdef")
_ID_DIGITS = 40
_QUERY = "SELECT fileID, domain, relativePath, flags, file FROM Files"


def backup_files(database: bytearray) -> Iterator[BackupFile | None]:
    """Every record that has a name, in the order of the table; None for one that has not.

    Args:
        database: the bytes of the database, which are changed.

    Raises:
        ContainerError: it is no database, or damaged.
    """
    # A database in the mode of a write-ahead log cannot be opened in memory; the log itself is a file of its own.
    database[_JOURNAL] = b"\x01\x01"
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            _restrain(connection)
            connection.deserialize(database)
            database.clear()
            kind = connection.execute("SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'Files'")
            root = kind.fetchone()
            if not root or not root[0]:
                what = sentence("it has no table of files")
                raise _damaged_error(what)
            for row in connection.execute(_QUERY):
                yield _file(row)
    except (sqlite3.Error, sqlite3.Warning, OverflowError, ValueError) as error:
        raise _damaged_error(str(error)[:100]) from error


def _restrain(connection: sqlite3.Connection) -> None:
    """Nothing in the database may name functions of this program, and no value may be huge."""
    connection.text_factory = bytes
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)


def _file(row: tuple[object, ...]) -> BackupFile | None:
    file_id, domain, path, flags, blob = row
    if not isinstance(file_id, bytes) or len(file_id) != _ID_DIGITS or not set(file_id) <= _DIGITS:
        return None
    parts = [part for part in (domain, path) if isinstance(part, bytes) and part]
    fields = described(blob)
    size = number(fields.get("Size"))
    protection, wrapped = encryption_key(fields.get("EncryptionKey"))
    return BackupFile(
        name=b"/".join(parts)[:MAX_PATH] or file_id,
        stored=file_id[:2] + b"/" + file_id,
        kind=flags if isinstance(flags, int) else FILE,
        size=-1 if size is None else size,
        modified_s=number(fields.get("LastModified"), 1),
        dates=dates_of(fields),
        protection=protection,
        wrapped=wrapped,
    )


def _damaged_error(what: str) -> ContainerError:
    text = sentence(
        "The manifest of the backup is damaged ({what}); which further files the backup has is not known.", what=what
    )
    return ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)
