"""Time stamps of the unit's own authority, asked for through a child process that alone has a network connection.

The barrier of `forensicdesk.offline` cannot be taken off, and a child inherits it. So the child is started first, when
the program's arguments name an authority, and everything else starts behind the barrier as always.
"""

from __future__ import annotations

import multiprocessing
import threading
from typing import TYPE_CHECKING

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import sentence
from forensicdesk.signing.address import parse_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

OPTION = "--timestamp-url"
COMMAND = "report"
"""The command of the command line that knows the option."""

_SILENT = "the process that asks it has ended, or does not answer"

PATIENCE_S = 60.0
"""How long one answer of the child is waited for; the child itself gives up sooner."""


class Stamper:
    """A child that speaks to one authority. `close` ends it.

    Args:
        url: such as `http://10.0.0.5:318/tsa`.

    Attributes:
        roots: certificates in DER that the authority's has to lead to; () leaves it unchecked.

    Raises:
        UsageError: the URL is none of an authority on the unit's own network.
    """

    def __init__(self, url: str) -> None:
        parse_address(url)
        self.url = url
        self.roots: tuple[bytes, ...] = ()
        self._lock = threading.Lock()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(url, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, request: bytes) -> bytes:
        """The authority's answer to a request of RFC 3161, both in DER.

        Raises:
            EnvironmentProblem: it cannot be reached, or does not answer as it should.
        """
        with self._lock:
            try:
                self._pipe.send_bytes(request)
                if not self._pipe.poll(PATIENCE_S):
                    raise TimeoutError
                trouble, reply = self._pipe.recv_bytes().decode("utf-8"), self._pipe.recv_bytes()
            except (EOFError, OSError) as error:
                raise self._refused(_SILENT) from error
        if trouble:
            raise self._refused(trouble)
        return reply

    def close(self) -> None:
        """End the child; a second call does nothing."""
        self._pipe.close()
        self._process.join(PATIENCE_S)
        if self._process.is_alive():
            self._process.terminate()

    def _refused(self, why: str) -> EnvironmentProblem:
        return EnvironmentProblem(
            sentence(
                "The time-stamp authority {url} gave no time stamp ({why}). Check it and the connection, or "
                "make the report without {option}; it then says that the time is that of the workstation's "
                "clock.",
                url=self.url,
                why=why,
                option=OPTION,
            )
        )


_started: list[Stamper] = []


def start(arguments: Sequence[str]) -> None:
    """Start the child if the program's arguments ask for time stamps; to be called before the barrier goes up.

    Raises:
        UsageError: the URL is none of an authority on the unit's own network.
    """
    if COMMAND not in arguments[:1]:
        return
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == OPTION:
            following = "".join(arguments[number + 1 : number + 2])
            _started.append(Stamper(value if equals else following))
            return


def started() -> Stamper | None:
    """The child that `start` started, if it did."""
    return _started[0] if _started else None


def _serve(url: str, pipe: Connection) -> None:
    """What the child does; the module with the network is loaded in it alone."""
    from forensicdesk.signing.authority import serve

    serve(parse_address(url), pipe)
