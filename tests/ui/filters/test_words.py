"""Conditions are said in words, kept as text, and read back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.facets import CHOICES, DATES, NUMBERS, Among, Between, Column, Grouping
from ui.filters.kept import KEY, Filter, KeptFilters, as_json, from_json
from ui.filters.words import Names, condition_text, group_text, number_of, number_text

if TYPE_CHECKING:
    from ui.recent import Memory

NAMES = Names({"id": "Known, version 2"}, {"3": "phone"}, {"1": "Pertinent"})
LIMIT = st.none() | st.floats(allow_nan=False, allow_infinity=False)
CONDITIONS = st.lists(
    st.builds(Among, st.sampled_from(CHOICES), st.lists(st.text(), max_size=3).map(tuple), st.booleans())
    | st.builds(Between, st.sampled_from(NUMBERS), LIMIT, LIMIT)
).map(tuple)


@given(CONDITIONS, st.text())
def test_a_kept_filter_comes_back_as_it_was(conditions: tuple[Among | Between, ...], text: str) -> None:
    assert from_json(as_json(Filter(conditions, text))) == Filter(conditions, text)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"conditions": [{}], "text": ""}',
     '{"conditions": [{"column": "size", "values": []}], "text": ""}',
     '{"conditions": [{"column": "none", "low": 1, "high": 2}], "text": ""}',
     '{"conditions": [{"column": "size", "low": "a", "high": 2}], "text": ""}', '{"conditions": 5, "text": ""}'],
)  # fmt: skip
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"read|Expecting|valid"):
        from_json(text)


def test_filters_are_kept_by_name_and_forgotten(memory: Memory) -> None:
    kept = KeptFilters(memory)
    wanted = Filter((Among(Column.CAMERA, ("One",)),), "dcim")

    kept.keep("b", wanted)
    kept.keep("a", Filter((), "x"))

    assert KeptFilters(memory).names() == ("a", "b")
    assert kept.read("b") == wanted
    kept.forget("a")
    assert (kept.names(), kept.read("a")) == (("b",), None)
    memory.keep(KEY, "[damaged")
    assert kept.names() == ()


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Among(Column.CAMERA, ("One", "")), "Camera: One, no camera named"),
        (Among(Column.MATCH, ("exact",), excluded=True), "Kind of match: not exact"),
        (Among(Column.LIST, ("id",)), "List: Known, version 2"),
        (Among(Column.SOURCE, ("3", "4")), "Exhibit: phone, 4"),
        (Among(Column.CATEGORY, ("1",)), "Category: 1 Pertinent"),
        (Among(Column.TYPE, ("a", "b", "c", "d")), "File type: a, b, c and 1 more"),
        (Among(Column.CAMERA, ("\u202egpj",)), "Camera: \\u202egpj"),
        (Between(Column.SIZE, 1e6, 2.5e6), "File size: 1 to 2.5 MB"),
        (Between(Column.DISTANCE, None, 10), "Distance: to 10 bits"),
        (Between(Column.TAKEN, 0, None), "Taken: from 1970-01-01"),
        (Between(Column.EXIF_DATE, 0, None), "Date in EXIF, XMP, IPTC: from 1970-01-01"),
        (Between(Column.CONTAINER_DATE, None, 1), "Date of the film container: to 1970-01-01"),
        (Between(Column.APPLICATION_DATE, 0, 86_400), "Date set by a program: 1970-01-01 to 1970-01-02"),
    ],
)
def test_a_condition_says_what_it_asks(condition: Among | Between, text: str) -> None:
    assert condition_text(condition, NAMES) == text


@given(st.sampled_from(DATES), st.dates())
def test_a_date_is_read_as_it_is_shown(column: Column, day: object) -> None:
    first, last = number_of(column, str(day)), number_of(column, str(day), last=True)

    assert first is not None
    assert last == first + 86_399
    assert number_text(column, first) == number_text(column, last) == str(day)


def test_numbers_are_read_in_their_unit() -> None:
    assert number_of(Column.SIZE, " 1,5 ") == 1_500_000
    assert number_of(Column.DISTANCE, "") is None
    for column, text in ((Column.SIZE, "many"), (Column.TAKEN, "05.06.2024")):
        with pytest.raises(ValueError, match=r".+"):
            number_of(column, text)


def test_groups_have_titles() -> None:
    titles = [
        group_text(grouping, value, NAMES)
        for grouping, value in (
            (Grouping.DAY, "1"), (Grouping.DAY, ""), (Grouping.FOLDER, ""), (Grouping.FOLDER, "a/b"),
            (Grouping.SOURCE, "3"), (Grouping.LIST, ""), (Grouping.CATEGORY, ""),
            (Grouping.STACK, "7"), (Grouping.STACK, "-7"), (Grouping.STACK, ""),
        )
    ]  # fmt: skip

    assert titles == [
        "1970-01-02", "no date", "top folder", "a/b", "phone", "on no list", "undecided",
        "Stack 7", "equal bytes", "in no stack",
    ]  # fmt: skip
