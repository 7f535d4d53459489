"""Pillow's Lanczos reduction to a few pixels, to the last bit, as products of matrices.

pHash and dHash both begin by shrinking a picture to 32 x 32 and 9 x 8 pixels. Pillow does it in whole numbers:
coefficients in steps of 1/2^22, first along the rows, rounded to 8 bits, then along the columns. Here each coefficient
is split into a coarse and a fine part, so small that all sums of products are exact even in single precision. So the
result does not depend on the processor or the numerical library, and comes five times as fast.

Pillow since version 13 begins with the columns where a picture is about twice as tall as wide, or taller: so it is done
here. Pictures close to that border are left to Pillow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Whole = NDArray[np.float64]
    Single = NDArray[np.float32]

_SUPPORT = 3.0
_STEPS = 1 << 22
_FINE = 128.0
_WHITE = 255.0
_AT_ONCE = 8
"""So many columns of the target are made by one product; it changes the time only."""
_SHORTEST, _LONGEST = 64, 1300
"""Shorter sides would be enlarged, longer ones have inexact sums."""
_ROWS_FIRST, _COLUMNS_FIRST = 1.4, 2.0
"""Up to the one height (in widths) rows are certainly shrunk first, from the other on columns."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Some neighbouring targets: the samples from `start` on, and for each its coefficients, coarse beside fine."""

    start: int
    stop: int
    split: Single


def _sinc(x: Whole) -> Whole:
    """The sine cardinal; 1 at 0."""
    angle = np.where(x == 0.0, 1.0, x * np.pi)
    sinc: Whole = np.where(x == 0.0, 1.0, np.sin(angle) / angle)
    return sinc


@lru_cache(maxsize=48)
def _coefficients(length: int, target: int) -> Whole:
    """The matrix (`target` x `length`) of whole numbers that reduces a side, in steps of 1/2^22."""
    scale = length / target
    matrix = np.zeros((target, length), dtype=np.float64)
    for index in range(target):
        centre = (index + 0.5) * scale
        first, last = max(0, int(centre - _SUPPORT * scale + 0.5)), min(length, int(centre + _SUPPORT * scale + 0.5))
        x = (np.arange(first, last, dtype=np.float64) - (centre - 0.5)) * (1.0 / scale)
        weights = np.where((x >= -_SUPPORT) & (x < _SUPPORT), _sinc(x) * _sinc(x / _SUPPORT), 0.0)
        steps = weights / weights.sum() * _STEPS
        matrix[index, first:last] = np.trunc(steps + np.copysign(0.5, steps))
    return matrix


@lru_cache(maxsize=48)
def _groups(length: int, target: int) -> tuple[_Group, ...]:
    matrix = _coefficients(length, target)
    groups = []
    for first in range(0, target, _AT_ONCE):
        rows = matrix[first : first + _AT_ONCE]
        used = np.flatnonzero(rows.any(axis=0))
        start, stop = int(used[0]), int(used[-1]) + 1
        coarse = np.round(rows[:, start:stop] / _FINE)
        fine = rows[:, start:stop] - coarse * _FINE
        groups.append(_Group(start, stop, np.concatenate((coarse, fine)).T.astype(np.float32)))
    return tuple(groups)


def _rounded(sums: Whole) -> Whole:
    return np.clip(np.floor((sums + _STEPS // 2) / _STEPS), 0.0, _WHITE)


def _narrow(picture: Single, target: int) -> Whole:
    """The rows shrunk to `target` pixels."""
    parts = []
    for group in _groups(picture.shape[1], target):
        both = (picture[:, group.start : group.stop] @ group.split).astype(np.float64)
        half = both.shape[1] // 2
        parts.append(both[:, :half] * _FINE + both[:, half:])
    return _rounded(np.concatenate(parts, axis=1))


def _low(picture: Single, target: int) -> Whole:
    """The columns shrunk to `target` pixels."""
    parts = []
    for group in _groups(picture.shape[0], target):
        both = (group.split.T @ picture[group.start : group.stop]).astype(np.float64)
        half = both.shape[0] // 2
        parts.append(both[:half] * _FINE + both[half:])
    return _rounded(np.concatenate(parts))


def samples_of(grey: Image.Image) -> Single:
    """The pixels of a picture in mode "L" as `reduced` computes with them."""
    return np.asarray(grey, dtype=np.float32)


def reduced(grey: Image.Image, width: int, height: int, samples: Single | None = None) -> Pixels:
    """What `grey.resize((width, height), LANCZOS)` gives, for a picture in mode "L"; targets are 8 to 32 pixels.

    Where several sizes are made of one picture, its `samples` can be given, so that they are made once.
    """
    across, down = grey.size
    large_enough = min(across, down) >= _SHORTEST
    if large_enough and across <= _LONGEST and down <= _ROWS_FIRST * across:
        narrow = _narrow(samples_of(grey) if samples is None else samples, width)
        return _rounded(_coefficients(down, height) @ narrow).astype(np.uint8)
    if large_enough and down <= _LONGEST and down >= _COLUMNS_FIRST * across:
        low = _low(samples_of(grey) if samples is None else samples, height)
        return _rounded(low @ _coefficients(across, width).T).astype(np.uint8)
    return np.asarray(grey.resize((width, height), Image.Resampling.LANCZOS), dtype=np.uint8)
