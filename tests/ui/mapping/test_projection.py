"""From degrees to points and back, and bars of time: checked against plain calendar and against each other."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.charting import Bounds, Grain
from forensicdesk.language import Marks, write_numbers
from ui.mapping.bars import BARS, GRAINS, bar_of, bar_text, begins, start_of, tick_text, whole_window, zoomed
from ui.mapping.painting import degrees_text, place_text, step_of
from ui.mapping.projection import (
    LARGEST,
    LIMIT,
    View,
    across_of,
    down_of,
    down_of_all,
    latitude_at,
    longitude_at,
)

LONGITUDES = st.floats(-180, 180)
LATITUDES = st.floats(-LIMIT, LIMIT)
SECONDS = st.integers(-62_135_596_800, 253_402_300_799)


@given(LONGITUDES, LATITUDES)
def test_a_place_comes_back_from_the_map(longitude: float, latitude: float) -> None:
    assert longitude_at(across_of(longitude)) == pytest.approx(longitude, abs=1e-9)
    assert latitude_at(down_of(latitude)) == pytest.approx(latitude, abs=1e-9)
    assert down_of_all(np.array([latitude]))[0] == pytest.approx(down_of(latitude), abs=1e-12)


@given(LONGITUDES, LATITUDES, st.integers(0, LARGEST), st.integers(-25, 25), st.integers(0, 640), st.integers(0, 400))
def test_what_is_under_the_mouse_stays_there(
    longitude: float, latitude: float, scale: int, steps: int, x: int, y: int
) -> None:
    view = View(across_of(longitude), down_of(latitude), scale)
    held = view.at(x, y)

    made = view.zoomed(steps, x, y)

    assert 0 <= made.scale <= LARGEST
    if 0 < made.across < 1 and 0 < made.down < 1:
        assert made.at(x, y) == pytest.approx(held, abs=1e-9)


@given(st.tuples(LONGITUDES, LONGITUDES).map(sorted), st.tuples(LATITUDES, LATITUDES).map(sorted))
def test_all_places_are_in_sight_when_all_are_asked_for(across: list[float], down: list[float]) -> None:
    bounds = Bounds(across[0], down[0], across[1], down[1])

    view = View(width=800, height=500).around(bounds)

    if view.scale > 0:
        assert -1 <= view.x(across_of(bounds.west)) <= view.x(across_of(bounds.east)) <= 801
        assert -1 <= view.y(down_of(bounds.north)) <= view.y(down_of(bounds.south)) <= 501


def test_the_edges_of_the_square_belong_to_the_poles() -> None:
    assert View(scale=0, width=600, height=600).bounds == Bounds(-180, -90, 180, 90)


def test_degrees_are_written_with_the_letter_of_their_side() -> None:
    assert degrees_text(0, "N", "S", 0) == "0°"
    assert place_text(-33.9, 18.42, 2) == "33.90° S, 18.42° E"
    write_numbers(Marks(".", ","))
    try:
        assert place_text(-33.9, 18.42, 2) == "33,90° S, 18,42° E"
    finally:
        write_numbers(Marks())
    assert step_of(View(scale=0)) == 45.0
    assert step_of(View(scale=15)) < 0.01


@given(SECONDS, st.sampled_from(GRAINS))
def test_a_second_lies_in_its_bar(seconds: int, grain: Grain) -> None:
    bar = bar_of(grain, seconds)

    assert start_of(grain, bar) <= seconds < start_of(grain, bar + 1)


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)))  # noqa: DTZ001 - made UTC below
def test_a_bar_is_written_as_its_stretch_of_the_calendar(moment: datetime) -> None:
    seconds = int((moment.replace(tzinfo=UTC, microsecond=0) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    year = f"{moment.year:04}"

    assert [bar_text(grain, bar_of(grain, seconds)) for grain in GRAINS] == [
        year, f"{year}-{moment:%m}", f"{year}-{moment:%m-%d}", f"{year}-{moment:%m-%d %H} h",
    ]  # fmt: skip
    assert begins(Grain.HOUR, bar_of(Grain.HOUR, seconds)) == (moment.hour == 0)


def test_labels_say_more_where_a_larger_stretch_begins() -> None:
    month = bar_of(Grain.MONTH, start_of(Grain.YEAR, 49))
    assert [tick_text(Grain.MONTH, month + at) for at in range(3)] == ["2019", "02", "03"]
    day = bar_of(Grain.DAY, start_of(Grain.MONTH, month + 2))
    assert [tick_text(Grain.DAY, day + at) for at in range(2)] == ["2019-03", "02"]
    assert [tick_text(Grain.HOUR, 24 * day + at) for at in range(2)] == ["03-01", "01"]


def test_zooming_keeps_the_bar_in_the_middle_and_ends_at_hours() -> None:
    years = whole_window(start_of(Grain.YEAR, 30), start_of(Grain.YEAR, 51))
    assert (years.first, years.count, years.last) == (30, 22, 51)
    months = zoomed(years, start_of(Grain.YEAR, 49), 1)
    assert (months.first, months.count) == (49 * 12 - 12, BARS[Grain.MONTH])
    assert zoomed(months, start_of(Grain.YEAR, 49), -1).grain is Grain.YEAR
    hours = zoomed(zoomed(months, start_of(Grain.YEAR, 49), 1), start_of(Grain.YEAR, 49), 1)
    assert zoomed(hours, start_of(Grain.YEAR, 49), 1).grain is Grain.HOUR


def test_years_end_with_the_last_even_where_there_are_many() -> None:
    window = whole_window(start_of(Grain.YEAR, -1900), start_of(Grain.YEAR, 50))
    assert (window.last, window.count) == (50, 160)
    assert whole_window(None, None).count == BARS[Grain.YEAR]
