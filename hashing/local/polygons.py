"""Plane figures by their corners: clipping, area, and which cells of a grid lie inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Point = tuple[float, float]
Polygon = tuple[Point, ...]

UNIT_SQUARE: Polygon = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
"""A whole picture, in shares of its width and height: upper left, upper right, lower right, lower left."""


def moved(polygon: Polygon, matrix: Floats) -> Polygon:
    """The polygon seen through a 2 x 3 matrix."""
    points = np.array(polygon) @ matrix[:, :2].T + matrix[:, 2]
    return tuple((float(x), float(y)) for x, y in points)


def inverse(matrix: Floats) -> Floats:
    """The 2 x 3 matrix that leads back."""
    turn = np.linalg.inv(matrix[:, :2])
    back: Floats = np.hstack([turn, -turn @ matrix[:, 2:]])
    return back


def inside_square(polygon: Polygon) -> Polygon:
    """The part of a convex polygon that lies in the unit square (Sutherland and Hodgman 1974); () if there is none."""
    for axis, limit, sign in ((0, 0.0, 1.0), (0, 1.0, -1.0), (1, 0.0, 1.0), (1, 1.0, -1.0)):
        polygon = _cut(polygon, axis, limit, sign)
    return polygon


def _cut(polygon: Polygon, axis: int, limit: float, sign: float) -> Polygon:
    kept: list[Point] = []
    for at, point in enumerate(polygon):
        before = polygon[at - 1]
        here, there = sign * (point[axis] - limit), sign * (before[axis] - limit)
        if (here >= 0.0) != (there >= 0.0):
            share = there / (there - here)
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if here >= 0.0:
            kept.append(point)
    return tuple(kept)


def area(polygon: Polygon) -> float:
    """The area of a polygon, without sign."""
    total = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(polygon, polygon[1:] + polygon[:1], strict=True))
    return abs(total) / 2.0


def rectangle(points: Floats) -> Polygon:
    """The smallest upright rectangle around points, given as rows."""
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def cells_inside(polygon: Polygon, side: int) -> NDArray[np.bool_]:
    """Which cells of a grid of side x side over the unit square have their middle in a convex polygon.

    The corners go round as in `UNIT_SQUARE`.
    """
    middles = (np.arange(side) + 0.5) / side
    x, y = middles[None, :], middles[:, None]
    inside = np.ones((side, side), dtype=np.bool_)
    for at, (x_to, y_to) in enumerate(polygon):
        x_from, y_from = polygon[at - 1]
        inside &= (x_to - x_from) * (y - y_from) - (y_to - y_from) * (x - x_from) >= 0.0
    return inside
