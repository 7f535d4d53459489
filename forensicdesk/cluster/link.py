"""The coordinator's one connection, held by a child process that knows nothing of a case.

The barrier of `forensicdesk.offline` cannot be taken off, and a child inherits it. So the child is started first, when
the program's arguments name a scheduler, and everything else, the case above all, stays behind the barrier as always.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.cluster import library
from forensicdesk.cluster.address import parse_endpoint
from forensicdesk.cluster.certificates import check_certificates
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.workers.crew import QuietContext
from forensicdesk.workers.messages import LONGEST_MESSAGE, UnexpectedMessageError, unpacked

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from multiprocessing.connection import Connection

    from forensicdesk.cluster.address import Endpoint
    from forensicdesk.cluster.certificates import Certificates

OPTION = "--cluster"
COMMANDS = ("process", "run")
"""The commands of the command line that know the option."""

SERVING = ("cluster",)
"""The command that is itself a part of a cluster, and so has a network."""

_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Nodes:
    """The workers that the scheduler has now: (address, name)."""

    workers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker answered."""

    number: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """A worker gave no answer, and why; `was_lost` if it has ended over it."""

    number: int
    why: str
    was_lost: bool


Message = Nodes | Answer | Failure


class Link:
    """A child that speaks to one scheduler. `close` ends it."""

    def __init__(self, endpoint: Endpoint, certificates: Certificates) -> None:
        self.endpoint = endpoint
        context = QuietContext()
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(endpoint, certificates, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, number: int, node: str, function: str, question: bytes) -> None:
        """Have a worker answer a question: `function` is one of `forensicdesk.cluster.node`."""
        self._send(("ask", number, node, function, question))

    def forget(self, numbers: Sequence[int]) -> None:
        """Nobody waits for these answers any more."""
        for number in numbers:
            self._send(("forget", number))

    def heard(self, seconds: float) -> Generator[Message, None, None]:
        """What has come, for at most so long if nothing has; everything that waits.

        Raises:
            EnvironmentProblem: the scheduler cannot be reached, or not any more.
        """
        try:
            while self._pipe.poll(seconds):
                yield self._message(self._pipe.recv_bytes(LONGEST_MESSAGE))
                seconds = 0.0
        except (EOFError, OSError) as error:
            msg = sentence("the process that asks it has ended")
            raise self._broken(msg) from error

    def close(self) -> None:
        """End the child; a second call does nothing."""
        self._pipe.close()
        self._process.join(_PATIENCE_S)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()

    def _send(self, message: tuple[object, ...]) -> None:
        try:
            self._pipe.send(message)
        except OSError as error:
            # What went wrong was said before the child ended, if it could say it.
            for _ in self.heard(0.0):
                pass
            msg = sentence("the process that asks it has ended")
            raise self._broken(msg) from error

    def _message(self, content: bytes) -> Message:
        try:
            message = unpacked(content)
        except UnexpectedMessageError as error:
            raise self._broken(str(error)) from error
        match message:
            case ("nodes", tuple() as workers) if all(map(_is_worker, workers)):
                return Nodes(workers)
            case ("answer", int() as number, bytes() as answer):
                return Answer(number, answer)
            case ("failed", int() as number, str() as why, bool() as was_lost):
                return Failure(number, why, was_lost)
            case ("broken", str() as why):
                raise self._broken(why)
            case _:
                msg = sentence("it answered with something that is no answer")
                raise self._broken(msg)

    def _broken(self, why: str) -> EnvironmentProblem:
        return EnvironmentProblem(
            sentence(
                "The scheduler {url} cannot be worked with ({why}). See that it runs and takes the certificate, "
                "and run the same command again; what was finished is stored.",
                url=self.endpoint.url,
                why=why,
            )
        )


_started: list[Link] = []


def start(arguments: Sequence[str]) -> None:
    """Start the child if the program's arguments ask for a cluster; to be called before the barrier goes up.

    Raises:
        UsageError: the address is none of the lab's with TLS, or a certificate is missing.
        EnvironmentProblem: the library for clusters is not installed.
    """
    if not any(command in arguments[:1] for command in COMMANDS):
        return
    url = _value(arguments, OPTION)
    if url is not None:
        files = [_value(arguments, f"{OPTION}-{what}") for what in ("ca", "cert", "key")]
        _started.append(new_link(url, *(None if name is None else Path(name) for name in files)))


def serves(arguments: Sequence[str]) -> bool:
    """Whether the program is to be a part of a cluster itself: then it has a network, and no case."""
    return any(command in arguments[:1] for command in SERVING)


def started() -> Link | None:
    """The child that `start` started, if it did."""
    return _started[0] if _started else None


def new_link(url: str, ca: Path | None, certificate: Path | None, key: Path | None) -> Link:
    """Start a child for the scheduler at `url`.

    Raises:
        UsageError: the address is none of the lab's with TLS, or a certificate is missing.
        EnvironmentProblem: the library for clusters is not installed.
    """
    endpoint, certificates = parse_endpoint(url), check_certificates(ca, certificate, key)
    library.require()
    return Link(endpoint, certificates)


def _value(arguments: Sequence[str], option: str) -> str | None:
    """What stands behind an option, or after its "="; of several the last, as on the command line."""
    found = None
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == option:
            found = value if equals else "".join(arguments[number + 1 : number + 2])
    return found


def _is_worker(worker: object) -> bool:
    match worker:
        case (str(), str()):
            return True
        case _:
            return False


def _serve(endpoint: Endpoint, certificates: Certificates, pipe: Connection) -> None:
    """What the child does; the library with the network is loaded in it alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from forensicdesk.cluster.linked import serve

    serve(endpoint, certificates, pipe)
