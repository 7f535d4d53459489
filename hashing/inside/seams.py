"""Straight lines right across a picture: thin gutters, and edges where two pictures meet without one.

A photograph's own lines hardly ever run from end to end within one row or column of pixels; those of a collage do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hashing.vision import difference, line_counts, line_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hashing.inside.boxes import Pixels

    Profile = NDArray[np.float64]

STEP = 12
REACH = 3
LEAST_SHARE = 0.72
LEAST_MORE = 0.22
LEAST_TIMES = 1.7
MARGIN = 16
"""The first and last 1/16 of a side are no place for a seam."""
MOST_SEAMS = 4
UNIFORM = 6.0
SMOOTH = 0.45
LEAST_DETAIL = 1.0


def _lines(luminance: Pixels, reach: int, *, across: bool) -> tuple[Pixels, Pixels]:
    """Lines and those `reach` further on, every second pixel of each."""
    if across:
        return np.ascontiguousarray(luminance[::2, reach:]), np.ascontiguousarray(luminance[::2, :-reach])
    return np.ascontiguousarray(luminance[reach:, ::2]), np.ascontiguousarray(luminance[:-reach, ::2])


def _around(profile: Profile, place: int, reach: int) -> float:
    """The median beside a place, without the place itself."""
    beside = np.concatenate(
        (profile[max(0, place - reach) : max(0, place - REACH)], profile[place + REACH + 1 : place + reach])
    )
    return float(np.median(beside)) if beside.size else 0.0


def seams(luminance: Pixels, *, across: bool) -> list[int]:
    """Where one picture ends and the next begins: first columns (`across`) or rows of the next.

    Args:
        luminance: a part of the working picture.
        across: look for upright seams; else for level ones.
    """
    length = luminance.shape[1] if across else luminance.shape[0]
    margin = length // MARGIN
    if margin < REACH or min(luminance.shape) < 4 * REACH:
        return []
    axis = 0 if across else 1
    steps = difference(*_lines(luminance, REACH, across=across))
    share = line_counts(steps, STEP, across=across) / steps.shape[axis]
    places = np.flatnonzero(share >= LEAST_SHARE)
    places = places[(places >= margin) & (places < length - margin - REACH)]
    if places.size == 0:
        return []
    mean = line_means(steps, across=across)
    reach = max(8, length // 24)
    kept: list[int] = []
    for place in sorted((int(place) for place in places), key=lambda place: (-float(share[place]), place)):
        clear = share[place] - _around(share, place, reach) >= LEAST_MORE
        strong = mean[place] >= LEAST_TIMES * (_around(mean, place, reach) + 1)
        if clear and strong and all(abs(place - other) > reach for other in kept):
            kept.append(place)
        if len(kept) == MOST_SEAMS:
            break
    return sorted(place + (REACH + 1) // 2 for place in kept)


class Edge(NamedTuple):
    """How an edge looks in the decoded picture.

    Attributes:
        place: first line after it.
        share: share of its length along which neighbouring lines differ.
        abruptness: how much of the whole step is done between two neighbouring lines.
    """

    place: int
    share: float
    abruptness: float


def edge_near(luminance: Pixels, *, across: bool) -> Edge:
    """The strongest edge of a narrow strip of the decoded picture's luminance, at least 8 lines wide.

    A lens and a demosaiced sensor spread an edge over several pixels, and no wall stands perfectly upright: there the
    share is low or the step is not abrupt. Where two pictures were put together, it is done within one pixel.
    """
    axis = 0 if across else 1
    steps = difference(*_lines(luminance, 1, across=across))
    mean = line_means(steps, across=across)
    inner = mean[1:-1]
    best = int(inner.argmax()) + 1
    wide = line_means(difference(*_lines(luminance, REACH, across=across)), across=across)
    whole = float(wide[min(best - 1, wide.size - 1)])
    share = np.count_nonzero(np.take(steps, best, axis=1 - axis) >= STEP) / steps.shape[axis]
    return Edge(best + 1, share, float(mean[best]) / max(whole, 1.0))


def gutter(luminance: Pixels, *, across: bool) -> int | None:
    """A uniform line inside, with something less uniform close by on both sides; None if there is none."""
    lines = (luminance[::2] if across else luminance[:, ::2]).astype(np.float32)
    axis = 0 if across else 1
    mean = lines.mean(axis=axis)
    spread = np.sqrt(np.maximum(0.0, np.square(lines).mean(axis=axis) - np.square(mean)))
    near = 2 + spread.size // 24
    margin = max(near, spread.size // MARGIN)
    places = np.flatnonzero(spread[margin : spread.size - margin] <= UNIFORM) + margin
    if places.size == 0:
        return None
    most = np.lib.stride_tricks.sliding_window_view(spread, near).max(axis=1)
    beside = np.minimum(most[places - near], most[places + 1])
    found = places[beside > 3 * np.maximum(spread[places], UNIFORM / 2)]
    return int(found[0]) if found.size else None


def blurred_bars(luminance: Pixels, *, across: bool) -> tuple[int, int] | None:
    """First line of the detailed middle and first line after it, where smooth bars of one width lie on both sides.

    Args:
        luminance: a part of the working picture.
        across: bars on the left and right; else above and below.
    """
    if min(luminance.shape) < 4 * MARGIN:
        return None
    # Differences along the lines, so that the edge itself does not count.
    detail = line_means(difference(*_lines(luminance, 1, across=not across)), across=across)
    rim = detail.size // MARGIN
    middle = float(np.median(detail[detail.size * 2 // 5 : detail.size * 3 // 5]))
    if middle <= LEAST_DETAIL or max(detail[:rim].mean(), detail[-rim:].mean()) > SMOOTH * middle:
        return None
    loud = np.flatnonzero(detail > SMOOTH * middle)
    guesses = [2 * int(loud[0]), 2 * (detail.size - 1 - int(loud[-1]))]
    length = luminance.shape[1 if across else 0]
    for seam in seams(luminance, across=across):
        guesses += [seam, length - seam]
    for guess in guesses:
        if 2 * rim <= guess <= length * 2 // 5 and _smooth_outside(detail, guess // 2):
            return guess, length - guess
    return None


def _smooth_outside(detail: Profile, bar: int) -> bool:
    """True if both bars of this width are much smoother than what lies between them, right up to its edges."""
    outside = max(float(np.median(detail[:bar])), float(np.median(detail[-bar:])))
    rims = (detail[bar + 1 : bar + 6].mean(), detail[-bar - 6 : -bar - 1].mean())
    before = (detail[max(0, bar - 6) : bar - 1].mean(), detail[-bar + 1 : detail.size - bar + 6].mean())
    inside = float(np.median(detail[bar:-bar]))
    return outside <= SMOOTH * inside and all(low <= 0.7 * high for low, high in zip(before, rims, strict=True))
