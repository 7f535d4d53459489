"""The uniform colour around a picture, and the rectangles that stand on it.

The picture is cut along its empty rows and columns, those that show nothing but the ground, again and again until
nothing is left to cut ("X-Y cut": Nagy and Seth 1984, known from the reading of printed pages).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from hashing.inside.boxes import Box
from hashing.vision import at_most, difference, farthest, line_means, line_sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hashing.inside.boxes import Pixels

    Profile = NDArray[np.float64]

LINE_TOLERANCE = 10
LINE_SHARE = 0.8
"""So much of an outermost line must show one colour for that colour to be taken for a ground."""
STEP = 12
"""A difference in grey values that counts as a step from ground to picture."""
REACH = 2
"""How far to both sides of an edge the step is measured, in pixels of the working picture."""
MOST_CUTS = 200


@dataclass(frozen=True, slots=True)
class Strictness:
    """How like the ground a pixel must be (grey values), and how much of an empty line the ground must fill."""

    tolerance: int
    empty: float


STRICT = Strictness(4, 0.985)
USUAL = Strictness(10, 0.94)
LOOSE = Strictness(24, 0.88)
"""For patterned grounds, and for lines of small print."""
EVERY = (STRICT, USUAL, LOOSE)


def line_colour(line: Pixels) -> tuple[int, ...] | None:
    """The colour of a line of pixels, if nearly all of it has one."""
    channels = np.ascontiguousarray(line.reshape(line.shape[0], -1).T)
    low, high = (channels.shape[1] - 1) // 2, channels.shape[1] // 2
    ordered = np.partition(channels, (low, high), axis=1)
    # Twice the median of each channel, in whole numbers.
    twice = ordered[:, low, np.newaxis].astype(np.int16) + ordered[:, high, np.newaxis]
    like = (np.abs(2 * channels.astype(np.int16) - twice) <= 2 * LINE_TOLERANCE).all(axis=0)
    return tuple((twice.ravel() // 2).tolist()) if np.count_nonzero(like) / like.size >= LINE_SHARE else None


def ground_colours(picture: Pixels, inset: int) -> tuple[tuple[int, ...], ...]:
    """The colours of the outermost lines, those that differ.

    Args:
        picture: a part of the working picture.
        inset: how many lines to leave out: the first line of a part is often mixed with what was outside.
    """
    if min(picture.shape[:2]) <= 2 * inset + 4:
        return ()
    inner = picture[inset : picture.shape[0] - inset, inset : picture.shape[1] - inset]
    kept: list[tuple[int, ...]] = []
    for line in (inner[0], inner[-1], inner[:, 0], inner[:, -1]):
        found = line_colour(line)
        if found is not None and all(max(abs(a - b) for a, b in zip(found, one, strict=True)) > 4 for one in kept):  # noqa: PLR2004 - STRICT
            kept.append(found)
    return tuple(kept)


def _runs(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and next-to-last place of every run of True."""
    padded = np.zeros(filled.size + 2, dtype=np.bool_)
    padded[1:-1] = filled
    edges = np.flatnonzero(padded[1:] != padded[:-1]).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def cut_apart(mask: Pixels, empty: float, shortest: int) -> list[Box]:
    """The rectangles between empty rows and columns.

    Args:
        mask: 255 where the ground shows.
        empty: share of a line that the ground fills in an empty one.
        shortest: rectangles with a shorter side are left out.
    """
    height, width = mask.shape
    waiting = [(Box(0, 0, width, height), True, False)]
    done: list[Box] = []
    for _ in range(MOST_CUTS):
        if not waiting:
            break
        box, rows, settled = waiting.pop()
        length = box.height if rows else box.width
        profile = line_sums(box.cut(mask), across=not rows) / (box.width if rows else box.height) / 255.0
        pieces = [run for run in _runs(profile < empty) if run[1] - run[0] >= shortest]
        if pieces == [(0, length)]:
            if settled:
                done.append(box)
            else:
                waiting.append((box, not rows, True))
            continue
        for start, end in reversed(pieces):
            piece = Box(0, start, box.width, end) if rows else Box(start, 0, end, box.height)
            waiting.append((piece.moved(box.left, box.top), not rows, False))
    return done


def snap(picture: Pixels, box: Box, bounds: Box, reach: int) -> Box:
    """Every side that does not lie on the bounds moved to the strongest edge within reach."""
    left, right = _edge(picture, box, bounds, reach, across=True)
    top, bottom = _edge(picture, box, bounds, reach, across=False)
    return Box(left, top, right, bottom)


def _edge(picture: Pixels, box: Box, bounds: Box, reach: int, *, across: bool) -> tuple[int, int]:
    """Where two opposite sides of a box lie best."""
    span = (box.top, box.bottom) if across else (box.left, box.right)
    rim = (span[1] - span[0]) // 16
    low, high = span[0] + rim, span[1] - rim
    found = []
    for place, end in (
        (box[0 if across else 1], bounds[0 if across else 1]),
        (box[2 if across else 3], bounds[2 if across else 3]),
    ):
        if place == end:
            found.append(place)
            continue
        first = max(bounds[0 if across else 1] + 1, place - reach)
        last = min(bounds[2 if across else 3] - 1, place + reach)
        strip = picture[low:high, first - 1 : last + 1] if across else picture[first - 1 : last + 1, low:high]
        if across:
            strip = strip.swapaxes(0, 1)
        strip = np.ascontiguousarray(strip)
        steps = line_means(difference(strip[1:], strip[:-1]).reshape(strip.shape[0] - 1, -1), across=False)
        found.append(first + int(steps.argmax()) if steps.size else place)
    return found[0], found[1]


def _steps(one: Pixels, other: Pixels) -> NDArray[np.bool_]:
    """Where two lines of pixels differ."""
    apart = difference(np.ascontiguousarray(one), np.ascontiguousarray(other)).reshape(one.shape[0], -1)
    # The maximum of one or three columns is quicker than that of many rows of one or three.
    result: NDArray[np.bool_] = reduce(np.maximum, apart.T) >= STEP
    return result


def support(picture: Pixels, box: Box, bounds: Box) -> tuple[float, float, float, float]:
    """For each side (left, top, right, bottom) the share along which there is a step; 1 where it lies on the bounds."""
    shares = []
    for side in range(4):
        if box[side] == bounds[side]:
            shares.append(1.0)
            continue
        across, before = side % 2 == 0, side < 2  # noqa: PLR2004 - left and top
        low, high = (box.top, box.bottom) if across else (box.left, box.right)
        lines = (picture.swapaxes(0, 1) if across else picture)[:, low:high]
        ends = (bounds.left, bounds.right - 1) if across else (bounds.top, bounds.bottom - 1)
        outside = max(ends[0], box[side] - REACH) if before else min(ends[1], box[side] + REACH - 1)
        inside = range(box[side], box[side] + REACH + 1) if before else range(box[side] - REACH - 1, box[side])
        # A thin frame may stand around the picture: the step may come one or two lines further in.
        stepped = [_steps(lines[outside], lines[place]) for place in inside if ends[0] <= place <= ends[1]]
        shares.append(float(np.logical_or.reduce(stepped).mean()) if stepped else 0.0)
    return shares[0], shares[1], shares[2], shares[3]


def masks_of(
    picture: Pixels, colour: tuple[int, ...], strictnesses: tuple[Strictness, ...]
) -> Iterator[tuple[Strictness, Pixels]]:
    """For each strictness 255 where the ground shows."""
    away = farthest(picture, colour)
    for strictness in strictnesses:
        yield strictness, at_most(away, strictness.tolerance)
