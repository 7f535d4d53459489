"""Parts of one search on several processors: NumPy lets go of the interpreter while it works, so threads are enough."""

from __future__ import annotations

import os
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from queue import Full, Queue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Part = TypeVar("Part")
Found = TypeVar("Found")

MOST_THREADS = 4
"""More are not begun, however many processors there are: each has arrays of its own, some 20 MB."""

_CHUNKS = 4
"""So many results of a part wait to be taken before its thread does; a few megabytes each at most."""

_LOOKS_S = 0.05
"""How often a thread whose results wait looks whether anybody wants them still."""


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing follows; `error` is what ended the work early, None if it was done."""

    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Result(Generic[Found]):
    """One result of a part."""

    value: Found


def usable_processors() -> int:
    """How many threads a search is worth here."""
    return min(os.cpu_count() or 1, MOST_THREADS)


def in_turn(parts: Iterable[Part], work: Callable[[Part], Iterator[Found]], threads: int) -> Iterator[Found]:
    """What `work` gives for each part, part after part, in the same order as without threads.

    The parts behind the one that is being given are worked on meanwhile, up to a few results each, so memory stays
    bounded. A generator that is closed early ends its threads. What `work` raises is raised here, in its turn.

    Args:
        parts: taken one by one, from the caller's thread.
        work: called in a thread; must not share with other parts what it changes.
        threads: how many; 1 works in the caller's thread alone.
    """
    if threads <= 1:
        for part in parts:
            yield from work(part)
        return
    rest, ahead, unwanted = iter(parts), deque[Queue[_Result[Found] | _End]](), threading.Event()
    with ThreadPoolExecutor(threads, "search") as pool:

        def begin(many: int) -> None:
            for part in islice(rest, many):
                pipe = Queue[_Result[Found] | _End](_CHUNKS)
                pool.submit(_fill, pipe, work, part, unwanted)
                ahead.append(pipe)

        try:
            begin(threads + 1)
            while ahead:
                yield from _taken(ahead[0])
                ahead.popleft()
                begin(1)
        finally:
            unwanted.set()


def _taken(pipe: Queue[_Result[Found] | _End]) -> Iterator[Found]:
    """The results of one part, as they come."""
    while isinstance(found := pipe.get(), _Result):
        yield found.value
    if found.error is not None:
        raise found.error


def _fill(
    pipe: Queue[_Result[Found] | _End],
    work: Callable[[Part], Iterator[Found]],
    part: Part,
    unwanted: threading.Event,
) -> None:
    """Work on one part, in a thread."""
    last = _End()
    try:
        for value in work(part):
            if not _handed_over(pipe, _Result(value), unwanted):
                return
    except Exception as error:  # noqa: BLE001 - raised again where the results are taken
        last = _End(error)
    _handed_over(pipe, last, unwanted)


def _handed_over(pipe: Queue[_Result[Found] | _End], found: _Result[Found] | _End, unwanted: threading.Event) -> bool:
    """Wait until there is room for a result; False if nobody wants it any more."""
    while not unwanted.is_set():
        try:
            pipe.put(found, timeout=_LOOKS_S)
        except Full:
            continue
        return True
    return False
