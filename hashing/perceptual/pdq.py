"""PDQ, the 256-bit perceptual hash published by Meta, with its eight dihedral variants from one transform.

Written after the public description and reference (ThreatExchange `pdq/`); checked against its published values. See
`docs/hashing.md` for what agrees with what.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hashing.perceptual.smoothing import SIDE, shrink
from hashing.values import PDQ_BYTES

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALGORITHM = "pdq"
SMALLEST_SIDE = 5
"""Pictures with a shorter side have no PDQ: their hash is all zeros with quality 0, as in the reference."""

TURNED_BELOW = 512
"""Pictures with a shorter side than this are turned and mirrored themselves; larger ones by signs of the transform."""

_KEPT = 16
_BITS = _KEPT * _KEPT
_COSINE_STEPS = 2.0**20
_VALUE_STEPS = 2.0**16
_QUALITY_STEP = 100.0 / 255.0
_QUALITY_DIVISOR = 90
_BEST_QUALITY = 100


@dataclass(frozen=True, slots=True)
class Pdq:
    """PDQ of one picture. `orientations` follow `hashing.values.ORIENTATIONS`; the first equals `value`."""

    value: bytes
    quality: int
    orientations: tuple[bytes, ...]


NO_PDQ = Pdq(bytes(PDQ_BYTES), 0, (bytes(PDQ_BYTES),) * 8)
"""What pictures without structure get: it is never a match, because its quality is 0."""


def _on_grid(values: NDArray[np.float64], steps: float) -> NDArray[np.float64]:
    """Values on a grid so coarse that sums of products are exact: no numerical library can make a difference."""
    scaled = values * steps
    np.rint(scaled, out=scaled)
    scaled /= steps
    return scaled


def _cosines() -> NDArray[np.float64]:
    """The 16 rows (frequencies 1 to 16) of the 64-point cosine transform."""
    scale = math.sqrt(2.0 / SIDE)
    table = [
        [scale * math.cos(math.pi / 2 / SIDE * frequency * (2 * sample + 1)) for sample in range(SIDE)]
        for frequency in range(1, _KEPT + 1)
    ]
    return _on_grid(np.array(table, dtype=np.float64), _COSINE_STEPS)


_COSINES = _cosines()
_SIGNS = np.where(np.arange(_KEPT) % 2 == 0, -1.0, 1.0)
"""Mirroring a side negates the odd frequencies, which stand at even places."""
_ACROSS, _DOWN = np.broadcast_to(_SIGNS, (_KEPT, _KEPT)), np.broadcast_to(_SIGNS[:, np.newaxis], (_KEPT, _KEPT))
_UPRIGHT = np.stack((np.ones((_KEPT, _KEPT)), _ACROSS, _DOWN, _ACROSS * _DOWN))
"""The signs of the picture as it is, mirrored, flipped and turned by half."""


def _transform(small: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 16 x 16 coefficients."""
    half = _COSINES @ _on_grid(small, _VALUE_STEPS)
    return _on_grid(half, _VALUE_STEPS) @ _COSINES.T


def _quality(small: NDArray[np.float64]) -> int:
    """The reference's measure of structure: the sum of the differences between neighbours."""
    down, across = small[1:] - small[:-1], small[:, 1:] - small[:, :-1]
    steps = np.concatenate((down.reshape(-1), across.reshape(-1)))
    steps *= _QUALITY_STEP
    np.trunc(steps, out=steps)
    np.abs(steps, out=steps)
    return min(_BEST_QUALITY, int(steps.sum()) // _QUALITY_DIVISOR)


def _pack_each(four: NDArray[np.float64]) -> tuple[bytes, ...]:
    """The eight hashes from the coefficients of the picture as it is, mirrored, flipped and turned by half.

    The other four are their diagonals, which have the same coefficients, transposed, and so the same lower median. The
    bits stand in the published order: the coefficient of the highest frequencies is the most significant bit.
    """
    middle = _BITS // 2 - 1
    medians = np.partition(four.reshape(4, _BITS), middle, axis=1)[:, middle]
    bits = (four > medians[:, np.newaxis, np.newaxis])[:, ::-1, ::-1]
    both = np.concatenate((bits, bits.transpose(0, 2, 1))).reshape(8, _BITS)
    plain, mirrored, flipped, turned, main, right, left, other = (row.tobytes() for row in np.packbits(both, axis=1))
    return plain, right, turned, left, flipped, mirrored, main, other


def pdq(picture: NDArray[np.uint8]) -> Pdq:
    """PDQ of a picture, grey (height x width) or RGB (height x width x 3), at its full size."""
    if min(picture.shape[:2]) < SMALLEST_SIDE:
        return NO_PDQ
    if min(picture.shape[:2]) < TURNED_BELOW:
        return _turned(picture)
    return pdq_of(shrink(picture))


def _turned(picture: NDArray[np.uint8]) -> Pdq:
    """PDQ with the hashes of the picture mirrored and turned pixel by pixel; the diagonals follow by transposing.

    The samples lie up to half a pixel beside the middle. In a picture of 256 pixels that moves a hash made by changing
    signs by 21 bits on average from that of the mirrored picture; made like this it is the same hash.
    """
    small = shrink(picture)
    if float(np.ptp(small)) == 0.0:
        return NO_PDQ
    others = (shrink(picture[:, ::-1]), shrink(picture[::-1]), shrink(picture[::-1, ::-1]))
    variants = _pack_each(np.stack([_transform(one) for one in (small, *others)]))
    return Pdq(variants[0], _quality(small), variants)


def pdq_of(small: NDArray[np.float64]) -> Pdq:
    """PDQ of a picture that has been smoothed and made small already (64 x 64 luminance, 0 to 255)."""
    if float(np.ptp(small)) == 0.0:
        return NO_PDQ
    variants = _pack_each(_transform(small) * _UPRIGHT)
    return Pdq(variants[0], _quality(small), variants)
