"""Pillow's luminance of a picture, which imagehash starts from, without Pillow's slow way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from hashing.vision import with_fourth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_GREY_DIMENSIONS = 2


def pillow_grey(pixels: NDArray[np.uint8]) -> Image.Image:
    """What `Image.fromarray(pixels).convert("L")` gives, for a grey or RGB picture.

    Pillow takes pixels of four bytes as they lie in memory; pixels of three it copies one by one.
    """
    if pixels.ndim == _GREY_DIMENSIONS:
        return Image.fromarray(pixels)
    height, width = pixels.shape[:2]
    return Image.frombuffer("RGBX", (width, height), with_fourth(pixels), "raw", "RGBX", 0, 1).convert("L")
