"""How much is in memory, and how many threads work, changes no stack; each is what comparing everything says."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forensicdesk.matching.pairs import ClosestPairs, Pairs
from forensicdesk.matching.side_by_side import go_on
from forensicdesk.matching.stack_hashes import INNER, PART, WHOLE, NearRule, PdqTable, SmallTable
from forensicdesk.matching.stack_policy import DEFAULT_STACK_POLICY
from forensicdesk.matching.stack_search import AlikeSearch, NearSearch
from forensicdesk.matching.stacks import BOUNDS, Bounds, PictureTables, find_relations
from tests.forensicdesk.matching.stack_oracle import stacks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from forensicdesk.matching.pairs import PairSource
    from forensicdesk.relations import Relations
    from hashing.values import Film, FrameFeatures, PerceptualHash


class OnlyHashes:
    """A case without films and local features."""

    def features(self) -> Iterable[tuple[int, bytes]]:
        return ()

    def features_of(self, contents: Sequence[int]) -> Mapping[int, bytes]:
        return dict.fromkeys(contents, b"")

    def films(self) -> Iterable[tuple[int, Film]]:
        return ()

    def film_features(self) -> Iterable[tuple[int, Sequence[FrameFeatures]]]:
        return ()

    def film_features_of(self, contents: Sequence[int]) -> Mapping[int, Sequence[FrameFeatures]]:
        return dict.fromkeys(contents, ())

    def pictures(self) -> Iterable[tuple[int, PerceptualHash]]:
        return ()


def relations(tables: PictureTables, bounds: Bounds = BOUNDS) -> Relations:
    return find_relations(tables, OnlyHashes(), DEFAULT_STACK_POLICY, go_on, bounds)


def disturbed(random: np.random.Generator, values: np.ndarray, most: int) -> np.ndarray:
    """The values with up to so many bits turned in each row."""
    rank = random.random((len(values), values.shape[1] * 8)).argsort(axis=1).argsort(axis=1)
    return values ^ np.packbits(rank < random.integers(0, most + 1, len(values))[:, None], axis=1)


def crowd(pictures: int, scenes: int, seed: int, *, views: bool = True) -> PictureTables:
    """Pictures of few scenes, some turned, some symmetric, some with a picture or a tile inside."""
    random = np.random.default_rng(seed)
    shown = random.integers(0, 256, (scenes, 8, 32), dtype=np.uint8)
    mirrored = random.random(scenes) < 0.3
    shown[mirrored, 4] = shown[mirrored, 0]
    small = random.integers(0, 256, (2, scenes, 8), dtype=np.uint8)
    several = random.random(pictures) < (0.5 if views else 0)
    number = np.where(several, random.integers(1, 4, pictures), 1)
    owners = np.repeat(np.arange(pictures), number)
    first = np.concatenate([[True], owners[1:] != owners[:-1]])
    kinds = np.where(first, WHOLE, random.choice([INNER, INNER, PART], len(owners))).astype(np.uint8)
    scene = random.integers(0, scenes, len(owners))
    turned = np.stack([disturbed(random, shown[scene, turn], 18) for turn in range(8)], axis=1)
    symmetric = random.random(len(owners)) < 0.2
    turned[symmetric, 3] = turned[symmetric, 0]
    swapped = random.random(len(owners)) < 0.2
    turned[swapped] = turned[swapped][:, ::-1]
    turned[random.random(len(owners)) < 0.1, 1:] = 0
    forms = np.where(random.random(len(owners)) < 0.1, 7, 0).astype(np.int32)
    smalls = [
        SmallTable(
            disturbed(random, values[scene[first]], 8), np.where(random.random(pictures) < 0.1, -1, 0).astype(np.int32)
        )
        for values in small
    ]
    names = {int(row): f"view {row}" for row in np.flatnonzero(~first)}
    pdqs = PdqTable(owners, turned, kinds, forms, names)
    return PictureTables(np.arange(pictures), random.integers(1, 4, pictures), pdqs, *smalls)


@settings(max_examples=25, deadline=None)
@example(21, 4, 1769)
@given(st.integers(2, 26), st.integers(1, 4), st.integers(0, 10_000))
def test_stacks_are_those_of_comparing_everything(pictures: int, scenes: int, seed: int) -> None:
    tables = crowd(pictures, scenes, seed)

    found = relations(tables)
    leaders, ties = stacks(tables, DEFAULT_STACK_POLICY)

    heads = {member.content_id: group.representative for group in found.stacks for member in group.members}
    assert [heads.get(place, place) for place in range(pictures)] == leaders
    told = {(link.first, link.reason.other) for link in found.links}
    assert {(one, heads.get(other, other)) for one, other in told} <= ties
    # Of two ties between the same two contents, told from either, one is kept.
    assert ties <= {(one, heads.get(other, other)) for pair in told for one, other in (pair, pair[::-1])}


@settings(max_examples=12, deadline=None)
@given(st.integers(2, 40), st.integers(1, 4), st.integers(0, 10_000), st.integers(0, 30), st.integers(1, 60))
def test_what_is_kept_in_memory_changes_nothing(pictures: int, scenes: int, seed: int, kept: int, at_once: int) -> None:
    tables = crowd(pictures, scenes, seed)

    assert relations(tables, Bounds(pairs=kept, arcs=at_once)) == relations(tables)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 40), st.integers(1, 4), st.integers(0, 10_000), st.integers(2, 12), st.integers(1, 60))
def test_pairs_that_are_only_counted_change_nothing(
    pictures: int, scenes: int, seed: int, least: int, at_once: int
) -> None:
    tables = crowd(pictures, scenes, seed)

    assert relations(tables, Bounds(arcs=at_once, crowd=least)) == relations(tables)


@pytest.mark.parametrize(("pictures", "scenes", "least"), [(700, 2, 80), (500, 7, 20)])
def test_the_pairs_of_crowds_are_counted_right(pictures: int, scenes: int, least: int) -> None:
    tables = crowd(pictures, scenes, 11)
    rule = NearRule(tables.pdqs, tables.phashes, tables.dhashes, DEFAULT_STACK_POLICY)
    near = [NearSearch(rule, DEFAULT_STACK_POLICY.matching.pdq_distance, go_on, size) for size in (least, 1 << 30)]
    alike = [
        AlikeSearch(tables.phashes, tables.dhashes, DEFAULT_STACK_POLICY, go_on, size) for size in (least, 1 << 30)
    ]

    for searches in (near, alike):
        (counted, tallied), (all_, none) = (degrees_of(search, len(tables.pdqs.owners)) for search in searches)
        assert np.array_equal(counted, all_)
        assert tallied > 0
        assert none == 0


def degrees_of(search: PairSource, size: int) -> tuple[np.ndarray, int]:
    """How many pairs each row has, and of how many of them only the number was told."""
    found, tallied = np.zeros(size, dtype=np.int64), 0

    def take(pairs: Pairs) -> None:
        np.add.at(found, pairs.first, 1)
        np.add.at(found, pairs.second, 1)

    def tally(rows: np.ndarray, numbers: np.ndarray) -> None:
        nonlocal tallied
        found[rows] += numbers
        tallied += int(numbers.sum())

    search.every(take, tally)
    return found, tallied


def test_a_crowd_of_which_the_index_is_used_has_the_same_stacks_whatever_is_kept() -> None:
    tables = crowd(1_200, 12, 5)

    assert relations(tables, Bounds(pairs=0, arcs=5_000)) == relations(tables)


def test_the_number_of_threads_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = crowd(600, 6, 8)
    many = relations(tables)

    monkeypatch.setattr("os.cpu_count", lambda: 1)

    assert relations(tables) == many


def test_pictures_that_are_all_alike_cost_memory_for_each_and_not_for_each_two() -> None:
    peaks = []
    for pictures in (800, 1_600):
        tables = crowd(pictures, 1, 3, views=False)
        tracemalloc.start()
        assert relations(tables, Bounds(pairs=0, arcs=1_000)).stacks
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 2.2 * peaks[0]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 3)), max_size=28), st.integers(1, 3))
def test_the_closest_pairs_of_each_row_are_kept(given_: list[tuple[int, int, int]], most: int) -> None:
    distances = {(min(one, two), max(one, two)): apart for one, two, apart in given_ if one != two}
    closest = ClosestPairs(most)
    for (one, two), apart in distances.items():
        closest.take(Pairs(np.array([one]), np.array([two]), np.array([apart]), np.array([False])))

    expected = set()
    for row in range(8):
        around = sorted((apart, sum(pair) - row, pair) for pair, apart in distances.items() if row in pair)
        expected |= {pair for _, _, pair in around[:most]}
    first, second = closest.pairs()
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == sorted(expected)
