"""Local features of some frames, spread over a film: by them its crops are found where both films are at hand.

A frame is taken for each step of time; the step doubles whenever there are more than `MOST_FRAMES`. The first step
begins with the film, so a copy that runs as long gives frames of the same times, whatever its rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from hashing.films.keeping import in_microseconds
from hashing.films.looking import STEADY_QUALITY
from hashing.local.extraction import LONGEST_SIDE, SHORTEST_SIDE, extract
from hashing.values import FrameFeatures
from hashing.vision import upright

if TYPE_CHECKING:
    import numpy as np
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

    from hashing.films.looking import Sight

    Pixels = NDArray[np.uint8]

MOST_FRAMES = 64
FIRST_STEP_S = 0.125
_TOLERANCE_S = 0.0005


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A frame that may be taken; `grey` is None where it has too little detail to say anything."""

    time_s: float
    grey: Pixels | None


def _grey(frame: VideoFrame) -> Pixels:
    width, height = frame.width, frame.height
    factor = min(1.0, SHORTEST_SIDE / min(width, height), LONGEST_SIDE / max(width, height))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    small = frame.reformat(width=size[0], height=size[1], format="gray", interpolation="AREA")
    return cast("Pixels", small.to_ndarray())


class FeaturedFrames:
    """The frames of a film of which local features are kept."""

    def __init__(self) -> None:
        self._step = FIRST_STEP_S
        self._held: list[_Held] = []

    def offer(self, sight: Sight, orientation: int) -> None:
        """Hold the frame if it is the first of its step.

        Args:
            sight: a frame that is due, later than those before.
            orientation: EXIF's number for how a player turns the film.
        """
        if self._held and self._place(sight.time_s) == self._place(self._held[-1].time_s):
            return
        tells = sight.pdq.quality >= STEADY_QUALITY
        self._held.append(_Held(sight.time_s, upright(_grey(sight.frame), orientation) if tells else None))
        while len(self._held) > MOST_FRAMES:
            self._step *= 2
            first: dict[int, _Held] = {}
            for one in self._held:
                first.setdefault(self._place(one.time_s), one)
            self._held = list(first.values())

    def features(self) -> tuple[FrameFeatures, ...]:
        """The local features of the frames that have some, in order; at most `MOST_FRAMES`."""
        found = ((one.time_s, extract(one.grey)) for one in self._held if one.grey is not None)
        return tuple(FrameFeatures(in_microseconds(time_s), value) for time_s, value in found if value is not None)

    def _place(self, time_s: float) -> int:
        return int((time_s + _TOLERANCE_S) / self._step)
