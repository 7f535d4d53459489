"""Looking up the neighbourhoods of queries in the tables, and comparing in full what is met there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming.bands import flips
from forensicdesk.hamming.scan import scan
from forensicdesk.hamming.words import Hits, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.hamming.bands import Bands
    from forensicdesk.hamming.tables import Table
    from forensicdesk.hamming.words import Keys, Numbers, Words

QUERIES = 1 << 12
"""So many are looked up together. Sorted by a band they touch its table from one end to the other."""

_PROBES = 1 << 15
_CANDIDATES = 1 << 17


def take_half(words: Words, rows: Numbers, part: int) -> Words:
    """The first (0) or second (1) half of some rows; hashes of an odd number of words come whole."""
    length = words.shape[1]
    if length % 2:
        return words.take(rows, axis=0)
    return words.reshape(-1, length // 2).take(rows * 2 + part, axis=0)


def other_half(bands: Bands, band: int) -> int:
    """Which half tells more about two hashes that already agree in a band: the one that the band is not in."""
    return 0 if bands.start(band) >= bands.bits // 2 else 1


def first_band(bands: Bands, differences: Words, radius: int) -> Numbers:
    """For each row the first band that differs in no more bits than are looked up there.

    A pair is met in every such band; it is given in this one only, and so exactly once.
    """
    first = np.full(len(differences), bands.number, dtype=np.int64)
    reach = bands.reach(radius)
    for band in reversed(range(bands.number)):
        first[np.bitwise_count(bands.keys(differences, band)).astype(np.int64) <= reach[band]] = band
    return first


def first_met(
    words: Words, queries: Words, pairs: tuple[Numbers, Numbers], bands: Bands, band: int, radius: int
) -> Iterator[Hits]:
    """Of pairs (query, entry) that were met in a band those within the radius that no earlier band has met."""
    rows, entries = pairs
    differences = words[entries] ^ queries[rows]
    distances = count(differences)
    good = distances <= radius
    good &= first_band(bands, differences, radius) == band
    if good.any():
        yield Hits(rows[good], entries[good], distances[good].astype(np.int64))


def spread(starts: Keys, counts: Keys) -> Iterator[tuple[Numbers, Numbers]]:
    """Ranges of a table as single places, in chunks of bounded size: which range, and the place."""
    used = np.flatnonzero(counts != 0)
    lengths = counts.take(used).astype(np.int64)
    ends = lengths.cumsum()
    total = int(ends[-1]) if len(ends) else 0
    shift = lengths - ends
    shift += starts.take(used)
    if total <= _CANDIDATES:
        if total:
            places = np.repeat(shift, lengths)
            places += np.arange(total)
            yield np.repeat(used, lengths), places
        return
    for low in range(0, total, _CANDIDATES):
        numbers = np.arange(low, min(low + _CANDIDATES, total))
        ranges = np.searchsorted(ends, numbers, side="right")
        yield used.take(ranges), shift.take(ranges) + numbers


class Probing:
    """A search of some queries in the tables of an index."""

    def __init__(self, words: Words, bands: Bands, tables: Sequence[Table], radius: int) -> None:
        self._words = words
        self._bands = bands
        self._tables = tables
        self._radius = radius

    def search(self, queries: Words, rows: Numbers) -> Iterator[Hits]:
        """Every pair of some queries and an entry within the radius, each once, in chunks of bounded size.

        A query that has met half of the list in one band is crowded: from then on it is compared with every entry. What
        the bands up to there had to give it has been given; the scan gives what later ones would.

        Args:
            queries: all queries.
            rows: those to look up.
        """
        for band, reach in enumerate(self._bands.reach(self._radius)):
            if reach < 0 or not len(rows):
                continue
            met = np.zeros(len(rows), dtype=np.int64)
            keys = self._bands.keys(queries[rows], band)
            order = np.argsort(keys)
            rows, keys = rows[order], keys[order]
            yield from self._band(queries, rows, keys, band, met)
            crowded = met > len(self._words) // 2
            if crowded.any():
                yield from self._rest(queries, rows[crowded], band)
                rows = rows[~crowded]

    def _band(self, queries: Words, rows: Numbers, keys: Keys, band: int, met: Numbers) -> Iterator[Hits]:
        """The pairs that a band is the first to meet; counts in `met` what each query met."""
        starts, order = self._tables[band]
        patterns = flips(self._bands.width(band), self._bands.reach(self._radius)[band])
        part = other_half(self._bands, band)
        half = take_half(queries, rows, part)
        step = max(1, _PROBES // len(rows))
        asking = np.tile(np.arange(len(rows)), step)
        for low in range(0, len(patterns), step):
            probes = (keys[None, :] ^ patterns[low : low + step, None]).ravel()
            begin = starts.take(probes)
            counts = starts[1:].take(probes)
            counts -= begin
            met += counts.reshape(-1, len(rows)).sum(axis=0, dtype=np.int64)
            for ranges, places in spread(begin, counts):
                at = asking.take(ranges)
                entries = order.take(places).astype(np.int64)
                near = take_half(self._words, entries, part)
                near ^= half.take(at, axis=0)
                kept = np.flatnonzero(count(near) <= self._radius)
                if len(kept):
                    pairs = rows[at[kept]], entries[kept]
                    yield from first_met(self._words, queries, pairs, self._bands, band, self._radius)

    def _rest(self, queries: Words, rows: Numbers, band: int) -> Iterator[Hits]:
        """Pairs of crowded queries that only later bands would meet."""
        for hits in scan(self._words, queries, rows, self._radius):
            differences = self._words[hits.entries] ^ queries[hits.queries]
            kept = first_band(self._bands, differences, self._radius) > band
            if kept.any():
                yield Hits(hits.queries[kept], hits.entries[kept], hits.distances[kept])
