"""One step of a job as a process of its own: this same program, so that a crash costs one job."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.batch.state import Progress
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import VARIABLE, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "forensicdesk"
_LOOKED_BACK = 4_096
_LINE = re.compile(r"(?P<phase>[A-Z][A-Za-z ]+?) (?P<done>\d[\d,]*)(?: of (?P<total>\d[\d,]*))?(?: \||$)")


def program() -> list[str]:
    """How this program is started: the frozen one, which also lies beside the desktop, or as a module."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", PROGRAM]
    suffix = ".exe" if sys.platform == "win32" else ""
    return [str(Path(sys.executable).with_name(PROGRAM + suffix))]


class Child:
    """A running step.

    It ends in good order when its standard input does: when it is asked to, and also when this process dies.

    Args:
        arguments: what stands after the program's name.
        out: where its standard output goes; written anew.
        log: where what it says goes; added to.

    Raises:
        EnvironmentProblem: it cannot be started, or a file cannot be made.
    """

    def __init__(self, arguments: Sequence[str], out: Path, log: Path) -> None:
        self._log = log
        self._started = time.monotonic()
        try:
            with out.open("wb") as said, log.open("ab") as told:
                self._from = told.tell()
                self._process = subprocess.Popen(  # noqa: S603 - our own program
                    [*program(), *arguments],
                    stdin=subprocess.PIPE,
                    stdout=said,
                    stderr=told,
                    start_new_session=True,
                    env=os.environ | {VARIABLE: "en"},  # what it says is read here, and kept
                )
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
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Let it store what it has and end."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def kill(self) -> None:
        """End it at once, if it is still there."""
        self.ask_to_stop()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

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
