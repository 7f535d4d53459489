"""Values become words that people read rightly, and that evidence cannot forge."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.account import Ledger
from forensicdesk.model import Location, MatchKind, Role, State, Step
from ui import words


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (12_345_678, "12.3 MB"), (10**13, "10.0 TB")],
)
def test_sizes_are_read_in_decimal_units(size: int, text: str) -> None:
    assert words.size_text(size) == text


def test_a_size_for_the_record_keeps_every_byte() -> None:
    assert words.exact_size(12_345_678) == "12.3 MB (12,345,678 bytes)"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "almost done"), (42, "about 42 s left"), (600, "about 10 min left"), (7500, "about 2 h 05 min left")],
)
def test_time_left_is_told_without_false_precision(seconds: float, text: str) -> None:
    assert words.time_left(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "0:00"), (75, "1:15"), (3723, "1:02:03")])
def test_durations_read_like_a_clock(seconds: float, text: str) -> None:
    assert words.clock_text(seconds) == text


def test_a_name_that_turns_the_reading_direction_is_written_out() -> None:
    assert words.printable("photo\u202egpj.exe") == "photo\\u202egpj.exe"
    assert words.printable("two\nlines\t") == "two\\u000alines\\u0009"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200bb", "a\\u200bb"),
        ("a\u00adb", "a\\u00adb"),
        ("a\u00a0b", "a\\u00a0b"),
        ("a\u3164b", "a\\u3164b"),
        ("a\U000e0041b", "a\\U000e0041b"),
        ("a\ue000b", "a\\ue000b"),
        ("two words", "two words"),
        ("перевал é 写真 😀", "перевал é 写真 😀"),
    ],
)
def test_characters_that_leave_no_mark_on_the_screen_are_written_out(text: str, shown: str) -> None:
    assert words.printable(text) == shown


def test_a_name_in_letters_from_right_to_left_still_ends_at_its_end() -> None:
    assert words.breakable("\u05de\u05d1\u05d8.jpg") == "\u200e\u05de\u05d1\u05d8.jpg"
    assert words.breakable("plain.jpg") == "plain.jpg"


@given(st.text())
def test_printable_text_has_no_control_left(text: str) -> None:
    shown = words.printable(text)

    assert words.printable(shown) == shown
    assert not any(unicodedata.category(char) in words.HIDDEN_CATEGORIES for char in shown)


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=3))
def test_every_location_can_be_shown(paths: list[bytes]) -> None:
    location = Location(tuple(Step("file", path) for path in paths))

    text = words.location_text(location)

    text.encode("utf-8")
    assert text.count("→") >= len(paths) - 1


@given(st.text())
def test_breaking_places_and_a_direction_are_the_only_changes_and_runs_stay_short(text: str) -> None:
    shown = words.breakable(text)

    assert shown.replace("\u200b", "").lstrip("\u200e") == text.replace("\u200b", "").lstrip("\u200e")
    assert all(len(run) <= 13 for run in shown.replace("\u200b", " ").split())


def test_a_tool_tip_shows_markup_as_text() -> None:
    assert "<img" not in words.tooltip('<img src="file:///x">')


def test_every_state_role_and_kind_has_a_word() -> None:
    assert set(words.STATES) == set(State)
    assert set(words.ROLES) == set(words.ROLE_MEANINGS) == set(Role)
    assert set(words.KIND_BADGES) == set(MatchKind)


def test_the_ledgers_sum_is_spelled_out() -> None:
    ledger = Ledger(seen=1200, not_media=200, analysed=900, failed=50, pending=50)

    assert words.ledger_sentence(ledger) == ("1,200 files seen = 200 not media + 950 pictures and films + 50 waiting.")


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-01-02T03:04:05.678Z", "2026-01-02 03:04 UTC"),
        ("2026-01-02T03:04:05+02:00", "2026-01-02T03:04:05+02:00"),
        ("yesterday", "yesterday"),
    ],
)
def test_times_in_utc_are_shortened_and_others_left_alone(moment: str, text: str) -> None:
    assert words.moment_text(moment) == text
