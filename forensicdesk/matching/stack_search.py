"""All pairs of near pictures of a case, found with the exact index and given in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming import HammingIndex
from forensicdesk.matching.pairs import Pairs
from forensicdesk.matching.side_by_side import side_by_side
from forensicdesk.matching.stack_crowds import LEAST, Measure, crowds, degrees, outside_crowds
from hashing.values import ORIENTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from forensicdesk.hamming import Hits
    from forensicdesk.matching.pairs import Tally
    from forensicdesk.matching.stack_hashes import NearRule, SmallTable
    from forensicdesk.matching.stack_policy import StackPolicy

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]
    Take = Callable[[Pairs], None]

_QUERIES_AT_ONCE = 262_144
"""So many are joined with the index at once: more are a little faster, fewer can be stopped sooner."""


class NearSearch:
    """Pairs of PDQ rows of different pictures that pass the rule; the first is of the picture with the smaller place.

    See `forensicdesk.matching.pairs.PairSource`. The orientations are searched on several threads.
    """

    def __init__(self, rule: NearRule, radius: int, alive: Callable[[], None], crowd: int = LEAST) -> None:
        """Take the rule; `alive` is called now and then, and may raise to stop. So many rows make a crowd."""
        self._crowd = crowd
        self._rule = rule
        self._radius = radius
        self._alive = alive
        self._rows = np.arange(len(rule.pdqs.owners))
        self._index: HammingIndex | None = None
        self._met = np.ones(len(self._rows), dtype=np.bool_)

    def every(self, take: Take, tally: Tally | None = None) -> None:
        """All pairs, or those within crowds as numbers; afterwards only rows that are in a pair are asked again."""
        met = np.zeros_like(self._met)

        def note(found: Pairs) -> None:
            met[found.first] = met[found.second] = True
            take(found)

        within: list[Numbers] = []
        if tally is not None:
            measure = Measure(self._rule.plain_values, self._rule.pdqs.forms, self._radius)
            within = crowds(measure, self._rule.plain(), self._crowd)
        # The index is of use again only where not all pairs are kept: it is not held for that.
        self._search(self._rows, self._index_of_all(), self._rows, note, within)
        for crowd in within:
            numbers = self._rule.counted(crowd, self._alive)
            met[crowd[numbers > 0]] = True
            if tally is not None:
                tally(crowd, numbers)
        self._met = met

    def among(self, rows: Numbers, take: Take) -> None:
        """The pairs of which both rows are among these."""
        rows = np.sort(rows[self._met[rows]])
        self._search(rows, self._index_of(rows), rows, take)

    def touching(self, rows: Numbers, take: Take) -> None:
        """The pairs of which at least one row is among these."""
        rows = rows[self._met[rows]]
        wanted = np.zeros_like(self._met)
        wanted[rows] = True
        if self._index is None:
            self._index = self._index_of_all()
        self._search(rows, self._index, self._rows, take)
        others = np.flatnonzero(self._met & ~wanted)
        self._search(others, self._index_of(rows), rows, take)

    def _index_of(self, rows: Numbers) -> HammingIndex:
        return HammingIndex.build(self._rule.plain_values[rows], self._radius)

    def _index_of_all(self) -> HammingIndex:
        return HammingIndex.build(self._rule.plain_values, self._radius)

    def _search(
        self, asked: Numbers, index: HammingIndex, entries: Numbers, take: Take, within: Sequence[Numbers] = ()
    ) -> None:
        """Give the pairs of some rows, each in every orientation, and those an index is of.

        Pairs of rows as they are that lie within one of some crowds are left out.
        """

        def found(turn: int) -> Iterator[Pairs]:
            if within and not turn:
                yield from self._outside(within)
                return
            for hits in self._hits(asked, index, turn, itself=asked is entries):
                yield self._judged(asked[hits.queries], entries[hits.entries], hits.distances, turn)

        side_by_side(found, len(ORIENTATIONS), take, self._alive)

    def _judged(self, first: Numbers, second: Numbers, distances: Numbers, turn: int) -> Pairs:
        unjudged = np.zeros(len(distances), dtype=np.bool_)
        return self._rule.passing(Pairs(first, second, distances, unjudged), turn)

    def _outside(self, within: Sequence[Numbers]) -> Iterator[Pairs]:
        """The pairs of rows as they are of which not both are in the same crowd."""
        values = self._rule.plain_values
        for first, second, distances in outside_crowds(values, within, self._radius, self._index_of):
            yield self._judged(np.minimum(first, second), np.maximum(first, second), distances, 0)

    def _hits(self, asked: Numbers, index: HammingIndex, turn: int, *, itself: bool) -> Iterator[Hits]:
        """Rows of `asked`, turned, and entries of an index within the radius; `itself`: the index is of these rows."""
        turned = self._rule.pdqs.turned
        if turn == 0 and itself:
            yield from index.pairs(self._radius)
            return
        for low in range(0, len(asked), _QUERIES_AT_ONCE):
            some = asked[low : low + _QUERIES_AT_ONCE]
            queries = turned[some, turn] if turn else self._rule.plain_values[some]
            known = np.flatnonzero(queries.any(axis=1))
            for hits in index.search(queries[known], self._radius):
                yield hits._replace(queries=known[hits.queries] + low)


class AlikeSearch:
    """Pairs of pictures that look alike by both small hashes as they are; the distance is the sum of both."""

    def __init__(
        self,
        phashes: SmallTable,
        dhashes: SmallTable,
        policy: StackPolicy,
        alive: Callable[[], None],
        crowd: int = LEAST,
    ) -> None:
        """Take both hashes of each picture; so many pictures make a crowd."""
        self._crowd = crowd
        self._phashes = phashes
        self._dhashes = dhashes
        self._policy = policy
        self._alive = alive
        self._usable = (phashes.forms >= 0) & (dhashes.forms >= 0)

    def every(self, take: Take, tally: Tally | None = None) -> None:
        """See `forensicdesk.matching.pairs.PairSource`, here and below."""
        policy = self._policy
        phash = Measure(self._phashes.values, self._phashes.forms, policy.cluster_phash)
        dhash = Measure(self._dhashes.values, self._dhashes.forms, policy.cluster_dhash)
        within = [] if tally is None else crowds(phash, self._usable, self._crowd)
        if tally is None or not within:
            self.among(np.arange(len(self._usable)), take)
            return
        for crowd in within:
            tally(crowd, degrees([crowd, crowd], [phash, dhash], [], self._alive))
        for first, second, distances in outside_crowds(phash.values, within, phash.limit, self._index_of, self._usable):
            self._give(first, second, distances, take)

    def among(self, rows: Numbers, take: Take) -> None:
        """Pairs of which both are among these."""
        rows = rows[self._usable[rows]]
        for hits in self._index_of(rows).pairs(self._policy.cluster_phash):
            self._give(rows[hits.queries], rows[hits.entries], hits.distances, take)

    def touching(self, rows: Numbers, take: Take) -> None:
        """Pairs of which at least one is among these."""
        rows = rows[self._usable[rows]]
        self.among(rows, take)
        others = self._usable.copy()
        others[rows] = False
        asked, index = np.flatnonzero(others), self._index_of(rows)
        for low in range(0, len(asked), _QUERIES_AT_ONCE):
            some = asked[low : low + _QUERIES_AT_ONCE]
            for hits in index.search(self._phashes.values[some], self._policy.cluster_phash):
                self._give(some[hits.queries], rows[hits.entries], hits.distances, take)

    def apart(self, first: Numbers, second: Numbers) -> Numbers:
        """How far pairs are apart by pHash and by dHash, two columns."""
        columns = [
            np.bitwise_count(table.values[first] ^ table.values[second]).sum(axis=1, dtype=np.int64)
            for table in (self._phashes, self._dhashes)
        ]
        return np.stack(columns, axis=1)

    def _index_of(self, rows: Numbers) -> HammingIndex:
        return HammingIndex.build(self._phashes.values[rows], self._policy.cluster_phash)

    def _give(self, one: Numbers, two: Numbers, distances: Numbers, take: Take) -> None:
        self._alive()
        first, second = np.minimum(one, two), np.maximum(one, two)
        other = self.apart(first, second)[:, 1]
        kept = other <= self._policy.cluster_dhash
        for table in (self._phashes, self._dhashes):
            kept &= table.forms[first] == table.forms[second]
        take(Pairs(first[kept], second[kept], (distances + other)[kept], np.ones(int(kept.sum()), dtype=np.bool_)))
