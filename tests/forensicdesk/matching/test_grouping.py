"""Groups have no chains, take in whatever has a neighbour, and do not depend on the order of the pairs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.matching.grouping import ALONE, Arcs, both_ways, star_groups

if TYPE_CHECKING:
    from random import Random

Pairs = dict[tuple[int, int], int]

PAIRS = st.integers(2, 12).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.dictionaries(st.sampled_from(list(itertools.combinations(range(size), 2))), st.integers(0, 9)),
        st.lists(st.integers(0, 3), min_size=size, max_size=size),
    )
)


def grouped(
    size: int, pairs: list[tuple[int, int]], costs: list[int], weights: list[int]
) -> tuple[list[int], list[int]]:
    first = np.array([pair[0] for pair in pairs], dtype=np.int64)
    second = np.array([pair[1] for pair in pairs], dtype=np.int64)
    arcs = both_ways(first, second, np.array(costs, dtype=np.int64))
    leaders, by_pair = star_groups(size, arcs, np.array(weights, dtype=np.int64))
    return leaders.tolist(), by_pair.tolist()


@given(PAIRS)
def test_every_member_is_next_to_its_representative_and_no_two_representatives_are(
    given_: tuple[int, Pairs, list[int]],
) -> None:
    size, costs, weights = given_
    pairs = list(costs)
    leaders, by_pair = grouped(size, pairs, list(costs.values()), weights)

    for node, leader in enumerate(leaders):
        assert leaders[leader] == leader
        if node == leader:
            assert by_pair[node] == ALONE
        else:
            assert set(pairs[by_pair[node]]) == {node, leader}
    assert not [pair for pair in pairs if set(pair) <= set(leaders)]


@given(PAIRS)
def test_each_member_joins_the_representative_at_the_smallest_cost(given_: tuple[int, Pairs, list[int]]) -> None:
    size, costs, weights = given_
    leaders, by_pair = grouped(size, list(costs), list(costs.values()), weights)
    heads = set(leaders)

    for node, leader in enumerate(leaders):
        if node != leader:
            offered = [cost for pair, cost in costs.items() if node in pair and set(pair) & heads]
            assert list(costs.values())[by_pair[node]] == min(offered)


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_and_direction_of_pairs_change_nothing(
    given_: tuple[int, Pairs, list[int]],
    random: Random,
) -> None:
    size, costs, weights = given_
    pairs = list(costs.items())
    before, _ = grouped(size, [pair for pair, _ in pairs], [cost for _, cost in pairs], weights)
    random.shuffle(pairs)
    turned = [(two, one) for (one, two), _ in pairs]

    assert grouped(size, turned, [cost for _, cost in pairs], weights)[0] == before


def test_a_chain_does_not_become_one_group() -> None:
    leaders, _ = grouped(5, [(0, 1), (1, 2), (2, 3), (3, 4)], [1, 1, 1, 1], [0, 0, 0, 0, 0])

    assert leaders == [1, 1, 1, 3, 3]


def arcs_of(*found: tuple[int, int, int]) -> Arcs:
    """Arcs of (member, head, votes) at equal cost."""
    columns = np.array(found, dtype=np.int64).T
    return Arcs(columns[0], columns[1], np.zeros(len(found), np.int64), columns[2], np.arange(len(found)))


def test_votes_count_more_than_size() -> None:
    arcs = arcs_of((1, 0, 1), (0, 1, 2), (2, 1, 2))

    leaders, _ = star_groups(3, arcs, np.array([9, 1, 1]))

    assert leaders.tolist() == [1, 1, 1]


def test_whoever_may_join_does_not_have_to_be_joined() -> None:
    collage_joins_one_of_two = arcs_of((2, 0, 1), (2, 1, 1))

    leaders, _ = star_groups(3, collage_joins_one_of_two, np.array([5, 9, 99]))

    assert leaders.tolist() == [0, 1, 1]
