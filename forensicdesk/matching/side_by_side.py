"""Work that NumPy does outside Python's lock, on several threads of this process."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Value = TypeVar("Value")

MOST_THREADS = 4
"""Beyond, memory is the bottleneck."""

_SECONDS_BETWEEN = 0.2


def go_on() -> None:
    """Nobody asks to stop."""


def side_by_side(
    produce: Callable[[int], Iterable[Value]], number: int, alive: Callable[[], None]
) -> list[list[Value]]:
    """What `produce` gives for 0 to number - 1, in this order, whatever thread was first.

    Args:
        produce: the work; it must change nothing that the others see.
        number: of calls.
        alive: called about five times a second from the calling thread; what it raises ends all threads.
    """
    halt = threading.Event()

    def collect(at: int) -> list[Value]:
        found = []
        for value in produce(at):
            if halt.is_set():
                break
            found.append(value)
        return found

    with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as pool:
        try:
            futures = [pool.submit(collect, at) for at in range(number)]
            while wait(futures, _SECONDS_BETWEEN).not_done:
                alive()
            return [future.result() for future in futures]
        finally:
            halt.set()
            pool.shutdown(wait=True, cancel_futures=True)
