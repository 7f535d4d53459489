"""Checking an audit log that comes as a file, with or without the head that its case remembers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

FIRST_PREVIOUS = "0" * 64
"""What the first record carries as `previous`."""

KEYS = ("sequence", "time", "actor", "action", "detail", "previous", "program")
"""The keys of a record, in their order on the line."""

BOUND_KEYS = (*KEYS, "case", "build")
"""Those of a record that is bound to its case and to the build of the program; older programs wrote none."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A log as it was read.

    Attributes:
        records: complete lines.
        sha256: of the last complete line, 64 zeros if there is none.
        torn: bytes after the last newline, left by a kill in the middle of a write.
        anchor: SHA-256 of the line with the number asked for, None if the log is shorter.
        problems: where the chain does not hold.
        first: SHA-256 of the first line, 64 zeros if there is none; the case's identifier.
        time: of the last record; "" if there is none.
    """

    records: int
    sha256: str
    torn: bytes
    anchor: str | None
    problems: tuple[Problem, ...]
    first: str = FIRST_PREVIOUS
    time: str = ""


def verify_log(path: Path, head: tuple[int, str] | None = None) -> tuple[Problem, ...]:
    """Check a log, as far as the log alone allows, or against the head that its case remembers.

    A log alone shows any change but one: altering or cutting off its end. The case database, and every report,
    carry the head (number of records, SHA-256 of the last line) that shows this, too.
    """
    if not path.exists():
        return (Problem(sentence("the audit log is missing"), path.name),)
    chain = read_chain(path, anchor_at=head[0] if head else 0)
    torn = Problem(
        sentence("this line is torn: it does not end in a newline"),
        sentence("{name}, line {records}", name=path.name, records=chain.records + 1),
    )
    against_head = check_head(chain, head, path.name) if head else ()
    return chain.problems + against_head + ((torn,) if chain.torn else ())


def check_head(chain: Chain, head: tuple[int, str], name: str) -> tuple[Problem, ...]:
    """Whether the log still contains the head that the case remembers; records after it are the case's own."""
    records, sha256 = head
    if chain.records < records:
        what = sentence(
            "the audit log has {records} records, the case remembers {other_records}: its end was cut off",
            records=chain.records,
            other_records=records,
        )
        return (Problem(what, name),)
    if chain.anchor != sha256:
        what = sentence("this line was altered: its SHA-256 is not the one that the case remembers")
        return (Problem(what, sentence("{name}, line {records}", name=name, records=records)),)
    return ()


def read_chain(path: Path, anchor_at: int = 0) -> Chain:
    """Read a log line by line and follow its chain; a missing file is an empty log."""
    reader = ChainReader(path.name)
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
    problems = tuple(reader.problems)
    return Chain(reader.number, reader.sha256, torn, anchor, problems, reader.first, reader.time)


class ChainReader:
    """Follows the chain of a log line by line.

    Attributes:
        number: lines taken.
        sha256, first, time: as of a `Chain`.
        problems: where the chain does not hold.
    """

    def __init__(self, name: str) -> None:
        self.number = 0
        self.sha256 = FIRST_PREVIOUS
        self.first = FIRST_PREVIOUS
        self.time = ""
        self.problems: list[Problem] = []
        self._case = ""
        self._name = name
        self._shift = 0

    def take(self, text: bytes) -> None:
        """The next line, its newline left out."""
        self.number += 1
        record = _parse(text)
        if record is None:
            self._report(sentence("this line is no audit record in its one valid form"), self.number)
        else:
            self._check_links(record)
        self.sha256 = hashlib.sha256(text).hexdigest()
        if self.number == 1:
            self.first = self.sha256

    def _check_links(self, record: dict[str, object]) -> None:
        self.time = str(record["time"])
        self._check_case(record.get("case"))
        sequence = record["sequence"]
        if isinstance(sequence, int) and sequence != self.number + self._shift:
            expected = self.number + self._shift
            self._report(
                sentence(
                    "this line has the sequence number {sequence}, expected was {expected}",
                    sequence=sequence,
                    expected=expected,
                ),
                self.number,
            )
            self._shift = sequence - self.number
        if record["previous"] == self.sha256:
            return
        if self.number == 1:
            self._report(sentence("the first line does not begin a chain: lines before it were removed"), 1)
        else:
            self._report(
                sentence("this line was altered: its SHA-256 is not the one that the next line carries"),
                self.number - 1,
            )

    def _check_case(self, case: object) -> None:
        """Every bound record names the same first line, the log's own; that one names none."""
        if case is None:
            return
        if self.number == 1:
            if case != FIRST_PREVIOUS:
                self._report(sentence("the first line does not begin a case: lines before it were removed"), 1)
        elif not self._case:
            self._case = str(case)
            if case != self.first and all(problem.where != self._place(1) for problem in self.problems):
                self._report(
                    sentence("this line was altered: it is not the one that the later lines name as their first"), 1
                )
        elif case != self._case:
            self._report(sentence("this line belongs to another case"), self.number)

    def _place(self, number: int) -> str:
        return sentence("{name}, line {number}", name=self._name, number=number)

    def _report(self, what: str, number: int) -> None:
        where = self._place(number)
        if not self.problems or self.problems[-1].where != where:
            self.problems.append(Problem(what, where))


def _parse(text: bytes) -> dict[str, object] | None:
    try:
        record = json.loads(text.decode("ascii"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or tuple(record) not in {KEYS, BOUND_KEYS} or not _typed(record):
        return None
    again = json.dumps(record, separators=(",", ":"), ensure_ascii=True)
    return record if again.encode("ascii") == text else None


def _typed(record: dict[str, object]) -> bool:
    texts = all(isinstance(record[key], str) for key in record if key not in {"sequence", "detail"})
    return texts and type(record["sequence"]) is int and isinstance(record["detail"], dict)
