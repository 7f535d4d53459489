"""Groups have no chains, take in whatever has a neighbour, and do not depend on the order of the pairs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.matching.grouping import ALONE, ArcList, Arcs, both_ways, star_groups
from forensicdesk.matching.grouping import grouped as grouped_arcs

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
    leaders, by_pair = grouped_arcs(size, arcs, np.array(weights, dtype=np.int64))
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


@given(PAIRS, st.integers(1, 40))
def test_how_many_arcs_are_in_memory_changes_nothing(given_: tuple[int, Pairs, list[int]], at_once: int) -> None:
    size, costs, weights = given_
    columns = np.array(list(costs), dtype=np.int64).reshape(-1, 2)
    arcs = both_ways(columns[:, 0], columns[:, 1], np.array(list(costs.values()), dtype=np.int64))
    votes = np.bincount(arcs.heads, minlength=size)

    few = star_groups(votes, votes, np.array(weights, dtype=np.int64), ArcList(size, arcs), at_once)
    many = star_groups(votes, votes, np.array(weights, dtype=np.int64), ArcList(size, arcs))

    assert [column.tolist() for column in few] == [column.tolist() for column in many]


def joined(size: int, weights: list[int], *found: tuple[int, int, int]) -> list[int]:
    """The heads for arcs of (member, head, votes) at equal cost."""
    members, heads, votes = np.array(found, dtype=np.int64).T
    arcs = Arcs(members, heads, np.zeros(len(found), np.int64), np.arange(len(found)))
    counted = np.bincount(heads, votes, size).astype(np.int64)
    leaders, _ = star_groups(counted, counted, np.array(weights), ArcList(size, arcs))
    return [int(head) for head in leaders]


def test_votes_count_more_than_size() -> None:
    assert joined(3, [9, 1, 1], (1, 0, 1), (0, 1, 2), (2, 1, 2)) == [1, 1, 1]


def test_whoever_may_join_does_not_have_to_be_joined() -> None:
    collage_joins_one_of_two = (2, 0, 1), (2, 1, 1)

    assert joined(3, [5, 9, 99], *collage_joins_one_of_two) == [0, 1, 1]
