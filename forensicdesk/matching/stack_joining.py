"""Who may join whom by hashes, and which pairs are ties only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.grouping import Arcs
from forensicdesk.matching.stack_hashes import NO_HASH, PART, WHOLE
from forensicdesk.matching.stack_reasons import near_reason
from forensicdesk.relations import ContentLink, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from forensicdesk.matching.stack_hashes import NearPairs, PdqTable
    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.stacks import PictureTables

    Numbers = NDArray[np.int64]

_VIEWS_LAST = 1_000
"""Added to the distance of a pair that a view made, so that whole pictures are preferred."""

_INNER_LAST = 1_000_000
"""Heads that stand for the picture inside them come behind all that stand for themselves."""


def near_arcs(pdqs: PdqTable, pairs: NearPairs, size: int) -> tuple[Arcs, Numbers]:
    """Who may join whom, and the face by which each content may be joined (a row of the table, -1 for none).

    The face is the hash that meets most of the others; of equals the earlier, and the whole stands first.
    """
    agreed = pairs.seconds != NO_HASH
    votes = np.where(agreed, 2, 1)
    costs = pairs.distances + _VIEWS_LAST * ~agreed
    heads = np.concatenate([pairs.first, pairs.second])
    members = np.concatenate([pairs.second, pairs.first])
    rows = np.concatenate([pairs.rows[:, 0], pairs.rows[:, 1]])
    counted = np.zeros(len(pdqs.owners), dtype=np.int64)
    np.add.at(counted, rows, np.tile(votes, 2))
    faces = _faces(pdqs, counted, size)
    allowed = np.flatnonzero(faces[heads] == rows)
    whole = pdqs.kinds[rows] == WHOLE
    both = Arcs(
        members,
        heads,
        np.tile(costs, 2) + _INNER_LAST * ~whole,
        np.tile(votes, 2) * np.where(whole, _INNER_LAST, 1),
        np.tile(np.arange(len(pairs.first)), 2),
    )
    arcs = Arcs(*(column[allowed] for column in both))
    order = np.lexsort((arcs.pairs, arcs.costs, arcs.heads, arcs.members))
    _, best = np.unique(arcs.members[order] * size + arcs.heads[order], return_index=True)
    return Arcs(*(column[order[best]] for column in arcs)), faces


def _faces(pdqs: PdqTable, counted: Numbers, size: int) -> Numbers:
    faces = np.full(size, -1, dtype=np.int64)
    order = np.lexsort((np.arange(len(counted)), -counted, pdqs.owners))
    owners, first = np.unique(pdqs.owners[order], return_index=True)
    faces[owners] = order[first]
    return faces


def part_links(tables: PictureTables, parts: NearPairs, leaders: Numbers, policy: StackPolicy) -> Iterator[ContentLink]:
    """Pairs of which a tile, frame or page met: for each content the best with each stack, unless it is its own."""
    holds_part = tables.pdqs.kinds[parts.rows[:, 0]] == PART
    holder = np.where(holds_part, parts.first, parts.second)
    other = np.where(holds_part, parts.second, parts.first)
    apart = np.flatnonzero(leaders[holder] != leaders[other])
    is_member = leaders[other] != other
    keys = (other[apart], parts.distances[apart], is_member[apart], leaders[other[apart]], holder[apart])
    order = apart[np.lexsort(keys)]
    _, best = np.unique(holder[order] * len(leaders) + leaders[other[order]], return_index=True)
    for at in order[np.sort(best)].tolist():
        place = int(holder[at])
        yield ContentLink(int(tables.contents[place]), LinkKind.PART, near_reason(tables, parts, at, place, policy))


def ordered_links(links: Iterable[ContentLink]) -> tuple[ContentLink, ...]:
    """The ties by kind and contents; of several between the same two the first counts."""
    order = list(LinkKind)
    once: dict[tuple[LinkKind, int, int], ContentLink] = {}
    for link in links:
        two = sorted((link.first, link.reason.other))
        once.setdefault((link.kind, two[0], two[1]), link)
    return tuple(sorted(once.values(), key=lambda link: (order.index(link.kind), link.first, link.reason.other)))
