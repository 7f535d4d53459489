"""PDQ's smoothing and decimation as integer matrix products.

The reference runs two box filters along the rows and two along the columns, then picks 64 x 64 pixels. Both steps are
linear and separable, so the small picture is `A_h · Y · A_wᵀ`. Each row of A is held as integers over one common
denominator. Sums of integers times grey values are exact in floating point as long as they stay below the mantissa, so
the result is the same on every processor and with every numerical library; one division at the end rounds once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 64
GREY_DIMENSIONS = 2

_LUMA = np.array([299.0, 587.0, 114.0])
"""Rec. 601 weights in thousandths: whole numbers, so that the sums stay exact."""
EXACT_IN_FLOAT32 = 1 << 24
WHITE = 255
_TOGETHER = 4
"""Rows of the smoothing matrix whose samples, which overlap, are converted at once; it changes the time only."""


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the smoothing matrix: integer `weights` for the samples from `start`, over `denominator`."""

    start: int
    weights: NDArray[np.float64]
    denominator: int


def window_size(length: int) -> int:
    """The reference's box width for a side of `length` pixels: ceil(length / 128)."""
    return (length + 2 * SIDE - 1) // (2 * SIDE)


def _box(position: int, length: int, window: int) -> tuple[int, int]:
    """First and last sample of the reference's box around `position`, cut off at the picture's edges."""
    ahead = (window + 2) // 2 - 1
    return max(0, position + ahead - window + 1), min(length - 1, position + ahead)


def _band(position: int, length: int, window: int) -> Band:
    first, last = _box(position, length, window)
    inner = [_box(middle, length, window) for middle in range(first, last + 1)]
    common = math.lcm(*(high - low + 1 for low, high in inner))
    start, stop = inner[0][0], inner[-1][1]
    weights = np.zeros(stop - start + 1, dtype=np.float64)
    for low, high in inner:
        weights[low - start : high - start + 1] += common // (high - low + 1)
    return Band(start, weights, common * len(inner))


@lru_cache(maxsize=256)
def bands(length: int) -> tuple[Band, ...]:
    """The 64 rows of the smoothing matrix for a side of `length` pixels."""
    window = window_size(length)
    positions = (int((index + 0.5) * length / SIDE) for index in range(SIDE))
    return tuple(_band(position, length, window) for position in positions)


def shrink(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The 64 x 64 luminance that PDQ is computed from, values 0 to 255.

    Args:
        picture: grey (height x width) or RGB (height x width x 3). Colour is weighted after the smoothing, so that
            luminance is never rounded to whole grey values on the way.
    """
    height, width = picture.shape[:2]
    rows = bands(height)
    flat = picture.reshape(height, -1)
    tall = np.empty((SIDE, flat.shape[1]), dtype=np.float64)
    for first in range(0, SIDE, _TOGETHER):
        some = rows[first : first + _TOGETHER]
        start, stop = some[0].start, some[-1].start + some[-1].weights.size
        exact32 = all(band.denominator * WHITE < EXACT_IN_FLOAT32 for band in some)
        number = np.dtype(np.float32 if exact32 else np.float64)
        samples: NDArray[np.floating[Any]] = flat[start:stop].astype(number)
        for index, band in enumerate(some, first):
            at = band.start - start
            weights: NDArray[np.floating[Any]] = band.weights.astype(number)
            tall[index] = weights @ samples[at : at + weights.size]
    grey, unit = (tall, 1.0) if picture.ndim == GREY_DIMENSIONS else (tall.reshape(SIDE, width, 3) @ _LUMA, _LUMA.sum())
    columns = bands(width)
    small = np.empty((SIDE, SIDE), dtype=np.float64)
    for index, band in enumerate(columns):
        # One narrow product a column: a single wide one would be shared out among threads, which costs more than it is.
        small[:, index] = grey[:, band.start : band.start + band.weights.size] @ band.weights
    return small / (np.outer(_denominators(rows), _denominators(columns)) * unit)


def _denominators(rows: tuple[Band, ...]) -> NDArray[np.float64]:
    return np.array([band.denominator for band in rows], dtype=np.float64)
