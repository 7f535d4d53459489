"""Checking an audit log that comes as a file, with or without the head that its case remembers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from forensicdesk.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

FIRST_PREVIOUS = "0" * 64
"""What the first record carries as `previous`."""

KEYS = ("sequence", "time", "actor", "action", "detail", "previous", "program")
"""The keys of a record, in their order on the line."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A log as it was read.

    Attributes:
        records: complete lines.
        sha256: of the last complete line, 64 zeros if there is none.
        torn: bytes after the last newline, left by a kill in the middle of a write.
        anchor: SHA-256 of the line with the number asked for, None if the log is shorter.
        problems: where the chain does not hold.
    """

    records: int
    sha256: str
    torn: bytes
    anchor: str | None
    problems: tuple[Problem, ...]


def verify_log(path: Path, head: tuple[int, str] | None = None) -> tuple[Problem, ...]:
    """Check a log, as far as the log alone allows, or against the head that its case remembers.

    A log alone shows any change but one: altering or cutting off its end. The case database, and every report,
    carry the head (number of records, SHA-256 of the last line) that shows this, too.
    """
    if not path.exists():
        return (Problem("the audit log is missing", path.name),)
    chain = read_chain(path, anchor_at=head[0] if head else 0)
    torn = Problem("this line is torn: it does not end in a newline", f"{path.name}, line {chain.records + 1}")
    against_head = check_head(chain, head, path.name) if head else ()
    return chain.problems + against_head + ((torn,) if chain.torn else ())


def check_head(chain: Chain, head: tuple[int, str], name: str) -> tuple[Problem, ...]:
    """Whether the log still contains the head that the case remembers; records after it are the case's own."""
    records, sha256 = head
    if chain.records < records:
        what = f"the audit log has {chain.records} records, the case remembers {records}: its end was cut off"
        return (Problem(what, name),)
    if chain.anchor != sha256:
        what = "this line was altered: its SHA-256 is not the one that the case remembers"
        return (Problem(what, f"{name}, line {records}"),)
    return ()


def read_chain(path: Path, anchor_at: int = 0) -> Chain:
    """Read a log line by line and follow its chain; a missing file is an empty log."""
    reader = _ChainReader(path.name)
    anchor = FIRST_PREVIOUS if anchor_at == 0 else None
    torn = b""
    with path.open("rb") if path.exists() else BytesIO() as log:
        for line in log:
            if not line.endswith(b"\n"):
                torn = line
                break
            reader.take(line[:-1])
            if reader.number == anchor_at:
                anchor = reader.sha256
    return Chain(reader.number, reader.sha256, torn, anchor, tuple(reader.problems))


class _ChainReader:
    def __init__(self, name: str) -> None:
        self.number = 0
        self.sha256 = FIRST_PREVIOUS
        self.problems: list[Problem] = []
        self._name = name
        self._shift = 0

    def take(self, text: bytes) -> None:
        self.number += 1
        record = _parse(text)
        if record is None:
            self._report("this line is no audit record in its one valid form", self.number)
        else:
            self._check_links(record)
        self.sha256 = hashlib.sha256(text).hexdigest()

    def _check_links(self, record: dict[str, object]) -> None:
        sequence = record["sequence"]
        if isinstance(sequence, int) and sequence != self.number + self._shift:
            expected = self.number + self._shift
            self._report(f"this line has the sequence number {sequence}, expected was {expected}", self.number)
            self._shift = sequence - self.number
        if record["previous"] == self.sha256:
            return
        if self.number == 1:
            self._report("the first line does not begin a chain: lines before it were removed", 1)
        else:
            self._report(
                "this line was altered: its SHA-256 is not the one that the next line carries", self.number - 1
            )

    def _report(self, what: str, number: int) -> None:
        where = f"{self._name}, line {number}"
        if not self.problems or self.problems[-1].where != where:
            self.problems.append(Problem(what, where))


def _parse(text: bytes) -> dict[str, object] | None:
    try:
        record = json.loads(text.decode("ascii"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or tuple(record) != KEYS or not _typed(record):
        return None
    again = json.dumps(record, separators=(",", ":"), ensure_ascii=True)
    return record if again.encode("ascii") == text else None


def _typed(record: dict[str, object]) -> bool:
    texts = all(isinstance(record[key], str) for key in KEYS if key not in {"sequence", "detail"})
    return texts and type(record["sequence"]) is int and isinstance(record["detail"], dict)
