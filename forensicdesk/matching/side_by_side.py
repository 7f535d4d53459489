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
    produce: Callable[[int], Iterable[Value]], number: int, take: Callable[[Value], None], alive: Callable[[], None]
) -> None:
    """Give to `take` what `produce` gives for 0 to number - 1, as it comes; nothing is kept.

    Args:
        produce: the work; it must change nothing that the others see.
        number: of calls.
        take: called by one thread at a time, in no order.
        alive: called about five times a second from the calling thread; what it raises ends all threads.
    """
    halt = threading.Event()
    turn = threading.Lock()

    def work(at: int) -> None:
        for value in produce(at):
            with turn:
                if halt.is_set():
                    return
                take(value)

    with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as pool:
        try:
            futures = [pool.submit(work, at) for at in range(number)]
            while wait(futures, _SECONDS_BETWEEN).not_done:
                alive()
            for future in futures:
                future.result()
        finally:
            halt.set()
            pool.shutdown(wait=True, cancel_futures=True)
