"""Whether an EXIF thumbnail shows the picture it stands in.

Cameras put bars around thumbnails of another shape, cut them, and store them turned or not. So the thumbnail is tried
with and without uniform bars, the picture whole and cut to the thumbnail's shape, in all eight orientations; the
smallest distance counts. Thumbnails and pictures with little structure are not judged.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from hashing.decode import kinds
from hashing.decode.still import decode_still
from hashing.perceptual.distance import hamming
from hashing.perceptual.luminance import pillow_grey
from hashing.perceptual.pdq import pdq
from hashing.perceptual.phash import phash_bits
from hashing.phrases import phrase
from hashing.values import Indicator
from hashing.vision import resize, upright

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hashing.perceptual.pdq import Pdq

    Pixels = NDArray[np.uint8]

PDQ_LIMIT = 80
PHASH_LIMIT = 16
"""A thumbnail differs where both distances are larger; unrelated pictures are about 128 of 256 and 32 of 64 apart."""
_CLEARLY_SAME = 48
_LEAST_QUALITY = 30
_MOST_THUMBNAIL_PIXELS = 4_000_000
_SIDE = 192
_BAR_SPREAD = 24.0
_LARGEST_BAR = 0.3
_SAME_SHAPE = 0.03


@dataclass(frozen=True, slots=True)
class Distance:
    """The smallest distances between a thumbnail and its picture, in bits."""

    pdq: int
    phash: int


def _grey(pixels: Pixels) -> Pixels:
    """Grey, with a longest side of at most `_SIDE` pixels."""
    longest = max(pixels.shape[:2])
    if longest > _SIDE:
        height, width = (max(1, round(side * _SIDE / longest)) for side in pixels.shape[:2])
        pixels = resize(pixels, width, height)
    return pixels if pixels.ndim == 2 else np.asarray(pillow_grey(pixels))  # noqa: PLR2004 - grey


def _bar(lines: NDArray[np.float64], least: NDArray[np.float64]) -> int:
    """How many lines at the beginning belong to a bar: nearly uniform, and like the first of them."""
    most = int(len(lines) * _LARGEST_BAR)
    for index in range(most):
        if least[index] > _BAR_SPREAD or abs(lines[index] - lines[0]) > _BAR_SPREAD:
            return index
    return most


def _without_bars(grey: Pixels) -> Pixels:
    rows, columns = grey.mean(axis=1), grey.mean(axis=0)
    row_spread, column_spread = np.ptp(grey, axis=1).astype(np.float64), np.ptp(grey, axis=0).astype(np.float64)
    top, bottom = _bar(rows, row_spread), _bar(rows[::-1], row_spread[::-1])
    left, right = _bar(columns, column_spread), _bar(columns[::-1], column_spread[::-1])
    height, width = grey.shape
    return grey[top : height - bottom, left : width - right]


def _cut_to(grey: Pixels, shape: tuple[int, ...]) -> Pixels:
    """The middle of a picture in the shape of another one."""
    height, width = grey.shape
    wanted = shape[1] / shape[0]
    if (width > height) != (wanted > 1.0):
        wanted = 1.0 / wanted
    if width / height > wanted:
        keep = max(1, round(height * wanted))
        start = (width - keep) // 2
        return grey[:, start : start + keep]
    keep = max(1, round(width / wanted))
    start = (height - keep) // 2
    return grey[start : start + keep]


def _ratio(grey: Pixels) -> float:
    height, width = grey.shape
    return float(max(height, width) / min(height, width))


def _nearest(one: Pdq, other: Pdq) -> int:
    return min(hamming(one.value, orientation) for orientation in other.orientations)


def _phash_distance(one: Pixels, other: Pixels) -> int:
    first = phash_bits(Image.fromarray(one))
    turned = (phash_bits(Image.fromarray(np.ascontiguousarray(upright(other, turn)))) for turn in range(1, 9))
    return min(int(np.count_nonzero(first != bits)) for bits in turned)


def _pairs(thumbnail: Pixels, picture: Pixels) -> list[tuple[Pixels, Pixels]]:
    """What is compared with what, the likeliest first."""
    shapes = [thumbnail]
    inner = _without_bars(thumbnail)
    if inner.shape != thumbnail.shape and min(inner.shape) >= 16:  # noqa: PLR2004 - less shows nothing
        shapes.append(inner)
    pairs = [(shape, picture) for shape in shapes]
    for shape in shapes:
        if abs(_ratio(shape) / _ratio(picture) - 1.0) > _SAME_SHAPE:
            pairs.append((shape, _cut_to(picture, shape.shape)))
            pairs.append((_cut_to(shape, picture.shape), picture))
    return pairs


def distance(thumbnail: Pixels, picture: Pixels) -> Distance | None:
    """How far a thumbnail is from its picture; None where one of them has too little structure to say."""
    pairs = _pairs(_grey(thumbnail), _grey(picture))
    bits: list[tuple[int, int]] = []
    for index, (one, other) in enumerate(pairs):
        first, second = pdq(np.ascontiguousarray(one)), pdq(np.ascontiguousarray(other))
        if index == 0 and min(first.quality, second.quality) < _LEAST_QUALITY:
            return None
        bits.append((_nearest(first, second), index))
        if bits[-1][0] <= _CLEARLY_SAME:
            return Distance(bits[-1][0], 0)
    nearest = min(bits)[0]
    phash = min(_phash_distance(np.ascontiguousarray(one), np.ascontiguousarray(other)) for one, other in pairs)
    return Distance(nearest, phash)


def thumbnail_indicators(thumbnail: bytes, picture: Pixels) -> tuple[Indicator, ...]:
    """The indicator "thumbnail-differs", or nothing.

    Args:
        thumbnail: the EXIF thumbnail as a JPEG file, b"" without one.
        picture: the decoded picture, in any size.
    """
    if not thumbnail:
        return ()
    decoded = decode_still(io.BytesIO(thumbnail), kinds.JPEG, _MOST_THUMBNAIL_PIXELS)
    if decoded.pixels is None or min(decoded.pixels.shape[:2]) < 16 or min(picture.shape[:2]) < 16:  # noqa: PLR2004 - less shows nothing
        return ()
    found = distance(decoded.pixels, picture)
    if found is None or found.pdq <= PDQ_LIMIT or found.phash <= PHASH_LIMIT:
        return ()
    text = phrase(
        "the embedded thumbnail shows something else than the picture: PDQ {pdq} of 256 bits, pHash {phash} of 64; "
        "it may show the picture before editing",
        pdq=found.pdq,
        phash=found.phash,
    )
    return (Indicator("thumbnail-differs", text),)
