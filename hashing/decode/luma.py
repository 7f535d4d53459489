"""The luminance of a film frame without a conversion: the decoder's own plane where it has one of 8 bits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from hashing.decode.tint import GREYS_A_STEP, smoothed_tint, tint_of
from hashing.perceptual.folding import boxed, shrink_boxed
from hashing.perceptual.pdq import NO_PDQ, SMALLEST_SIDE, pdq_of
from hashing.vision import upright

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

    from hashing.decode.tint import Tint
    from hashing.perceptual.pdq import Pdq

    Pixels = NDArray[np.uint8]
    Box = tuple[int, int, int, int]

_PLANES_OF_8_BITS = frozenset(
    f"{family}{layout}{ending}"
    for family in ("yuv", "yuvj")
    for layout in ("420", "422", "444", "410", "411", "440")
    for ending in ("p",)
) | {"nv12", "nv21", "nv16", "nv24"}
"""Pixel formats whose first plane is luminance, one byte a pixel."""

_FULL_RANGE = 2
"""FFmpeg's AVCOL_RANGE_JPEG."""
_BLACK, _WHITE = 16.0, 255.0
_PLANAR = 3
_SHORTEST_COLOUR = 120
"""In smaller colour planes one sample stands for a whole cell of PDQ's grid, and its noise would move the hash."""


@dataclass(frozen=True, slots=True, eq=False)
class Luma:
    """Luminance of an upright frame.

    Attributes:
        pixels: height x width, as the decoder gave it.
        boxed: the same, averaged in the boxes that PDQ of the whole frame is computed from.
        limited: black is 16 and white 235, as in television; else 0 and 255.
        tint: what a conversion to RGB adds to it (see `tint`), upright, too, at a size of its own; None for nothing.
    """

    pixels: Pixels
    boxed: Pixels
    limited: bool
    tint: Tint | None = None

    def pdq(self, box: Box | None = None) -> Pdq:
        """PDQ of the frame, or of a box (left, top, width, height) of it, as if it had full range.

        The range is widened after the smoothing, which is linear: so luminance is not rounded on the way.
        """
        pixels, tint = self.pixels, self.tint
        if box is not None:
            left, top, width, height = box
            pixels = pixels[top : top + height, left : left + width]
            tint = None if tint is None else _same_part(tint, box, self.pixels.shape)
        if min(pixels.shape) < SMALLEST_SIDE:
            return NO_PDQ
        height, width = pixels.shape
        small = shrink_boxed(self.boxed if box is None else boxed(pixels), height, width)
        if self.limited:
            small -= _BLACK
            small *= GREYS_A_STEP
            if tint is not None and tint.size:
                small += smoothed_tint(tint)
            np.clip(small, 0.0, _WHITE, out=small)
        return pdq_of(small)


def _same_part(tint: Tint, box: Box, shape: tuple[int, ...]) -> Tint:
    """The part of a plane that lies where the box lies in a picture of this shape."""
    left, top, width, height = box
    down, across = tint.shape[0] / shape[0], tint.shape[1] / shape[1]
    rows = slice(int(top * down), math.ceil((top + height) * down))
    return tint[rows, int(left * across) : math.ceil((left + width) * across)]


def _plane(frame: VideoFrame, number: int = 0) -> Pixels | None:
    """A plane of one byte a sample without its padding, None where it is not laid out row after row."""
    plane = frame.planes[number]
    width, height, stride = plane.width, plane.height, plane.line_size
    # PyAV gives planes the buffer protocol, its annotations do not say so.
    flat = np.frombuffer(cast("Any", plane), dtype=np.uint8)
    if stride < width or flat.size < stride * height:
        return None
    return flat[: stride * height].reshape(height, stride)[:, :width]


def luma_of(frame: VideoFrame, orientation: int) -> Luma:
    """Luminance of a frame, turned and mirrored as an EXIF orientation says.

    Raises:
        FILM_ERRORS: what PyAV raises where the frame cannot be converted.
    """
    name = frame.format.name
    pixels = _plane(frame) if name in _PLANES_OF_8_BITS else None
    if pixels is None:
        shown = upright(cast("Pixels", frame.to_ndarray(format="gray")), orientation)
        return Luma(shown, boxed(shown), limited=False)
    shown = upright(pixels, orientation)
    small = boxed(shown)  # before the tint: it brings all luminance into the processor's cache, row after row
    limited = not (name.startswith("yuvj") or int(frame.color_range) == _FULL_RANGE)
    tint = _tint(frame, pixels) if limited else None
    return Luma(shown, small, limited, None if tint is None else _turned(tint, orientation))


def _turned(tint: Tint, orientation: int) -> Tint:
    return cast("Tint", upright(cast("Pixels", tint), orientation))  # any single number a pixel is turned


def _tint(frame: VideoFrame, luma: Pixels) -> Tint | None:
    """What a conversion to RGB adds to a frame of limited range; None where its planes are laid otherwise."""
    if len(frame.planes) < _PLANAR:
        return None
    u, v = _plane(frame, 1), _plane(frame, 2)
    if u is None or v is None or u.shape != v.shape or min(u.shape) < _SHORTEST_COLOUR:
        return None
    return tint_of(luma, u, v)
