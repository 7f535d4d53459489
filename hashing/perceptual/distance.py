"""How far two perceptual hashes are apart."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BITS: Mapping[str, int] = MappingProxyType({"pdq": 256, "phash": 64, "dhash": 64, "ahash": 64, "whash": 64})
"""Length in bits of every algorithm this package computes."""


def bits_of(algorithm: str) -> int:
    """The length in bits of an algorithm's values; `KeyError` for an algorithm this package does not know."""
    return BITS[algorithm]


def hamming(a: bytes, b: bytes) -> int:
    """The number of differing bits.

    Raises:
        ValueError: if the values have different lengths; such values are never comparable.
    """
    if len(a) != len(b):
        msg = f"values of {len(a)} and {len(b)} bytes cannot be compared"
        raise ValueError(msg)
    return (int.from_bytes(a) ^ int.from_bytes(b)).bit_count()
