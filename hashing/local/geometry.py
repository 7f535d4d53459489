"""One movement of the plane that many pairs of features agree on.

Each pair of features alone says how the pictures lie to each other: its turn, its scale and its place. Every such
proposal is put to the vote of all pairs, the best is fitted to its voters, first as a similarity, then as an affine
movement. Nothing is drawn by lot, so that the same two pictures always give the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Chosen = NDArray[np.bool_]

_FEWEST_FOR_AFFINE = 6
_THINNEST = 1e4
"""Places that spread a hundred times less across than along lie on a line."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far pairs may miss a movement; lengths in 192nds of the second picture's shorter side.

    Attributes:
        proposed: of a proposal that rests on one pair alone.
        fitted: after the first fit.
        final: of the pairs that count.
        octaves, radians: how far a pair's own scale and turn may differ from the proposal's.
    """

    proposed: float = 16.0
    fitted: float = 8.0
    final: float = 4.0
    octaves: float = 0.6
    radians: float = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """A 2 x 3 matrix from the first picture's units to the second's, and which pairs follow it."""

    matrix: Floats
    follows: Chosen


@dataclass(frozen=True, slots=True, eq=False)
class Poses:
    """Paired features: places (in units), sizes and directions, row by row in both pictures."""

    from_places: Floats
    to_places: Floats
    from_sizes: Floats
    to_sizes: Floats
    from_angles: Floats
    to_angles: Floats


def common_movement(poses: Poses, tolerance: Tolerance, fewest: int) -> Movement | None:
    """The movement that most pairs follow; None if no proposal finds `fewest` pairs."""
    first = _best_proposal(poses, tolerance)
    if int(first.sum()) < fewest:
        return None
    matrix = _fit_similarity(poses, first)
    follows = _within(poses, matrix, tolerance.fitted)
    for limit in (tolerance.fitted, tolerance.final, tolerance.final):
        count = int(follows.sum())
        if count < fewest:
            return None
        fit = _fit_affine if count >= _FEWEST_FOR_AFFINE else _fit_similarity
        matrix = fit(poses, follows)
        follows = _within(poses, matrix, limit)
    return Movement(matrix, follows) if int(follows.sum()) >= fewest else None


def _best_proposal(poses: Poses, tolerance: Tolerance) -> Chosen:
    """The pairs that follow the proposal with most followers; of equals the first."""
    octaves = np.log2(poses.to_sizes / poses.from_sizes)
    turns = poses.to_angles - poses.from_angles
    scale = 2.0**octaves
    along, across = scale * np.cos(turns), scale * np.sin(turns)
    x, y = poses.from_places[:, 0], poses.from_places[:, 1]
    left = poses.to_places[:, 0] - (along * x - across * y)
    top = poses.to_places[:, 1] - (across * x + along * y)
    # Row: proposal; column: pair.
    miss_x = np.outer(along, x) - np.outer(across, y) + left[:, None] - poses.to_places[:, 0]
    miss_y = np.outer(across, x) + np.outer(along, y) + top[:, None] - poses.to_places[:, 1]
    follows = miss_x**2 + miss_y**2 <= tolerance.proposed**2
    follows &= np.abs(octaves[:, None] - octaves) <= tolerance.octaves
    turned = np.abs((turns[:, None] - turns + np.pi) % (2 * np.pi) - np.pi)
    follows &= turned <= tolerance.radians
    best: Chosen = follows[int(follows.sum(axis=1).argmax())]
    return best


def _within(poses: Poses, matrix: Floats, limit: float) -> Chosen:
    missed = poses.from_places @ matrix[:, :2].T + matrix[:, 2] - poses.to_places
    near: Chosen = (missed**2).sum(axis=1) <= limit**2
    return near


def _fit_similarity(poses: Poses, chosen: Chosen) -> Floats:
    """Least squares of turn, scale and place."""
    start, end = poses.from_places[chosen], poses.to_places[chosen]
    from_middle, to_middle = start.mean(axis=0), end.mean(axis=0)
    start, end = start - from_middle, end - to_middle
    # All at one place: moved without a turn.
    spread = float((start**2).sum()) or 1.0
    along = float((start * end).sum()) / spread or 1.0
    across = float((start[:, 0] * end[:, 1] - start[:, 1] * end[:, 0]).sum()) / spread
    turn = np.array([[along, -across], [across, along]])
    return np.hstack([turn, (to_middle - turn @ from_middle)[:, None]])


def _fit_affine(poses: Poses, chosen: Chosen) -> Floats:
    """Least squares of the six numbers; falls back to a similarity where the places lie on a line."""
    start, end = poses.from_places[chosen], poses.to_places[chosen]
    from_middle, to_middle = start.mean(axis=0), end.mean(axis=0)
    start, end = start - from_middle, end - to_middle
    (across, both), (_, down) = (start.T @ start).tolist()
    area = across * down - both * both
    if area * _THINNEST <= (across + down) ** 2:
        return _fit_similarity(poses, chosen)
    turn = (np.array([[down, -both], [-both, across]]) @ (start.T @ end) / area).T
    return np.hstack([turn, (to_middle - turn @ from_middle)[:, None]])
