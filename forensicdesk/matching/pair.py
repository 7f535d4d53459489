"""Two analyses side by side: every distance between their hashes, view by view, and stills against film frames."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hashing.local.pairing import distances as all_distances
from hashing.perceptual.distance import bits_of, distance, unit_of
from hashing.values import ORIENTATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from forensicdesk.matching.policy import Policy
    from hashing.values import Analysis, Film, FrameHash, PerceptualHash

MOST_VIEWS = 256
"""So many views of a picture are held against those of another; what is beyond is said."""
SHOWN_PAIRS = 20
"""So many pairs of views, frames or time ranges are given, the closest first."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far two hashes of whole pictures are apart; `orientation` is the closest of the query's eight.

    `bits` is the largest distance there is, in `unit`s: bits, or the first picture's segments.
    """

    algorithm: str
    distance: int
    bits: int
    unit: str
    threshold: int
    orientation: str | None


@dataclass(frozen=True, slots=True)
class ViewDistance:
    """PDQ of a view of A against a view of B; the name "" is the picture as a whole."""

    view_a: str
    view_b: str
    distance: int
    quality_a: int
    quality_b: int
    orientation: str


@dataclass(frozen=True, slots=True)
class FrameDistance:
    """A view of a picture against a film frame; `inner` if the frame's borders were taken off."""

    time_s: float
    distance: int
    quality: int
    view: str
    orientation: str
    inner: bool


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Neighbouring sampled frames that are all within the threshold; times of the first and of the last."""

    from_s: float
    to_s: float
    closest: int
    frames: int


@dataclass(frozen=True, slots=True)
class StillInFilm:
    """A picture against a film.

    Attributes:
        film: which of the two files is the film, "a" or "b".
        threshold: frames within this distance count for the ranges.
        considered: frames that are good enough to be compared.
        frames: the closest ones.
        ranges: when the film shows the picture.
    """

    film: str
    threshold: int
    considered: int
    frames: tuple[FrameDistance, ...]
    ranges: tuple[TimeRange, ...]


def whole_distances(one: Analysis, two: Analysis, policy: Policy) -> Iterator[Distance]:
    """The distance of every hash that both pictures have as a whole, computed in the same way."""
    for query in one.perceptual:
        for reference in two.perceptual:
            if _is_comparable(query, reference) and not query.view and not reference.view:
                yield _closest(query, reference, policy)


def _is_comparable(query: PerceptualHash, reference: PerceptualHash) -> bool:
    return (query.algorithm, query.version, query.parameters) == (
        reference.algorithm,
        reference.version,
        reference.parameters,
    )


def _closest(query: PerceptualHash, reference: PerceptualHash, policy: Policy) -> Distance:
    variants = query.orientations or (query.value,)
    distances = [distance(query.algorithm, variant, reference.value) for variant in variants]
    best = min(range(len(distances)), key=distances.__getitem__)
    return Distance(
        algorithm=query.algorithm,
        distance=distances[best],
        bits=bits_of(query.algorithm, query.value),
        unit=unit_of(query.algorithm),
        threshold=policy.threshold(query.algorithm),
        orientation=ORIENTATIONS[best] if query.orientations else None,
    )


def views_of(analysis: Analysis) -> list[PerceptualHash]:
    """The PDQ hashes of the picture and of its views that say something, in their order."""
    return [
        value
        for value in analysis.perceptual
        if value.algorithm == "pdq" and value.quality and not value.weak and any(value.value)
    ]


def view_distances(one: Analysis, two: Analysis) -> tuple[ViewDistance, ...]:
    """Every view of the first, turned into its orientations, against every view of the second: the closest first."""
    ours, theirs = views_of(one)[:MOST_VIEWS], views_of(two)[:MOST_VIEWS]
    ours = [query for query in ours if any(_is_comparable(query, reference) for reference in theirs)]
    if not ours or not theirs:
        return ()
    apart, turns = _turned(ours, _rows([value.value for value in theirs]))
    order = np.argsort(apart, axis=None, kind="stable")[:SHOWN_PAIRS]
    places = [(int(at) // len(theirs), int(at) % len(theirs)) for at in order]
    return tuple(
        ViewDistance(
            view_a=ours[row].view,
            view_b=theirs[column].view,
            distance=int(apart[row, column]),
            quality_a=ours[row].quality or 0,
            quality_b=theirs[column].quality or 0,
            orientation=ORIENTATIONS[int(turns[row, column])],
        )
        for row, column in places
    )


def _rows(values: Sequence[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(values), dtype=np.uint8).reshape(len(values), -1)


def _turned(
    queries: Sequence[PerceptualHash], references: NDArray[np.uint8]
) -> tuple[NDArray[np.uint16], NDArray[np.intp]]:
    """The distance in the closest orientation, and which that is, for every query (row) and reference (column)."""
    variants = [query.orientations or (query.value,) * len(ORIENTATIONS) for query in queries]
    flat = all_distances(_rows([value for turned in variants for value in turned]), references)
    by_turn = flat.reshape(len(queries), len(ORIENTATIONS), len(references))
    return by_turn.min(axis=1), by_turn.argmin(axis=1)


def still_in_film(picture: Analysis, film: Film, which: str, policy: Policy) -> StillInFilm | None:
    """A picture's views against a film's frames; None if the picture has no hash that says something.

    Args:
        picture: the analysis of the picture.
        film: the film.
        which: "a" or "b", the file that the film is.
        policy: its gate of quality and its threshold for frames.
    """
    views = views_of(picture)[:MOST_VIEWS]
    frames = [
        (frame, inner)
        for inner, some in ((False, film.frames), (True, film.inner))
        for frame in some
        if frame.quality >= policy.frame_quality and any(frame.pdq)
    ]
    if not views:
        return None
    if not frames:
        return StillInFilm(which, policy.frame_distance, 0, (), ())
    apart, turns = _turned(views, _rows([frame.pdq for frame, _ in frames]))
    rows, closest = apart.argmin(axis=0), apart.min(axis=0)
    found = [
        FrameDistance(
            time_s=frames[at][0].time_s,
            distance=int(closest[at]),
            quality=frames[at][0].quality,
            view=views[rows[at]].view,
            orientation=ORIENTATIONS[int(turns[rows[at], at])],
            inner=frames[at][1],
        )
        for at in np.argsort(closest, kind="stable")[:SHOWN_PAIRS].tolist()
    ]
    return StillInFilm(
        film=which,
        threshold=policy.frame_distance,
        considered=len(frames),
        frames=tuple(found),
        ranges=_ranges(frames, closest, policy.frame_distance),
    )


def _ranges(
    frames: Sequence[tuple[FrameHash, bool]], apart: NDArray[np.uint16], threshold: int
) -> tuple[TimeRange, ...]:
    """Runs of frames within the threshold; a frame counts once, whether it met whole or without its borders."""
    closest: dict[float, int] = {}
    for (frame, _), bits in zip(frames, apart.tolist(), strict=True):
        closest[frame.time_s] = min(bits, closest.get(frame.time_s, bits))
    times = sorted(closest)
    met = [closest[time] <= threshold for time in times]
    edges = [0, *(at for at, (before, after) in enumerate(pairwise(met), 1) if before != after)]
    runs = [times[start:end] for start, end in zip(edges, [*edges[1:], len(times)], strict=True)]
    found = [
        TimeRange(run[0], run[-1], min(closest[time] for time in run), len(run))
        for run in runs
        if closest[run[0]] <= threshold
    ]
    return tuple(found[:SHOWN_PAIRS])
