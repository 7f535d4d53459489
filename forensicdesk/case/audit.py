"""The audit log: append-only JSON lines, each carrying the SHA-256 of the line before.

`docs/audit-log.md` says how a third party checks a log without this program.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import threading
from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING

from forensicdesk import __version__
from forensicdesk.build import program_build
from forensicdesk.case.auditcheck import FIRST_PREVIOUS, read_chain, verify_log
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.model import AuditRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from forensicdesk.case.auditcheck import Chain

    Remember = Callable[[int, str], None]

__all__ = ["AuditLog", "as_utc", "decode_record", "encode_record", "verify_log"]

ACTS_THAT_CHANGE_NOTHING = frozenset(
    {
        "case closed",
        "case not sealed",
        "case opened",
        "case reproduced",
        "case verified",
        "checkpoint signed",
        "clock set back",
        "mismatch accepted",
        "pictures blurred",
        "pictures shown unblurred",
        "report signed",
        "report written",
    }
)
"""Acts after which the case says the same as before."""

PROGRAM = f"forensicdesk {__version__}"

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def as_utc(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC, "2026-01-31T09:30:00.000Z".

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        msg = sentence("a time without a zone cannot go on record")
        raise ValueError(msg)
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encode_record(record: AuditRecord) -> bytes:
    """One record as its line, newline left out. The order of the keys is fixed; `detail` keeps the order given.

    A name that `detail` gives more than once becomes one key with the list of its values.
    """
    detail: dict[str, str | list[str]] = {}
    for key, value in record.detail:
        known = detail.get(key)
        detail[key] = value if known is None else [*([known] if isinstance(known, str) else known), value]
    line = {
        "sequence": record.sequence,
        "time": record.time,
        "actor": record.actor,
        "action": record.action,
        "detail": detail,
        "previous": record.previous,
        "program": PROGRAM,
    }
    if record.build:
        line |= {"case": record.case, "build": record.build}
    return json.dumps(line, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def decode_record(line: bytes) -> AuditRecord:
    """The record on one line of a checked log."""
    value = json.loads(line)
    detail = [
        (key, text)
        for key, given in value["detail"].items()
        for text in (given if isinstance(given, list) else [given])
    ]
    return AuditRecord(
        sequence=value["sequence"],
        time=value["time"],
        actor=value["actor"],
        action=value["action"],
        detail=tuple(detail),
        previous=value["previous"],
        case=value.get("case", ""),
        build=value.get("build", ""),
    )


class AuditLog:
    """The log of one case.

    Args:
        path: the file `audit.jsonl`.
        remember: told the new head after each record is safely on disk; None for a log that is only read.
    """

    def __init__(self, path: Path, remember: Remember | None = None) -> None:
        self._path = path
        self._remember = remember
        self._lock = threading.Lock()
        self._head: tuple[int, str] | None = None
        self._case, self._time = FIRST_PREVIOUS, ""
        if remember is not None:
            chain = read_chain(path)
            self._head, self._case, self._time = (chain.records, chain.sha256), chain.first, chain.time

    @property
    def path(self) -> Path:
        """Where the log lies."""
        return self._path

    def append(self, actor: str, action: str, detail: Sequence[tuple[str, str]], now: datetime) -> AuditRecord:
        """Put one act on record. When this returns, the record is on disk.

        If the clock stands before the time of the record before, that goes on record first.

        Raises:
            EnvironmentProblem: the log cannot be written, or the case was opened for reading only.
        """
        moment = as_utc(now)
        with self._lock, self._turn(actor, moment) as remember:
            if moment < self._time:
                back = (("before", self._time), ("now", moment))
                self._add(self._next(moment, actor, "clock set back", back), remember)
            record = self._next(moment, actor, action, tuple(detail))
            self._add(record, remember)
        return record

    @contextmanager
    def _turn(self, actor: str, moment: str) -> Iterator[Remember]:  # noqa: ARG002 - for logs with several writers
        """The right to add lines; gives what remembers the head.

        Raises:
            EnvironmentProblem: the case was opened for reading only.
        """
        if self._remember is None or self._head is None:
            raise self._reading_only()
        yield self._remember

    def _reading_only(self) -> EnvironmentProblem:
        msg = sentence("The case {folder} was opened for reading only; open it for writing.", folder=self._path.parent)
        return EnvironmentProblem(msg)

    def _next(self, time: str, actor: str, action: str, detail: tuple[tuple[str, str], ...]) -> AuditRecord:
        count, previous = self._head or self._read_head()
        return AuditRecord(count + 1, time, actor, action, detail, previous, self._case, program_build())

    def _add(self, record: AuditRecord, remember: Remember) -> None:
        """Put a record on disk, then have its head remembered."""
        line = encode_record(record)
        self._write(line + b"\n")
        head = record.sequence, hashlib.sha256(line).hexdigest()
        self._head, self._time = head, record.time
        if record.sequence == 1:
            self._case = head[1]
        remember(*head)

    def head(self) -> tuple[int, str]:
        """How many records there are, and the SHA-256 of the last line (64 zeros while there is none)."""
        return self._head if self._head is not None else self._read_head()

    def time_of_acts(self) -> str:
        """When the last record was made that changed what the case says; "" if there is none."""
        acts = (one.time for one in self.records() if one.action not in ACTS_THAT_CHANGE_NOTHING)
        return max(acts, default="")

    def head_of_acts(self) -> tuple[int, str]:
        """Number and SHA-256 of the last record that changed what the case says; (0, 64 zeros) if there is none.

        Reports print this one: looking at a case, checking it and reporting on it leave records, too, and would
        otherwise make two reports on the same state differ.
        """
        number, sha256 = 0, FIRST_PREVIOUS
        for line in self._lines():
            if decode_record(line).action not in ACTS_THAT_CHANGE_NOTHING:
                number, sha256 = decode_record(line).sequence, hashlib.sha256(line).hexdigest()
        return number, sha256

    def records(self) -> Iterator[AuditRecord]:
        """The records in order; a torn last line is left out."""
        yield from map(decode_record, self._lines())

    def _lines(self) -> Iterator[bytes]:
        """The whole lines, without their newline."""
        if not self._path.exists():
            return
        with self._path.open("rb") as log:
            yield from (line[:-1] for line in log if line.endswith(b"\n"))

    def case_id(self) -> str:
        """What tells this case from every other: the SHA-256 of the first line of its log; 64 zeros without one."""
        return next((hashlib.sha256(line).hexdigest() for line in self._lines()), FIRST_PREVIOUS)

    def chain(self, anchor_at: int = 0) -> Chain:
        """The log as it lies on disk, its chain followed."""
        return read_chain(self._path, anchor_at)

    def cut_off(self, torn: bytes) -> None:
        """Remove the torn last line that `chain` found."""
        os.truncate(self._path, self._path.stat().st_size - len(torn))

    def _read_head(self) -> tuple[int, str]:
        chain = read_chain(self._path)
        return chain.records, chain.sha256

    def _write(self, line: bytes) -> None:
        try:
            descriptor = os.open(self._path, _FLAGS, 0o600)
        except OSError as error:
            raise self._refused(error) from error
        try:
            size = os.fstat(descriptor).st_size
            try:
                _write_whole(descriptor, line)
                os.fsync(descriptor)
            except OSError as error:
                if os.fstat(descriptor).st_size > size:
                    os.ftruncate(descriptor, size)
                raise self._refused(error) from error
        finally:
            os.close(descriptor)

    def _refused(self, error: OSError) -> EnvironmentProblem:
        return EnvironmentProblem(
            sentence(
                "The audit log {path} cannot be written: {strerror}. Free space or mend the rights, then "
                "repeat the last command; what was recorded before is kept.",
                path=self._path,
                strerror=error.strerror,
            )
        )


def _write_whole(descriptor: int, line: bytes) -> None:
    """One write for one line; a file system that takes only a part of it is full."""
    if os.write(descriptor, line) != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
