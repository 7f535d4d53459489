"""The index finds exactly what comparing everything with everything finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.hamming import HammingIndex, joining, probing, scan, self_check
from forensicdesk.hamming import index as module
from forensicdesk.hamming.bands import Bands
from forensicdesk.hamming.joining import Join
from forensicdesk.hamming.words import as_words
from tests.forensicdesk.hamming.making import cut_in, families
from tests.forensicdesk.hamming.oracle import flipped, oracle, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.hamming.words import Hits, Words


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    entries=st.integers(1, 60),
    radius=st.integers(0, 34),
    number=st.integers(0, 30),
    words=st.sampled_from([2, 3, 4]),
)
def test_the_index_agrees_with_the_oracle(seed: int, entries: int, radius: int, number: int, words: int) -> None:
    random = np.random.default_rng(seed)
    values = random.integers(0, 256, (entries, words * 8), dtype=np.uint8)
    values[entries // 2] = values[0]
    near = [
        flipped(values[random.integers(entries)], random.choice(words * 64, random.integers(0, 45), replace=False))
        for _ in range(20)
    ]
    queries = np.array([*near, values[0], np.zeros(words * 8, np.uint8)], dtype=np.uint8)
    index = cut_in(values, words * 4 + number)
    expected = oracle(values, queries, radius)
    assert pairs(index.search(queries, radius)) == expected
    assert pairs(Join(index._words, index._bands, index._tables, radius).between(as_words(queries))) == expected
    assert pairs(index.brute_force(queries, radius)) == expected


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), radius=st.integers(0, 12), number=st.integers(3, 12))
def test_short_hashes_agree_with_the_oracle(seed: int, radius: int, number: int) -> None:
    random = np.random.default_rng(seed)
    values = random.integers(0, 256, (80, 8), dtype=np.uint8)
    queries = np.array([flipped(row, random.choice(64, random.integers(0, 16), replace=False)) for row in values])
    assert pairs(cut_in(values, number).search(queries, radius)) == oracle(values, queries, radius)


@settings(max_examples=80, deadline=None)
@given(number=st.sampled_from([13, 14, 15, 16, 17, 18, 20, 31, 32]), seed=st.integers(0, 2**32 - 1))
def test_the_worst_spread_of_bits_is_found_at_the_radius_and_not_one_bit_further(number: int, seed: int) -> None:
    """No band is met but one, and that one at its full reach: the tightest pair that the argument allows."""
    random = np.random.default_rng(seed)
    crowd = random.integers(0, 256, (300, 32), dtype=np.uint8)
    value = random.integers(0, 256, 32, dtype=np.uint8)
    cut = Bands(256, number)
    met = int(random.integers(0, number))
    positions: list[int] = []
    for band, reach in enumerate(cut.reach(31)):
        wrong = reach + 1 - (band == met)
        positions.extend(cut.start(band) + random.choice(cut.width(band), wrong, replace=False))
    assert len(positions) == 31
    further = next(at for at in range(cut.start(met), cut.start(met + 1)) if at not in positions)
    index = cut_in(np.vstack([crowd, value]).astype(np.uint8), number)
    assert (0, 300, 31) in pairs(index.search(flipped(value, positions)[None], 31))
    assert not any(entry == 300 for _, entry, _ in pairs(index.search(flipped(value, [*positions, further])[None], 31)))


def test_a_list_of_near_equal_hashes_is_complete() -> None:
    random = np.random.default_rng(5)
    value = random.integers(0, 256, 32, dtype=np.uint8)
    crowd = np.array([flipped(value, random.choice(256, 3, replace=False)) for _ in range(500)])
    index = cut_in(crowd, 16)
    found = pairs(index.search(crowd, 31))
    assert len(found) == 500 * 500
    assert found == pairs(index.brute_force(crowd, 31))


def test_chunks_of_any_size_give_each_pair_once(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(6)
    values = random.integers(0, 256, (3000, 32), dtype=np.uint8)
    values[:100] = values[0]
    queries = np.array([flipped(row, random.choice(256, 20, replace=False)) for row in values[:700]])
    whole = pairs(cut_in(values, 16).search(queries, 31))
    monkeypatch.setattr(probing, "_CANDIDATES", 7)
    monkeypatch.setattr(probing, "_PROBES", 100)
    monkeypatch.setattr(module, "QUERIES", 33)
    monkeypatch.setattr(scan, "_ENTRIES", 101)
    monkeypatch.setattr(scan, "_CELLS", 999)
    index = cut_in(values, 16)
    assert pairs(index.search(queries, 31)) == pairs(index.brute_force(queries, 31)) == whole
    assert len(whole) >= 100 * 100 + 600


def test_very_many_queries_are_joined_with_the_list_and_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    values = families(9, 3000, 30)
    queries = families(9, 3000, 45)
    index = cut_in(values, 16)
    joined = []
    between = Join.between

    def seen(join: Join, words: Words) -> Iterator[Hits]:
        joined.append(len(words))
        return between(join, words)

    monkeypatch.setattr(Join, "between", seen)
    probed = pairs(index.search(queries, 31))
    assert joined == []
    monkeypatch.setattr(module, "MANY", 1000)
    monkeypatch.setattr(joining, "_PLACES", 777)
    assert pairs(index.search(queries, 31)) == probed
    assert joined == [3000]
    assert len(probed) > 3000


@pytest.mark.parametrize("radius", [0, 31, 60, 256])
def test_any_distance_can_be_asked(radius: int) -> None:
    random = np.random.default_rng(7)
    values = random.integers(0, 256, (50, 32), dtype=np.uint8)
    index = HammingIndex.build(values, 31)
    assert pairs(index.search(values, radius)) == oracle(values, values, radius)
    assert pairs(index.search(values, -1)) == []


def test_nothing_is_found_in_nothing() -> None:
    empty = np.empty((0, 32), dtype=np.uint8)
    some = np.ones((2, 32), dtype=np.uint8)
    assert pairs(HammingIndex.build(empty, 31).search(some, 31)) == []
    assert pairs(HammingIndex.build(some, 31).search(empty, 31)) == []


@pytest.mark.parametrize("shape", [(3, 31), (3, 0), (96,)])
def test_rows_that_are_no_whole_words_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="8 or a multiple of 8"):
        HammingIndex.build(np.zeros(shape, np.uint8), 31)


def test_queries_of_another_length_are_refused() -> None:
    index = HammingIndex.build(np.zeros((3, 32), np.uint8), 31)
    with pytest.raises(ValueError, match="queries have 64 bits, the entries of this index 256"):
        list(index.search(np.zeros((3, 8), np.uint8), 31))


def test_the_check_agrees_with_a_sound_index_and_counts_what_a_wrong_one_misses() -> None:
    values = np.random.default_rng(8).integers(0, 256, (5000, 32), dtype=np.uint8)
    index = cut_in(values, 16)
    checked = self_check(values, index, 31, samples=200, seed=1)
    assert checked.good
    assert checked.asked == 200
    assert checked.pairs > 100
    for one in index._tables:
        one.order[:] = one.order[::-1].copy()
    wrong = self_check(values, index, 31, samples=200, seed=1)
    assert not wrong.good
    assert wrong.missing > 100
    assert wrong.extra == 0
