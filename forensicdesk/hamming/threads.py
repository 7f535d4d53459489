"""Parts of one search on several threads: NumPy does almost all of their work outside Python's lock."""

from __future__ import annotations

import os
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from forensicdesk.hamming.words import Hits, Numbers

MOST_THREADS = 4
"""Beyond, memory is the bottleneck."""

_FEWEST_QUERIES = 256
"""A thread is not started for fewer."""


def processors() -> int:
    """So many threads are worth starting for a search that has the machine to itself."""
    return min(MOST_THREADS, os.cpu_count() or 1)


def parts(queries: int, threads: int, most: int) -> list[Numbers]:
    """The rows of some queries in parts of about equal size.

    Args:
        queries: how many there are.
        threads: every one is to have a part, unless these would be very small.
        most: no part is larger.
    """
    number = max(min(threads, queries // _FEWEST_QUERIES), -(-queries // most), 1)
    return np.array_split(np.arange(queries), number)


def merged(sources: Sequence[Iterator[Hits]], threads: int) -> Generator[Hits, None, None]:
    """What several searches give, in no order; at most one chunk of each thread is held ready.

    Args:
        sources: searches that share nothing they change.
        threads: how many are worked on at a time; with 1, in this thread and one after the other.
    """
    if threads < 2 or len(sources) < 2:  # noqa: PLR2004 - side by side
        yield from chain.from_iterable(sources)
        return
    waiting = iter(sources)
    with ThreadPoolExecutor(threads) as pool:
        running = {pool.submit(next, source, None): source for source in islice(waiting, threads)}
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                hits, source = done.result(), running.pop(done)
                following = next(waiting, None) if hits is None else source
                if following is not None:
                    running[pool.submit(next, following, None)] = following
                if hits is not None:
                    yield hits
