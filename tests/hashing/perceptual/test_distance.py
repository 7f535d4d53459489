"""Distances count differing bits and refuse what cannot be compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashing.perceptual.distance import BITS, bits_of, hamming


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_the_distance_is_the_number_of_differing_bits(a: bytes, b: bytes) -> None:
    assert hamming(a, b) == sum(f"{x ^ y:b}".count("1") for x, y in zip(a, b, strict=True))


@given(st.binary(max_size=40))
def test_a_value_is_at_no_distance_from_itself(value: bytes) -> None:
    assert hamming(value, value) == 0


def test_values_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        hamming(b"\x00" * 8, b"\x00" * 32)


def test_every_algorithm_says_how_long_it_is() -> None:
    assert {name: bits_of(name) for name in BITS} == {"pdq": 256, "phash": 64, "dhash": 64, "ahash": 64, "whash": 64}
