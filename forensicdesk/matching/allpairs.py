"""All pairs within a Hamming distance, of 256-bit and of 64-bit hashes; complete, in chunks of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming.index import HammingIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]
    Pairs = tuple[Numbers, Numbers, Numbers]


class PairIndex:
    """Hashes of one length, as rows of bytes, ready to be asked for pairs within one distance."""

    def __init__(self, values: Bytes, radius: int) -> None:
        self._values = np.ascontiguousarray(values)
        self._radius = radius
        self._index = HammingIndex.build(self._values, radius)

    def pairs(self) -> Iterator[Pairs]:
        """Every pair of two rows within the distance, each once: the smaller row, the larger one, the distance."""
        for query, entry, distance in self.search(self._values):
            kept = query < entry
            yield query[kept], entry[kept], distance[kept]

    def search(self, queries: Bytes) -> Iterator[Pairs]:
        """Every pair of a query and a row within the distance, each once."""
        for hits in self._index.search(queries, self._radius):
            yield hits.queries, hits.entries, hits.distances
