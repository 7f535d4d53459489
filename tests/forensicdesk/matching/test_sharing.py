"""What exhibits share is counted once, by equal bytes before other forms."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.matching.sharing import how_much_is_shared, what_is_shared
from forensicdesk.relations import Holding, SharedPair, SharedThing


def test_equal_bytes_and_other_forms_are_told_apart() -> None:
    holdings = [
        Holding(1, False, None, {1: 2, 2: 1}),
        Holding(2, False, 7, {1: 1}),
        Holding(3, False, 7, {3: 1}),
        Holding(4, False, None, {2: 5}),
        Holding(5, True, None, {1: 1, 3: 1}),
    ]

    shared = what_is_shared(holdings, {"SN-1": {1, 3}})

    assert how_much_is_shared(holdings, {"SN-1": {1, 3}}) == (len(shared.things), shared.pairs)

    assert shared.things == (
        SharedThing("picture", None, (1,), ((1, 2), (2, 1)), exact=True),
        SharedThing("picture", 7, (2, 3), ((1, 1), (3, 1)), exact=False),
        SharedThing("film", None, (5,), ((1, 1), (3, 1)), exact=True),
    )
    assert shared.pairs == (
        SharedPair(1, 2, exact=1, near=0, exact_films=0, near_films=0),
        SharedPair(1, 3, exact=0, near=1, exact_films=1, near_films=0, cameras=("SN-1",)),
    )


def test_a_stack_that_two_exhibits_hold_in_equal_bytes_is_near_only_for_the_others() -> None:
    holdings = [Holding(1, True, 1, {1: 1, 2: 1}), Holding(2, True, 1, {3: 1})]

    shared = what_is_shared(holdings, {})

    assert [(pair.first, pair.second, pair.exact_films, pair.near_films) for pair in shared.pairs] == [
        (1, 2, 1, 0),
        (1, 3, 0, 1),
        (2, 3, 0, 1),
    ]
    assert shared.things[0].exact


def test_a_camera_alone_makes_a_pair() -> None:
    assert what_is_shared([], {"A": {1, 2}}).pairs == (SharedPair(1, 2, 0, 0, 0, 0, ("A",)),)


HELD = st.dictionaries(st.integers(1, 4), st.integers(1, 3), min_size=1)
STACKS = st.none() | st.integers(1, 5)


@given(st.lists(st.tuples(STACKS, HELD), max_size=30))
def test_what_is_shared_is_what_looking_at_every_content_finds(held: list[tuple[int | None, dict[int, int]]]) -> None:
    holdings = [Holding(number, False, stack, items) for number, (stack, items) in enumerate(held, 1)]
    groups: dict[tuple[int, int], list[Holding]] = {}
    for one in holdings:
        groups.setdefault((0, one.content_id) if one.stack is None else (1, one.stack), []).append(one)
    things = [some for some in groups.values() if len({source for one in some for source in one.items}) > 1]

    shared = what_is_shared(holdings, {})

    assert [thing.contents for thing in shared.things] == sorted(
        tuple(one.content_id for one in some) for some in things
    )
    for pair in combinations(range(1, 5), 2):
        exact = [sum(set(pair) <= one.items.keys() for one in some) for some in things]
        near = [all(any(source in one.items for one in some) for source in pair) for some in things]
        found = [(one.exact, one.near) for one in shared.pairs if (one.first, one.second) == pair]
        expected = sum(exact), sum(met and not same for met, same in zip(near, exact, strict=True))
        assert found == ([expected] if any(expected) else [])
    assert how_much_is_shared(holdings, {}) == (len(things), shared.pairs)
