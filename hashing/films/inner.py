"""The film inside its bars: found on the way through the film, hashed on the same way as far as it was known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.films.bars import find_box
from hashing.films.keeping import frame_hash
from hashing.films.spread import Spread
from hashing.perceptual.folding import box_factor
from hashing.vision import halved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hashing.decode.luma import Luma
    from hashing.films.looking import Sight
    from hashing.values import FrameHash

    Pixels = NDArray[np.uint8]
    Box = tuple[int, int, int, int]

_LONGEST_SIDE = 640
_SHORTEST_SIDE = 2
_FRAMES = 24
_FIRST_LOOK = 6
_SAME_SHARE = 0.01


class InnerFilm:
    """Learns the box from some frames and hashes the kept frames inside it.

    Attributes:
        box: left, top, width, height in pixels of the upright frame, as far as it is known; None without bars.
        missing: the first so many kept frames have no inner hash yet, because the box was not known then.
    """

    def __init__(self) -> None:
        self.box: Box | None = None
        self.missing = 0
        self._shape: tuple[int, ...] | None = None
        self._factor = 1
        self._seen = 0
        self._look_at = _FIRST_LOOK
        self._spread: Spread[Pixels] = Spread(_FRAMES)
        self._hashes: list[FrameHash] = []
        self._kept = 0

    def learn(self, sight: Sight) -> None:
        """Take a frame into account. Frames of another size than the first are left out."""
        pixels = sight.luma.pixels
        if self._shape is None:
            self._shape = pixels.shape
            while max(pixels.shape) > self._factor * _LONGEST_SIDE:
                self._factor *= 2
        if pixels.shape != self._shape:
            return
        self._spread.offer(lambda: self._reduced(sight.luma))
        self._seen += 1
        if self._seen == self._look_at:
            self._look_at *= 2
            self._settle()

    def _reduced(self, luma: Luma) -> Pixels:
        """The frame in `_factor`, which is never smaller than that of the boxes that are there already."""
        pixels = luma.boxed
        for _ in range((self._factor // box_factor(*luma.pixels.shape)).bit_length() - 1):
            if min(pixels.shape) < _SHORTEST_SIDE:
                return np.empty((0, 0), dtype=np.uint8)
            pixels = halved(pixels)
        return pixels if self._factor > 1 else pixels.copy()

    def _settle(self) -> None:
        """Look for the box; if it is another one than before, hashes made so far are dropped."""
        found = self._full_size(find_box(self._spread.kept))
        changed = found is not self.box if found is None or self.box is None else not self._agree(found, self.box)
        if changed:
            self.box, self.missing, self._hashes = found, self._kept, []

    def _full_size(self, box: Box | None) -> Box | None:
        if box is None or self._shape is None or self._factor == 1:
            return box
        height, width = self._shape
        left, top, right, bottom = box[0], box[1], box[0] + box[2], box[1] + box[3]
        rows, columns = self._spread.kept[0].shape
        left, top = left * self._factor, top * self._factor
        right = width if right == columns else right * self._factor
        bottom = height if bottom == rows else bottom * self._factor
        return left, top, right - left, bottom - top

    def _agree(self, one: Box, two: Box) -> bool:
        height, width = self._shape or (1, 1)
        across, down = max(self._factor, _SAME_SHARE * width), max(self._factor, _SAME_SHARE * height)
        ends = zip(_edges(one), _edges(two), (across, down, across, down), strict=True)
        return all(abs(first - second) <= allowed for first, second, allowed in ends)

    def hashed(self, sight: Sight) -> FrameHash:
        """The hash inside the box; of the whole frame where it has another size than the others."""
        fits = self._shape == sight.luma.pixels.shape
        return frame_hash(sight.time_s, sight.luma.pdq(self.box) if fits else sight.pdq)

    def keep(self, sight: Sight) -> None:
        """A frame that is kept: hash it inside the box, if there is one."""
        self._kept += 1
        if self.box is not None:
            self._hashes.append(self.hashed(sight))

    def finish(self) -> bool:
        """Decide on the box; True if there is one and the first `missing` kept frames are to be looked at again."""
        self._settle()
        return self.box is not None and self.missing > 0

    def frames(self, earlier: Iterable[FrameHash]) -> tuple[FrameHash, ...]:
        """All inner hashes; `earlier` are those that were missing."""
        return (*earlier, *self._hashes) if self.box is not None else ()


def _edges(box: Box) -> tuple[int, int, int, int]:
    return box[0], box[1], box[0] + box[2], box[1] + box[3]
