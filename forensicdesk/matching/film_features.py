"""Two films held against each other by the local features of some of their frames: crops, small rotations, covers.

One frame that agrees says little: films share titles, logos and scenes. So the frames have to follow each other in
both films in the same order, to lie to each other in the same way, to be most of one film, and to show several
different pictures; or, where a film shows one picture only, to be nearly all of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hashing.local.agreement import agree, unmoved
from hashing.local.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from forensicdesk.matching.policy import Policy
    from hashing.local.agreement import Agreement
    from hashing.values import FrameFeatures

    Numbers = NDArray[np.int64]
    Words = NDArray[np.uint32]
    Frames = Sequence[FrameFeatures]

FEWEST_WORDS = 2
"""Two frames with fewer words in common are not held against each other, like pictures in `StackPolicy`."""
STILL_PERCENT = 95.0
"""Where fewer different pictures agree than frames are asked for, this share of both films has to."""
MOST_MOVED = 0.2
"""A crop is the same in all frames: corners of a frame in the other lie so near their usual place, in shares of it."""
_PROBES = 8
"""Where none of so many likeliest pairs of frames agrees, no other is held against each other."""
_COARSER = 1.5
_SPREADING = np.uint32(2_654_435_761)
_LOWER = np.uint32(16)
"""A word is taken by the upper half of its product with this odd number, which spreads words evenly."""


@dataclass(frozen=True, slots=True)
class FramePair:
    """A frame of each film, at these times in seconds, and where the two agree."""

    time_a: float
    time_b: float
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class FeatureMeeting:
    """How far two films agree by local features.

    Attributes:
        pairs: frames that agree, in the order of time in both films; never empty.
        met_a, met_b: frames of each film among them.
        considered_a, considered_b: frames of each film that were held against the other; of the film whose frames lie
            closer so many as those of the other.
        pictures: how many different pictures the frames show, on the side that has fewer; counted up to what is needed.
        is_part, is_whole: most of the first film is in the second; most of the second is in the first.
    """

    pairs: tuple[FramePair, ...]
    met_a: int
    met_b: int
    considered_a: int
    considered_b: int
    pictures: int
    is_part: bool
    is_whole: bool

    @property
    def percent_a(self) -> float:
        """Share of the first film's considered frames that agree, in percent."""
        return round(100.0 * self.met_a / self.considered_a, 2)

    @property
    def percent_b(self) -> float:
        """The same of the second film."""
        return round(100.0 * self.met_b / self.considered_b, 2)

    @property
    def best(self) -> FramePair:
        """The pair with most features that follow one movement, the first of equals."""
        return max(self.pairs, key=lambda pair: pair.agreement.matched)


def meet(one: Frames, two: Frames, policy: Policy, still_percent: float = STILL_PERCENT) -> FeatureMeeting | None:
    """How far two films agree; None if no frame of the one agrees with a frame of the other.

    Args:
        one: the featured frames of the first film, in order.
        two: those of the second.
        policy: its share of a film and its least number of frames, the same as of vPDQ.
        still_percent: share of both films that has to agree where they hardly show different pictures.

    Raises:
        ValueError: features are damaged.
    """
    one, two = _as_sparse(one, two), _as_sparse(two, one)
    if not one or not two:
        return None
    pairs = _agreeing(one, two)
    if not pairs:
        return None
    rows, columns = {row for row, _, _ in pairs}, {column for _, column, _ in pairs}
    least, share = policy.film_frames, policy.film_percent
    pictures = min(_different(one, sorted(rows), least), _different(two, sorted(columns), least))
    shares = 100.0 * len(rows) / len(one), 100.0 * len(columns) / len(two)
    enough = min(len(rows), len(columns)) >= least and (pictures >= least or min(shares) >= still_percent)
    return FeatureMeeting(
        pairs=tuple(FramePair(one[row].time_s, two[column].time_s, found) for row, column, found in pairs),
        met_a=len(rows),
        met_b=len(columns),
        considered_a=len(one),
        considered_b=len(two),
        pictures=pictures,
        is_part=enough and shares[0] >= share,
        is_whole=enough and shares[1] >= share,
    )


def _as_sparse(frames: Frames, other: Frames) -> Frames:
    """The frames, thinned where those of the other film lie farther apart: the first of each of its steps."""
    step, wanted = _step(frames), _step(other)
    if not step or wanted < _COARSER * step:
        return frames
    kept: dict[int, FrameFeatures] = {}
    for frame in frames:
        kept.setdefault(int(frame.time_s / wanted + 1e-6), frame)
    return tuple(kept.values())


def _step(frames: Frames) -> float:
    """How far the frames lie apart in seconds; 0.0 for a single one."""
    return float(np.median(np.diff([frame.time_s for frame in frames]))) if len(frames) > 1 else 0.0


