"""A database of a case that is a SQLite file: connections, their settings, and what its errors mean for people.

Write-ahead logging with `synchronous=FULL`: what a transaction stored survives a kill and a power cut, and readers
never wait for the writer. Temporary data stays in memory; nothing of a case is ever written beside it.
"""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

from forensicdesk.case.database import Database
from forensicdesk.case.rawfile import note_closed, note_open
from forensicdesk.case.wordindex import VOCABULARY
from forensicdesk.errors import CaseError, EnvironmentProblem
from forensicdesk.language import later, sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import ExceptionContext

    from forensicdesk.errors import ForensicDeskError

WAIT_S = 30.0
"""How long a statement waits for another connection's lock before it gives up."""

CACHE_KIB = 8192
"""Pages that each connection keeps; a batch touches fewer, and what is read again is in the system's own cache."""

SETTLE_MS = 1000
"""How long closing a case waits for readers of other programs."""

_BASIC_CODE = 0xFF
_REFUSED = later(
    "{path} cannot be opened or changed ({error}). Check the rights on its folder; what was stored before is kept."
)
_BUSY = later(
    "{path} is in use by another program. Close it there, then repeat the command; what was stored before is kept."
)
_DAMAGED = later("{path} is damaged or no case database ({error}). Restore it from a backup.")
_SENTENCES: dict[int, tuple[type[ForensicDeskError], str]] = {
    sqlite3.SQLITE_FULL: (
        EnvironmentProblem,
        later(
            "The disk is full: {path} cannot grow. Free space, then repeat the command; what was stored before is kept."
        ),
    ),
    sqlite3.SQLITE_IOERR: (
        EnvironmentProblem,
        later(
            "{path} could not be read or written ({error}): the disk is full or failing. Check it; what was "
            "stored before is kept."
        ),
    ),
    sqlite3.SQLITE_NOMEM: (
        EnvironmentProblem,
        later(
            "There is not enough memory to work on {path}. Close other programs, then repeat the command; "
            "what was stored before is kept."
        ),
    ),
    **dict.fromkeys(
        (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH),
        (EnvironmentProblem, _REFUSED),
    ),
    **dict.fromkeys((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL), (EnvironmentProblem, _BUSY)),
    **dict.fromkeys((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB), (CaseError, _DAMAGED)),
}


def problem_of(error: sqlite3.Error, path: Path) -> ForensicDeskError | None:
    """What an error of SQLite means for people; None for an error that is this program's own fault."""
    known = _SENTENCES.get(getattr(error, "sqlite_errorcode", 0) & _BASIC_CODE)
    return known[0](sentence(known[1], path=path, error=error)) if known else None


class SqliteDatabase(Database):
    """A database file with one writing connection and as many reading ones as there are readers.

    Args:
        path: the file; it must exist.
        writable: whether `writing` may be used.
        shared: whether programs of other machines may have it open, too.
        application_id: what `revision` asks the file for.
    """

    def __init__(self, path: Path, *, writable: bool, shared: bool = False, application_id: int = 0) -> None:
        self._writable_file = writable
        self._shared = shared
        self._application_id = application_id
        writer = _engine(path, partial(self._connect, path, query_only=False), "BEGIN IMMEDIATE") if writable else None
        super().__init__(path, str(path), _engine(path, partial(self._connect, path, query_only=True), "BEGIN"), writer)
        self._noted = True
        note_open(path)

    def _connect(self, path: Path, *, query_only: bool) -> sqlite3.Connection:
        return connect(path, writable=self._writable_file, query_only=query_only, shared=self._shared)

    def check(self) -> tuple[str, ...]:
        """What SQLite's own checks find wrong with the file; nothing if it is intact."""
        with self.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        broken = tuple(text for text in found if text != "ok")
        return broken + tuple(
            sentence("a row of {table} refers to a missing row of {other}", table=row[0], other=row[2])
            for row in orphans
        )

    def revision(self) -> str | None:
        """See `Database.revision`; the file says which program it belongs to."""
        with self.reading() as connection:
            owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
            tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
            if owner != self._application_id or not connection.exec_driver_sql(tables).scalar_one():
                return None
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
        return None if revision is None else str(revision)

    def back_up(self, revision: str) -> str:
        """A copy of the file beside it; gives its name.

        Raises:
            ForensicDeskError: the copy cannot be written.
        """
        target = self.path.with_name(f"{self.path.stem}-before-upgrade-{revision}{self.path.suffix}")
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        source, copy = connect(self.path, writable=True), connect(part, writable=True)
        try:
            source.backup(copy)
        except sqlite3.Error as error:
            raise (problem_of(error, part) or error) from error
        finally:
            copy.close()
            source.close()
        part.replace(target)
        return target.name

    def close(self) -> None:
        """Close every connection; a second call does nothing."""
        super().close()
        if self._noted:
            self._noted = False
            note_closed(self.path)

    def settle(self) -> bool:
        """Bring the write-ahead log into the file itself; False if another reader keeps that from ending.

        No connection of this object may be open.

        Raises:
            EnvironmentProblem: the disk refuses.
        """
        connection = connect(self.path, writable=True)
        try:
            connection.execute(f"PRAGMA busy_timeout={SETTLE_MS}")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error as error:
            raise (problem_of(error, self.path) or error) from error
        finally:
            connection.close()
        return not busy


