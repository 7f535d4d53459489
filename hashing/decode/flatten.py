"""The one way from whatever a file holds to 8-bit grey or RGB.

- transparency is laid over white;
- 16-bit grey is scaled (65535 becomes 255), never clipped;
- 32-bit and floating-point grey is stretched from its smallest to its largest value;
- CMYK, YCbCr, HSV, palettes and L*a*b* are converted to RGB; embedded colour profiles are not applied.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageCms

from hashing.decode.arrow import packed

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DEEP_GREY = {"I;16": "<u2", "I;16L": "<u2", "I;16B": ">u2", "I;16N": "<u2" if sys.byteorder == "little" else ">u2"}
_WITH_ALPHA = {"LA": "L", "La": "L", "PA": "RGB", "RGBA": "RGB", "RGBa": "RGB"}
_OPAQUE = (255, 255)
_WHOLE_PIXELS = 1 << 24
_STRIP_ROWS = 128


def _over_white(image: Image.Image, base: str) -> Image.Image:
    straight = image.convert("LA" if base == "L" else "RGBA")
    alpha = straight.getchannel("A")
    colour = straight.convert(base)
    if alpha.getextrema() == _OPAQUE:
        return colour
    white = Image.new(base, image.size, "white")
    white.paste(colour, mask=alpha)
    return white


def _numbers(image: Image.Image) -> NDArray[np.uint16]:
    flat = np.frombuffer(image.tobytes(), dtype=_DEEP_GREY[image.mode])
    return flat.reshape(image.height, image.width)


def _scaled(image: Image.Image, bits: int) -> Image.Image:
    values = _numbers(image)
    most = (1 << bits) - 1
    scaled = (np.minimum(values, most).astype(np.uint32) * 255 + most // 2) // most
    return Image.fromarray(scaled.astype(np.uint8))


def _deep(image: Image.Image, bits: int) -> Image.Image:
    scaled, transparent = _scaled(image, bits), image.info.get("transparency")
    if not isinstance(transparent, int):
        return scaled
    hidden = _numbers(image) == transparent
    return Image.fromarray(np.where(hidden, np.uint8(255), np.asarray(scaled)))


def _stretched(image: Image.Image) -> Image.Image:
    values = np.nan_to_num(np.asarray(image, dtype=np.float64), posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    span = high - low
    grey = np.zeros(values.shape) if span == 0.0 or not np.isfinite(span) else (values - low) / span * 255.0
    return Image.fromarray(np.round(grey).astype(np.uint8))


@lru_cache(maxsize=1)
def _lab_to_rgb() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")


def _lab(image: Image.Image) -> Image.Image:
    converted = ImageCms.applyTransform(image, _lab_to_rgb())
    return converted if converted is not None else image.getchannel("L")


def deep_grey(image: Image.Image) -> Image.Image:
    """The picture, 16-bit grey brought to 8 bits; other modes as they are."""
    return _scaled(image, 16) if image.mode in _DEEP_GREY else image


def flatten(image: Image.Image, grey_bits: int = 16) -> Image.Image:
    """The picture in mode "L" or "RGB".

    Args:
        image: a loaded picture.
        grey_bits: how many bits deep grey really uses (12 in some scans).
    """
    mode = image.mode
    if "transparency" in image.info and mode in {"1", "L", "RGB", "P"}:
        return _over_white(image.convert("RGBA"), "RGB")
    if mode in {"L", "RGB"}:
        return image
    if mode in _WITH_ALPHA:
        return _over_white(image, _WITH_ALPHA[mode])
    if mode in _DEEP_GREY:
        return _deep(image, grey_bits)
    special = {"I": _stretched, "F": _stretched, "LAB": _lab}.get(mode)
    if special is not None:
        return special(image)
    return image.convert("L" if mode == "1" else "RGB")


def as_pixels(image: Image.Image) -> NDArray[np.uint8]:
    """A flat picture as an array: height x width, or height x width x 3.

    Large pictures are copied in strips, so that no third copy of them is held on the way.
    """
    at_once = packed(image) if image.mode == "RGB" else None
    if at_once is not None:
        return at_once
    if image.width * image.height <= _WHOLE_PIXELS:
        return np.asarray(image, dtype=np.uint8)
    channels = () if image.mode == "L" else (len(image.getbands()),)
    pixels = np.empty((image.height, image.width, *channels), dtype=np.uint8)
    for top in range(0, image.height, _STRIP_ROWS):
        bottom = min(top + _STRIP_ROWS, image.height)
        pixels[top:bottom] = np.asarray(image.crop((0, top, image.width, bottom)), dtype=np.uint8)
    return pixels
