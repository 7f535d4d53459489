"""All pairs of a list are what comparing everything gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.hamming import HammingIndex, joining, probing
from tests.forensicdesk.hamming.making import cut_in, families
from tests.forensicdesk.hamming.oracle import oracle, pairs

if TYPE_CHECKING:
    import pytest


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(0, 90), number=st.integers(13, 32), radius=st.integers(0, 34))
def test_all_pairs_are_given_once_with_the_smaller_row_first(seed: int, rows: int, number: int, radius: int) -> None:
    values = families(seed, rows, 40)
    expected = [triple for triple in oracle(values, values, radius) if triple[0] < triple[1]]
    assert pairs(cut_in(values, number).pairs(radius)) == expected


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), number=st.integers(4, 9), radius=st.integers(0, 12))
def test_pairs_of_short_hashes_are_complete(seed: int, number: int, radius: int) -> None:
    values = families(seed, 80, 14, width=8)
    expected = [triple for triple in oracle(values, values, radius) if triple[0] < triple[1]]
    assert pairs(cut_in(values, number).pairs(radius)) == expected


def test_pairs_in_chunks_of_any_size_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    values = families(1, 1500, 20)
    values[:60] = values[0]
    index = cut_in(values, 14)
    whole = pairs(index.pairs(31))
    monkeypatch.setattr(joining, "_PLACES", 97)
    monkeypatch.setattr(probing, "_CANDIDATES", 13)
    assert pairs(index.pairs(31)) == whole
    assert whole == [triple for triple in pairs(index.brute_force(values, 31)) if triple[0] < triple[1]]
    assert len(whole) > 60 * 59 // 2


def test_pairs_of_a_list_without_tables_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    values = families(2, 300, 20)
    probed = pairs(cut_in(values, 16).pairs(31))
    monkeypatch.undo()
    scanned = HammingIndex.build(values, 31)
    assert not scanned._tables
    assert pairs(scanned.pairs(31)) == probed
    assert pairs(scanned.pairs(-1)) == []
