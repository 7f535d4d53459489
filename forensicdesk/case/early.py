"""Connections to a server of the lab's network, opened before the program gives up every network.

The barrier of `forensicdesk.offline` lets a process open no socket but local ones, and cannot be taken off again. So a
store on the network is reached by connections that are there when the barrier goes up: to the one address that stands
on the command line, or in the folder of a case that does. Nobody can open a further one. Those that a case no longer
needs are kept for the next. Local sockets need none of this. See docs/adr/0014.

Connections do not outlive the process that opened them, so `forensicdesk gui` leaves them, and the barrier, to the
desktop that takes its place.
"""

from __future__ import annotations

import os
import platform
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forensicdesk.case.pgerrors import problem_of
from forensicdesk.case.place import is_network, parameters_of, read_place
from forensicdesk.errors import EnvironmentProblem, ForensicDeskError
from forensicdesk.language import sentence, shown
from forensicdesk.offline import is_forbidden, network_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import psycopg

CONNECTIONS = 8
"""One writes; as many others as may read at one time."""

_DESKTOP = "gui"
_OPTION = "--store"
_SUFFIX = ".fdcase"
_LONGEST_NAME = 63
_guard = threading.Lock()
_ready: dict[str, list[psycopg.Connection[Any]]] = {}


def open_early(arguments: Sequence[str]) -> None:
    """Open the connections that a command line asks for; nothing if it names no store on the network.

    Args:
        arguments: what stands after the program's name.

    Raises:
        ForensicDeskError: the address cannot be used, or the server cannot be reached.
    """
    for url in dict.fromkeys(_stores(arguments)):
        if is_network(url):
            _ready[url] = []
            _ready[url] += [connection_to(url, _lent_by(url)) for _ in range(CONNECTIONS)]


def leaves_to_desktop(arguments: Sequence[str]) -> bool:
    """Whether the program only starts the desktop, which has to open connections before it raises the barrier itself.

    Args:
        arguments: what stands after the program's name.

    Raises:
        UsageError, EnvironmentProblem: the address cannot be used, or the driver is not installed.
    """
    return _DESKTOP in arguments[:1] and any(is_network(url) for url in _stores(arguments))


def named_store(arguments: Sequence[str]) -> str:
    """The address of a store that a command line names first; "" where it names none."""
    return next(_stores(arguments), "")


def wrong_with_store(url: str) -> str:
    """Why no case can be made in a store now, as one sentence; "" if nothing speaks against it. No server is asked."""
    try:
        if is_network(url) and not has_early(url) and is_forbidden():
            return shown(given_up(url))
    except ForensicDeskError as error:
        return shown(error)
    return ""


def given_up(url: str) -> EnvironmentProblem:
    """What is said of a store on the network to which nothing was opened in time."""
    msg = sentence(
        "{url} is on the network, which this program gave up when it started. Name the case when you start it, such "
        "as `forensicdesk gui CASE`, or for a new case the store: `forensicdesk gui --store {url}`; then it is "
        "connected before.",
        url=url,
    )
    return EnvironmentProblem(msg)


def take(url: str) -> psycopg.Connection[Any] | None:
    """One of the connections that were opened early; None where there is none."""
    with _guard:
        waiting = _ready.get(url, [])
        return waiting.pop() if waiting else None


def connection_to(url: str, kind: type[psycopg.Connection[Any]] | None = None) -> psycopg.Connection[Any]:
    """A connection as the server gives it.

    Raises:
        ForensicDeskError: it cannot be made.
    """
    parameters: dict[str, Any] = {**parameters_of(url)}
    import psycopg  # `parameters_of` has said what is to be done where it is missing

    name = f"forensicdesk on {platform.node() or 'unknown'}, process {os.getpid()}"[:_LONGEST_NAME]
    try:
        return (kind or psycopg.Connection[Any]).connect(**parameters, application_name=name, client_encoding="UTF8")
    except psycopg.Error as error:
        if parameters["hostaddr"] and dict(network_state())["internet socket"].startswith("refused"):
            raise given_up(url) from error
        raise (problem_of(error, url) or error) from error


def has_early(url: str) -> bool:
    """Whether connections to this address were opened early, and further ones cannot be."""
    return url in _ready


def _stores(arguments: Sequence[str]) -> Iterator[str]:
    for before, argument in zip(("", *arguments), arguments, strict=False):
        name, equals, value = argument.partition("=")
        if before == _OPTION:
            yield argument
        elif name == _OPTION and equals:
            yield value
        else:
            yield from _of_case(argument)


def _of_case(argument: str) -> Iterator[str]:
    """The store of a case that is named; what is wrong with it is said when the case is opened."""
    path = Path(argument).expanduser()
    for folder in (path, path.with_name(path.name + _SUFFIX)) if path.name else ():
        with suppress(ForensicDeskError, OSError, ValueError):
            place = read_place(folder)
            if place is not None:
                yield place.url


@cache
def _lent_by(url: str) -> type[psycopg.Connection[Any]]:
    import psycopg  # as in `connection_to`

    class Lent(psycopg.Connection[Any]):
        """A connection that goes back where it came from when it is closed."""

        def close(self) -> None:
            """Undo what was not stored, let go of all locks, and wait for the next case."""
            if self.closed or self.broken:
                super().close()
                return
            try:
                self.rollback()
                self.read_only = self.isolation_level = None
                self.autocommit = True
                for statement in ("SELECT pg_advisory_unlock_all()", "CLOSE ALL", "RESET ALL"):
                    self.execute(statement)
                self.autocommit = False
            except psycopg.Error:
                super().close()
                return
            with _guard:
                _ready[url].append(self)

    return Lent
