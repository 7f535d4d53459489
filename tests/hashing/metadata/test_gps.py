"""Positions become decimal degrees, or nothing where they cannot be positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashing.metadata import gps


@pytest.mark.parametrize(
    ("north", "east", "expected"),
    [
        ("N", "E", (33.5, 151.25)),
        ("S", "E", (-33.5, 151.25)),
        ("N", "W", (33.5, -151.25)),
        ("s", " West", (-33.5, -151.25)),
        ("", "E", None),
        ("N", "", None),
        ("N", "?", None),
        ("W", "E", None),
        ("N", "S", None),
    ],
)
def test_a_hemisphere_that_is_not_stated_is_never_guessed(
    north: str, east: str, expected: tuple[float, float] | None
) -> None:
    assert gps.position((33.0, 30.0, 0.0), north, (151.0, 15.0, 0.0), east) == expected


@given(st.integers(0, 89), st.integers(0, 59), st.floats(0, 59.9), st.sampled_from("NS"))
def test_degrees_minutes_seconds_are_added_up(degrees: int, minutes: int, seconds: float, hemisphere: str) -> None:
    found = gps.decimal_degrees((degrees, minutes, seconds), hemisphere, 90.0)

    expected = degrees + minutes / 60 + seconds / 3600
    assert found == pytest.approx(-expected if hemisphere == "S" else expected)


@pytest.mark.parametrize("parts", [(), (91.0, 0.0, 0.0), (float("nan"), 0.0, 0.0), (-5.0, 0.0, 0.0)])
def test_impossible_latitudes_are_no_position(parts: tuple[float, ...]) -> None:
    assert gps.position(parts, "N", (10.0, 0.0, 0.0), "E") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+51.5334-000.1255+026.756/", (51.5334, -0.1255)),
        ("+40.6894-074.0447/", (40.6894, -74.0447)),
        ("+5130-00007/", (51.5, -7 / 60)),
        ("-335130+1511236/", (-(33 + 51 / 60 + 30 / 3600), 151 + 12 / 60 + 36 / 3600)),
    ],
)
def test_iso_6709_is_read_in_its_three_forms(text: str, expected: tuple[float, float]) -> None:
    assert gps.from_iso_6709(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", "somewhere", "+99.0+000.0/", "51.5,-0.1"])
def test_other_texts_are_no_position(text: str) -> None:
    assert gps.from_iso_6709(text) is None


@pytest.mark.parametrize(
    ("north", "east", "expected"),
    [
        ("33,51.90858S", "151,12.594E", (-33.865143, 151.2099)),
        ("10,30,0N", "20,15,0W", (10.5, -20.25)),
        ("0,0.006S", "0,0.006W", (-0.0001, -0.0001)),
        ("10,30", "20,15W", None),
        ("10.5", "-20.25", None),
        ("91,0.0N", "20,15W", None),
    ],
)
def test_positions_of_xmp_are_read(north: str, east: str, expected: tuple[float, float] | None) -> None:
    found = gps.from_xmp(north, east)
    assert found is None if expected is None else found == pytest.approx(expected)


def test_altitudes_of_xmp_are_metres_with_their_sign() -> None:
    assert gps.altitude_from_xmp("125/10", "0") == 12.5
    assert gps.altitude_from_xmp("125/10", "1") == -12.5
    assert gps.altitude_from_xmp("12.5", "") == 12.5
    assert gps.altitude_from_xmp("1/0", "0") is None
    assert gps.altitude_from_xmp("", "1") is None
