"""The check of an index against comparing everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forensicdesk.hamming.index import HammingIndex
    from forensicdesk.hamming.words import Bytes, Hits


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What a check found.

    Attributes:
        asked: queries.
        pairs: what comparing everything finds for them.
        missing: of these, what the index does not find.
        extra: what only the index finds.
    """

    asked: int
    pairs: int
    missing: int
    extra: int

    @property
    def good(self) -> bool:
        """Whether both agree."""
        return not self.missing and not self.extra


def self_check(values: Bytes, index: HammingIndex, radius: int, samples: int = 64, seed: int = 0) -> SelfCheck:
    """Ask an index for entries that are disturbed in 0 to radius + 9 bits, and compare with brute force.

    Args:
        values: the hashes the index is of.
        index: the index.
        radius: distance to ask, in bits.
        samples: how many entries are taken; each may be taken more than once.
        seed: the same seed takes the same entries and bits.
    """
    if not len(values):
        return SelfCheck(0, 0, 0, 0)
    random = np.random.default_rng(seed)
    bits = np.unpackbits(values[random.integers(0, len(values), samples)], axis=1)
    most = min(radius + 9, bits.shape[1])
    for row in bits:
        row[random.choice(len(row), random.integers(0, most + 1), replace=False)] ^= 1
    queries = np.packbits(bits, axis=1)
    fast = _triples(index.search(queries, radius))
    slow = _triples(index.brute_force(queries, radius))
    missing, extra = len(set(slow) - set(fast)), len(fast) - len(set(fast) & set(slow))
    return SelfCheck(samples, len(slow), missing, extra)


def _triples(chunks: Iterable[Hits]) -> list[tuple[int, int, int]]:
    return [triple for hits in chunks for triple in zip(*(column.tolist() for column in hits), strict=True)]
