"""Which database stands behind a case folder, and what follows from that for its log and for its acts."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from forensicdesk.case.audit import AuditLog
from forensicdesk.case.newtables import make_tables
from forensicdesk.case.place import STORE, new_place, read_place, write_place
from forensicdesk.case.postgres import PostgresDatabase, Work
from forensicdesk.case.schema import APPLICATION_ID
from forensicdesk.case.sharedlog import SharedAuditLog
from forensicdesk.case.sqlite import SqliteDatabase, create_database

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from forensicdesk.case.audit import Remember
    from forensicdesk.case.database import Database

DATABASE = "case.db"


def is_case_folder(folder: Path) -> bool:
    """Whether there is a case in a folder; what its database says is not asked."""
    return (folder / DATABASE).is_file() or (folder / STORE).is_file()


def make_database(folder: Path, number: str, store: str | None) -> Database:
    """The empty database of a new case, open: its tables are made, nothing is in them.

    Args:
        folder: the new case folder.
        number: the case's number.
        store: address of a PostgreSQL database; None for a file in the folder.

    Raises:
        UsageError: the address cannot be used.
        EnvironmentProblem: disk, server or rights refuse.
    """
    if store is not None:
        place = new_place(store, number)
        write_place(folder, place)
        database = PostgresDatabase(folder, place, writable=True)
        try:
            database.build()
        except BaseException:
            database.close()
            raise
        return database
    create_database(folder / DATABASE, APPLICATION_ID)
    file = SqliteDatabase(folder / DATABASE, writable=True, application_id=APPLICATION_ID)
    with file.writing() as connection:
        make_tables(connection)
    return file


def open_database(folder: Path, *, writable: bool) -> Database:
    """The database of a case, wherever it is.

    Raises:
        ForensicDeskError: it cannot be opened.
    """
    place = read_place(folder)
    if place is not None:
        return PostgresDatabase(folder, place, writable=writable)
    return SqliteDatabase(folder / DATABASE, writable=writable, application_id=APPLICATION_ID)


def open_log(path: Path, database: Database, remember: Remember | None) -> AuditLog:
    """The audit log of a case; `remember` keeps its head, None for reading only."""
    return SharedAuditLog(path, database) if database.shared else AuditLog(path, remember)


def turn_to_work(database: Database) -> AbstractContextManager[object]:
    """What lets one long act happen at a time: in this program, and where others write, in all."""
    return Work(database) if isinstance(database, PostgresDatabase) else threading.Lock()
