"""What a child sends back of an item that somebody looks at: raw pixels and plain facts, never a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_PIXELS = 16_000_000
"""A picture is shown with at most so many pixels; a larger one is shrunk, and the window says to what share."""
MOST_PAGE_BYTES = 32 * 1024 * 1024
"""Frames of a film come in pages of at most so many bytes, or of one frame."""
COARSE_SIDE = 12
"""The longest side of a picture in which nothing is to be recognised, in pixels: that of the stored mosaics."""


class Way(StrEnum):
    """Which frames are wanted: the one on the screen at a time, the one before it, or those that follow."""

    AT = "at"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Pixels:
    """Rows of RGB, 8 bits a channel, from the top left, nothing between the rows."""

    width: int
    height: int
    rgb: bytes

    @property
    def is_sound(self) -> bool:
        """Whether the bytes are as many as the sides say, and not too many. Nothing else is to be drawn."""
        sides = self.width > 0 and self.height > 0 and self.width * self.height <= MOST_PIXELS
        return sides and len(self.rgb) == self.width * self.height * 3


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What is known of a film before it is played: length in seconds (None: not declared), frames in a second."""

    duration_s: float | None
    rate: float


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture, page or frame as it is to be drawn.

    Attributes:
        pixels: upright; smaller than the picture where that has too many.
        width, height: of the upright picture at its full size.
        number: which page or frame of an animation this is, from 1.
        count: how many there are as the file declares, None where it does not say.
        time_s: presentation time of a frame in seconds from the start, None for what has none.
        film: set for films.
        note: what is wrong with it, for people; "" if nothing.
    """

    pixels: Pixels
    width: int
    height: int
    number: int = 1
    count: int | None = None
    time_s: float | None = None
    film: FilmFacts | None = None
    note: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it can be drawn."""
        return self.pixels.is_sound and self.width > 0 and self.height > 0


@dataclass(frozen=True, slots=True)
class NotShown:
    """Why there is nothing to show, as a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class FilmPage:
    """Some frames of a film in order of presentation; `ended` if the last of them is the film's last."""

    frames: tuple[Shown, ...]
    ended: bool

    @property
    def is_sound(self) -> bool:
        """Whether all of it can be drawn."""
        small = sum(len(frame.pixels.rgb) for frame in self.frames) <= MOST_PAGE_BYTES
        return (small or len(self.frames) == 1) and all(frame.is_sound for frame in self.frames)


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two pictures, the first also laid onto the second by the movement found.

    Attributes:
        first, second: as they are, fitted to the same bound.
        laid: the first in the pixels of the second, black where the first does not reach.
        difference: how far their brightness differs beyond a common change; black where equal, dark grey outside.
        by: "features", "orientation" or "" where only the sides were made equal.
        finding: of the local features, as `compare` says it; "" where they agree nowhere.
        matched, considered: features that follow the movement, and pairs that look alike.
        coverage_first, coverage_second, alike: shares, 0 to 1.
        orientation: of the first to the second where `by` is "orientation".
        mirrored: whether the movement mirrors.
    """

    first: Pixels
    second: Pixels
    laid: Pixels
    difference: Pixels
    by: str = ""
    finding: str = ""
    matched: int = 0
    considered: int = 0
    coverage_first: float = 0.0
    coverage_second: float = 0.0
    alike: float = 0.0
    orientation: str = ""
    mirrored: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether all four can be drawn."""
        return all(one.is_sound for one in (self.first, self.second, self.laid, self.difference))
