"""PDQ's smoothing on a picture that was averaged in whole boxes before: a fast way for film frames.

The weights of the smoothing matrix are those of the full size; the weights of the rows (and columns) that one box
averages are added up. So only the slope of the smoothing inside a box is lost, not its place and width. Sums of whole
numbers stay exact here as in `smoothing`, so that values do not depend on the processor.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from hashing.perceptual.smoothing import EXACT_IN_FLOAT32, SIDE, WHITE, bands
from hashing.vision import halved

if TYPE_CHECKING:
    from numpy.typing import NDArray

Float = TypeVar("Float", bound=np.floating[Any])
SHORTEST_SIDE = 384
"""A picture is halved as long as its shorter side keeps that many pixels, and once more along its longer side."""

_GROUP = 8


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Some neighbouring rows of the smoothing matrix over the samples that they touch."""

    start: int
    stop: int
    weights: NDArray[np.floating[Any]]


@lru_cache(maxsize=32)
def _groups(length: int, factor: int) -> tuple[tuple[_Group, ...], NDArray[np.float64]]:
    """The folded matrix in groups of rows, and its denominators."""
    boxes = length // factor
    rows = bands(length)
    folded = np.zeros((SIDE, boxes), dtype=np.float64)
    for index, band in enumerate(rows):
        places = np.minimum(np.arange(band.start, band.start + band.weights.size) // factor, boxes - 1)
        np.add.at(folded[index], places, band.weights)
    denominators = np.array([band.denominator for band in rows], dtype=np.float64)
    groups = []
    for first in range(0, SIDE, _GROUP):
        some = folded[first : first + _GROUP]
        touched = np.flatnonzero(some.any(axis=0))
        start, stop = int(touched[0]), int(touched[-1]) + 1
        groups.append(_Group(start, stop, np.ascontiguousarray(some[:, start:stop])))
    return tuple(groups), denominators


@lru_cache(maxsize=32)
def _groups_in_float32(length: int, factor: int, largest: int) -> tuple[_Group, ...] | None:
    """The same groups in single precision, None where sums of samples up to `largest` would not be exact in it."""
    groups, denominators = _groups(length, factor)
    if float(denominators.max()) * largest >= EXACT_IN_FLOAT32:
        return None
    return tuple(_Group(group.start, group.stop, group.weights.astype(np.float32)) for group in groups)


def box_factor(height: int, width: int) -> int:
    """The side of the boxes that a picture of this size is averaged in, a power of two; 1 for none."""
    factor = 1
    while min(height, width) >= 2 * factor * SHORTEST_SIDE:
        factor *= 2
    return factor


def _paired(small: NDArray[np.uint8]) -> tuple[NDArray[np.uint8] | NDArray[np.uint16], int, int]:
    """Neighbours along a long side added up: the samples, and how many went into one, downwards and across."""
    height, width = small.shape
    if width >= 2 * SHORTEST_SIDE:
        couples = small[:, : width // 2 * 2].view(np.uint16)
        return (couples & 0xFF) + (couples >> 8), 1, 2
    if height >= 2 * SHORTEST_SIDE:
        return np.add(small[: height // 2 * 2 : 2], small[1::2][: height // 2], dtype=np.uint16), 2, 1
    return small, 1, 1


@lru_cache(maxsize=32)
def _divisors(down: tuple[int, int], across: tuple[int, int], together: int) -> NDArray[np.float64]:
    """What sums of so many samples are divided by; for each side its length and the factor of its boxes."""
    return np.outer(_groups(*down)[1], _groups(*across)[1]) * together


def boxed(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture averaged in boxes of `box_factor`."""
    for _ in range(box_factor(*picture.shape).bit_length() - 1):
        picture = halved(picture)
    return picture


def shrink_boxed(small: NDArray[np.uint8], height: int, width: int) -> NDArray[np.float64]:
    """The 64 x 64 luminance of a grey picture, as `smoothing.shrink` gives it but for the boxes.

    Args:
        small: the picture, `boxed`; the pixels of a row side by side in memory.
        height: rows of the picture itself.
        width: its columns.
    """
    factor = box_factor(height, width)
    sums, rows, columns = _paired(small)
    together = rows * columns
    down = _groups_in_float32(height, factor * rows, WHITE * together) or _groups(height, factor * rows)[0]
    samples: NDArray[np.floating[Any]] = sums.astype(down[0].weights.dtype)
    tall = _lengthwise(samples, down).astype(np.float64)
    flat = _crosswise(tall, _groups(width, factor * columns)[0])
    flat /= _divisors((height, factor * rows), (width, factor * columns), together)
    return flat


def shrink_fast(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """`shrink_boxed` of a grey picture that is not boxed yet."""
    height, width = picture.shape
    return shrink_boxed(boxed(picture), height, width)


def shrink_whole_numbers(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same smoothing of a plane of whole numbers (under 2 ** 30), without boxes."""
    height, width = plane.shape
    flat = _crosswise(_lengthwise(plane, _groups(height, 1)[0]), _groups(width, 1)[0])
    flat /= _divisors((height, 1), (width, 1), 1)
    return flat


def _lengthwise(samples: NDArray[Float], down: tuple[_Group, ...]) -> NDArray[Float]:
    """The smoothing along the columns."""
    tall = np.empty((SIDE, samples.shape[1]), dtype=samples.dtype)
    for index, group in enumerate(down):
        rows = tall[index * _GROUP : (index + 1) * _GROUP]
        np.matmul(group.weights, samples[group.start : group.stop], out=rows)
    return tall


def _crosswise(tall: NDArray[np.float64], across: tuple[_Group, ...]) -> NDArray[np.float64]:
    """The smoothing along the rows, of a plane that was smoothed along its columns."""
    flat = np.empty((SIDE, SIDE), dtype=np.float64)
    for index, group in enumerate(across):
        columns = flat[:, index * _GROUP : (index + 1) * _GROUP]
        np.matmul(tall[:, group.start : group.stop], group.weights.T, out=columns)
    return flat
