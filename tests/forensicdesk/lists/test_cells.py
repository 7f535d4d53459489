"""The cells of a row are those that Python's `csv` finds, whichever way they are found."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.lists.readers.delimited import DELIMITERS, cells_of


def cells_of_csv(line: str, delimiter: str) -> list[str]:
    """The same, by `csv` alone."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]


LINES = st.lists(st.one_of(st.text(), st.sampled_from([*DELIMITERS, '"', '""', "\r", "\n", "\0", " "]))).map("".join)


@given(LINES, st.sampled_from(DELIMITERS))
def test_cells_are_those_of_csv(line: str, delimiter: str) -> None:
    assert cells_of(line, delimiter) == cells_of_csv(line, delimiter)


@pytest.mark.parametrize("length", [131_071, 131_072, 131_073, 300_000])
def test_so_are_very_long_ones(length: int) -> None:
    for line in ("a" * length, "a" * length + ",b"):
        assert cells_of(line, ",") == cells_of_csv(line, ",")
