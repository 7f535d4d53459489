"""Distances count differing bits and refuse what cannot be compared."""

from __future__ import annotations

import math

import imagehash
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashing.perceptual.distance import MEASURES, bits_of, distance, hamming, unit_of
from hashing.values import EVERY_ALGORITHM


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
    lengths = {name: bits_of(name, bytes(((measure.bits or 64) + 7) // 8)) for name, measure in MEASURES.items()}

    assert lengths == {
        "pdq": 256,
        "phash": 64,
        "dhash": 64,
        "ahash": 64,
        "whash": 64,
        "colorhash": 42,
        "crop_resistant": 1,
        "blockmean": 256,
        "marr_hildreth": 576,
    }
    assert tuple(MEASURES) == EVERY_ALGORITHM


@pytest.mark.parametrize("algorithm", EVERY_ALGORITHM)
def test_a_value_of_another_length_is_refused(algorithm: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        bits_of(algorithm, bytes(11))
    with pytest.raises(ValueError, match="bytes"):
        distance(algorithm, bytes(11), bytes(10))


def test_distances_of_crop_resistant_values_count_segments_and_all_others_bits() -> None:
    assert {name for name in EVERY_ALGORITHM if unit_of(name) == "segments"} == {"crop_resistant"}
    assert {unit_of(name) for name in EVERY_ALGORITHM} == {"bits", "segments"}


_segment_lists = st.lists(st.binary(min_size=8, max_size=8), min_size=1, max_size=6)


@given(_segment_lists, _segment_lists, st.integers(0, 5))
def test_segments_are_met_as_imagehash_meets_them(one: list[bytes], two: list[bytes], shared: int) -> None:
    one += [bytes([part[0] ^ 7, *part[1:]]) for part in two[:shared]]
    multi = [imagehash.ImageMultiHash([imagehash.hex_to_hash(part.hex()) for part in parts]) for parts in (one, two)]

    found = distance("crop_resistant", b"".join(one), b"".join(two))

    assert found == len(one) - multi[0].hash_diff(multi[1])[0]
    assert found == math.floor(multi[0] - multi[1])
    assert bits_of("crop_resistant", b"".join(one)) == len(one)
