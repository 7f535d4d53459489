"""The audit log of a case in which several programs write: one file, one chain.

The file lies in the case folder, which all of them see; the head that the case remembers lies in the database. A line
is added inside one transaction of the database, which all others wait for: what they have added is read first, then the
line is put on disk, then its head is stored. A program that is killed in between leaves a line that the database does
not know yet, or a torn one; whoever writes next puts that on record, as at the opening of any case.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from forensicdesk.case.audit import AuditLog
from forensicdesk.case.auditcheck import ChainReader
from forensicdesk.case.schema import CASE_INFO
from forensicdesk.errors import CaseError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from forensicdesk.case.audit import Remember
    from forensicdesk.case.database import Database


class SharedAuditLog(AuditLog):
    """See the module.

    Args:
        path: the file `audit.jsonl`.
        database: of the case.
    """

    def __init__(self, path: Path, database: Database) -> None:
        super().__init__(path)
        self._database = database
        self._reader = ChainReader(path.name)
        self._read_to = 0

    def join(self, actor: str, moment: str) -> None:
        """Follow the whole log, compare it with what the database remembers, and mend what a killed program left.

        Raises:
            CaseError: the log was altered, shortened or replaced.
        """
        with self._lock, self._turn(actor, moment):
            pass  # the turn is what is wanted

    def head(self) -> tuple[int, str]:
        """See `AuditLog.head`; lines of other programs are read first."""
        with self._lock:
            self._read_on(0)
            return self._reader.number, self._reader.sha256

    @contextmanager
    def _turn(self, actor: str, moment: str) -> Iterator[Remember]:
        if not self._database.writable:
            raise self._reading_only()
        with self._database.writing() as connection:
            records, sha256 = connection.execute(select(CASE_INFO.c.audit_records, CASE_INFO.c.audit_sha256)).one()
            remember = partial(_remember, connection)
            known = self._reader.number
            anchor, torn = self._read_on(records)
            if self._reader.problems:
                self._refuse(
                    sentence(
                        "{where}: {what}", where=self._reader.problems[0].where, what=self._reader.problems[0].what
                    )
                )
            if self._reader.number < records:
                self._refuse(
                    sentence(
                        "it has {found} records, the case remembers {records}: its end was cut off",
                        found=self._reader.number,
                        records=records,
                    )
                )
            if anchor != sha256 and records >= known:
                self._refuse(
                    sentence("line {records}: its SHA-256 is not the one that the case remembers", records=records)
                )
            self._head = self._reader.number, self._reader.sha256
            self._case, self._time = self._reader.first, self._reader.time
            self._mend(records, torn, remember, (actor, moment))
            yield remember

    def _mend(self, remembered: int, torn: bytes, remember: Remember, who: tuple[str, str]) -> None:
        actor, moment = who
        if torn:
            self.cut_off(torn)
            detail = (("bytes", str(len(torn))), ("sha256", hashlib.sha256(torn).hexdigest()))
            self._add(self._next(moment, actor, "torn audit line cut off", detail), remember)
        elif self._reader.number > remembered:
            found = (("remembered", str(remembered)), ("found", str(self._reader.number)))
            self._add(self._next(moment, actor, "audit records taken over", found), remember)

    def _read_on(self, anchor_at: int) -> tuple[str, bytes]:
        """Take the lines added since; gives the SHA-256 of line `anchor_at`, if it is among them or the last, and the
        torn rest.
        """
        anchor = self._reader.sha256 if self._reader.number == anchor_at else ""
        if not self._path.exists():
            return anchor, b""
        with self._path.open("rb") as log:
            if log.seek(0, os.SEEK_END) < self._read_to:
                self._begin_anew()
                anchor = self._reader.sha256 if anchor_at == 0 else ""
            log.seek(self._read_to)
            for line in log:
                if not line.endswith(b"\n"):
                    return anchor, line
                self._reader.take(line[:-1])
                self._read_to += len(line)
                if self._reader.number == anchor_at:
                    anchor = self._reader.sha256
        return anchor, b""

    def _begin_anew(self) -> None:
        """The log is not the one that was read: the next act follows all of it."""
        self._reader, self._read_to = ChainReader(self._path.name), 0

    def _refuse(self, what: str) -> None:
        self._begin_anew()
        folder = self._path.parent
        msg = sentence(
            "The audit log of the case {folder} was changed from outside ({what}). Put the original log back "
            "to continue; the case can still be opened for reading, and `forensicdesk verify {folder}` lists "
            "every difference.",
            folder=folder,
            what=what,
        )
        raise CaseError(msg)


def _remember(connection: Connection, records: int, sha256: str) -> None:
    connection.execute(update(CASE_INFO).values(audit_records=records, audit_sha256=sha256))
