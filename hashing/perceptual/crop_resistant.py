"""Crop-resistant hash as imagehash defines it: a dHash of every bright and every dark region.

After M. Steinebach, H. Liu, Y. Yannikos: "Efficient Cropping-Resistant Robust Image Hashing" (2014), in the form and
with the standard parameters of `imagehash.crop_resistant_hash`, whose values it has. Regions are found here by OpenCV's
labels instead of a walk from pixel to pixel in Python, which takes half a second and more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

from hashing.perceptual.dhash import dhash
from hashing.vision import regions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Box = tuple[int, int, int, int]

ALGORITHM = "crop_resistant"
SEGMENT_BYTES = 8
"""The value is the dHash of one region after the other, so its length says how many there are: 1 to 180."""

_SIDE = 300
_BRIGHT = 128
_SMALLEST_PIXELS = 500
_UNSEEN_PIXELS = 4 * _SIDE
"""imagehash counts the pixels around the picture as seen, and stops looking for dark regions so many too early."""


def _boxes(pixels: NDArray[np.uint8]) -> Iterator[Box]:
    """Left, top, right and bottom of the regions that count: bright ones, then dark ones, each by its first pixel."""
    bright = pixels > _BRIGHT
    for box, size in regions(bright):
        if size > _SMALLEST_PIXELS:
            yield box
    # A region of one pixel is never counted as seen there.
    seen = sum(size for _, size in regions(bright) if size > 1)
    for box, size in regions(~bright):
        if seen >= _SIDE * _SIDE - _UNSEEN_PIXELS:
            return
        if size > _SMALLEST_PIXELS:
            yield box
        seen += size if size > 1 else 0


def _hash_of(grey: Image.Image, box: Box) -> bytes:
    across, down = grey.width / _SIDE, grey.height / _SIDE
    edges = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
    left, top, right, bottom = (round(edge) for edge in edges)
    # Of a tiny picture a region may cover no whole pixel; then the nearest one stands for it.
    left, top = min(left, grey.width - 1), min(top, grey.height - 1)
    return dhash(grey.crop((left, top, max(right, left + 1), max(bottom, top + 1))))


def crop_resistant(grey: Image.Image) -> bytes:
    """The hashes of all regions, one after the other in the order of imagehash.

    Args:
        grey: the picture in mode "L".
    """
    small = grey.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    small = small.filter(ImageFilter.GaussianBlur()).filter(ImageFilter.MedianFilter())
    boxes = list(_boxes(np.asarray(small, dtype=np.uint8))) or [(0, 0, _SIDE, _SIDE)]
    return b"".join(_hash_of(grey, box) for box in boxes)
