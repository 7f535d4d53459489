"""Connections to a server of the lab's network, opened before the program gives up every network.

The barrier of `forensicdesk.offline` lets a process open no socket but local ones, and cannot be taken off again. So a
store on the network is reached by connections that are there when the barrier goes up: to the one address that stands
on the command line, or in the folder of a case that does. Nobody can open a further one. Those that a case no longer
needs are kept for the next. Local sockets need none of this. See docs/adr/0014.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forensicdesk.case.place import is_network, read_place
from forensicdesk.errors import ForensicDeskError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import psycopg

CONNECTIONS = 8
"""One writes; as many others as may read at one time."""

_OPTION = "--store"
_SUFFIX = ".fdcase"
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
            from forensicdesk.case.postgres import connection_to  # SQLAlchemy is loaded only where it is needed

            _ready[url] = []
            _ready[url] += [connection_to(url, _lent_by(url)) for _ in range(CONNECTIONS)]


def take(url: str) -> psycopg.Connection[Any] | None:
    """One of the connections that were opened early; None where there is none."""
    with _guard:
        waiting = _ready.get(url, [])
        return waiting.pop() if waiting else None


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
    import psycopg  # as in `parameters_of`

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
