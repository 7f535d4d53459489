"""Children that are started before there is work for them, and load what they need while a case is opened.

A process takes some 0.3 s of a processor until it can analyse. Those of a new case start with the program itself; who
needs a child meanwhile asks one of them, and the analysis takes them over.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from forensicdesk.workers.crew import Crew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.workers.limits import Limits

T = TypeVar("T")

_guard = threading.Lock()
_waiting: list[Crew] = []


@contextmanager
def children_ahead(workers: int | None, limits: Limits) -> Iterator[None]:
    """Start children; those that nobody has taken over are ended at the end."""
    crew = Crew(workers or os.cpu_count() or 1, limits)
    try:
        with _guard:
            _waiting.append(crew)
        crew.start_ahead()
        yield
    finally:
        with _guard:
            untaken = crew in _waiting
            if untaken:
                _waiting.remove(crew)
        if untaken:
            crew.stop()


def take_children(workers: int, limits: Limits) -> Crew:
    """The children that wait, if they are such as these; else new ones, which start with their first job."""
    with _guard:
        for crew in _waiting:
            if (crew.workers, crew.limits) == (workers, limits):
                _waiting.remove(crew)
                return crew
    return Crew(workers, limits)


def ask_waiting(function: Callable[..., T], *arguments: object) -> T | None:
    """What a function gives in a child that waits for work, whatever its limits; None if none waits or can tell."""
    with _guard:
        crew = next((crew for crew in _waiting if not crew.is_broken), None)
    return crew.ask(function, *arguments) if crew else None


@contextmanager
def one_child(limits: Limits, preload: tuple[str, ...]) -> Iterator[Crew]:
    """Somebody to ask: the children that wait, if they are under these limits, else a child that ends afterwards."""
    with _guard:
        crew = next((crew for crew in _waiting if crew.limits == limits and not crew.is_broken), None)
    if crew is not None:
        yield crew
        return
    crew = Crew(1, limits, preload)
    try:
        yield crew
    finally:
        crew.stop()
