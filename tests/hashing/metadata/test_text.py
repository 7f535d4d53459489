"""What files say is made fit to be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hashing.metadata.dates import zone_of
from hashing.metadata.text import LONGEST_VALUE, MOST_FIELDS, fields, from_bytes, printable


@given(st.text(max_size=2000))
def test_any_text_becomes_printable_and_bounded(text: str) -> None:
    found = printable(text)

    assert found.isprintable()
    assert len(found) <= LONGEST_VALUE + 2


@given(st.binary(max_size=300))
def test_any_bytes_become_text(raw: bytes) -> None:
    assert isinstance(from_bytes(raw), str)


def test_the_number_of_fields_is_bounded_and_empty_ones_are_left_out() -> None:
    found = fields([(f"field {number:04}", "x" if number % 2 else "") for number in range(3000)])

    assert len(found) == MOST_FIELDS
    assert all(value for _, value in found)


def test_a_zone_is_taken_from_dates_that_state_one_and_from_no_other() -> None:
    assert zone_of("2023-05-09T12:41:46+0100") == "+0100"
    assert zone_of("2023-05-09T11:48:30.000000Z") == "Z"
    assert zone_of("2016-05-31 17:01:35") is None
    assert zone_of("2024-02-09") is None
