"""Marr-Hildreth hash with the parameters and the kernel of OpenCV's `img_hash` (alpha 2, scale 1): 576 bits.

After C. Zauner: "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010). The picture is smoothed,
brought to 512 x 512 pixels, its histogram is equalised, and it is filtered with a kernel of 17 x 17. The responses are
summed in 31 x 31 blocks of 16 x 16 pixels; of every 3 x 3 blocks nine bits say which lie above their mean.

OpenCV's kernel is (2 - a) exp(a / 2), where the paper has exp(-a / 2); a is the squared distance from the centre in
steps of 1/2. Values are comparable with those of other programs only if the kernel is theirs, so OpenCV's it is. The
kernel is a sum of two separable ones. Filtering and summing are therefore matrix products, whose operands are put on a
grid so coarse that every sum is exact: the result depends on no numerical library. OpenCV's module sums in single
precision, so where two sums are nearly equal it may give other bits.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from hashing.vision import equalised, grey, resize_cubic, smoothed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ALGORITHM = "marr_hildreth"
_SIDE = 512
_SMOOTHED_OVER = 7
_REACH = 8
_ALPHA = 2.0
_BLOCKS, _BLOCK_SIDE = 31, 16
_WINDOW, _STEP = 3, 4
_FINE_STEPS, _COARSE_STEPS = 2.0**12, 2.0**6


def _on_grid(values: Floats, steps: float) -> Floats:
    return np.round(values * steps) / steps


def _block_sums(taps: Floats) -> Floats:
    """The matrix (31 x 512) that filters a line with `taps` and sums the result in blocks; the line is mirrored."""
    matrix = np.zeros((_BLOCKS, _SIDE), dtype=np.float64)
    for block in range(_BLOCKS):
        for middle in range(block * _BLOCK_SIDE, (block + 1) * _BLOCK_SIDE):
            for offset, tap in enumerate(taps, start=-_REACH):
                matrix[block, abs(middle + offset)] += tap
    return matrix


@lru_cache(maxsize=1)
def _matrices() -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """The two separable parts of the kernel: for each the matrix from the left and, transposed, from the right."""
    squares = (np.arange(-_REACH, _REACH + 1) / _ALPHA) ** 2
    bell = np.exp(squares / 2.0)
    rest, bowl = (2.0 - squares) * bell, squares * bell
    return (
        (_block_sums(_on_grid(bell, _COARSE_STEPS)), _block_sums(_on_grid(rest, _FINE_STEPS)).T),
        (_block_sums(_on_grid(-bowl, _COARSE_STEPS)), _block_sums(_on_grid(bell, _FINE_STEPS)).T),
    )


def _responses(prepared: NDArray[np.uint8]) -> Floats:
    """The 31 x 31 sums. The first product is below 2^30, the second below 2^52: both are exact."""
    picture = prepared.astype(np.float64)
    (left, right), (other_left, other_right) = _matrices()
    return left @ np.round(picture @ right) + other_left @ np.round(picture @ other_right)


def marr_hildreth(picture: NDArray[np.uint8]) -> bytes:
    """The 72 bytes as OpenCV writes them: nine bits for each of 8 x 8 windows, most significant bit first.

    Args:
        picture: grey (height x width) or RGB (height x width x 3).
    """
    shrunk = resize_cubic(smoothed(grey(picture), _SMOOTHED_OVER), _SIDE, _SIDE)
    # OpenCV's module names the blocks of a column where a row is meant, so the order of bits is that of columns.
    blocks = _responses(equalised(shrunk)).T
    starts = range(0, _BLOCKS - _WINDOW + 1, _STEP)
    windows = np.array([blocks[row : row + _WINDOW, column : column + _WINDOW] for row in starts for column in starts])
    above = windows * (_WINDOW * _WINDOW) > windows.sum(axis=(1, 2), keepdims=True)
    return np.packbits(above.ravel()).tobytes()
