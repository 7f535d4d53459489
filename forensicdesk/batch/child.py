"""One step of a job as a process of its own: this same program, so that a crash costs one job."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.batch.starter import begin
from forensicdesk.batch.state import Progress
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LOOKED_BACK = 4_096
_LINE = re.compile(r"(?P<phase>[A-Z][A-Za-z ]+?) (?P<done>\d[\d,]*)(?: of (?P<total>\d[\d,]*))?(?: \||$)")


class Child:
    """A running step.

    It ends in good order when its standard input does: when it is asked to, and also when this process dies.

    Args:
        arguments: what stands after the program's name.
        out: where its standard output goes; written anew.
        log: where what it says goes; added to.
        cluster: whether it needs the connection to a scheduler.

    Raises:
        EnvironmentProblem: it cannot be started, or a file cannot be made.
        UsageError: it needs a connection, and nothing of this batch can have one.
    """

    def __init__(self, arguments: Sequence[str], out: Path, log: Path, *, cluster: bool = False) -> None:
        self._log = log
        self._started = time.monotonic()
        try:
            self._from = log.stat().st_size if log.exists() else 0
            self._running = begin(arguments, out, log, cluster=cluster)
        except OSError as error:
            msg = sentence(
                "A job cannot be started: {strerror} ({filename}).", strerror=error.strerror, filename=error.filename
            )
            raise EnvironmentProblem(msg) from error

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self._started

    def ended(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._running.ended()

    def ask_to_stop(self) -> None:
        """Let it store what it has and end."""
        self._running.ask_to_stop()

    def kill(self) -> None:
        """End it at once, if it is still there."""
        self._running.kill()

    def progress(self) -> Progress | None:
        """How far it says it is; None while it has said nothing."""
        for line in reversed(self._lines()):
            found = _LINE.match(line)
            if found:
                total = found["total"]
                done = int(found["done"].replace(",", ""))
                return Progress(found["phase"], done, int(total.replace(",", "")) if total else None)
        return None

    def last_words(self) -> str:
        """The sentence with which it says why it failed; "" if there is none."""
        said = [line for line in self._lines() if line.startswith(("Error: ", "No report was written. "))]
        return said[-1].removeprefix("Error: ") if said else ""

    def _lines(self) -> list[str]:
        with self._log.open("rb") as file:
            return _end_of(file, self._from).decode("utf-8", "replace").splitlines()


def _end_of(file: BinaryIO, start: int) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(start, size - _LOOKED_BACK))
    return file.read(_LOOKED_BACK)
