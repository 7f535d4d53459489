"""Who may join whom by hashes, and which pairs are ties only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.grouping import Arcs
from forensicdesk.matching.stack_hashes import NO_HASH, PART, WHOLE
from forensicdesk.relations import LinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from forensicdesk.matching.pairs import Pairs, PairSource
    from forensicdesk.matching.stack_hashes import NearRule, PdqTable
    from forensicdesk.relations import ContentLink

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_VIEWS_LAST = 1_000
"""Added to the distance of a pair that a view made, so that whole pictures are preferred."""

_INNER_LAST = 1_000_000
"""Heads that stand for the picture inside them come behind all that stand for themselves."""

_LINKS_AT_ONCE = 1_000_000


class Votes:
    """Counts the pairs of each hash while they come by, to choose the face of each content and the order of heads.

    Each pair gives a vote, and two where two hashes agreed.
    """

    def __init__(self, rule: NearRule, size: int) -> None:
        """Take the rule of the pairs and how many contents there are."""
        self._rule = rule
        self._size = size
        pdqs = rule.pdqs
        self._alone = np.bincount(pdqs.owners[pdqs.kinds != PART], minlength=size)[pdqs.owners] == 1
        self._all = np.zeros(len(pdqs.owners), dtype=np.int64)
        self._once = np.zeros(len(pdqs.owners), dtype=np.int64)

    def take(self, pairs: Pairs) -> None:
        """Count some pairs; those of tiles, frames and pages do not count."""
        kinds = self._rule.pdqs.kinds
        pairs = pairs.where((kinds[pairs.first] != PART) & (kinds[pairs.second] != PART))
        votes = np.where(pairs.agreed, 2, 1)
        for rows, faces in ((pairs.first, pairs.second), (pairs.second, pairs.first)):
            np.add.at(self._all, faces, votes)
            np.add.at(self._once, faces, votes * self._counts(rows, faces, pairs.agreed))

    def tally(self, rows: Numbers, numbers: Numbers) -> None:
        """Count pairs of whole pictures, in all of which a second hash agreed, of which only the number is known."""
        np.add.at(self._all, rows, 2 * numbers)
        np.add.at(self._once, rows, 2 * numbers)

    def faces(self) -> Numbers:
        """The hash by which each content may be joined (a row of the table, -1 for none).

        It is the one that meets most of the others; of equals the earlier, and the whole stands first.
        """
        owners = self._rule.pdqs.owners
        faces = np.full(self._size, -1, dtype=np.int64)
        order = np.lexsort((np.arange(len(owners)), -self._all, owners))
        found, first = np.unique(owners[order], return_index=True)
        faces[found] = order[first]
        return faces

    def of(self, faces: Numbers) -> tuple[Numbers, Numbers]:
        """The votes of each content by its face, each other content counted once, and how many pairs its face has.

        Whoever stands for a whole picture has more than all that stand for one inside them.
        """
        known = np.flatnonzero(faces >= 0)
        rows = faces[known]
        votes, degrees = np.zeros(self._size, dtype=np.int64), np.zeros(self._size, dtype=np.int64)
        votes[known] = self._once[rows] * np.where(self._rule.pdqs.kinds[rows] == WHOLE, _INNER_LAST, 1)
        degrees[known] = self._all[rows]
        return votes, degrees

    def _counts(self, rows: Numbers, faces: Numbers, agreed: Flags) -> Flags:
        """Whether these are the rows by which their contents count for a face: the best pair, or the first."""
        counts = np.ones(len(rows), dtype=np.bool_)
        several = np.flatnonzero(~self._alone[rows] & ~agreed)
        if not len(several):
            return counts
        pdqs = self._rule.pdqs
        owners = pdqs.owners[rows[several]]
        starts = np.searchsorted(pdqs.owners, owners)
        lengths = np.searchsorted(pdqs.owners, owners, side="right") - starts
        at = np.repeat(several, lengths)
        beside = np.arange(len(at)) - np.repeat(np.cumsum(lengths) - lengths - starts, lengths)
        others = (beside != rows[at]) & (pdqs.kinds[beside] != PART)
        at, beside = at[others], beside[others]
        own, other = pdqs.owners[beside], pdqs.owners[faces[at]]
        met = self._rule.best(np.where(own < other, beside, faces[at]), np.where(own < other, faces[at], beside))
        before = met.passed & ((met.seconds != NO_HASH) | (beside < rows[at]))
        counts[at[before]] = False
        return counts


class FaceArcs:
    """Pairs of hashes as arcs between contents: whoever met the face of a content may join it.

    See `forensicdesk.matching.grouping.ArcSource`. The number of a pair is made of its rows.
    """

    def __init__(self, source: PairSource, pdqs: PdqTable, faces: Numbers) -> None:
        self._source = source
        self._pdqs = pdqs
        self._faces = faces

    def among(self, nodes: Numbers, take: Callable[[Arcs], None]) -> None:
        """Arcs between these contents."""
        wanted = np.zeros(len(self._faces), dtype=np.bool_)
        wanted[nodes] = True
        rows = np.flatnonzero(wanted[self._pdqs.owners] & (self._pdqs.kinds != PART))
        self._source.among(rows, lambda pairs: take(self._arcs(pairs, wanted)))

    def into(self, heads: Numbers, take: Callable[[Arcs], None]) -> None:
        """Arcs to these contents."""
        wanted = np.zeros(len(self._faces), dtype=np.bool_)
        wanted[heads] = True
        self._source.touching(self._faces[heads], lambda pairs: take(self._arcs(pairs, wanted)))

    def _arcs(self, pairs: Pairs, wanted: Flags) -> Arcs:
        pdqs = self._pdqs
        whole = (pdqs.kinds[pairs.first] != PART) & (pdqs.kinds[pairs.second] != PART)
        pairs = pairs.where(whole)
        members = np.concatenate([pdqs.owners[pairs.first], pdqs.owners[pairs.second]])
        rows = np.concatenate([pairs.second, pairs.first])
        heads = pdqs.owners[rows]
        costs = np.tile(pairs.distances + _VIEWS_LAST * ~pairs.agreed, 2) + _INNER_LAST * (pdqs.kinds[rows] != WHOLE)
        numbers = np.tile(pairs.first * len(pdqs.owners) + pairs.second, 2)
        return Arcs(members, heads, costs, numbers).where((self._faces[heads] == rows) & wanted[heads])


class AlikeArcs:
    """Pairs of pictures as arcs, either may join the other; the number of a pair is made of its pictures."""

    def __init__(self, source: PairSource, size: int) -> None:
        self._source = source
        self._size = size
        self.votes = np.zeros(size, dtype=np.int64)

    def count(self, pairs: Pairs) -> None:
        """Take a vote for both pictures of each pair."""
        np.add.at(self.votes, pairs.first, 1)
        np.add.at(self.votes, pairs.second, 1)

    def tally(self, rows: Numbers, numbers: Numbers) -> None:
        """Take votes of which only the number is known."""
        np.add.at(self.votes, rows, numbers)

    def among(self, nodes: Numbers, take: Callable[[Arcs], None]) -> None:
        """See `forensicdesk.matching.grouping.ArcSource`, here and below."""
        self._source.among(nodes, lambda pairs: take(self._arcs(pairs)))

    def into(self, heads: Numbers, take: Callable[[Arcs], None]) -> None:
        """Arcs to these pictures."""
        wanted = np.zeros(self._size, dtype=np.bool_)
        wanted[heads] = True

        def give(pairs: Pairs) -> None:
            arcs = self._arcs(pairs)
            take(arcs.where(wanted[arcs.heads]))

        self._source.touching(heads, give)

    def _arcs(self, pairs: Pairs) -> Arcs:
        members = np.concatenate([pairs.first, pairs.second])
        heads = np.concatenate([pairs.second, pairs.first])
        return Arcs(members, heads, np.tile(pairs.distances, 2), np.tile(pairs.first * self._size + pairs.second, 2))


class PartLinks:
    """Pairs of which a tile, frame or page met: for each content the best with each stack, unless it is its own."""

    def __init__(self, pdqs: PdqTable, leaders: Numbers) -> None:
        """Take the hashes and the head of each content."""
        self._pdqs = pdqs
        self._leaders = leaders
        self._waiting: list[Numbers] = []
        self._number = 0
        self._best = np.empty((0, 6), dtype=np.int64)

    def take(self, pairs: Pairs) -> None:
        """Remember what is best so far."""
        pdqs, leaders = self._pdqs, self._leaders
        holds_part = pdqs.kinds[pairs.first] == PART
        first, second = pdqs.owners[pairs.first], pdqs.owners[pairs.second]
        holder, other = np.where(holds_part, first, second), np.where(holds_part, second, first)
        numbers = pairs.first * len(pdqs.owners) + pairs.second
        rows = np.stack([holder, leaders[other], leaders[other] != other, pairs.distances, other, numbers], axis=1)
        part = holds_part | (pdqs.kinds[pairs.second] == PART)
        self._waiting.append(rows[part & (leaders[holder] != leaders[other])])
        self._number += len(self._waiting[-1])
        if self._number > _LINKS_AT_ONCE:
            self._choose()

    def best(self) -> tuple[Numbers, Numbers]:
        """The content that holds the part, and the number of the pair, of each tie; by content and head."""
        self._choose()
        return self._best[:, 0], self._best[:, 5]

    def _choose(self) -> None:
        rows = np.concatenate([self._best, *self._waiting])
        rows = rows[np.lexsort(rows.T[::-1])]
        new = np.ones(len(rows), dtype=np.bool_)
        new[1:] = (rows[1:, :2] != rows[:-1, :2]).any(axis=1)
        self._best, self._waiting, self._number = rows[new], [], 0


def ordered_links(links: Iterable[ContentLink]) -> tuple[ContentLink, ...]:
    """The ties by kind and contents; of several between the same two the first counts."""
    order = list(LinkKind)
    once: dict[tuple[LinkKind, int, int], ContentLink] = {}
    for link in links:
        two = sorted((link.first, link.reason.other))
        once.setdefault((link.kind, two[0], two[1]), link)
    return tuple(sorted(once.values(), key=lambda link: (order.index(link.kind), link.first, link.reason.other)))
