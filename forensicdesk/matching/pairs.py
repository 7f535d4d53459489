"""Pairs of rows that are near, given in pieces: of many thousands of pictures near each other not all are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

MOST_KEPT = 8_000_000
"""So many pairs are remembered, 10 bytes each. More are searched again whenever they are needed."""

Tally = Callable[["Numbers", "Numbers"], None]
"""Takes rows, and of each how many pairs it has that are not given one by one."""

_KINDS = (np.uint32, np.uint32, np.uint8, np.bool_)
_AT_ONCE = 1 << 17
_CHOSEN_AT_ONCE = 1 << 21


class Pairs(NamedTuple):
    """Pairs of rows, each with its distance.

    Attributes:
        first, second: rows.
        distances: in bits, below 256.
        agreed: whether a second hash agreed.
    """

    first: Numbers
    second: Numbers
    distances: Numbers
    agreed: Flags

    def where(self, chosen: Flags | Numbers) -> Pairs:
        """Some of the pairs."""
        first, second, distances, agreed = self
        return Pairs(first[chosen], second[chosen], distances[chosen], agreed[chosen])


class PairSource(Protocol):
    """Pairs that can be asked for again: each once, in no order, in pieces, to one call of `take` at a time."""

    def every(self, take: Callable[[Pairs], None], tally: Tally | None = None) -> None:
        """All pairs; where there is a `tally`, those within a crowd may be told as a number for each row instead."""

    def among(self, rows: Numbers, take: Callable[[Pairs], None]) -> None:
        """The pairs of which both rows are among these."""

    def touching(self, rows: Numbers, take: Callable[[Pairs], None]) -> None:
        """The pairs of which at least one row is among these."""


class KeptPairs:
    """A source whose pairs are kept as they first come by, if they are few enough; else it is asked again."""

    def __init__(self, source: PairSource, rows: int, most: int = MOST_KEPT) -> None:
        """Take a source of pairs of so many rows, of which at most `most` are kept."""
        self._source = source
        self._rows = rows
        self._most = most
        self._number = 0
        self._kept: list[tuple[NDArray[np.generic], ...]] = []
        self._all: Pairs | None = None

    def every(self, take: Callable[[Pairs], None], tally: Tally | None = None) -> None:
        """All pairs; they are kept when this is called first, unless some are only counted."""
        if self._all is not None:
            self._give(np.ones(len(self._all.first), dtype=np.bool_), take)
            return

        def keep(found: Pairs) -> None:
            self._number += len(found.first)
            if self._number > self._most:
                self._kept.clear()
            else:
                self._kept.append(tuple(column.astype(kind) for column, kind in zip(found, _KINDS, strict=True)))
            take(found)

        def note(rows: Numbers, numbers: Numbers) -> None:
            self._number += self._most + 1
            if tally is not None:
                tally(rows, numbers)

        self._number = 0
        self._source.every(keep, None if tally is None else note)
        if self._number <= self._most:
            empty = tuple(np.empty(0, kind) for kind in _KINDS)
            self._all = Pairs(*(np.concatenate(column) for column in zip(empty, *self._kept, strict=True)))
        self._kept.clear()

    def among(self, rows: Numbers, take: Callable[[Pairs], None]) -> None:
        """See `PairSource`, here and below."""
        if self._all is None:
            self._source.among(rows, take)
        else:
            wanted = self._mask(rows)
            self._give(wanted[self._all.first] & wanted[self._all.second], take)

    def touching(self, rows: Numbers, take: Callable[[Pairs], None]) -> None:
        """Pairs with one of these rows."""
        if self._all is None:
            self._source.touching(rows, take)
        else:
            wanted = self._mask(rows)
            self._give(wanted[self._all.first] | wanted[self._all.second], take)

    def _mask(self, rows: Numbers) -> Flags:
        wanted = np.zeros(self._rows, dtype=np.bool_)
        wanted[rows] = True
        return wanted

    def _give(self, wanted: Flags, take: Callable[[Pairs], None]) -> None:
        if self._all is None:
            return
        places = np.flatnonzero(wanted)
        for low in range(0, len(places), _AT_ONCE):
            some = places[low : low + _AT_ONCE]
            first, second, distances = (column[some].astype(np.int64) for column in self._all[:3])
            take(Pairs(first, second, distances, self._all.agreed[some]))


class ClosestPairs:
    """Of all pairs those among the closest few of one of their rows; of equally close ones the smaller rows."""

    def __init__(self, most: int) -> None:
        """Keep `most` for each row."""
        self._most = most
        self._kept = np.empty((0, 3), dtype=np.int64)
        self._new: list[Numbers] = []
        self._number = 0

    def take(self, found: Pairs) -> None:
        """Take some pairs, each of which comes once."""
        for one, two in ((found.first, found.second), (found.second, found.first)):
            self._new.append(np.stack([one, found.distances, two], axis=1))
        self._number += 2 * len(found.first)
        if self._number > _CHOSEN_AT_ONCE:
            self._choose()

    def pairs(self) -> tuple[Numbers, Numbers]:
        """First and second row of each pair that was kept, the smaller one first, ordered."""
        self._choose()
        rows = np.unique(np.sort(self._kept[:, (0, 2)], axis=1), axis=0)
        return rows[:, 0], rows[:, 1]

    def _choose(self) -> None:
        rows = np.concatenate([self._kept, *self._new])
        rows = rows[np.lexsort(rows.T[::-1])]
        place = np.arange(len(rows)) - np.searchsorted(rows[:, 0], rows[:, 0])
        self._kept, self._new, self._number = rows[place < self._most], [], 0
