"""From pairs to groups without chains: every member is near its group's head, not only near some member.

Single linkage would let pictures that differ step by step flow into one group. Here heads are chosen first; nobody who
could join an earlier head is chosen, and everybody who can join one does. The result depends on the pairs alone, not on
the order in which they are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

ALONE = -1

ARCS_AT_ONCE = 1 << 20
"""Among so many nodes that they have about so many arcs, heads are chosen at once."""

_UNKNOWN = np.iinfo(np.int64).max


class Arcs(NamedTuple):
    """Who may join whom: rows of the same length, no node with itself.

    Attributes:
        members: who may join ...
        heads: ... whom.
        costs: smaller is nearer.
        pairs: the caller's number of the pair behind each arc.
    """

    members: Numbers
    heads: Numbers
    costs: Numbers
    pairs: Numbers

    def where(self, chosen: Flags) -> Arcs:
        """Some of the arcs."""
        return Arcs(*(column[chosen] for column in self))


class ArcSource(Protocol):
    """Arcs that can be asked for again; given in no order, in pieces, to one call of `take` at a time."""

    def among(self, nodes: Numbers, take: Callable[[Arcs], None]) -> None:
        """The arcs of which both ends are among these nodes."""

    def into(self, heads: Numbers, take: Callable[[Arcs], None]) -> None:
        """The arcs that lead to these nodes."""


class ArcList:
    """Arcs that are all in memory."""

    def __init__(self, size: int, arcs: Arcs) -> None:
        self._arcs = arcs
        self._size = size

    def among(self, nodes: Numbers, take: Callable[[Arcs], None]) -> None:
        """See `ArcSource`, here and below."""
        wanted = self._mask(nodes)
        take(self._arcs.where(wanted[self._arcs.members] & wanted[self._arcs.heads]))

    def into(self, heads: Numbers, take: Callable[[Arcs], None]) -> None:
        """Arcs to these heads."""
        take(self._arcs.where(self._mask(heads)[self._arcs.heads]))

    def _mask(self, nodes: Numbers) -> Flags:
        wanted = np.zeros(self._size, dtype=np.bool_)
        wanted[nodes] = True
        return wanted


def both_ways(first: Numbers, second: Numbers, costs: Numbers) -> Arcs:
    """Pairs of which either may join the other."""
    places = np.arange(len(first), dtype=np.int64)
    heads, members = np.concatenate([first, second]), np.concatenate([second, first])
    return Arcs(members, heads, np.tile(costs, 2), np.tile(places, 2))


def grouped(size: int, arcs: Arcs, weights: Numbers) -> tuple[Numbers, Numbers]:
    """What `star_groups` gives for arcs in memory, each with one vote."""
    votes = np.bincount(arcs.heads, minlength=size)
    return star_groups(votes, votes, weights, ArcList(size, arcs))


def star_groups(
    votes: Numbers, degrees: Numbers, weights: Numbers, arcs: ArcSource, at_once: int = ARCS_AT_ONCE
) -> tuple[Numbers, Numbers]:
    """Which head each node belongs to, and by which pair.

    Heads are chosen in this order: more votes, greater weight, smaller number. A picture with many copies around it is
    the best witness for them. Each other node joins the head at the smallest cost; of equals the one chosen earlier,
    then by the pair with the smaller number.

    Some nodes are taken at a time, in that order. Which of them are heads only the arcs among them have to tell, for
    all who could join an earlier head are left out by then. So memory goes with the nodes and not with the arcs.

    Args:
        votes: of each node; 0 for one that nobody may join.
        degrees: how many arcs lead to each node, at most; decides how many nodes are taken at a time, nothing else.
        weights: of each node.
        arcs: who may join whom.
        at_once: about how many arcs may be in memory.

    Returns:
        For each node its head (itself for one, and for a node that can join nobody), and the number of the pair that
        led there, `ALONE` where there is none.
    """
    size = len(votes)
    order = np.lexsort((np.arange(size), -weights, -votes))
    rank = np.empty(size, dtype=np.int64)
    rank[order] = np.arange(size)
    waiting = order[votes[order] > 0]
    nearest, covered, chosen = _Nearest(rank), np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)

    def join(found: Arcs) -> None:
        covered[found.members] = True
        nearest.take(found)

    while len(waiting):
        number = _number_at_once(degrees[waiting], at_once)
        heads = _heads(waiting[:number], arcs, size)
        chosen[heads] = True
        arcs.into(heads, join)
        waiting = waiting[number:]
        waiting = waiting[~covered[waiting]]
    joined = np.flatnonzero((nearest.ranks < _UNKNOWN) & ~chosen)
    leaders, by_pair = np.arange(size, dtype=np.int64), np.full(size, ALONE, dtype=np.int64)
    leaders[joined] = order[nearest.ranks[joined]]
    by_pair[joined] = nearest.pairs[joined]
    return leaders, by_pair


class _Nearest:
    """The best arc of each node that was seen so far."""

    def __init__(self, rank: Numbers) -> None:
        self._rank = rank
        self._costs, self.ranks, self.pairs = (np.full(len(rank), _UNKNOWN, dtype=np.int64) for _ in range(3))

    def take(self, found: Arcs) -> None:
        """Keep what is better than what was known."""
        ranks = self._rank[found.heads]
        order = np.lexsort((found.pairs, ranks, found.costs, found.members))
        members, first = np.unique(found.members[order], return_index=True)
        best = order[first]
        new = found.costs[best], ranks[best], found.pairs[best]
        known = self._costs[members], self.ranks[members], self.pairs[members]
        equal, better = np.ones(len(members), dtype=np.bool_), np.zeros(len(members), dtype=np.bool_)
        for one, other in zip(new, known, strict=True):
            better |= equal & (one < other)
            equal &= one == other
        at = members[better]
        self._costs[at], self.ranks[at], self.pairs[at] = (column[better] for column in new)


def _number_at_once(degrees: Numbers, at_once: int) -> int:
    """How many of the first nodes have no more than about so many arcs among them."""
    few = int(np.searchsorted(np.cumsum(degrees), at_once, side="right"))
    return max(1, few, int(at_once**0.5))


def _heads(nodes: Numbers, arcs: ArcSource, size: int) -> Numbers:
    """Which nodes, given in the order in which heads are chosen, can join none that was chosen before them."""
    found: list[Arcs] = []
    arcs.among(nodes, found.append)
    place = np.empty(size, dtype=np.int64)
    place[nodes] = np.arange(len(nodes))
    heads = place[np.concatenate([some.heads for some in found] or [np.empty(0, np.int64)])]
    members = place[np.concatenate([some.members for some in found] or [np.empty(0, np.int64)])]
    order = np.argsort(heads, kind="stable")
    followers, starts = members[order], np.searchsorted(heads[order], np.arange(len(nodes) + 1)).tolist()
    covered = np.zeros(len(nodes), dtype=np.bool_)
    chosen = []
    for node in range(len(nodes)):
        if not covered[node]:
            chosen.append(node)
            covered[followers[starts[node] : starts[node + 1]]] = True
    return nodes[np.array(chosen, dtype=np.int64)]
