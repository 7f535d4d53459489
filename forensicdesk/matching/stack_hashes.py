"""The hashes of one case as arrays, and the rule by which two of them are near."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from forensicdesk.hamming.words import as_words
from forensicdesk.matching.stack_crowds import Measure, degrees
from forensicdesk.matching.turning import turned_dhash, turned_phash
from hashing.values import ORIENTATIONS, PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from forensicdesk.matching.pairs import Pairs
    from forensicdesk.matching.stack_policy import StackPolicy
    from forensicdesk.matching.stack_turned import TurnedFile

    Bytes = NDArray[np.uint8]
    Words = NDArray[np.uint64]
    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

WHOLE, INNER, PART = 0, 1, 2
"""What of a content was hashed: all of it, the picture inside the picture, or a tile, frame or page."""

PHASH, DHASH, NO_HASH = 0, 1, 2
"""Which second hash agreed."""

_FAR = 1 << 20
"""Farther than any two hashes are."""

_ROWS_AT_ONCE = 1 << 14


@dataclass(frozen=True, slots=True, eq=False)
class PdqTable:
    """The PDQ hashes of a case that are good enough to be compared.

    Attributes:
        owners: the content of each row, by its place among the contents; ascending.
        turned: the hash in all eight orientations, rows x 8 x 32 bytes; all zero where an orientation is not known. In
            memory, or in a file, where rows are asked for by their numbers only.
        kinds: `WHOLE`, `INNER` or `PART`.
        forms: which version and parameters; only equal ones are compared.
        views: names of the rows that are views.
    """

    owners: Numbers
    turned: Bytes | TurnedFile
    kinds: NDArray[np.uint8]
    forms: NDArray[np.int32]
    views: Mapping[int, str]


@dataclass(frozen=True, slots=True, eq=False)
class SmallTable:
    """One hash of 64 bits of every whole picture; `forms` is negative where a content has none that says something."""

    values: Bytes
    forms: NDArray[np.int32]


class Meeting(NamedTuple):
    """How pairs of hashes meet in their best orientation, one row for each pair.

    Attributes:
        passed: whether the pair passes at all; the rest says something only where it does.
        distances: of PDQ.
        turns: place in `ORIENTATIONS`.
        seconds: `PHASH`, `DHASH` or `NO_HASH`.
        second_distances: of that hash, 0 where there is none.
    """

    passed: NDArray[np.bool_]
    distances: Numbers
    turns: Numbers
    seconds: Numbers
    second_distances: Numbers


class NearRule:
    """Which two hashes of different pictures are near.

    Two whole pictures need PDQ and one of the two small hashes; where a view takes part PDQ alone decides, within its
    tighter limit. The picture with the smaller place is the one that is turned. Of several orientations the one with
    the smallest distance counts, of equal ones the earlier.

    Attributes:
        pdqs: the table.
        plain_values: the hash of each row as it is, 32 bytes.
    """

    def __init__(self, pdqs: PdqTable, phashes: SmallTable, dhashes: SmallTable, policy: StackPolicy) -> None:
        self.pdqs = pdqs
        self._smalls = phashes, dhashes
        self._policy = policy
        rows = len(pdqs.owners)
        self.plain_values = np.empty((rows, PDQ_BYTES), dtype=np.uint8)
        self._known, self._meets_itself = np.empty(rows, dtype=np.uint8), np.empty(rows, dtype=np.bool_)
        for low in range(0, rows, _ROWS_AT_ONCE):
            some = np.arange(low, min(low + _ROWS_AT_ONCE, rows))
            turned = pdqs.turned[some]
            self.plain_values[some] = turned[:, 0]
            self._known[some] = np.packbits(turned.any(axis=2), axis=1, bitorder="little")[:, 0]
            self._meets_itself[some] = _meets_itself(_words(turned), 2 * policy.matching.pdq_distance)

    def plain(self) -> Flags:
        """Rows of whole pictures that meet no other in two orientations: whether two do as they are is all of it."""
        found: Flags = (self.pdqs.kinds == WHOLE) & ~self._meets_itself
        return found

    def counted(self, rows: Numbers, alive: Callable[[], None]) -> Numbers:
        """With how many of some plain rows each of them passes as it is."""
        owners, policy = self.pdqs.owners[rows], self._policy
        pdq = Measure(self.plain_values, self.pdqs.forms, policy.matching.pdq_distance)
        limits = policy.phash, policy.dhash
        smalls = [Measure(table.values, table.forms, limit) for table, limit in zip(self._smalls, limits, strict=True)]
        return degrees([rows, owners, owners], [pdq], smalls, alive)

    def passing(self, found: Pairs, turn: int) -> Pairs:
        """Of pairs within the distance, the first of each turned so, those that pass and have no better orientation."""
        owners = self.pdqs.owners
        found = found.where(owners[found.first] < owners[found.second])
        passed, seconds, _ = self._judge(found.first, found.second, found.distances, turn)
        found = found.where(passed)._replace(agreed=seconds[passed] != NO_HASH)
        symmetric = np.flatnonzero(self._meets_itself[found.first])
        if len(symmetric):
            elsewhere = np.zeros(len(found.first), dtype=np.bool_)
            best = self.best(found.first[symmetric], found.second[symmetric])
            elsewhere[symmetric] = best.turns != turn
            found = found.where(~elsewhere)
        return found

    def best(self, first: Numbers, second: Numbers) -> Meeting:
        """How pairs of rows meet, whatever their distance; the picture of `first` has the smaller place."""
        least = np.full(len(first), _FAR, dtype=np.int64)
        best = Meeting(least < _FAR, least, *(np.zeros(len(first), dtype=np.int64) for _ in range(3)))
        turned, others = _words(self.pdqs.turned[first]), as_words(self.plain_values)[second]
        for turn in range(len(ORIENTATIONS)):
            apart = _count(turned[:, turn] ^ others)
            closer = np.flatnonzero((apart <= self._policy.matching.pdq_distance) & (apart < best.distances))
            passed, seconds, second_apart = self._judge(first[closer], second[closer], apart[closer], turn)
            better = closer[passed]
            best.passed[better] = True
            best.distances[better], best.turns[better] = apart[better], turn
            best.seconds[better], best.second_distances[better] = seconds[passed], second_apart[passed]
        return best

    def _judge(
        self, first: Numbers, second: Numbers, distances: Numbers, turn: int
    ) -> tuple[NDArray[np.bool_], Numbers, Numbers]:
        """Whether pairs pass in one orientation, by which second hash, and how far that is apart."""
        pdqs, policy = self.pdqs, self._policy
        known = pdqs.forms[first] == pdqs.forms[second]
        if turn:
            known &= (self._known[first] >> turn & 1).astype(np.bool_)
        whole = (pdqs.kinds[first] == WHOLE) & (pdqs.kinds[second] == WHOLE)
        seconds, apart = self._second_hashes(pdqs.owners[first], pdqs.owners[second], turn)
        seconds, apart = np.where(whole, seconds, NO_HASH), np.where(whole, apart, 0)
        passed = np.where(whole, seconds != NO_HASH, distances <= policy.view_distance)
        return passed & known & (distances <= policy.matching.pdq_distance), seconds, apart

    def _second_hashes(self, first: Numbers, second: Numbers, turn: int) -> tuple[Numbers, Numbers]:
        """Which small hash agrees for each pair of pictures, pHash before dHash, and how far it is apart."""
        agreed = np.full(len(first), NO_HASH, dtype=np.int64)
        apart = np.zeros(len(first), dtype=np.int64)
        limits = self._policy.phash, self._policy.dhash
        asked, place = np.unique(first, return_inverse=True)
        for hash_ in (DHASH, PHASH):
            table = self._smalls[hash_]
            values = _TURNED[hash_](table.values[asked], turn)
            if values is None:
                continue
            distances = _count(as_words(values)[place] ^ as_words(table.values)[second])
            same_form = (table.forms[first] >= 0) & (table.forms[first] == table.forms[second])
            passed = (distances <= limits[hash_]) & same_form
            agreed[passed], apart[passed] = hash_, distances[passed]
        return agreed, apart


_TURNED = turned_phash, turned_dhash


def _words(turned: Bytes) -> Words:
    return np.ascontiguousarray(turned).view("<u8")


def _meets_itself(words: Words, limit: int) -> Flags:
    """Rows of which two orientations lie so close together that another hash can be near to both."""
    found = np.zeros(len(words), dtype=np.bool_)
    for one, two in combinations(range(len(ORIENTATIONS)), 2):
        found |= _count(words[:, one] ^ words[:, two]) <= limit
    return found


def _count(differences: NDArray[np.unsignedinteger[Any]]) -> Numbers:
    counts: Numbers = np.bitwise_count(differences).sum(axis=1, dtype=np.int64)
    return counts
