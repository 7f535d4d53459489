"""Distances of all pairs of pictures of a sample, counted in blocks, within bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    import numpy.typing as npt

BITS = 256
LOOK = 60
"""Pairs within so many bits are named, so that a person can look whether they show one picture or scene."""

MOST_CLOSE = 100_000
"""A sample with more close pairs than this is no sample of unrelated pictures."""

_BLOCK = 1_024


@dataclass(frozen=True, slots=True)
class PairCounts:
    """What the pairs of a sample say.

    Attributes:
        counts: number of pairs at each distance, 0 to 256.
        wedges: for each distance, number of ordered pairs of pairs within it that share a picture.
        close: (first, second, distance) of the pairs within `LOOK` bits, the closest first.
    """

    counts: npt.NDArray[np.int64]
    wedges: npt.NDArray[np.int64]
    close: tuple[tuple[int, int, int], ...]


def count_pairs(values: npt.NDArray[np.uint8]) -> PairCounts:
    """Count each pair of pictures once, at the smallest distance over the orientations of the picture that comes first.

    Args:
        values: hashes of shape (pictures, orientations, bytes); orientation 0 is the picture as it is.

    Raises:
        UsageError: more than `MOST_CLOSE` pairs are close.
    """
    number = len(values)
    degrees = np.zeros((number, BITS + 1), dtype=np.int64)
    close: list[tuple[int, int, int]] = []
    for top in range(0, number, _BLOCK):
        rows = slice(top, min(top + _BLOCK, number))
        turned = _signs(values[rows])
        for left in range(top, number, _BLOCK):
            columns = slice(left, min(left + _BLOCK, number))
            block = _distances(turned, _signs(values[columns, :1])[:, 0])
            wanted = np.ones(block.shape, dtype=bool) if left > top else np.triu(np.ones(block.shape, dtype=bool), 1)
            first, second = np.nonzero(wanted)
            at = block[wanted]
            degrees[rows] += _per_picture(first, at, len(block))
            degrees[columns] += _per_picture(second, at, block.shape[1])
            near = at <= LOOK
            close += zip((first[near] + top).tolist(), (second[near] + left).tolist(), at[near].tolist(), strict=True)
            _refuse_crowd(len(close))
    within = np.cumsum(degrees, axis=1)
    return PairCounts(
        counts=degrees.sum(axis=0) // 2,
        wedges=(within * (within - 1)).sum(axis=0),
        close=tuple(sorted(close, key=lambda pair: (pair[2], pair[0], pair[1]))),
    )


def _signs(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Bits as -1 and 1: the product of two rows is the number of equal bits less that of different ones, exactly."""
    return np.unpackbits(values, axis=2).astype(np.float32) * 2 - 1


def _distances(turned: npt.NDArray[np.float32], held: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    best = turned[:, 0] @ held.T
    for turn in range(1, turned.shape[1]):
        np.maximum(best, turned[:, turn] @ held.T, out=best)
    found: npt.NDArray[np.int64] = ((held.shape[1] - best) / 2).astype(np.int64)
    return found


def _per_picture(owners: npt.NDArray[np.int64], at: npt.NDArray[np.int64], number: int) -> npt.NDArray[np.int64]:
    """How many pairs each picture has at each distance."""
    counted = np.zeros((number, BITS + 1), dtype=np.int64)
    np.add.at(counted, (owners, at), 1)
    return counted


def _refuse_crowd(close: int) -> None:
    if close > MOST_CLOSE:
        msg = sentence(
            "More than {most_close:,} pairs of these pictures lie within {look} bits, so the folder is "
            "no sample of unrelated pictures; take copies, bursts and series out of it first.",
            most_close=MOST_CLOSE,
            look=LOOK,
        )
        raise UsageError(msg)
