"""Pairs of pictures of one case that are near by two hashes which agree, and pairs that only look alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming import HammingIndex
from forensicdesk.matching.side_by_side import go_on, side_by_side
from forensicdesk.matching.turning import turned_dhash, turned_phash
from hashing.values import ORIENTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from forensicdesk.hamming.words import Hits
    from forensicdesk.matching.stack_policy import StackPolicy

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]

WHOLE, INNER, PART = 0, 1, 2
"""What of a content was hashed: all of it, the picture inside the picture, or a tile, frame or page."""

PHASH, DHASH, NO_HASH = 0, 1, 2
"""Which second hash agreed."""

_QUERIES_AT_ONCE = 262_144
"""So many are joined with the index at once: more are a little faster, fewer can be stopped sooner."""


@dataclass(frozen=True, slots=True, eq=False)
class PdqTable:
    """The PDQ hashes of a case that are good enough to be compared.

    Attributes:
        owners: the content of each row, by its place among the contents; ascending.
        turned: the hash in all eight orientations, rows x 8 x 32 bytes; all zero where an orientation is not known.
        kinds: `WHOLE`, `INNER` or `PART`.
        forms: which version and parameters; only equal ones are compared.
        views: names of the rows that are views.
    """

    owners: Numbers
    turned: Bytes
    kinds: NDArray[np.uint8]
    forms: NDArray[np.int32]
    views: Mapping[int, str]


@dataclass(frozen=True, slots=True, eq=False)
class SmallTable:
    """One hash of 64 bits of every whole picture; `forms` is negative where a content has none that says something."""

    values: Bytes
    forms: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class NearPairs:
    """Pairs of contents, by their places; `first` is the smaller and is turned. One row for each two hashes that met.

    Attributes:
        rows: the rows of the `PdqTable` that met, two columns.
        distances: of PDQ.
        turns: place in `ORIENTATIONS`.
        seconds: `PHASH`, `DHASH` or `NO_HASH`.
        second_distances: of that hash, 0 where there is none.
        parts: True where a tile, frame or page takes part: such a pair is a link, not a reason for a stack.
    """

    first: Numbers
    second: Numbers
    rows: Numbers
    distances: Numbers
    turns: Numbers
    seconds: Numbers
    second_distances: Numbers
    parts: NDArray[np.bool_]

    def where(self, chosen: NDArray[np.bool_] | Numbers) -> NearPairs:
        """Some of the pairs."""
        return NearPairs(*(getattr(self, name)[chosen] for name in self.__slots__))


def near_pairs(
    pdqs: PdqTable,
    phashes: SmallTable,
    dhashes: SmallTable,
    policy: StackPolicy,
    alive: Callable[[], None] = go_on,
) -> NearPairs:
    """Every two hashes within the policy that are of different contents, in their best orientation.

    Two whole pictures need PDQ and one of the two small hashes; where a view takes part PDQ alone decides, within its
    tighter limit. Ordered by first, second and the rows that met; the smaller distance counts, then the earlier
    orientation. `alive` is called now and then, and may raise to stop.
    """
    index = HammingIndex.build(np.ascontiguousarray(pdqs.turned[:, 0]), policy.matching.pdq_distance)
    found = [
        chunk
        for of_turn in side_by_side(
            lambda turn: _meetings(pdqs, index, turn, (phashes, dhashes), policy), len(ORIENTATIONS), alive
        )
        for chunk in of_turn
    ]
    columns = [np.concatenate([chunk[at] for chunk in found] or [np.empty(0, np.int64)]) for at in range(6)]
    query, entry, distance, turn, second, second_distance = columns
    first, other = pdqs.owners[query], pdqs.owners[entry]
    parts = (pdqs.kinds[query] == PART) | (pdqs.kinds[entry] == PART)
    order = np.lexsort((turn, distance, entry, query, other, first))
    _, best = np.unique(query[order] * len(pdqs.owners) + entry[order], return_index=True)
    kept = order[np.sort(best)]
    rows = np.stack([query, entry], axis=1)[kept]
    return NearPairs(
        first[kept], other[kept], rows, distance[kept], turn[kept], second[kept], second_distance[kept], parts[kept]
    )


def alike_pairs(
    phashes: SmallTable, dhashes: SmallTable, policy: StackPolicy, alive: Callable[[], None] = go_on
) -> tuple[Numbers, Numbers, Numbers]:
    """Pairs of pictures that look alike by both small hashes as they are: first, second, and both distances."""
    usable = np.flatnonzero((phashes.forms >= 0) & (dhashes.forms >= 0))
    index = HammingIndex.build(phashes.values[usable], policy.cluster_phash)
    chunks = []
    for one, two, apart in index.pairs(policy.cluster_phash):
        alive()
        first, second = usable[one], usable[two]
        other = _count(dhashes.values[first] ^ dhashes.values[second])
        same_form = (phashes.forms[first] == phashes.forms[second]) & (dhashes.forms[first] == dhashes.forms[second])
        kept = np.flatnonzero((other <= policy.cluster_dhash) & same_form)
        chunks.append((first[kept], second[kept], np.stack([apart[kept], other[kept]], axis=1)))
    if not chunks:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, 2), np.int64)
    first, second, distances = (np.concatenate(column) for column in zip(*chunks, strict=True))
    order = np.lexsort((second, first))
    return first[order], second[order], distances[order]


def _meetings(
    pdqs: PdqTable, index: HammingIndex, turn: int, smalls: tuple[SmallTable, SmallTable], policy: StackPolicy
) -> Iterator[tuple[Numbers, ...]]:
    """Query row, entry row, distance, turn, second hash and its distance of all that passes in one orientation."""
    for query, entry, distance in _hits(pdqs, index, turn, policy.matching.pdq_distance):
        lower = pdqs.owners[query] < pdqs.owners[entry]
        kept = np.flatnonzero(lower & (pdqs.forms[query] == pdqs.forms[entry]))
        query, entry, distance = query[kept], entry[kept], distance[kept]  # noqa: PLW2901 - the same, fewer
        seconds, apart = _second_hashes(pdqs.owners[query], pdqs.owners[entry], turn, smalls, policy)
        whole = (pdqs.kinds[query] == WHOLE) & (pdqs.kinds[entry] == WHOLE)
        passed = np.where(whole, seconds != NO_HASH, distance <= policy.view_distance)
        seconds, apart = np.where(whole, seconds, NO_HASH), np.where(whole, apart, 0)
        at = np.flatnonzero(passed)
        yield query[at], entry[at], distance[at], np.full(len(at), turn), seconds[at], apart[at]


def _hits(pdqs: PdqTable, index: HammingIndex, turn: int, radius: int) -> Iterator[Hits]:
    """Pairs of rows within the radius, the query in one orientation; as they are, each pair comes in one direction."""
    if turn == 0:
        yield from index.pairs(radius)
        return
    for start in range(0, len(pdqs.turned), _QUERIES_AT_ONCE):
        queries = np.ascontiguousarray(pdqs.turned[start : start + _QUERIES_AT_ONCE, turn])
        known = np.flatnonzero(queries.any(axis=1))
        for hits in index.search(queries[known], radius):
            yield hits._replace(queries=known[hits.queries] + start)


def _second_hashes(
    first: Numbers, second: Numbers, turn: int, tables: tuple[SmallTable, SmallTable], policy: StackPolicy
) -> tuple[Numbers, Numbers]:
    """Which small hash agrees for each pair of contents, pHash before dHash, and how far it is apart."""
    agreed = np.full(len(first), NO_HASH, dtype=np.int64)
    apart = np.zeros(len(first), dtype=np.int64)
    turned = (turned_phash, turned_dhash)
    for hash_, table, limit in ((DHASH, tables[1], policy.dhash), (PHASH, tables[0], policy.phash)):
        values = turned[hash_](table.values[first], turn)
        if values is None:
            continue
        distances = _count(values ^ table.values[second])
        passed = (distances <= limit) & (table.forms[first] >= 0) & (table.forms[first] == table.forms[second])
        agreed[passed], apart[passed] = hash_, distances[passed]
    return agreed, apart


def _count(differences: Bytes) -> Numbers:
    counts: Numbers = np.bitwise_count(differences).sum(axis=1, dtype=np.int64)
    return counts
