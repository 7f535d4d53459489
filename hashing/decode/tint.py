"""What a common conversion of film frames to RGB adds to their luminance, depending on luminance and colour.

Published vPDQ values were computed from RGB frames that FFmpeg's scaler makes with tables: the share of each colour
difference in red, green and blue is brought down to a whole step of luminance, and the luminance that this leads to is
widened and brought down to a whole grey value. That moves the luminance of the RGB frame by 1 to 4 grey values against
that of the film; where a dark or flat frame shows little else, its hash moves by up to 12 bits.

What is added varies little from pixel to pixel but for noise, and PDQ smooths it. So it is followed literally, but on a
part of the pixels only: some rows, and of wide frames some columns, each pixel with the colour sample that covers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.perceptual.folding import shrink_whole_numbers
from hashing.vision import looked_up, stepped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Tint = NDArray[np.float32]

GREYS_A_STEP = 255.0 / 219.0
"""One step of luminance in the limited range of television, in grey values of the full range."""
_STEPS = 65536
_STEP = round(GREYS_A_STEP * _STEPS)
_RED_OF_V, _BLUE_OF_U, _GREEN_OF_U, _GREEN_OF_V = 104597, 132201, -25675, -53279
"""Rec. 601 in limited range: grey values for one step of colour difference, in 1/65536."""
_AHEAD, _BEHIND = 326, 400
"""How the scaler's table begins: that many steps before luminance 0, from that many grey values below black."""
_BLACK = 16
_FINENESS = 1000
"""Sums are whole thousandths of a grey value, so that single precision holds them exactly."""
_RED, _GREEN, _BLUE = 299, 587, 114
_ROWS, _COLUMNS = 96, 240
"""Of colour planes with twice as many rows or columns or more only some are looked at: they are smoothed anyway."""

_VALUES = np.arange(256)


def _whole_steps(share: int) -> NDArray[np.int16]:
    """The steps of luminance that each value of a colour difference brings, as whole numbers."""
    each = int(((share << 16) + _STEPS // 2) / _STEP)
    return (((_VALUES * each) >> 16) - (each >> 9)).astype(np.int16)


def _thousandths(weight: int) -> Tint:
    """What the grey values of the scaler's table bring in a channel of this weight."""
    greys = (_STEP * (_VALUES + _AHEAD) - _BEHIND * _STEPS + _STEPS // 2) >> 16
    table: Tint = (np.clip(greys, 0, 255) * weight).astype(np.float32)
    return table


_STEPS_OF_RED, _STEPS_OF_BLUE = _whole_steps(_RED_OF_V), _whole_steps(_BLUE_OF_U)
_GREEN_STEPS_OF_U, _GREEN_STEPS_OF_V = _whole_steps(_GREEN_OF_U), _whole_steps(_GREEN_OF_V)
_OF_RED, _OF_GREEN, _OF_BLUE = _thousandths(_RED), _thousandths(_GREEN), _thousandths(_BLUE)
_EXACTLY = np.round((_VALUES - _BLACK) * GREYS_A_STEP * _FINENESS).astype(np.float32)


def tint_of(luma: Pixels, u: Pixels, v: Pixels) -> Tint:
    """What the conversion adds to the luminance of a frame of limited range, in thousandths of a grey value.

    Args:
        luma: the frame's luminance.
        u: the plane of the first colour difference; each of its samples covers a whole number of pixels.
        v: the plane of the second, of the same size.

    Returns:
        The same for pixels spread evenly over the frame.
    """
    rows, columns = (max(1, side // wanted) for side, wanted in zip(u.shape, (_ROWS, _COLUMNS), strict=True))
    down, across = (-(-long // short) for long, short in zip(luma.shape, u.shape, strict=True))
    top, left = rows // 2, columns // 2
    u, v = (np.ascontiguousarray(plane[top::rows, left::columns]) for plane in (u, v))
    luma = np.ascontiguousarray(luma[top * down :: rows * down, left * across :: columns * across])
    added = looked_up(stepped(luma, looked_up(v, _STEPS_OF_RED)), _OF_RED)
    green = looked_up(u, _GREEN_STEPS_OF_U)
    green += looked_up(v, _GREEN_STEPS_OF_V)
    added += looked_up(stepped(luma, green), _OF_GREEN)
    added += looked_up(stepped(luma, looked_up(u, _STEPS_OF_BLUE)), _OF_BLUE)
    added -= looked_up(luma, _EXACTLY)
    return added


def smoothed_tint(tint: Tint) -> NDArray[np.float64]:
    """The same, smoothed as PDQ smooths luminance: 64 x 64, in grey values."""
    return shrink_whole_numbers(tint.astype(np.float64)) / _FINENESS
