"""Exact search for 256-bit hashes within a Hamming distance: multi-index hashing (Norouzi, Punjani, Fleet 2012).

Completeness: the 256 bits are cut into 16 bands of 16 bits. If two hashes differ in at most 31 bits, then at least one
band differs in at most one bit, for otherwise there would be at least 2 x 16 = 32 differing bits. So it is enough to
look, for every band, at the entries whose band equals the query's or differs from it in one bit (17 values a band), and
to count the differing bits of what is found there. No entry can be missed; nothing is approximate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]
    Words = npt.NDArray[np.uint64]
    Numbers = npt.NDArray[np.int64]

BANDS = 16
MAX_RADIUS = 2 * BANDS - 1
"""Up to this distance probing the 17 neighbours of each band is complete; beyond it every entry is compared."""

SCAN_BELOW = 4_000
"""With fewer entries comparing every one of them is as fast as probing."""

_KEYS = 1 << 16
_QUERIES_AT_ONCE = 1_024
_CANDIDATES_AT_ONCE = 100_000
_CELLS_AT_ONCE = 1_000_000
_SCAN_ENTRIES = 1 << 16
_FLIPS = np.concatenate(([0], 1 << np.arange(16))).astype(np.uint16)


class Hits(NamedTuple):
    """Pairs within the distance: rows of the query array, rows of the entry array, distances."""

    queries: Numbers
    entries: Numbers
    distances: Numbers


class PdqIndex:
    """An index over PDQ hashes, given as rows of 32 bytes.

    Memory: 96 bytes an entry (32 for the hash, 4 for each of 16 sorted tables) and 8 MB. A search adds some 20 MB; only
    a query that meets very many entries needs more, at most about 30 bytes an entry of the list.
    """

    def __init__(self, values: Bytes) -> None:
        words = _words(values)
        self.size = len(words)
        self._head = np.ascontiguousarray(words[:, :2])
        self._tail = np.ascontiguousarray(words[:, 2:])
        self._order = np.empty(0, dtype=np.uint32)
        self._starts = np.empty(0, dtype=np.int64)
        if self.size >= SCAN_BELOW:
            self._build(values)

    def search(self, queries: Bytes, radius: int) -> Iterator[Hits]:
        """Every pair at a distance of at most `radius`, each exactly once, in chunks of bounded size."""
        words = _words(queries)
        if self.size == 0 or len(words) == 0:
            return
        if not len(self._order) or radius > MAX_RADIUS:
            yield from self._scan(words, np.arange(len(words)), radius)
            return
        bands = _bands(queries)
        for start in range(0, len(words), _QUERIES_AT_ONCE):
            rows = np.arange(start, min(start + _QUERIES_AT_ONCE, len(words)))
            yield from self._probe(words, bands, rows, radius)

    def brute_force(self, queries: Bytes, radius: int) -> Iterator[Hits]:
        """The same pairs by comparing everything with everything: the oracle for tests and checks."""
        words = _words(queries)
        yield from self._scan(words, np.arange(len(words)), radius)

    def _build(self, values: Bytes) -> None:
        """For each band: entries sorted by the band's value, and where each value starts."""
        bands = _bands(values)
        self._order = np.empty(BANDS * self.size, dtype=np.uint32)
        self._starts = np.empty(BANDS * (_KEYS + 1), dtype=np.int64)
        for band in range(BANDS):
            keys = np.ascontiguousarray(bands[:, band])
            base = band * self.size
            self._order[base : base + self.size] = np.argsort(keys, kind="stable")
            counts = np.bincount(keys, minlength=_KEYS)
            starts = self._starts[band * (_KEYS + 1) : (band + 1) * (_KEYS + 1)]
            starts[0] = base
            np.cumsum(counts, out=starts[1:])
            starts[1:] += base

    def _probe(self, words: Words, bands: npt.NDArray[np.uint16], rows: Numbers, radius: int) -> Iterator[Hits]:
        """Look up the neighbourhoods of some queries; a query that would meet half of all entries scans them all."""
        keys = (bands[rows][:, :, None] ^ _FLIPS).astype(np.int64)
        keys += (np.arange(BANDS) * (_KEYS + 1))[None, :, None]
        starts = self._starts[keys].reshape(len(rows), -1)
        counts = self._starts[keys + 1].reshape(len(rows), -1) - starts
        totals = counts.sum(axis=1)
        crowded = totals > max(self.size // 2, 1)
        if crowded.any():
            yield from self._scan(words, rows[crowded], radius)
        quiet = np.flatnonzero(~crowded & (totals > 0))
        group = np.cumsum(totals[quiet]) // _CANDIDATES_AT_ONCE
        for number in np.unique(group):
            chosen = quiet[group == number]
            yield self._compare(words, rows[chosen], starts[chosen], counts[chosen], radius)

    def _compare(self, words: Words, rows: Numbers, starts: Numbers, counts: Numbers, radius: int) -> Hits:
        """Count the differing bits of every candidate; half of the words rule nearly all of them out."""
        flat = counts.ravel()
        used = np.flatnonzero(flat)
        lengths = flat[used]
        ends = np.cumsum(lengths)
        places = np.repeat(starts.ravel()[used] - (ends - lengths), lengths)
        places += np.arange(len(places))
        entries = self._order[places]
        queries = np.repeat(rows[used // counts.shape[1]], lengths)
        near = _count(self._head[entries] ^ words[queries, :2])
        kept = np.flatnonzero(near <= radius)
        entries, queries, near = entries[kept], queries[kept], near[kept]
        distances = near + _count(self._tail[entries] ^ words[queries, 2:])
        kept = np.flatnonzero(distances <= radius)
        pairs = queries[kept] * self.size + entries[kept]
        _, first = np.unique(pairs, return_index=True)
        kept = kept[first]
        return Hits(queries[kept], entries[kept].astype(np.int64), distances[kept])

    def _scan(self, words: Words, rows: Numbers, radius: int) -> Iterator[Hits]:
        """Compare some queries with every entry."""
        for low in range(0, self.size, _SCAN_ENTRIES):
            head = self._head[low : low + _SCAN_ENTRIES]
            step = max(1, _CELLS_AT_ONCE // len(head))
            for start in range(0, len(rows), step):
                some = rows[start : start + step]
                near = np.bitwise_count(words[some, 0, None] ^ head[None, :, 0]).astype(np.uint8)
                near += np.bitwise_count(words[some, 1, None] ^ head[None, :, 1])
                at, entries = np.nonzero(near <= radius)
                queries, entries = some[at], entries + low
                distances = near[at, entries - low] + _count(self._tail[entries] ^ words[queries, 2:])
                kept = np.flatnonzero(distances <= radius)
                if len(kept):
                    yield Hits(queries[kept], entries[kept], distances[kept])


def _words(values: Bytes) -> Words:
    """Rows of 32 bytes as rows of four 64-bit words."""
    return np.ascontiguousarray(values, dtype=np.uint8).reshape(-1, 32).view(np.uint64)


def _bands(values: Bytes) -> npt.NDArray[np.uint16]:
    """Rows of 32 bytes as rows of sixteen 16-bit bands."""
    return np.ascontiguousarray(values, dtype=np.uint8).reshape(-1, 32).view(np.uint16)


def _count(differences: Words) -> Numbers:
    """The number of set bits in each row of two words."""
    counts = np.bitwise_count(differences)
    return counts[:, 0].astype(np.int64) + counts[:, 1]
