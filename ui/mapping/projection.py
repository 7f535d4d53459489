"""From degrees to points of a map and back: the square of Web Mercator, in which tiles are cut.

A world is `WORLD` points wide at scale 0 and twice as wide at each further one. Places beyond 85 degrees of latitude
stand at the edge of the square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.charting import Bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORLD = 256
LIMIT = 85.0511287798
"""Degrees of latitude at the edge of the square."""
LARGEST = 19
FULL_TURN = 360.0


def across_of(longitude: float) -> float:
    """How far right a longitude lies, from 0 to 1."""
    return (longitude + 180) / FULL_TURN


def down_of(latitude: float) -> float:
    """How far down a latitude lies, from 0 to 1."""
    radians = math.radians(min(max(latitude, -LIMIT), LIMIT))
    return (1 - math.asinh(math.tan(radians)) / math.pi) / 2


def down_of_all(latitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    """`down_of` for many."""
    radians = np.radians(np.clip(latitudes, -LIMIT, LIMIT))
    found: NDArray[np.float64] = (1 - np.arcsinh(np.tan(radians)) / math.pi) / 2
    return found


def longitude_at(across: float) -> float:
    """The longitude at a share of the width."""
    return across * FULL_TURN - 180


def latitude_at(down: float) -> float:
    """The latitude at a share of the height."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))


@dataclass(frozen=True, slots=True)
class View:
    """What a map of some size shows.

    Attributes:
        across, down: what is in the middle, as shares of the world's square.
        scale: from 0 to `LARGEST`.
        width, height: in points.
    """

    across: float = 0.5
    down: float = 0.5
    scale: int = 1
    width: int = 640
    height: int = 400

    @property
    def world(self) -> int:
        """How many points the world is wide."""
        return WORLD << self.scale

    def x(self, across: float) -> float:
        """Where a share of the width lies."""
        return (across - self.across) * self.world + self.width / 2

    def y(self, down: float) -> float:
        """Where a share of the height lies."""
        return (down - self.down) * self.world + self.height / 2

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The shares of the world at a point."""
        return self.across + (x - self.width / 2) / self.world, self.down + (y - self.height / 2) / self.world

    def bounds_of(self, left: float, top: float, right: float, bottom: float) -> Bounds:
        """The part of the globe in a rectangle of points; what lies beyond the square's edge belongs to it."""
        west, north = self.at(left, top)
        east, south = self.at(right, bottom)
        return Bounds(
            max(-180.0, longitude_at(west)), -90.0 if south >= 1 else latitude_at(south),
            min(180.0, longitude_at(east)), 90.0 if north <= 0 else latitude_at(north),
        )  # fmt: skip

    @property
    def bounds(self) -> Bounds:
        """The part of the globe that is seen."""
        return self.bounds_of(0, 0, self.width, self.height)

    def moved(self, x: float, y: float) -> View:
        """The view so many points further right and down; the middle stays on the globe."""
        across, down = self.across + x / self.world, self.down + y / self.world
        return replace(self, across=min(max(across, 0.0), 1.0), down=min(max(down, 0.0), 1.0))

    def zoomed(self, steps: int, x: float | None = None, y: float | None = None) -> View:
        """A larger map, or a smaller one; what is at a point (else in the middle) stays there."""
        scale = min(max(self.scale + steps, 0), LARGEST)
        left, top = self.width / 2 if x is None else x, self.height / 2 if y is None else y
        held = self.at(left, top)
        made = replace(self, scale=scale)
        here = made.at(left, top)
        return replace(
            made,
            across=min(max(made.across + held[0] - here[0], 0.0), 1.0),
            down=min(max(made.down + held[1] - here[1], 0.0), 1.0),
        )

    def resized(self, width: int, height: int) -> View:
        """The same middle in another size."""
        return replace(self, width=max(1, width), height=max(1, height))

    def around(self, bounds: Bounds) -> View:
        """The largest scale at which a part of the globe is seen whole, with some room, up to that of a street."""
        left, right = across_of(bounds.west), across_of(bounds.east)
        top, bottom = down_of(bounds.north), down_of(bounds.south)
        wide, high = max(right - left, 1e-9), max(bottom - top, 1e-9)
        room = 0.8 * min(self.width / wide, self.height / high) / WORLD
        scale = min(max(math.floor(math.log2(max(room, 1.0))), 0), LARGEST - 4)
        return replace(self, across=(left + right) / 2, down=(top + bottom) / 2, scale=scale)
