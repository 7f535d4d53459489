"""Comparing some queries with every entry, in blocks that stay in the processor's cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming.words import Hits, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.hamming.words import Counts, Numbers, Words

_ENTRIES = 1 << 16
_CELLS = 1 << 18


def scan(entries: Words, queries: Words, rows: Numbers, radius: int) -> Iterator[Hits]:
    """Every pair of a chosen query and any entry within the radius, each once.

    Args:
        entries: all entries.
        queries: all queries.
        rows: the queries to ask.
        radius: largest distance in bits.
    """
    first = max(1, entries.shape[1] // 2)
    for low in range(0, len(entries), _ENTRIES):
        block = np.ascontiguousarray(entries[low : low + _ENTRIES].T)
        step = max(1, _CELLS // block.shape[1])
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            at, found = np.nonzero(_distances(block, queries[some], first) <= radius)
            asked, found = some[at], found + low
            distances = count(entries[found] ^ queries[asked])
            kept = np.flatnonzero(distances <= radius)
            if len(kept):
                yield Hits(asked[kept], found[kept], distances[kept].astype(np.int64))


def _distances(block: Words, queries: Words, words: int) -> Counts:
    """How many bits of the first words of each query differ from those of each entry of a block (words by entries)."""
    total: Counts = np.bitwise_count(queries[:, 0, None] ^ block[None, 0]).astype(np.uint16)
    for word in range(1, words):
        total += np.bitwise_count(queries[:, word, None] ^ block[None, word])
    return total
