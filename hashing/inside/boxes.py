"""Rectangles, and the picture at the size on which they are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hashing.vision import grey, halved

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

LONGEST_SIDE = 640
"""The search works on halves of the picture until the longer side has at most so many pixels."""
SHORTEST_PART = 64
"""Parts with a shorter side, in pixels of the picture as decoded, are not looked at."""
SMALLEST_SHARE = 0.04
"""Nor are parts with less of the picture's area."""
GREY_DIMENSIONS = 2


class Box(NamedTuple):
    """Columns `left` to `right` and rows `top` to `bottom`, the latter not included."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def area(self) -> int:
        """Pixels."""
        return max(0, self.width) * max(0, self.height)

    def cut(self, picture: Pixels) -> Pixels:
        """This part of a picture, without a copy."""
        return picture[self.top : self.bottom, self.left : self.right]

    def moved(self, left: int, top: int) -> Box:
        """The same box seen from another corner."""
        return Box(self.left + left, self.top + top, self.right + left, self.bottom + top)

    def scaled(self, across: float, down: float) -> Box:
        """The same box on a picture of another size."""
        return Box(
            round(self.left * across), round(self.top * down), round(self.right * across), round(self.bottom * down)
        )


def alike(one: Box, other: Box, tolerance: float) -> bool:
    """True if no side differs by more than this share of the shorter side."""
    most = tolerance * min(one.width, one.height, other.width, other.height)
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def apart(one: Box, other: Box) -> bool:
    """True if the boxes share no more than a sliver: a tenth of the smaller."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0, width) * max(0, height) * 10 <= min(one.area, other.area)


@dataclass(frozen=True, slots=True)
class Work:
    """The picture as the search sees it.

    Attributes:
        picture: grey or RGB, longer side at most `LONGEST_SIDE`.
        luminance: its luminance.
        scale: pixels of the decoded picture for one of this.
        shortest: the shortest side of a part, in pixels of this picture.
        smallest: the smallest area of a part, likewise.
    """

    picture: Pixels
    luminance: Pixels
    scale: float
    shortest: int
    smallest: int

    @property
    def whole(self) -> Box:
        """All of it."""
        return Box(0, 0, self.picture.shape[1], self.picture.shape[0])

    def large_enough(self, box: Box) -> bool:
        """True if a part of this size is worth looking at."""
        return min(box.width, box.height) >= self.shortest and box.area >= self.smallest


def prepare(pixels: Pixels, small: Pixels) -> Work | None:
    """The picture at working size; None if it is too small to have parts.

    Args:
        pixels: the upright picture as decoded.
        small: the same, shrunk by a whole number.
    """
    if min(pixels.shape[:2]) < SHORTEST_PART:
        return None
    picture = small
    while max(picture.shape[:2]) > LONGEST_SIDE and min(picture.shape[:2]) > 1:
        picture = halved(picture)
    height, width = picture.shape[:2]
    scale = max(pixels.shape[:2]) / max(height, width)
    shortest = max(4, int(SHORTEST_PART / scale))
    return Work(picture, grey(picture), scale, shortest, max(16, int(SMALLEST_SHARE * height * width)))
