"""Which pictures are held against each other: those of brute force, whatever the size of the blocks."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.matching import stack_features as module
from forensicdesk.matching.stack_features import WordTable, candidates
from forensicdesk.matching.stack_policy import StackPolicy

WORDS = st.lists(st.sets(st.integers(0, 12), max_size=6), min_size=1, max_size=9)
POLICY = StackPolicy(rare=4, shared_words=2, candidates=50)


def flat(groups: list[set[int]]) -> tuple[np.ndarray, np.ndarray]:
    words = np.array([word for group in groups for word in sorted(group)], dtype=np.uint32)
    return words, np.repeat(np.arange(len(groups), dtype=np.uint32), [len(group) for group in groups])


def table_of(plain: list[set[int]], mirrored: list[set[int]]) -> WordTable:
    return WordTable(*flat(plain), *flat(mirrored), len(plain))


def by_brute_force(plain: list[set[int]], mirrored: list[set[int]]) -> list[tuple[int, int]]:
    holders = Counter(word for group in plain for word in group)
    telling = {word for word, count in holders.items() if count <= POLICY.rare}
    found = []
    for one, two in combinations(range(len(plain)), 2):
        asked = [
            len(plain[a] & plain[b] & telling) + len(mirrored[a] & plain[b] & telling)
            for a, b in ((one, two), (two, one))
        ]
        if max(asked) >= POLICY.shared_words:
            found.append((one, two))
    return found


@given(WORDS, st.data())
@settings(max_examples=200)
def test_pairs_are_those_that_share_enough_telling_words(plain: list[set[int]], data: st.DataObject) -> None:
    size = len(plain)
    mirrored = data.draw(st.lists(st.sets(st.integers(0, 12), max_size=6), min_size=size, max_size=size))

    first, second = candidates(table_of(plain, mirrored), POLICY)

    assert list(zip(first.tolist(), second.tolist(), strict=True)) == by_brute_force(plain, mirrored)


@pytest.mark.parametrize(("name", "size"), [("_PICTURES_AT_ONCE", 7), ("_MEETINGS_AT_ONCE", 40)])
def test_the_size_of_the_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch, name: str, size: int) -> None:
    random = np.random.default_rng(3)
    groups = [set(random.integers(0, 300, 30).tolist()) for _ in range(90)]
    table = table_of(groups, groups)
    before = [column.tolist() for column in candidates(table, StackPolicy())]

    monkeypatch.setattr(module, name, size)

    assert [column.tolist() for column in candidates(table, StackPolicy())] == before


def test_only_the_likeliest_are_kept() -> None:
    groups = [{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}, {1, 2}, {1, 2, 3}]
    few = StackPolicy(rare=9, shared_words=2, candidates=1)

    first, second = candidates(table_of(groups, [set()] * 4), few)

    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    assert (0, 1) in pairs
    assert (2, 3) not in pairs