def _engine(path: Path, creator: Callable[[], sqlite3.Connection], begin: str) -> Engine:
    readers = begin == "BEGIN"
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=creator,
        poolclass=QueuePool,
        pool_size=4 if readers else 1,
        max_overflow=-1 if readers else 0,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error")
    def _explain(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, sqlite3.Error):
            problem = problem_of(context.original_exception, path)
            if problem is not None:
                raise problem from context.original_exception

    return engine


def connect(path: Path, *, writable: bool, query_only: bool = False, shared: bool = False) -> sqlite3.Connection:
    """A connection with the settings of this module; `shared` where other machines may write the file.

    Raises:
        ForensicDeskError: the database cannot be opened, or is none.
    """
    mode = "rw" if writable else "ro" if shared else _reading_mode(path)
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=WAIT_S,
            isolation_level=None,  # transactions begin where this module says, never by themselves
            check_same_thread=False,
        )
        for setting in _settings(query_only=query_only or not writable):
            connection.execute(setting)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise (problem_of(error, path) or error) from error
    return connection


def _settings(*, query_only: bool) -> tuple[str, ...]:
    return (
        "PRAGMA trusted_schema=OFF",
        "PRAGMA foreign_keys=ON",
        "PRAGMA synchronous=FULL",
        "PRAGMA temp_store=MEMORY",
        f"PRAGMA cache_size=-{CACHE_KIB}",
        "PRAGMA journal_size_limit=67108864",
        VOCABULARY,
        f"PRAGMA query_only={'ON' if query_only else 'OFF'}",
    )


def _reading_mode(path: Path) -> str:
    """Reading a write-protected medium needs SQLite to know that nobody can write there.

    Not so if a killed writer's log lies beside the database: SQLite must then read that log, too, or refuse.
    """
    log = path.with_name(path.name + "-wal")
    settled = not log.exists() or log.stat().st_size == 0
    return "ro&immutable=1" if settled and not os.access(path.parent, os.W_OK) else "ro"


def create_database(path: Path, application_id: int, *, shared: bool = False) -> None:
    """Make an empty database, readable by its owner only.

    It has a write-ahead log, which needs memory that all its programs share: not so if `shared`, where the programs may
    run on several machines. There it has a rollback journal.

    Raises:
        EnvironmentProblem: the folder is not on a file system that can do this.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = connect(path, writable=True)
    try:
        connection.execute(f"PRAGMA application_id={application_id}")
        wanted = "delete" if shared else "wal"
        (mode,) = connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()
    except sqlite3.Error as error:
        raise (problem_of(error, path) or error) from error
    finally:
        connection.close()
    if mode != wanted:
        msg = sentence(
            "The file system of {folder} cannot hold a case; choose a folder on a disk of this workstation.",
            folder=path.parent,
        )
        raise EnvironmentProblem(msg)
