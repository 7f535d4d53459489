"""Looking at a film as densely as it changes.

Frames that are due are always looked at. Where two of them differ by more than `CHANGED_BITS`, the frames held ready
between them are looked at, too, by halves, until neighbours are close or none is left between them. So still scenes
cost little, and moving scenes are hashed so densely that any frame of a copy has a near neighbour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hashing.decode.film import FILM_ERRORS, display_orientation
from hashing.decode.luma import luma_of
from hashing.perceptual.distance import hamming
from hashing.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from av.video.frame import VideoFrame

    from hashing.decode.luma import Luma
    from hashing.decode.sampling import Candidate, Progress
    from hashing.decode.sparing import Pace
    from hashing.perceptual.pdq import Pdq

CHANGED_BITS = 40
"""Where neighbours differ by more, another frame is looked at between them; up to that, one of them is near enough."""

STEADY_QUALITY = 50
"""Below this quality hashes of equal pictures differ as much: no frame is looked at for their sake."""

CLEAR_QUALITY = 80
"""From this quality on hashes of equal pictures hardly differ. Where frames are less clear, a film is never calm."""


MOST_SIZES = 8
"""So many sizes of frames are told of a film in which it changes."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A frame that was looked at."""

    time_s: float
    due: bool
    frame: VideoFrame
    luma: Luma
    pdq: Pdq


class TooLargeError(Exception):
    """A frame has more pixels than the recipe allows."""

    def __init__(self, width: int, height: int, time_s: float) -> None:
        super().__init__(
            phrase("a frame of {width} x {height} pixels at {time_s:.1f} s", width=width, height=height, time_s=time_s)
        )


class Eye:
    """Decodes and hashes frames; the first one says how all of them are turned.

    Attributes:
        orientation: EXIF's number for how a player turns the film; 1 before the first frame.
        missed: neighbours differed, and there was no frame between them to look at.
        sizes: width and height of the frames as stored, each size once, at most `MOST_SIZES` of them.
    """

    def __init__(self, max_pixels: int, progress: Progress) -> None:
        self._max_pixels = max_pixels
        self._progress = progress
        self._opened = False
        self.orientation = 1
        self.missed = False
        self.sizes: list[tuple[int, int]] = []

    def see(self, candidate: Candidate) -> Sight | None:
        """Look at one frame; None where it cannot be had, which is noted.

        Raises:
            TooLargeError: if it is larger than allowed.
        """
        try:
            frame = candidate.picture()
            if frame.width * frame.height > self._max_pixels:
                raise TooLargeError(frame.width, frame.height, candidate.time_s)
            if not self._opened:
                self._opened, self.orientation = True, display_orientation(frame)
            if (frame.width, frame.height) not in self.sizes and len(self.sizes) < MOST_SIZES:
                self.sizes.append((frame.width, frame.height))
            luma = luma_of(frame, self.orientation)
            return Sight(candidate.time_s, candidate.due, frame, luma, luma.pdq())
        except FILM_ERRORS as error:
            self._progress.refuse(error)
            return None


def _changed(before: Sight, after: Sight) -> bool:
    if max(before.pdq.quality, after.pdq.quality) < STEADY_QUALITY:
        return False
    return hamming(before.pdq.value, after.pdq.value) > CHANGED_BITS


def _between(before: Sight, ready: Sequence[Candidate], after: Sight, eye: Eye) -> Iterator[Sight]:
    if not _changed(before, after):
        return
    if not ready:
        eye.missed = True
        return
    middle = len(ready) // 2
    found = eye.see(ready[middle])
    yield from _between(before, ready[:middle], found or after, eye)
    if found is not None:
        yield found
    yield from _between(found or before, ready[middle + 1 :], after, eye)


def looked_at(candidates: Iterable[Candidate], eye: Eye, dense: Callable[[], bool], pace: Pace) -> Iterator[Sight]:
    """The frames that are worth a look, in order; only those that are due as soon as `dense` says no.

    Args:
        candidates: frames that may be looked at.
        eye: looks at them.
        dense: whether frames between those that are due are wanted.
        pace: is told whether all of them were needed.
    """
    last: Sight | None = None
    ready: list[Candidate] = []
    for candidate in candidates:
        if not candidate.due:
            if dense():
                ready.append(candidate)
            continue
        sight = eye.see(candidate)
        if sight is None:
            continue
        if last is not None:
            eye.missed, looks = False, 0
            for between in _between(last, ready, sight, eye):
                looks += 1
                yield between
            clear = min(last.pdq.quality, sight.pdq.quality) >= CLEAR_QUALITY
            pace.note(looks, enough=clear and not (eye.missed and dense()))
        yield sight
        last, ready = sight, []
    if last is not None and ready:
        sight = eye.see(ready[-1])
        if sight is not None:
            yield from _between(last, ready[:-1], sight, eye)
            yield sight