def _agreeing(one: Frames, two: Frames) -> list[tuple[int, int, Agreement]]:
    """Rows and columns of frames that agree, ascending in both, and that all lie to each other in the same way."""
    theirs = _collected(two, mirrored=False)
    sides = [_shared(_collected(one, mirrored=mirrored), theirs) for mirrored in (False, True)]
    shared = max(sides, key=lambda counts: int(_best_path(counts)[1]))
    cells = _cells(shared)
    probes = sorted(cells, key=lambda cell: (-int(shared[cell]), cell))[:_PROBES]
    known = {cell: agree(one[cell[0]].value, two[cell[1]].value) for cell in probes}
    if not any(found is not None and found.is_match for found in known.values()):
        return []
    known |= {cell: agree(one[cell[0]].value, two[cell[1]].value) for cell in cells if cell not in known}
    met = [(*cell, found) for cell in cells if (found := known[cell]) is not None and found.is_match]
    turned = [sum(found.matched for _, _, found in met if found.mirrored is mirrored) for mirrored in (False, True)]
    met = [one for one in met if one[2].mirrored is (turned[1] > turned[0])]
    outlines = np.array([found.outline for _, _, found in met])
    steady = np.abs(outlines - np.median(outlines, axis=0)).max(axis=(1, 2)) <= MOST_MOVED
    return [one for one, kept in zip(met, steady.tolist(), strict=True) if kept]


def _collected(frames: Frames, *, mirrored: bool) -> tuple[Words, Numbers, int]:
    """The words of all frames, the frame that each is of, and the number of frames."""
    found = [np.array(words(frame.value, mirrored=mirrored), dtype=np.uint32) for frame in frames]
    return np.concatenate(found), np.repeat(np.arange(len(found)), [len(some) for some in found]), len(found)


def _shared(one: tuple[Words, Numbers, int], two: tuple[Words, Numbers, int]) -> Numbers:
    """How many words each frame of the first film (row) has in common with each of the second (column)."""
    order = np.argsort(two[0], kind="stable")
    known, owners = two[0][order], two[1][order]
    left = np.searchsorted(known, one[0], side="left")
    count = np.searchsorted(known, one[0], side="right") - left
    ends = np.cumsum(count)
    places = np.repeat(left - (ends - count), count) + np.arange(int(ends[-1]) if len(ends) else 0)
    keys = np.repeat(one[1], count) * two[2] + owners[places]
    return np.bincount(keys, minlength=one[2] * two[2]).reshape(one[2], two[2]).astype(np.int64)


def _cells(shared: Numbers) -> list[tuple[int, int]]:
    """The pairs of frames to be held against each other, ascending in both: the best of each frame on the best path."""
    path = _best_path(shared)[0]
    best: dict[tuple[int, int], tuple[int, int]] = {}
    for cell in path:
        for side in (0, 1):
            key = side, cell[side]
            if key not in best or shared[cell] > shared[best[key]]:
                best[key] = cell
    return sorted({cell for cell in best.values() if shared[cell] >= FEWEST_WORDS})


def _best_path(shared: Numbers) -> tuple[list[tuple[int, int]], int]:
    """The way from the first pair of frames to the last, forward in time in both, that meets most common words."""
    rows, columns = shared.shape
    total = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    values, sums = shared.tolist(), total.tolist()
    for row in range(1, rows + 1):
        above, own, here = sums[row - 1], values[row - 1], sums[row]
        for column in range(1, columns + 1):
            here[column] = own[column - 1] + max(above[column - 1], above[column], here[column - 1])
    path = []
    row, column = rows, columns
    while row and column:
        path.append((row - 1, column - 1))
        steps = ((row - 1, column - 1), (row - 1, column), (row, column - 1))
        row, column = max(steps, key=lambda at: sums[at[0]][at[1]])
    return path[::-1], sums[rows][columns]


def _different(frames: Frames, places: Sequence[int], most: int) -> int:
    """How many different pictures these frames show, counted up to `most`."""
    seen: list[bytes] = []
    for place in places:
        value = frames[place].value
        if not any(unmoved(value, other) for other in seen):
            seen.append(value)
        if len(seen) >= most:
            break
    return len(seen)


def film_words(frames: Frames, one_in: int) -> Iterator[Words]:
    """The words of all frames of a film, as they are and as the mirrored film would have them, each once.

    Only one word in `one_in` is taken, in all films the same ones: a film has many, and shares many with its copy.
    """
    for mirrored in (False, True):
        found, _, _ = _collected(frames, mirrored=mirrored)
        yield np.unique(found[(found * _SPREADING) >> _LOWER < (1 << 16) // one_in])
