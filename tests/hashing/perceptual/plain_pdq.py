"""PDQ written down step by step as the reference publishes it: slow, and an oracle for the fast one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def _box_row(values: Floats, window: int) -> Floats:
    """One box pass as the four phases of the reference: growing, growing with output, sliding, shrinking."""
    length = len(values)
    half = (window + 2) // 2
    result = np.zeros(length)
    total, size, left, right, out = 0.0, 0, 0, 0, 0
    for _ in range(half - 1):
        total, size, right = total + values[right], size + 1, right + 1
    for _ in range(window - half + 1):
        total, size, right = total + values[right], size + 1, right + 1
        result[out], out = total / size, out + 1
    for _ in range(length - window):
        total, right = total + values[right] - values[left], right + 1
        left += 1
        result[out], out = total / size, out + 1
    for _ in range(half - 1):
        total, size, left = total - values[left], size - 1, left + 1
        result[out], out = total / size, out + 1
    return result


def _small(luminance: Floats) -> Floats:
    height, width = luminance.shape
    smooth = luminance
    for _ in range(2):
        smooth = np.array([_box_row(row, math.ceil(width / 128)) for row in smooth])
        smooth = np.array([_box_row(column, math.ceil(height / 128)) for column in smooth.T]).T
    rows = [int((i + 0.5) * height / 64) for i in range(64)]
    columns = [int((i + 0.5) * width / 64) for i in range(64)]
    return smooth[np.ix_(rows, columns)]


def plain_pdq(rgb: NDArray[np.uint8]) -> tuple[bytes, int]:
    """Hash and quality of an RGB picture."""
    small = _small(rgb.astype(np.float64) @ np.array([0.299, 0.587, 0.114]))
    gradient = 0
    for i in range(64):
        for j in range(64):
            if i < 63:
                gradient += abs(int((small[i, j] - small[i + 1, j]) * 100 / 255))
            if j < 63:
                gradient += abs(int((small[i, j] - small[i, j + 1]) * 100 / 255))
    cosines = np.array(
        [[math.sqrt(2 / 64) * math.cos(math.pi / 2 / 64 * i * (2 * j + 1)) for j in range(64)] for i in range(1, 17)]
    )
    coefficients = cosines @ small @ cosines.T
    median = sorted(coefficients.ravel())[127]
    number = sum(1 << (16 * i + j) for i in range(16) for j in range(16) if coefficients[i, j] > median)
    return number.to_bytes(32), min(100, gradient // 90)
