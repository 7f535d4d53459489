"""All pairs of a list, and the closest entry of a query, are what comparing everything gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.hamming import HammingIndex, bands, joining, probing
from forensicdesk.hamming.words import as_words, count
from tests.forensicdesk.hamming.making import cut_in, families, random_rows
from tests.forensicdesk.hamming.oracle import oracle, pairs


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


@pytest.mark.parametrize("limit", [0, 20, 31, 47])
def test_the_closest_entry_within_the_limit_is_exact_and_beyond_it_none_is_named(limit: int) -> None:
    values = families(3, 400, 30)
    queries = np.vstack([families(3, 400, 60)[200:], random_rows(4, 20)])
    found = cut_in(values, 16).nearest(queries, limit)
    assert found.proven == limit
    for at, query in enumerate(as_words(queries)):
        distances = count(as_words(values) ^ query)
        least = int(distances.min())
        expected = (int(distances.argmin()), least) if least <= limit else (-1, -1)
        assert (found.entries[at], found.distances[at]) == expected


def test_the_closest_entry_is_looked_for_sixteen_bits_beyond_the_radius() -> None:
    assert cut_in(random_rows(5, 100), 16).nearest(random_rows(6, 3)).proven == 47


def test_where_everything_is_compared_every_closest_entry_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "scan_work", lambda _: 0.0)
    values, queries = random_rows(7, 200_000), random_rows(8, 30)
    found = cut_in(values, 16).nearest(queries)
    assert found.proven == 256
    for at, query in enumerate(as_words(queries)):
        distances = count(as_words(values) ^ query)
        assert (found.entries[at], found.distances[at]) == (distances.argmin(), distances.min())


def test_in_an_empty_list_nothing_is_closest() -> None:
    found = HammingIndex.build(np.empty((0, 32), np.uint8), 31).nearest(random_rows(9, 2))
    assert found.entries.tolist() == found.distances.tolist() == [-1, -1]
    assert found.proven == 256
