"""Every filter gives what looking at the items one by one gives."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.case.facts.passing import Asking, Passing, hiding
from forensicdesk.facets import CHOICES, NUMBERS, Among, Between, Column, Hide, Span
from forensicdesk.model import ItemFilter, MatchKind, Origin, State
from tests.forensicdesk.case.facts.made import One, facts_of

if TYPE_CHECKING:
    from forensicdesk.facets import Condition

ASKING = Asking(lambda _where: [], lambda _word: np.zeros(0, np.int64))
SOME = st.sampled_from
ONES = st.lists(
    st.builds(
        One,
        id=st.integers(1, 60),
        stack=st.integers(0, 3),
        kinds=SOME([(), (MatchKind.EXACT,), (MatchKind.NEAR, MatchKind.VIDEO)]),
        lists=SOME([(), ("x",), ("x", "y")]),
        distance=SOME([None, 0, 7, 31]),
        source=st.integers(1, 3),
        state=SOME([State.ANALYSED, State.FAILED]),
        media=SOME(["", "picture", "film"]),
        type=SOME(["image/jpeg", "video/mp4"]),
        size=SOME([0, 5, 1000, 5_000_000_000]),
        taken=SOME([None, -1, 0, 1_700_000_000]),
        created=SOME([None, 3, 1_700_000_000]),
        begun=SOME([None, 0, 1_700_000_000]),
        own_begun=SOME([None, 3]),
        camera=SOME(["", "One", "Two Three"]),
        gps=st.booleans(),
        origin=SOME(list(Origin)),
        width=SOME([0, 640, 100_000]),
        height=SOME([0, 480, 100_000]),
        duration=SOME([None, 0.0, 12.5]),
        issue=SOME(["", "truncated"]),
        category=SOME(["", "1", "2"]),
        judge=SOME(["", "Examiner A"]),
        seen=SOME([(), ("Examiner A",), ("Examiner A", "Examiner B")]),
        path=SOME(["a/IMG_1.JPG", "Ünter/b.jpg", "c"]),
    ),
    unique_by=lambda one: one.id,
)
VALUES = SOME(["", "1", "2", "x", "y", "exact", "near", "video", "picture", "image/jpeg", "live", "carved", "analysed"])
MORE = SOME(["One", "Two Three", "yes", "no", "truncated", "Examiner A", "Examiner B", "nothing has this"])
LIMITS = st.none() | SOME([-1.0, 0.0, 3.0, 7.0, 12.5, 307_200.0, 1e10, 1.7e9])
CONDITIONS = st.lists(
    st.one_of(
        st.builds(Among, SOME(CHOICES), st.lists(VALUES | MORE, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Between, SOME(NUMBERS), LIMITS, LIMITS),
    ),
    max_size=3,
).map(tuple)


def values_of(one: One, column: Column) -> set[str]:
    """The values that an item has in a column."""
    several = {
        Column.LIST: one.lists,
        Column.MATCH: tuple(kind.value for kind in one.kinds),
        Column.SEEN: one.seen,
    }
    if column in several:
        return set(several[column]) or {""}
    single = {
        Column.CATEGORY: one.category,
        Column.SOURCE: str(one.source),
        Column.MEDIA: one.media,
        Column.TYPE: one.type,
        Column.ORIGIN: one.origin.value,
        Column.STATE: one.state.value,
        Column.CAMERA: one.camera,
        Column.GPS: "yes" if one.gps else "no",
        Column.ISSUE: one.issue,
        Column.DECIDED_BY: one.judge,
    }
    return {single[column]}


def number_of(one: One, column: Column) -> float | None:
    """The number that an item has in a column."""
    numbers: dict[Column, float | None] = {
        Column.DISTANCE: one.distance,
        Column.SIZE: one.size,
        Column.PIXELS: one.width * one.height or None,
        Column.DURATION: one.duration,
        Column.TAKEN: one.taken,
        Column.CREATED: one.created,
        Column.CONTAINER_DATE: one.begun if one.own_begun is None else one.own_begun,
    }
    return numbers.get(column)


def passes(one: One, condition: Condition) -> bool:
    """Whether an item passes a condition."""
    if isinstance(condition, Among):
        return bool(values_of(one, condition.column) & set(condition.values)) != condition.excluded
    value = number_of(one, condition.column)
    if value is None:
        return False
    return (condition.low is None or value >= condition.low) and (condition.high is None or value <= condition.high)


@settings(max_examples=150)
@given(ONES, CONDITIONS, SOME(["", "img", "üNTER", "a/ jpg", "zzz", "two"]))
def test_a_filter_passes_what_each_of_its_conditions_passes(
    ones: list[One], conditions: tuple[Condition, ...], text: str
) -> None:
    facts = facts_of(ones)

    passing = Passing(facts, ItemFilter(conditions=conditions, text=text), ASKING)

    wanted = [
        one.id
        for one in sorted(ones, key=lambda one: one.id)
        if all(passes(one, condition) for condition in conditions)
        and all(word in one.path.lower() or word in one.camera.lower() for word in text.lower().split())
    ]
    assert facts.ids[passing.mask()].tolist() == wanted


def test_the_database_is_asked_for_a_word_only_where_an_item_that_may_pass_lacks_it_in_its_path() -> None:
    facts = facts_of([One(1, source=1, path="a/IMG_1.JPG"), One(2, source=2, path="b.jpg"), One(3, source=1, path="1")])
    asked: list[str] = []

    def texts(word: str) -> np.ndarray:
        asked.append(word)
        return np.array([facts.items["content"][1]])

    def found(text: str, source: int | None = None) -> list[int]:
        where = ItemFilter(text=text, source_id=source)
        return list(facts.ids[Passing(facts, where, Asking(lambda _where: [], texts)).mask()].tolist())

    assert found("1") == [1, 2, 3]
    assert asked == ["1"]
    assert found("1", source=1) == [1, 3]
    assert found("jpg 1") == [1, 2]
    assert asked == ["1", "jpg", "1"]


@settings(max_examples=100)
@given(ONES, CONDITIONS)
def test_counts_are_those_of_the_items_that_pass_all_other_columns(
    ones: list[One], conditions: tuple[Condition, ...]
) -> None:
    counts = Passing(facts_of(ones), ItemFilter(conditions=conditions), ASKING).counts(CHOICES)

    for column in CHOICES:
        others = [condition for condition in conditions if condition.column is not column]
        left = [one for one in ones if all(passes(one, condition) for condition in others)]
        wanted = Counter(value for one in left for value in values_of(one, column))
        assert {value: count for value, count in counts[column] if count} == dict(wanted)


@settings(max_examples=60)
@given(ONES, CONDITIONS)
def test_numbers_are_counted_and_spanned_over_the_items_that_pass(
    ones: list[One], conditions: tuple[Condition, ...]
) -> None:
    passing = Passing(facts_of(ones), ItemFilter(conditions=conditions), ASKING)
    passed = [one for one in ones if all(passes(one, condition) for condition in conditions)]
    others = [condition for condition in conditions if condition.column is not Column.SIZE]
    sizes = [one.size for one in ones if all(passes(one, condition) for condition in others)]

    assert passing.counts([Column.SIZE]) == {Column.SIZE: (("", len(passed)),)}
    assert passing.span(Column.SIZE) == (Span(len(sizes), min(sizes), max(sizes)) if sizes else None)


@given(ONES)
def test_only_decided_items_are_hidden_as_decided(ones: list[One]) -> None:
    facts = facts_of(ones)

    hidden = hiding(facts, Hide(decided=True), None)

    assert facts.ids[hidden].tolist() == sorted(one.id for one in ones if one.category)
    assert not hiding(facts, Hide(), None).any()
