"""The index finds exactly what comparing everything with everything finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.matching import index as module
from forensicdesk.matching.index import PdqIndex
from hashing.perceptual.distance import hamming

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from forensicdesk.matching.index import Hits

    Rows = npt.NDArray[np.uint8]


@pytest.fixture(autouse=True)
def _probe_even_small_indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SCAN_BELOW", 1)


def pairs(chunks: Iterable[Hits]) -> list[tuple[int, int, int]]:
    return sorted(
        triple
        for hits in chunks
        for triple in zip(*(column.tolist() for column in hits), strict=True)
    )  # fmt: skip


def oracle(values: Rows, queries: Rows, radius: int) -> list[tuple[int, int, int]]:
    return [
        (at, number, distance)
        for at, query in enumerate(queries)
        for number, value in enumerate(values)
        if (distance := hamming(query.tobytes(), value.tobytes())) <= radius
    ]


def flipped(value: Rows, positions: Iterable[int]) -> Rows:
    bits = np.unpackbits(value)
    bits[list(positions)] ^= 1
    return np.packbits(bits)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), entries=st.integers(1, 60), radius=st.integers(0, 31))
def test_the_index_agrees_with_the_oracle(seed: int, entries: int, radius: int) -> None:
    random = np.random.default_rng(seed)
    values = random.integers(0, 256, (entries, 32), dtype=np.uint8)
    values[entries // 2] = values[0]
    near = [
        flipped(values[random.integers(entries)], random.choice(256, random.integers(0, 45), replace=False))
        for _ in range(20)
    ]
    queries = np.array([*near, values[0], np.zeros(32, np.uint8)], dtype=np.uint8)
    index = PdqIndex(values)
    expected = oracle(values, queries, radius)
    assert pairs(index.search(queries, radius)) == expected
    assert pairs(index.brute_force(queries, radius)) == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 15), min_size=16, max_size=16), st.integers(0, 15), st.integers(0, 2**32 - 1))
def test_two_flipped_bits_in_every_band_but_one_are_found_and_one_more_is_not(
    places: list[int], kept: int, seed: int
) -> None:
    """The worst case of the completeness argument: distance 31, with a single band that differs in a single bit."""
    random = np.random.default_rng(seed)
    crowd = random.integers(0, 256, (300, 32), dtype=np.uint8)
    value = random.integers(0, 256, 32, dtype=np.uint8)
    positions = [band * 16 + place for band, place in enumerate(places)]
    positions += [band * 16 + (place + 1) % 16 for band, place in enumerate(places)]
    index = PdqIndex(np.vstack([crowd, value]).astype(np.uint8))
    without = [position for position in positions if position != kept * 16 + places[kept]]
    assert len(without) == 31
    assert (0, 300, 31) in pairs(index.search(flipped(value, without)[None], 31))
    assert not any(number == 300 for _, number, _ in pairs(index.search(flipped(value, positions)[None], 31)))


def test_a_list_of_near_equal_hashes_is_scanned_and_complete() -> None:
    random = np.random.default_rng(5)
    value = random.integers(0, 256, 32, dtype=np.uint8)
    crowd = np.array([flipped(value, random.choice(256, 3, replace=False)) for _ in range(500)])
    index = PdqIndex(crowd)
    found = pairs(index.search(crowd, 31))
    assert len(found) == 500 * 500
    assert found == pairs(index.brute_force(crowd, 31))


def test_chunks_of_any_size_give_each_pair_once(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(6)
    values = random.integers(0, 256, (3000, 32), dtype=np.uint8)
    queries = np.array([flipped(row, random.choice(256, 20, replace=False)) for row in values[:700]])
    whole = pairs(PdqIndex(values).search(queries, 31))
    monkeypatch.setattr(module, "_CANDIDATES_AT_ONCE", 7)
    monkeypatch.setattr(module, "_QUERIES_AT_ONCE", 33)
    monkeypatch.setattr(module, "_SCAN_ENTRIES", 101)
    monkeypatch.setattr(module, "_CELLS_AT_ONCE", 999)
    index = PdqIndex(values)
    assert pairs(index.search(queries, 31)) == pairs(index.brute_force(queries, 31)) == whole
    assert len(whole) >= 700


def test_beyond_31_bits_everything_is_compared() -> None:
    random = np.random.default_rng(7)
    values = random.integers(0, 256, (50, 32), dtype=np.uint8)
    assert pairs(PdqIndex(values).search(values, 256)) == oracle(values, values, 256)


def test_nothing_is_found_in_nothing() -> None:
    empty = np.empty((0, 32), dtype=np.uint8)
    some = np.ones((2, 32), dtype=np.uint8)
    assert pairs(PdqIndex(empty).search(some, 31)) == []
    assert pairs(PdqIndex(some).search(empty, 31)) == []
