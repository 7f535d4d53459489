"""A stack stands once, loses nothing, and never hides a match."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.case.facts import arranging
from forensicdesk.facets import Grouping, Showing
from forensicdesk.model import MatchKind
from tests.forensicdesk.case.facts.made import One, facts_of
from ui.arranging import GroupHead, StackMark, StackMarks, lay_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

IDS = st.lists(st.integers(1, 40), unique=True).map(sorted)
BUNDLES = st.dictionaries(st.integers(1, 40), st.integers(1, 6))
OPENED = st.frozensets(st.integers(1, 6))
MATCHED = st.fixed_dictionaries({kind: st.frozensets(st.integers(1, 40), max_size=6) for kind in MatchKind})
NONE: Mapping[MatchKind, frozenset[int]] = {kind: frozenset() for kind in MatchKind}


@dataclass(frozen=True, slots=True)
class Found:
    """What is shown, and how it is marked."""

    ids: list[int]
    marks: dict[int, StackMark]
    total: int


def arrange(
    ids: list[int],
    bundles: Mapping[int, int],
    opened: frozenset[int],
    matched: Mapping[MatchKind, frozenset[int]],
) -> Found:
    """Arrange items of which some are in stacks and some match a list."""
    ones = [One(item, bundles.get(item, 0), tuple(kind for kind in MatchKind if item in matched[kind])) for item in ids]
    facts = facts_of(ones)
    order = arranging.arrange(facts, np.ones(len(ids), bool), Showing(stacked=True, opened=opened))
    assert order.stacks is not None
    marks = StackMarks(order.stacks)
    marked = {item: marks.get(item) for item in order.ids.tolist()}
    return Found(order.ids.tolist(), {item: mark for item, mark in marked.items() if mark}, order.total)


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


GROUPED = st.lists(
    st.builds(
        One, st.integers(1, 40), st.integers(0, 4), st.sampled_from([(), (MatchKind.NEAR,)]), st.just(()), st.none(),
        st.integers(1, 3), camera=st.sampled_from(["", "One", "Two"]), path=st.sampled_from(["a/1", "a/b/2", "3"]),
        taken=st.sampled_from([None, 5, 90_000]), category=st.sampled_from(["", "1", "2"]),
    ),
    unique_by=lambda one: one.id,
)  # fmt: skip


@given(GROUPED, st.sampled_from(Grouping), st.booleans(), st.integers(1, 5))
def test_groups_hold_every_item_once_and_those_with_most_hits_come_first(
    ones: list[One], grouping: Grouping, stacked: bool, columns: int
) -> None:
    facts, passing = facts_of(ones), np.ones(len(ones), bool)

    order = arranging.arrange(facts, passing, Showing(stacked, frozenset({1}), grouping))
    plain = arranging.arrange(facts, passing, Showing(stacked and grouping is not Grouping.STACK, frozenset({1})))

    assert sorted(order.ids.tolist()) == sorted(plain.ids.tolist())
    assert order.total == len(ones)
    if grouping is Grouping.NOTHING:
        assert order.groups == ()
        return
    stacks = Counter(one.stack for one in ones)
    values: dict[Grouping, Callable[[One], str]] = {
        Grouping.SOURCE: lambda one: str(one.source),
        Grouping.CAMERA: lambda one: one.camera,
        Grouping.FOLDER: lambda one: one.path.rpartition("/")[0],
        Grouping.DAY: lambda one: "" if one.taken is None else str(one.taken // 86_400),
        Grouping.CATEGORY: lambda one: one.category,
        Grouping.LIST: lambda _one: "",
        Grouping.STACK: lambda one: str(one.stack) if one.stack and stacks[one.stack] > 1 else "",
    }
    known = {one.id: one for one in ones}
    for group in order.groups:
        for item in order.ids[group.first : group.first + group.shown].tolist():
            assert values[grouping](known[item]) == group.value
    shares = [group.hits / group.items for group in order.groups]
    assert shares == sorted(shares, reverse=True)
    assert sum(group.items for group in order.groups) == len(ones)
    assert sum(group.hits for group in order.groups) == sum(bool(one.kinds) for one in ones)
    heads = [GroupHead(group.value, group.first, group.shown, group.items) for group in order.groups]
    cells = lay_cells(order.ids, heads, columns)
    assert cells[cells > 0].tolist() == order.ids.tolist()
    assert np.flatnonzero(cells < 0).tolist() == [at for at in np.flatnonzero(cells < 0).tolist() if at % columns == 0]
    assert cells[cells < 0].tolist() == [-at for at in range(1, len(order.groups) + 1)]
