"""All pairs inside a list, or of a list and very many queries.

A table is joined with itself, or with the queries in the same order, so that what is compared lies together in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming.bands import flips
from forensicdesk.hamming.probing import first_met, other_half, spread, take_half
from forensicdesk.hamming.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.hamming.bands import Bands
    from forensicdesk.hamming.tables import Table
    from forensicdesk.hamming.words import Hits, Keys, Numbers, Words

_PLACES = 1 << 15


class Join:
    """Pairs within a radius. Beside the index it holds 28 bytes an entry (for 256 bits) and 12 a query."""

    def __init__(self, words: Words, bands: Bands, tables: Sequence[Table], radius: int) -> None:
        self._words = words
        self._bands = bands
        self._tables = tables
        self._radius = radius

    def pairs(self) -> Iterator[Hits]:
        """Every pair, the smaller row first, each once, in chunks of bounded size."""
        for band, reach in enumerate(self._bands.reach(self._radius)):
            if reach >= 0:
                yield from self._band(band, flips(self._bands.width(band), reach))

    def between(self, queries: Words) -> Iterator[Hits]:
        """Every pair of a query and an entry, each once, in chunks of bounded size."""
        for band, reach in enumerate(self._bands.reach(self._radius)):
            if reach >= 0:
                yield from self._asked(queries, band, flips(self._bands.width(band), reach))

    def _asked(self, queries: Words, band: int, patterns: Keys) -> Iterator[Hits]:
        """The pairs of queries and entries that a band is the first to meet."""
        starts, order = self._tables[band]
        part = other_half(self._bands, band)
        half = take_half(self._words, order.astype(np.int64), part)
        keys = self._bands.keys(queries, band)
        rows = np.argsort(keys)
        for low in range(0, len(rows), _PLACES):
            some = rows[low : low + _PLACES]
            asked = take_half(queries, some, part)
            values = keys.take(some)
            for pattern in patterns:
                probes = values ^ pattern
                begin = starts.take(probes)
                for at, places in spread(begin, starts[1:].take(probes) - begin):
                    near = asked.take(at, axis=0)
                    near ^= half.take(places, axis=0)
                    kept = np.flatnonzero(count(near) <= self._radius)
                    if len(kept):
                        pairs = some[at[kept]], order[places[kept]].astype(np.int64)
                        yield from first_met(self._words, queries, pairs, self._bands, band, self._radius)

    def _band(self, band: int, patterns: Keys) -> Iterator[Hits]:
        """The pairs of entries that a band is the first to meet."""
        starts, order = self._tables[band]
        keys = self._bands.keys(self._words, band).take(order)
        half = take_half(self._words, order.astype(np.int64), other_half(self._bands, band))
        for low in range(0, len(keys), _PLACES):
            some = keys[low : low + _PLACES]
            for pattern in patterns.tolist():
                chosen, begin, end = _partners(starts, some, low, pattern)
                for ranges, places in spread(begin, end - begin):
                    at = chosen.take(ranges)
                    near = half.take(at, axis=0)
                    near ^= half.take(places, axis=0)
                    kept = np.flatnonzero(count(near) <= self._radius)
                    if len(kept):
                        one, other = (order[some].astype(np.int64) for some in (at[kept], places[kept]))
                        pairs = np.minimum(one, other), np.maximum(one, other)
                        yield from first_met(self._words, self._words, pairs, self._bands, band, self._radius)


def _partners(starts: Keys, keys: Keys, low: int, pattern: int) -> tuple[Numbers, Keys, Keys]:
    """Places of a table and, for each, the range of places whose band differs by the pattern; each pair once.

    Of equal bands each place is paired with those behind it; of two different bands the one asks whose highest
    differing bit is 0.

    Args:
        starts: where each value of the band starts in the table.
        keys: the values at some places one after the other.
        low: the first of these places.
        pattern: the bits that are to differ.
    """
    if not pattern:
        places = np.arange(low, low + len(keys))
        return places, (places + 1).astype(np.uint32), starts[1:].take(keys)
    chosen = np.flatnonzero(keys & np.uint32(1 << (pattern.bit_length() - 1)) == 0)
    partners = keys.take(chosen) ^ np.uint32(pattern)
    return chosen + low, starts.take(partners), starts[1:].take(partners)
