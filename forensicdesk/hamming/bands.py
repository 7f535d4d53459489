"""How the bits of a hash are cut into bands, and which neighbours of a band are looked up so that nothing is missed.

Multi-index hashing (Norouzi, Punjani, Fleet: Fast Search in Hamming Space with Multi-Index Hashing, 2012). Let the bits
be cut into m bands, and let r = q * m + a with 0 <= a < m. If two hashes differ in at most r bits, then one of the
first a + 1 bands differs in at most q bits, or one of the others in at most q - 1. For otherwise they would differ in
at least (a + 1) * (q + 1) + (m - a - 1) * q = q * m + a + 1 = r + 1 bits. So every pair within r is met by looking up,
band by band, all values that differ in no more bits than that. What is met is then compared in full.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming.words import WORD_BITS

if TYPE_CHECKING:
    from forensicdesk.hamming.words import Keys, Words

MAX_WIDTH = 28
"""No band is wider: its table of starts has 4 bytes for each of its 2 ** width values."""

_CANDIDATE = 1.5
_SCANNED = 0.15
_OVERHEAD = 20.0
"""Work of comparing a candidate, of comparing an entry in a scan, and of one more band; the unit is one look-up."""

_VALUES = 3
"""Values of a band for each entry, at most: more make fewer comparisons and larger tables."""


@dataclass(frozen=True, slots=True)
class Bands:
    """A hash of some bits cut into bands whose widths differ by at most one bit.

    Attributes:
        bits: the length of a hash.
        number: how many bands; 0 if every entry is to be compared.
    """

    bits: int
    number: int

    def start(self, band: int) -> int:
        """The first bit of a band (bit 0 is the lowest of the first word)."""
        return self.bits * band // self.number

    def width(self, band: int) -> int:
        """The bits of a band."""
        return self.start(band + 1) - self.start(band)

    def reach(self, radius: int) -> tuple[int, ...]:
        """For each band, in how many bits the values to be looked up may differ; -1 if none has to be looked up."""
        quotient, rest = divmod(radius, self.number)
        return tuple(quotient if band <= rest else quotient - 1 for band in range(self.number))

    def work(self, entries: int, radius: int) -> float:
        """What one query costs on evenly spread hashes, in look-ups."""
        if not self.number:
            return scan_work(entries)
        total = 0.0
        kinds = Counter((self.width(band), reach) for band, reach in enumerate(self.reach(radius)))
        for (width, reach), number in kinds.items():
            probes = sum(math.comb(width, bits) for bits in range(reach + 1))
            total += number * (_OVERHEAD + probes * (1 + _CANDIDATE * entries / (1 << width)))
        return total

    def keys(self, words: Words, band: int) -> Keys:
        """The band's value in each row."""
        word, shift = divmod(self.start(band), WORD_BITS)
        width = self.width(band)
        keys = words[:, word] >> np.uint64(shift)
        if shift + width > WORD_BITS:
            keys |= words[:, word + 1] << np.uint64(WORD_BITS - shift)
        keys &= np.uint64((1 << width) - 1)
        return keys.astype(np.uint32)


def scan_work(entries: int) -> float:
    """What comparing one query with every entry costs, in look-ups."""
    return _SCANNED * entries


def choose(bits: int, entries: int, radius: int) -> Bands:
    """The cut with the least expected work; without bands if a scan is cheaper.

    Tables of starts stay in proportion to the list: a band of the mean width has at most `_VALUES` values an entry.
    """
    least = math.ceil(bits / min(MAX_WIDTH, math.log2(_VALUES * max(entries, 1))))
    best = Bands(bits, 0)
    work = best.work(entries, radius)
    for number in range(least, bits + 1):
        if number * _OVERHEAD > work:
            break
        cut = Bands(bits, number)
        if (other := cut.work(entries, radius)) < work:
            best, work = cut, other
    return best


@lru_cache(maxsize=64)
def flips(width: int, reach: int) -> Keys:
    """All patterns of at most `reach` set bits in `width` bits, the one without any first."""
    patterns = [
        sum(1 << bit for bit in chosen)
        for bits in range(reach + 1)
        for chosen in itertools.combinations(range(width), bits)
    ]
    return np.array(patterns, dtype=np.uint32)
