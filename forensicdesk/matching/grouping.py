"""From pairs to groups without chains: every member is near its group's head, not only near some member.

Single linkage would let pictures that differ step by step flow into one group. Here heads are chosen first; nobody who
could join an earlier head is chosen, and everybody who can join one does. The result depends on the pairs alone, not on
the order in which they are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

ALONE = -1


class Arcs(NamedTuple):
    """Who may join whom: rows of the same length, each arc at most once, no node with itself.

    Attributes:
        members: who may join ...
        heads: ... whom.
        costs: smaller is nearer.
        votes: how much the arc counts when heads are chosen.
        pairs: the caller's number of the pair behind each arc.
    """

    members: Numbers
    heads: Numbers
    costs: Numbers
    votes: Numbers
    pairs: Numbers


def both_ways(first: Numbers, second: Numbers, costs: Numbers) -> Arcs:
    """Pairs of which either may join the other, with a vote for each."""
    places = np.arange(len(first), dtype=np.int64)
    votes = np.ones(2 * len(first), dtype=np.int64)
    heads, members = np.concatenate([first, second]), np.concatenate([second, first])
    return Arcs(members, heads, np.tile(costs, 2), votes, np.tile(places, 2))


def star_groups(size: int, arcs: Arcs, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Which head each node belongs to, and by which pair.

    Heads are chosen in this order: more votes, greater weight, smaller number. A picture with many copies around it is
    the best witness for them. Each other node joins the head at the smallest cost; of equals the one chosen earlier.

    Args:
        size: nodes are numbered from 0 to size - 1.
        arcs: who may join whom.
        weights: of each node.

    Returns:
        For each node its head (itself for one, and for a node that can join nobody), and the number of the pair that
        led there, `ALONE` where there is none.
    """
    leaders = np.arange(size, dtype=np.int64)
    by_pair = np.full(size, ALONE, dtype=np.int64)
    if not len(arcs.heads):
        return leaders, by_pair
    rank = _ranks(size, arcs, weights)
    chosen = _heads(size, arcs, rank)
    usable = np.flatnonzero(~chosen[arcs.members] & chosen[arcs.heads])
    keys = (arcs.pairs[usable], rank[arcs.heads[usable]], arcs.costs[usable], arcs.members[usable])
    order = usable[np.lexsort(keys)]
    members, at = np.unique(arcs.members[order], return_index=True)
    leaders[members] = arcs.heads[order[at]]
    by_pair[members] = arcs.pairs[order[at]]
    return leaders, by_pair


def _ranks(size: int, arcs: Arcs, weights: Numbers) -> Numbers:
    """For each node its place in the order in which heads are chosen."""
    counted = np.zeros(size, dtype=np.int64)
    np.add.at(counted, arcs.heads, arcs.votes)
    rank = np.empty(size, dtype=np.int64)
    rank[np.lexsort((np.arange(size), -weights, -counted))] = np.arange(size)
    return rank


def _heads(size: int, arcs: Arcs, rank: Numbers) -> NDArray[np.bool_]:
    """The nodes that can join no head that was chosen before them."""
    order = np.argsort(arcs.heads, kind="stable")
    followers = arcs.members[order]
    starts = np.searchsorted(arcs.heads[order], np.arange(size + 1))
    covered = np.zeros(size, dtype=np.bool_)
    chosen = np.zeros(size, dtype=np.bool_)
    nodes = np.unique(arcs.heads)
    for node in nodes[np.argsort(rank[nodes])].tolist():
        if not covered[node]:
            chosen[node] = True
            covered[followers[starts[node] : starts[node + 1]]] = True
    return chosen
