"""A stack stands once, loses nothing, and never hides a match."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.model import MatchKind
from ui.arranging import StackMark, arrange

if TYPE_CHECKING:
    from collections.abc import Mapping

IDS = st.lists(st.integers(1, 40), unique=True).map(sorted)
BUNDLES = st.dictionaries(st.integers(1, 40), st.integers(1, 6))
OPENED = st.frozensets(st.integers(1, 6))
MATCHED = st.fixed_dictionaries({kind: st.frozensets(st.integers(1, 40), max_size=6) for kind in MatchKind})
NONE: Mapping[MatchKind, frozenset[int]] = {kind: frozenset() for kind in MatchKind}


@given(IDS, BUNDLES, OPENED, MATCHED)
def test_every_item_is_shown_or_counted_by_the_one_that_stands_for_it(
    ids: list[int], bundles: dict[int, int], opened: frozenset[int], matched: dict[MatchKind, frozenset[int]]
) -> None:
    found = arrange(ids, bundles, opened, matched)

    shown = list(found.ids)
    inside = {item: [one for one in ids if bundles.get(one) == bundles[item]] for item in ids if item in bundles}
    alone = [item for item in ids if len(inside.get(item, [item])) == 1]
    assert len(shown) == len(set(shown))
    assert found.total == len(ids)
    assert set(alone) <= set(shown)
    assert not set(alone) & found.marks.keys()
    for item in set(ids) - set(alone):
        heads = [one for one in shown if one in inside[item] and found.marks[one].head]
        assert len(heads) == 1
        mark = found.marks[heads[0]]
        assert (mark.count, mark.opened) == (len(inside[item]), bundles[item] in opened)
        assert (item in shown) == (mark.opened or item == heads[0])
        assert mark.kinds == tuple(kind for kind in MatchKind if set(matched[kind]) & set(inside[item]))
        if mark.kinds:
            assert heads[0] == min(set(matched[mark.kinds[0]]) & set(inside[item]))


@given(IDS, BUNDLES, OPENED, MATCHED)
def test_an_open_stack_stands_together_where_its_first_item_stands(
    ids: list[int], bundles: dict[int, int], opened: frozenset[int], matched: dict[MatchKind, frozenset[int]]
) -> None:
    found = arrange(ids, bundles, opened, matched)

    firsts = [
        min(one for one in ids if bundles.get(one) == bundles.get(item, -item) or one == item) for item in found.ids
    ]
    assert firsts == sorted(firsts)


def test_what_no_stack_has_is_left_as_it_is() -> None:
    assert arrange([3, 5, 9], {}, frozenset(), NONE).ids == [3, 5, 9]


def test_items_that_the_filter_keeps_out_do_not_count() -> None:
    found = arrange([1, 4], {1: 7, 2: 7, 3: 7}, frozenset(), NONE)

    assert (found.ids, dict(found.marks)) == ([1, 4], {})


def test_a_stack_is_shown_by_its_strongest_match() -> None:
    matched = {MatchKind.EXACT: frozenset({3}), MatchKind.NEAR: frozenset({2}), MatchKind.VIDEO: frozenset[int]()}

    found = arrange([1, 2, 3, 4], {1: 7, 2: 7, 3: 7}, frozenset(), matched)

    assert found.ids == [3, 4]
    assert found.marks == {3: StackMark(7, 3, False, True, (MatchKind.EXACT, MatchKind.NEAR))}


def test_a_million_items_are_arranged_in_seconds() -> None:
    ids = list(range(1, 1_000_001))
    bundles = {item: item // 4 for item in ids if item % 5 < 2}

    began = time.perf_counter()
    found = arrange(ids, bundles, frozenset({5}), NONE)

    assert time.perf_counter() - began < 10
    assert len(found.ids) == 850_002
