"""Hashes as 64-bit words, and what a search gives back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forensicdesk.language import sentence

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Keys = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]
Counts = npt.NDArray[np.uint16]

WORD_BITS = 64
_WORD_BYTES = WORD_BITS // 8


class Hits(NamedTuple):
    """Pairs within the distance: rows of the query array, rows of the entry array, distances in bits."""

    queries: Numbers
    entries: Numbers
    distances: Numbers


def as_words(values: Bytes) -> Words:
    """Rows of bytes as rows of 64-bit words, without a copy where the array is already in one piece.

    Raises:
        ValueError: if the array is no table of bytes whose rows are whole words.
    """
    if values.dtype != np.uint8 or values.ndim != 2 or values.shape[1] == 0 or values.shape[1] % _WORD_BYTES:  # noqa: PLR2004 - rows and columns
        msg = sentence(
            "hashes must be rows of bytes, 8 or a multiple of 8 in each row, not {dtype} in {shape}",
            dtype=values.dtype,
            shape=values.shape,
        )
        raise ValueError(msg)
    return np.ascontiguousarray(values).view(np.ndarray).view("<u8")


def count(differences: Words) -> Counts:
    """The number of set bits in each row."""
    counts = np.bitwise_count(differences)
    total = counts[:, 0].astype(np.uint16)
    for column in range(1, counts.shape[1]):
        total += counts[:, column]
    return total
