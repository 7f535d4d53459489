"""Which of the frames that were looked at are kept: neighbours that hardly differ are kept once and counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hashing.perceptual.distance import hamming
from hashing.values import FrameHash

if TYPE_CHECKING:
    from hashing.perceptual.pdq import Pdq

SAME_BITS = 2
_TIME_DECIMALS = 6


def in_microseconds(time_s: float) -> float:
    """A time as it is kept."""
    return round(time_s, _TIME_DECIMALS)


def frame_hash(time_s: float, pdq: Pdq) -> FrameHash:
    """A frame with its hash, its time on the grid of microseconds."""
    return FrameHash(in_microseconds(time_s), pdq.value, pdq.quality, pdq.orientations)


class Kept:
    """The frames of a film that are kept so far."""

    def __init__(self) -> None:
        self._frames: list[FrameHash] = []
        self._last: tuple[FrameHash, int] | None = None

    def __len__(self) -> int:
        return len(self._frames) + (self._last is not None)

    def offer(self, time_s: float, pdq: Pdq) -> bool:
        """Keep a frame; False if it is no other picture than the last kept one, which then stands for one more."""
        if self._last is not None:
            frame, count = self._last
            if hamming(frame.pdq, pdq.value) <= SAME_BITS:
                self._last = (frame, count + 1)
                return False
            self._frames.append(replace(frame, count=count))
        self._last = (frame_hash(time_s, pdq), 1)
        return True

    def frames(self) -> tuple[FrameHash, ...]:
        """All of them, in order."""
        if self._last is None:
            return ()
        frame, count = self._last
        return (*self._frames, replace(frame, count=count))
