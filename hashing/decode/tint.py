"""What a common conversion of film frames to RGB adds to their luminance, depending on their colour.

Published vPDQ values were computed from RGB frames that FFmpeg's scaler makes with tables: the share of each colour
difference in red, green and blue is brought down to a whole step of luminance. On coloured surfaces that moves the
luminance of the RGB frame by up to 1.3 grey values against that of the film; where a dark or flat frame shows little
else, its hash moves by up to 12 bits. What is lost is a function of one colour difference plus a function of the other,
so two tables of 256 values and some rows of the colour planes are enough to follow it.

The tables' other effect, that each pixel's luminance is brought to a whole step as well, is not followed: that needs
every pixel at its full size, and moves the hashes of the reference films by 8 bits at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.perceptual.folding import shrink_fast
from hashing.vision import looked_up_and_added

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

GREYS_A_STEP = 255.0 / 219.0
"""One step of luminance in the limited range of television, in grey values of the full range."""
_STEPS = 65536
_RED_OF_V, _BLUE_OF_U, _GREEN_OF_U, _GREEN_OF_V = 104597, 132201, -25675, -53279
"""Rec. 601 in limited range: grey values for one step of colour difference, in 1/65536."""
_FINENESS = 100.0
"""The tables' values are whole hundredths of a grey value, so that they fit into bytes."""
_LEAST_ROWS = 64
"""Of colour planes with twice as many rows or more only some are looked at: they are smoothed anyway."""


def _whole_steps(share: int) -> NDArray[np.float64]:
    """The steps of luminance that each value of a colour difference brings, as whole numbers."""
    each = int(((share << 16) + _STEPS // 2) / round(GREYS_A_STEP * _STEPS))
    values = np.arange(256)
    return (((values * each) >> 16) - (each >> 9)).astype(np.float64)


def _table(red: NDArray[np.float64], green: NDArray[np.float64], blue: NDArray[np.float64]) -> NDArray[np.float64]:
    """The luminance of these parts, in grey values. Exact colour differences would have none."""
    table: NDArray[np.float64] = (0.299 * red + 0.587 * green + 0.114 * blue) * GREYS_A_STEP
    return table


_NOTHING = np.zeros(256)
_OF_U = _table(_NOTHING, _whole_steps(_GREEN_OF_U), _whole_steps(_BLUE_OF_U))
_OF_V = _table(_whole_steps(_RED_OF_V), _whole_steps(_GREEN_OF_V), _NOTHING)
_LEAST = float(_OF_U.min() + _OF_V.min())
_BYTES_OF_U = np.round((_OF_U - _OF_U.min()) * _FINENESS).astype(np.uint8)
_BYTES_OF_V = np.round((_OF_V - _OF_V.min()) * _FINENESS).astype(np.uint8)


def tint_of(u: Pixels, v: Pixels) -> Pixels:
    """What two colour planes of limited range add to the luminance, in hundredths of a grey value above the least.

    Args:
        u: the plane of the first colour difference.
        v: the plane of the second, of the same size.
    """
    every = max(1, u.shape[0] // _LEAST_ROWS)
    return looked_up_and_added(u[::every], _BYTES_OF_U, v[::every], _BYTES_OF_V)


def smoothed_tint(tint: Pixels) -> NDArray[np.float64]:
    """The same, smoothed as PDQ smooths luminance: 64 x 64, in grey values."""
    return shrink_fast(tint) / _FINENESS + _LEAST
