"""The small pictures from which a film's strip is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hashing.films.spread import Spread
from hashing.thumbnail import PREVIEW_SIDE, STRIP_FRAMES
from hashing.vision import upright

if TYPE_CHECKING:
    import numpy as np
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]


def _small(frame: VideoFrame) -> Pixels:
    factor = min(1.0, PREVIEW_SIDE / max(frame.width, frame.height))
    width, height = max(1, round(frame.width * factor)), max(1, round(frame.height * factor))
    small = frame.reformat(width=width, height=height, format="rgb24", interpolation="AREA")
    return cast("Pixels", small.to_ndarray())


class Strip:
    """A few small frames spread evenly over a film."""

    def __init__(self) -> None:
        self._spread: Spread[Pixels] = Spread(STRIP_FRAMES)

    def offer(self, frame: VideoFrame, orientation: int) -> None:
        """Keep the frame if it is one of those wanted."""
        self._spread.offer(lambda: upright(_small(frame), orientation))

    def chosen(self) -> tuple[Pixels, ...]:
        """The small frames, in order."""
        return self._spread.chosen()
