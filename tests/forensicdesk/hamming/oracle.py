"""Pairs by the plain definition, and hashes with some bits turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.perceptual.distance import hamming

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forensicdesk.hamming import Hits
    from forensicdesk.hamming.words import Bytes


def pairs(chunks: Iterable[Hits]) -> list[tuple[int, int, int]]:
    """All chunks as sorted triples; a pair given twice stays twice."""
    return sorted(triple for hits in chunks for triple in zip(*(column.tolist() for column in hits), strict=True))


def oracle(values: Bytes, queries: Bytes, radius: int) -> list[tuple[int, int, int]]:
    """The pairs within the radius, one by one."""
    return [
        (at, number, distance)
        for at, query in enumerate(queries)
        for number, value in enumerate(values)
        if (distance := hamming(query.tobytes(), value.tobytes())) <= radius
    ]


def flipped(value: Bytes, positions: Iterable[int]) -> Bytes:
    """A hash with some bits turned; bit 0 is the lowest of the first byte, as bands count them."""
    bits = np.unpackbits(value, bitorder="little")
    bits[list(positions)] ^= 1
    return np.packbits(bits, bitorder="little")
