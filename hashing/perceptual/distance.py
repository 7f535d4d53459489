"""How far two perceptual hashes are apart: for every algorithm its length and its own measure, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BITS_UNIT, SEGMENTS_UNIT = "bits", "segments"
_SEGMENT_BYTES = 8
_SAME_SEGMENT_BITS = 16
"""imagehash's default: two segments are the same if at most a quarter of their bits differ."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How values of one algorithm are compared.

    Attributes:
        bits: length of every value, in bits; None where the length differs from picture to picture.
        distance: of two values; 0 for equal ones. `ValueError` for values that cannot be compared.
        unit: what the distance counts: "bits" or "segments".
    """

    bits: int | None
    distance: Callable[[bytes, bytes], int]
    unit: str = BITS_UNIT


def hamming(a: bytes, b: bytes) -> int:
    """The number of differing bits.

    Raises:
        ValueError: if the values have different lengths; such values are never comparable.
    """
    if len(a) != len(b):
        msg = f"values of {len(a)} and {len(b)} bytes cannot be compared"
        raise ValueError(msg)
    return (int.from_bytes(a) ^ int.from_bytes(b)).bit_count()


def _segments(value: bytes) -> tuple[int, ...]:
    if not value or len(value) % _SEGMENT_BYTES:
        msg = f"a value of {len(value)} bytes is no sequence of segments"
        raise ValueError(msg)
    return tuple(int.from_bytes(value[at : at + _SEGMENT_BYTES]) for at in range(0, len(value), _SEGMENT_BYTES))


def segments_unmet(a: bytes, b: bytes) -> int:
    """How many segments of `a` have no like in `b`: the whole part of imagehash's difference, which is one-sided, too.

    Raises:
        ValueError: if a value is empty or no whole number of segments.
    """
    others = _segments(b)
    return sum(min((one ^ other).bit_count() for other in others) > _SAME_SEGMENT_BITS for one in _segments(a))


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "pdq": Measure(256, hamming),
        "phash": Measure(64, hamming),
        "dhash": Measure(64, hamming),
        "ahash": Measure(64, hamming),
        "whash": Measure(64, hamming),
        # 42 bits behind six zeros, so that the value is a whole number of bytes.
        "colorhash": Measure(42, hamming),
        "crop_resistant": Measure(None, segments_unmet, SEGMENTS_UNIT),
        "blockmean": Measure(256, hamming),
        "marr_hildreth": Measure(576, hamming),
    }
)
"""Every algorithm this package computes. `KeyError` elsewhere means: not one of ours."""


def distance(algorithm: str, a: bytes, b: bytes) -> int:
    """How far `a` is from `b`, in the unit of the algorithm (see `unit_of`).

    Raises:
        KeyError: for an algorithm this package does not know.
        ValueError: for values that cannot be compared.
    """
    return MEASURES[algorithm].distance(a, b)


def bits_of(algorithm: str, value: bytes) -> int:
    """The largest distance a value can have: its length in bits or, for `crop_resistant`, in segments.

    Raises:
        KeyError: for an algorithm this package does not know.
        ValueError: for a value that is no value of this algorithm.
    """
    bits = MEASURES[algorithm].bits
    if bits is None:
        return len(_segments(value))
    if len(value) != (bits + 7) // 8:
        msg = f"a value of {len(value)} bytes is none of {algorithm}"
        raise ValueError(msg)
    return bits


def unit_of(algorithm: str) -> str:
    """What a distance of this algorithm counts: "bits" or "segments"; `KeyError` for one that is not known."""
    return MEASURES[algorithm].unit
