"""Whether two pictures show the same where one lies on the other, judged by their sketches of 40 x 40 grey averages.

Features say that some corners and spots go together. They do so, too, in two screenshots of one program, or under one
watermark. The sketches tell whether what lies between the features is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hashing.local.packed import SKETCH_SIDE
from hashing.local.polygons import cells_inside, inverse, rectangle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Cells = NDArray[np.bool_]

PLAIN = 4.0
"""A window whose grey values deviate by less than this (of 255) shows nothing."""
CORRELATED = 0.6
"""Windows of 5 x 5 cells show the same if their grey values go together by at least this coefficient (Pearson's)."""
LEVELS = 25.0
"""A cell shows the same if its grey value is at most so far from what the common change of tone makes of the other."""

_MARGIN = 1.0 / SKETCH_SIDE
"""What lies around a picture is mixed into the cells along its edge, so these are left out."""
_SAMPLES = 3
_REACH = 2
_TONE_ROUNDS = 3
_LEAST_GAIN = 0.4


@dataclass(frozen=True, slots=True)
class Alike:
    """How much of a part of the overlap is the same.

    Attributes:
        structured: cells that show something in at least one of the pictures.
        share: share (0 to 1) of all cells of the part that do not differ: the same, or plain in both.
        structured_share: the same, leaving out what is plain in both.
    """

    structured: int
    share: float
    structured_share: float


NOTHING_ALIKE = Alike(0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Compared:
    """The whole overlap, and the part of it that the features span."""

    whole: Alike
    spanned: Alike


def compare_sketches(
    one: NDArray[np.uint8], two: NDArray[np.uint8], matrix: Floats, pairs: tuple[Floats, Floats]
) -> Compared:
    """Lay the first sketch onto the second and compare them cell by cell.

    The cells are those of the picture that is seen larger, so that averages are held against averages.

    Args:
        one: sketch of the first picture.
        two: sketch of the second.
        matrix: 2 x 3, from the unit square of the first to that of the second.
        pairs: places of the features that follow the movement, in the first and in the second.
    """
    if abs(float(np.linalg.det(matrix[:, :2]))) > 1.0:
        one, two, matrix, pairs = two, one, inverse(matrix), pairs[::-1]
    seen, overlap = _sampled(one.astype(np.float64), inverse(matrix))
    there = two.astype(np.float64)
    spanned = overlap & cells_inside(rectangle(pairs[1]), SKETCH_SIDE)
    return Compared(_alike(seen, there, overlap), _alike(seen, there, spanned))


def alike_unmoved(one: NDArray[np.uint8], two: NDArray[np.uint8]) -> Alike:
    """How much of two sketches is the same where one lies on the other as it is."""
    return _alike(one.astype(np.float64), two.astype(np.float64), np.ones(one.shape, dtype=np.bool_))


def _sampled(sketch: Floats, back: Floats) -> tuple[Floats, Cells]:
    """The sketch averaged over each cell of the other picture, and which cells lie wholly within it."""
    side = SKETCH_SIDE * _SAMPLES
    middles = (np.arange(side) + 0.5) / side
    x = back[0, 0] * middles[None, :] + back[0, 1] * middles[:, None] + back[0, 2]
    y = back[1, 0] * middles[None, :] + back[1, 1] * middles[:, None] + back[1, 2]
    within = (x >= _MARGIN) & (x <= 1.0 - _MARGIN) & (y >= _MARGIN) & (y <= 1.0 - _MARGIN)
    values = _bilinear(sketch, x * SKETCH_SIDE - 0.5, y * SKETCH_SIDE - 0.5)
    blocks = (SKETCH_SIDE, _SAMPLES, SKETCH_SIDE, _SAMPLES)
    return values.reshape(blocks).mean(axis=(1, 3)), within.reshape(blocks).all(axis=(1, 3))


def _bilinear(values: Floats, x: Floats, y: Floats) -> Floats:
    x, y = np.clip(x, 0.0, SKETCH_SIDE - 1.0), np.clip(y, 0.0, SKETCH_SIDE - 1.0)
    left = np.minimum(x.astype(np.intp), SKETCH_SIDE - 2)
    top = np.minimum(y.astype(np.intp), SKETCH_SIDE - 2)
    right_share, low_share = x - left, y - top
    upper = values[top, left] * (1 - right_share) + values[top, left + 1] * right_share
    lower = values[top + 1, left] * (1 - right_share) + values[top + 1, left + 1] * right_share
    mixed: Floats = upper * (1 - low_share) + lower * low_share
    return mixed


def _sums(values: Floats) -> Floats:
    """Sums over windows of 5 x 5 cells, cut at the edge."""
    side = 2 * _REACH + 1
    running = np.pad(values, ((_REACH + 1, _REACH), (_REACH + 1, _REACH))).cumsum(axis=0).cumsum(axis=1)
    total: Floats = running[side:, side:] - running[:-side, side:] - running[side:, :-side] + running[:-side, :-side]
    return total


def _alike(one: Floats, two: Floats, part: Cells) -> Alike:
    """The better of both ways to carry tones over from one picture to the other: what is blown out has no way back."""
    if not part.any():
        return NOTHING_ALIKE
    there, back = _one_way(one, two, part), _one_way(two, one, part)
    return max(there, back, key=lambda found: found.share)


def _one_way(one: Floats, two: Floats, part: Cells) -> Alike:
    gain, lift = _common_tone(one[part], two[part])
    told = np.clip(gain * one + lift, 0.0, 255.0)
    off = part & (np.abs(told - two) > LEVELS * min(1.0, max(_LEAST_GAIN, gain)))
    mask = part.astype(np.float64)
    count = np.maximum(_sums(mask), 1.0)
    mean_one, mean_two = _sums(told * mask) / count, _sums(two * mask) / count
    spread_one = np.sqrt(np.maximum(_sums(told * told * mask) / count - mean_one**2, 0.0))
    spread_two = np.sqrt(np.maximum(_sums(two * two * mask) / count - mean_two**2, 0.0))
    together = (_sums(told * two * mask) / count - mean_one * mean_two) / np.maximum(spread_one * spread_two, 1e-6)
    structured = part & (np.maximum(spread_one, spread_two) >= PLAIN)
    differs = (structured & (together < CORRELATED)) | off
    different, shown = int(differs.sum()), int((structured | differs).sum())
    return Alike(int(structured.sum()), 1.0 - different / int(part.sum()), 1.0 - different / max(1, shown))


def _common_tone(x: Floats, y: Floats) -> tuple[float, float]:
    """The change of contrast and brightness that most cells share: a line, fitted again without what is far off."""
    kept = np.ones(len(x), dtype=np.bool_)
    gain, lift = 1.0, 0.0
    for _ in range(_TONE_ROUNDS):
        gain, lift = _line(x[kept], y[kept])
        missed = np.abs(np.clip(gain * x + lift, 0.0, 255.0) - y)
        kept = missed <= 2.0 * np.median(missed) + 1e-6
    return gain, lift


def _line(x: Floats, y: Floats) -> tuple[float, float]:
    """Least squares of y = gain * x + lift."""
    x_mean, y_mean = float(x.mean()), float(y.mean())
    spread = float(((x - x_mean) ** 2).sum())
    gain = float(((x - x_mean) * (y - y_mean)).sum()) / spread if spread > 0.0 else 1.0
    return gain, y_mean - gain * x_mean
