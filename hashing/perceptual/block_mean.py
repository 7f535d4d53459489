"""Block-mean hash, mode 0 of OpenCV's `img_hash`: 256 bits, one for each of 16 x 16 blocks.

After B. Yang, F. Gu, X. Niu: "Block Mean Value Based Image Perceptual Hashing" (2006), in the form that OpenCV's
contrib module gives it: the picture is brought to 256 x 256 pixels, and a bit says whether the mean of its block
reaches the mean of the whole. (The paper compares with the median.) That module is not in OpenCV's standard wheel; its
values are kept as known answers in the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.vision import grey, resize_exactly

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALGORITHM = "blockmean"
_SIDE = 256
_BLOCKS = 16
_BLOCK_SIDE = _SIDE // _BLOCKS


def block_mean(picture: NDArray[np.uint8]) -> bytes:
    """The 32 bytes as OpenCV writes them: blocks row by row, the first of eight in the lowest bit.

    Args:
        picture: grey (height x width) or RGB (height x width x 3).
    """
    small = grey(resize_exactly(picture, _SIDE, _SIDE))
    blocks = small.reshape(_BLOCKS, _BLOCK_SIDE, _BLOCKS, _BLOCK_SIDE).sum(axis=(1, 3), dtype=np.int64)
    reaches = blocks * (_BLOCKS * _BLOCKS) >= blocks.sum()
    return np.packbits(reaches.ravel(), bitorder="little").tobytes()
