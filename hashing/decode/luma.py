"""The luminance of a film frame without a conversion: the decoder's own plane where it has one of 8 bits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from hashing.perceptual.folding import shrink_fast
from hashing.perceptual.pdq import NO_PDQ, SMALLEST_SIDE, pdq_of
from hashing.vision import upright

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

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
_BLACK, _STEPS, _WHITE = 16.0, 219.0, 255.0


@dataclass(frozen=True, slots=True, eq=False)
class Luma:
    """Luminance of an upright frame.

    Attributes:
        pixels: height x width, as the decoder gave it.
        limited: black is 16 and white 235, as in television; else 0 and 255.
    """

    pixels: Pixels
    limited: bool

    def pdq(self, box: Box | None = None) -> Pdq:
        """PDQ of the frame, or of a box (left, top, width, height) of it, as if it had full range.

        The range is widened after the smoothing, which is linear: so luminance is not rounded on the way.
        """
        pixels = self.pixels
        if box is not None:
            left, top, width, height = box
            pixels = pixels[top : top + height, left : left + width]
        if min(pixels.shape) < SMALLEST_SIDE:
            return NO_PDQ
        small = shrink_fast(pixels)
        if self.limited:
            small = np.clip((small - _BLACK) * (_WHITE / _STEPS), 0.0, _WHITE)
        return pdq_of(small)


def _plane(frame: VideoFrame) -> Pixels | None:
    """The first plane without its padding, None where it is not laid out row after row."""
    plane = frame.planes[0]
    width, height, stride = frame.width, frame.height, plane.line_size
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
        return Luma(upright(cast("Pixels", frame.to_ndarray(format="gray")), orientation), limited=False)
    limited = not (name.startswith("yuvj") or int(frame.color_range) == _FULL_RANGE)
    return Luma(upright(pixels, orientation), limited)
