"""A process that starts those jobs of a batch that use a cluster, for the batch that stands behind the barrier.

What a process starts inherits the barrier of `forensicdesk.offline`, so a job of the batch itself could reach no
scheduler. This process is started before the barrier goes up, where a queue names a cluster. It starts this same
program, which puts its own barrier up as always, and does nothing else; it knows no case and reads no queue.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from forensicdesk.batch.clustering import names_cluster
from forensicdesk.batch.program import program
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import VARIABLE, sentence
from forensicdesk.offline import is_forbidden
from forensicdesk.workers.crew import QuietContext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

COMMAND = "batch"
STARTED = ("run", "report")
"""The commands that a job consists of; no other is started."""


class Running(Protocol):
    """A process that was started."""

    def ended(self) -> int | None:
        """Its exit code; None while it runs."""

    def ask_to_stop(self) -> None:
        """Close its standard input, upon which it stores what it has and ends."""

    def kill(self) -> None:
        """End it at once, if it is still there."""


class Started:
    """A process that this one has started itself."""

    def __init__(self, arguments: Sequence[str], out: Path, log: Path) -> None:
        """Start it; may raise OSError."""
        if arguments[0] not in STARTED:
            msg = f"{arguments[0]} is no step of a job"
            raise ValueError(msg)
        with out.open("wb") as said, log.open("ab") as told:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*program(), *arguments],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=told,
                start_new_session=True,
                env=os.environ | {VARIABLE: "en"},  # what it says is read by the batch, and kept
            )

    def ended(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Close its standard input, upon which it stores what it has and ends."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def kill(self) -> None:
        """End it at once, if it is still there."""
        self.ask_to_stop()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


class Starter:
    """The process that starts others. It and what it has started end when this process does, however that ends."""

    def __init__(self) -> None:
        context = QuietContext()
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._last = 0

    def begin(self, arguments: Sequence[str], out: Path, log: Path) -> Running:
        """Have the program started.

        Raises:
            OSError: it cannot be started.
            EnvironmentProblem: the process that starts others has ended.
        """
        self._last += 1
        refused = self.ask("begin", self._last, list(arguments), str(out), str(log))
        if refused is not None:
            raise OSError(*refused)
        return _Far(self, self._last)

    def ask(self, what: str, number: int, *more: object) -> Any:  # noqa: ANN401 - JSON is of any type
        """Have something done, and give the answer.

        Raises:
            EnvironmentProblem: the process has ended.
        """
        try:
            self._pipe.send_bytes(json.dumps((what, number, *more)).encode("ascii"))
            return json.loads(self._pipe.recv_bytes())
        except (EOFError, OSError) as error:
            msg = sentence("The process that starts jobs with a cluster has ended; start the batch again.")
            raise EnvironmentProblem(msg) from error


class _Far:
    """A process that the starter has started."""

    def __init__(self, starter: Starter, number: int) -> None:
        self._starter, self._number = starter, number

    def ended(self) -> int | None:
        code: int | None = self._starter.ask("ended", self._number)
        return code

    def ask_to_stop(self) -> None:
        self._starter.ask("stop", self._number)

    def kill(self) -> None:
        self._starter.ask("kill", self._number)


_started: list[Starter] = []


def start(arguments: Sequence[str]) -> None:
    """Start the process if the program's arguments name a queue with a cluster; called before the barrier goes up."""
    if arguments[:1] == [COMMAND] and names_cluster(arguments[1:]) and not is_forbidden():
        _started.append(Starter())


def begin(arguments: Sequence[str], out: Path, log: Path, *, cluster: bool) -> Running:
    """Start a step of a job.

    Args:
        arguments: what stands after the program's name.
        out: where its standard output goes; written anew.
        log: where what it says goes; added to.
        cluster: whether it needs the connection to a scheduler.

    Raises:
        OSError: it cannot be started, or a file cannot be made.
        UsageError: it needs a connection, and nothing of this batch can have one.
        EnvironmentProblem: the process that starts such steps has ended.
    """
    if not cluster:
        return Started(arguments, out, log)
    if _started:
        return _started[0].begin(arguments, out, log)
    if is_forbidden():
        msg = sentence(
            "The job names a cluster, but this batch has no network: it was started from the desktop, or no job named "
            "a cluster when it began. Start it again on a command line with `forensicdesk batch`."
        )
        raise UsageError(msg)
    return Started(arguments, out, log)


def _serve(pipe: Connection) -> None:
    """What the process does, until the batch is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    jobs: dict[int, Started] = {}
    with suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(json.dumps(_answer(jobs, *json.loads(pipe.recv_bytes()))).encode("ascii"))
    for job in jobs.values():
        job.ask_to_stop()


def _answer(jobs: dict[int, Started], what: str, number: int, *more: Any) -> object:  # noqa: ANN401 - JSON is of any type
    match what:
        case "begin":
            arguments, out, log = more
            try:
                jobs[number] = Started(arguments, Path(out), Path(log))
            except OSError as error:
                return (error.errno, error.strerror, str(error.filename))
        case "ended":
            return jobs[number].ended()
        case "stop":
            jobs[number].ask_to_stop()
        case _:
            jobs[number].kill()
    return None
