"""What exhibits share is counted once, by equal bytes before other forms."""

from __future__ import annotations

from forensicdesk.matching.sharing import what_is_shared
from forensicdesk.relations import SharedPair, SharedThing


def test_equal_bytes_and_other_forms_are_told_apart() -> None:
    holdings = [
        (1, False, {1: 2, 2: 1}),
        (2, False, {1: 1}),
        (3, False, {3: 1}),
        (4, False, {2: 5}),
        (5, True, {1: 1, 3: 1}),
    ]

    shared = what_is_shared(holdings, {2: 7, 3: 7}, {"SN-1": {1, 3}})

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
    holdings = [(1, True, {1: 1, 2: 1}), (2, True, {3: 1})]

    shared = what_is_shared(holdings, {1: 1, 2: 1}, {})

    assert [(pair.first, pair.second, pair.exact_films, pair.near_films) for pair in shared.pairs] == [
        (1, 2, 1, 0),
        (1, 3, 0, 1),
        (2, 3, 0, 1),
    ]
    assert shared.things[0].exact


def test_a_camera_alone_makes_a_pair() -> None:
    assert what_is_shared([], {}, {"A": {1, 2}}).pairs == (SharedPair(1, 2, 0, 0, 0, 0, ("A",)),)
