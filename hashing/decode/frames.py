"""What the further frames of an animation and the further pages of a file are handed on as, and how many at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hashing.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

MOST_FRAMES = 3_000
MOST_FRAME_PIXELS = 600_000_000
LARGEST_FRAME_PIXELS = 100_000_000
"""A composed frame needs several copies of itself, beside the picture that is held already."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One further frame or page.

    Attributes:
        number: as people count, from 1; the picture itself is number 1 where it belongs to the sequence.
        pixels: upright, 8 bits, grey (height x width) or RGB (height x width x 3); valid until the
            next one is asked for.
        time_s: when it is shown, in seconds from the start; None for pages.
        minor: a smaller rendering of the picture, as icons and TIFF files hold them: of interest only if it differs.
        wanted: to be kept in any case.
    """

    number: int
    pixels: NDArray[np.uint8]
    time_s: float | None = None
    minor: bool = False
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class DamagedFrame:
    """A frame or page that could not be decoded, and why."""

    number: int
    reason: str


class Budget:
    """How many frames, and how many pixels in all of them, are decoded at most."""

    def __init__(
        self,
        frames: int = MOST_FRAMES,
        pixels: int = MOST_FRAME_PIXELS,
        largest: int = LARGEST_FRAME_PIXELS,
    ) -> None:
        self._frames = frames
        self._pixels = pixels
        self._largest = largest
        self.reached: str | None = None

    def allows(self, width: int, height: int) -> bool:
        """Take a frame of this size out of the budget; False, with the reason in `reached`, where it does not fit."""
        pixels = width * height
        if self._frames <= 0:
            self.reached = phrase("the limit on the number of frames was reached")
        elif pixels > self._largest:
            self.reached = phrase(
                "{width} x {height} pixels, the limit for one is {largest} pixels",
                width=width,
                height=height,
                largest=self._largest,
            )
        elif pixels > self._pixels:
            self.reached = phrase("the limit on the pixels of all frames together was reached")
        else:
            self._frames -= 1
            self._pixels -= pixels
            return True
        return False


if TYPE_CHECKING:
    Further = Callable[[Budget], Iterator[Frame | DamagedFrame]]
