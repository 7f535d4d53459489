"""Making and opening a case folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import insert

from forensicdesk.case import codec
from forensicdesk.case.audit import as_utc
from forensicdesk.case.auditcheck import FIRST_PREVIOUS
from forensicdesk.case.backing import DATABASE, make_database, open_database, open_log, turn_to_work
from forensicdesk.case.deciding import DecisionStore
from forensicdesk.case.lock import CaseLock
from forensicdesk.case.opening import bring_audit_in_step, bring_to_revision, check_is_case
from forensicdesk.case.place import STORE
from forensicdesk.case.postgres import PostgresDatabase
from forensicdesk.case.reader import CaseReader
from forensicdesk.case.related import RelatedStore
from forensicdesk.case.schema import CASE_INFO
from forensicdesk.case.seal import TABLES, break_seal, check_seal, read_seal, write_seal
from forensicdesk.case.sqlite import SqliteDatabase
from forensicdesk.case.thumbnails import ThumbnailStore, create_thumbnails
from forensicdesk.case.writer import CaseWriter
from forensicdesk.errors import CaseError, EnvironmentProblem, UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from types import TracebackType

    from forensicdesk.case.audit import AuditLog
    from forensicdesk.case.database import Database
    from forensicdesk.case.seal import Seal

THUMBNAILS = "thumbnails.db"
AUDIT = "audit.jsonl"
LOCK = "lock"


def create_case(  # noqa: PLR0913 - what a new case says of itself, and where it is
    folder: Path,
    *,
    number: str,
    examiner: str,
    fields: Sequence[tuple[str, str]],
    now: datetime,
    actor: str,
    store: str | None = None,
) -> None:
    """Make a case folder that only its owner can read, wholly or not at all.

    Args:
        folder: the case folder.
        number: the unit's number of the case.
        examiner: who works on it.
        fields: further lines for reports.
        now: the time.
        actor: who makes it.
        store: address of the PostgreSQL database that is to hold the tables; None keeps them in the folder.

    Raises:
        UsageError: there is something at this place already, or no folder to put it in; or the address cannot be used.
        EnvironmentProblem: the disk or its rights refuse.
    """
    if os.path.lexists(folder):
        msg = sentence("{folder} exists already; choose another name for the new case.", folder=folder)
        raise UsageError(msg)
    if not folder.absolute().parent.is_dir():
        msg = sentence(
            "The folder {parent} does not exist; make it first, or put the case elsewhere.",
            parent=folder.absolute().parent,
        )
        raise UsageError(msg)
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.absolute().parent))
    except OSError as error:
        msg = sentence(
            "The case {folder} cannot be made: {strerror}. Check the rights on the folder around it.",
            folder=folder,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    try:
        said = {"number": number, "examiner": examiner, "fields": codec.encode_pairs(fields)}
        _fill(part, said, store, (now, actor))
        part.rename(folder)
    except OSError as error:
        if folder.exists():
            msg = sentence(
                "{folder} was made by another program at the same time; open it, or choose another name.", folder=folder
            )
            raise UsageError(msg) from error
        msg = sentence(
            "The case {folder} cannot be made: {strerror}. Free space or choose another place.",
            folder=folder,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _fill(folder: Path, said: dict[str, str], store: str | None, made: tuple[datetime, str]) -> None:
    now, actor = made
    row = said | {"id": 1, "created_at": as_utc(now), "audit_records": 0, "audit_sha256": FIRST_PREVIOUS}
    create_thumbnails(folder / THUMBNAILS, shared=store is not None)
    with ExitStack() as stack:
        database = make_database(folder, said["number"], store)
        stack.callback(database.close)
        try:
            with database.writing() as connection:
                connection.execute(insert(CASE_INFO).values(row))
            thumbnails = ThumbnailStore(folder / THUMBNAILS, writable=True, shared=database.shared)
            stack.callback(thumbnails.close)
            audit = open_log(folder / AUDIT, database, CaseWriter(database, thumbnails).remember_audit_head)
            audit.append(actor, "case created", (("number", said["number"]), ("examiner", said["examiner"])), now)
        except BaseException:
            database.remove()
            raise


def open_case(folder: Path, *, writable: bool, now: datetime, actor: str) -> CaseStore:
    """Open a case; one that an older version wrote is backed up and upgraded, if it is opened for writing.

    Reading needs no lock, and works while another program writes.

    Raises:
        CaseError: the folder is no case, a newer version wrote it, or its audit log was tampered with.
        CaseLockedError: another program has it open for writing.
        EnvironmentProblem: the disk or its rights refuse.
    """
    check_is_case(folder, folder / THUMBNAILS)
    seal: Seal | None = None
    with ExitStack() as stack:
        if writable and not (folder / STORE).exists():
            lock = CaseLock(folder / LOCK, folder, as_utc(now))
            stack.callback(lock.release)
            seal = _unseal(folder, DATABASE)
        database = open_database(folder, writable=writable)
        stack.callback(database.close)
        if writable and isinstance(database, PostgresDatabase):
            database.join()
            with database.writing():
                seal = _unseal(folder, TABLES)
        upgraded = bring_to_revision(folder, database, writable=writable)
        thumbnails = ThumbnailStore(folder / THUMBNAILS, writable=writable, shared=database.shared)
        stack.callback(thumbnails.close)
        writer = CaseWriter(database, thumbnails) if writable else None
        audit = open_log(folder / AUDIT, database, writer.remember_audit_head if writer else None)
        reader = CaseReader(folder, database, thumbnails)
        if writer is not None:
            bring_audit_in_step(folder, audit, reader.audit_head(), actor, now)
        for detail in upgraded:
            audit.append(actor, "case upgraded", detail, now)
        store = CaseStore(folder, reader, writer, audit, (database, thumbnails), stack.pop_all())
        store.seal = seal
        return store


def _unseal(folder: Path, name: str) -> Seal | None:
    """Check the seal of a case that is to be written, then break it; None if it has none.

    Thumbnails, of which there may be many gigabytes, are compared by `verify` only.

    Raises:
        CaseError: the database or the log was changed after the case was closed.
        EnvironmentProblem: the disk or its rights refuse.
    """
    try:
        problem = next(check_seal(folder, folder / AUDIT, only=(name,)), None)
        if problem is not None:
            msg = sentence(
                "The case {folder} was changed from outside after it was closed ({where}: {what}). Restore "
                "that file from a backup to continue; the case can still be opened for reading, and "
                "`forensicdesk verify {folder}` lists every difference.",
                folder=folder,
                where=problem.where,
                what=problem.what,
            )
            raise CaseError(msg)
        seal = read_seal(folder)
        break_seal(folder)
    except OSError as error:
        msg = sentence(
            "The case {folder} cannot be opened for writing: {strerror}. Check the rights on its folder.",
            folder=folder,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    return seal


class CaseStore:
    """One open case. Close it, or use it as a context manager.

    Attributes:
        folder: the case folder.
        reader: every question to the case.
        writer: every change to it; None if it was opened for reading only.
        audit: its audit log.
        database, thumbnails: its two databases.
        related: stacks, clusters and links among its contents.
        decisions: what examiners decided.
        work: lets one long act happen at a time, in this program and in all others.
        seal: what the case was sealed with when it was opened for writing; None without a seal, or for reading.
    """

    def __init__(
        self,
        folder: Path,
        reader: CaseReader,
        writer: CaseWriter | None,
        audit: AuditLog,
        databases: tuple[Database, ThumbnailStore],
        resources: ExitStack,
    ) -> None:
        self.folder = folder
        self.reader = reader
        self.writer = writer
        self.audit = audit
        self.database, self.thumbnails = databases
        self.related = RelatedStore(self.database)
        self.decisions = DecisionStore(self.database)
        self.work = turn_to_work(self.database)
        self.seal: Seal | None = None
        self._resources = resources

    def close_sealed(self, unsealed: Callable[[str], None]) -> None:
        """Close a case that was open for writing, and seal its databases; a second call does nothing.

        Args:
            unsealed: puts on record that there is no seal, and why: another program uses the databases.

        Raises:
            ForensicDeskError: the disk or its rights refuse; the case is closed all the same.
        """
        if self.writer is None:
            self.close()
            return
        self.writer = None
        try:
            if isinstance(self.database, PostgresDatabase):
                self._seal_tables(self.database, unsealed)
            elif isinstance(self.database, SqliteDatabase):
                self._seal_files(self.database, unsealed)
        except OSError as error:
            msg = sentence(
                "The case {folder} was stored, but not sealed: {strerror}. Free space or check its rights.",
                folder=self.folder,
                strerror=error.strerror,
            )
            raise EnvironmentProblem(msg) from error
        finally:
            self.close()

    def _seal_files(self, database: SqliteDatabase, unsealed: Callable[[str], None]) -> None:
        head = self.audit.head()
        database.close()
        self.thumbnails.close()
        if database.settle() and self.thumbnails.database.settle():
            anew = self.seal is None or self.thumbnails.changed
            write_seal(self.folder, (DATABASE, *((THUMBNAILS,) if anew else ())), head, self.seal)
        else:
            unsealed("another program was reading the databases")

    def _seal_tables(self, database: PostgresDatabase, unsealed: Callable[[str], None]) -> None:
        self.thumbnails.close()
        if database.leave() and self.thumbnails.database.settle():
            write_seal(self.folder, (TABLES, THUMBNAILS), self.audit.head())
        else:
            unsealed("another program had the case open")

    def close(self) -> None:
        """Close databases and let go of the lock; a second call does nothing."""
        self._resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
