"""Text from evidence becomes visible and harmless, and nothing of it is lost."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.escaping import Drawable, printable, printable_path, reads_back, right_to_left

ANY_TEXT = st.text(st.characters(categories=None), max_size=60)


@settings(deadline=None)
@given(ANY_TEXT)
def test_printable_text_has_no_character_that_cannot_be_seen(text: str) -> None:
    shown = printable(text)

    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in shown)
    shown.encode("utf-8")


@settings(deadline=None)
@given(ANY_TEXT)
def test_making_text_printable_twice_changes_nothing_more(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_a_path_that_is_said_to_read_back_is_exactly_the_bytes(raw: bytes) -> None:
    if reads_back(raw):
        assert printable_path(raw).encode() == raw


@settings(deadline=None)
@given(st.binary(max_size=8), st.binary(max_size=8))
def test_two_paths_that_look_alike_are_both_given_in_hex(one: bytes, other: bytes) -> None:
    if one != other and printable_path(one) == printable_path(other):
        assert not reads_back(one) or not reads_back(other)


@settings(deadline=None)
@given(ANY_TEXT, st.frozensets(st.integers(32, 126)))
def test_a_drawable_text_has_only_characters_of_the_font_or_of_their_numbers(text: str, glyphs: frozenset[int]) -> None:
    shown = text.translate(Drawable(glyphs))

    assert set(map(ord, shown)) <= glyphs | set(map(ord, "<U+0123456789ABCDEF>"))


def test_direction_marks_newlines_and_bytes_that_are_no_text_are_shown_by_number() -> None:
    assert printable("a\u202eb\nc") == "a<U+202E>b<U+000A>c"
    assert printable_path(b"a\xff/b") == "a<0xFF>/b"
    assert printable("no\u00a0break") == "no<U+00A0>break"


def test_a_name_that_imitates_the_notation_is_not_said_to_read_back() -> None:
    assert reads_back("Grüße/写真.jpg".encode())
    assert not reads_back(b"a<0xFF>")
    assert not reads_back(b"a<U+202E>")
    assert not reads_back(b"a\xff")


def test_scripts_that_run_from_right_to_left_are_recognised() -> None:
    assert right_to_left("x/ילדה")
    assert right_to_left("صورة")
    assert not right_to_left("Ελληνικά, кириллица, 写真")
