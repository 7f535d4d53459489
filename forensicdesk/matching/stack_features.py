"""Crops, turned and covered copies among the pictures of a case, by local features.

Holding every picture against every other would take hours. Pictures that show the same share rare feature words, so
only those that share some are held against each other; the comparison itself decides.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hashing.local.agreement import agree
from hashing.local.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from forensicdesk.matching.stack_policy import StackPolicy
    from hashing.local.agreement import Agreement

    Numbers = NDArray[np.int64]
    Fetch = Callable[[Sequence[int]], Mapping[int, bytes]]

_PAIRS_AT_ONCE = 512
_PICTURES_AT_ONCE = 1_000
"""The words of so many pictures are looked up at once …"""

_MEETINGS_AT_ONCE = 1 << 21
"""… and partners are chosen for so many of them that their words meet about so many others: some 40 bytes each."""

_LEAST_WORTH = 0.01
"""A word is worth something even where every picture of a small case has it."""


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """The feature words of pictures: one row for each word of each picture.

    Attributes:
        plain, owners: the words as they are, and the picture of each.
        mirrored, mirrored_owners: the words that the mirrored pictures would have.
        size: how many pictures there are; owners are below it.
    """

    plain: NDArray[np.uint32]
    owners: NDArray[np.uint32]
    mirrored: NDArray[np.uint32]
    mirrored_owners: NDArray[np.uint32]
    size: int


class WordCollector:
    """Takes the features of one picture after the other and keeps their words: about 5 kB a picture."""

    def __init__(self) -> None:
        self._plain, self._mirrored = _Words(), _Words()

    def add(self, features: bytes) -> None:
        """Take the next picture.

        Raises:
            ValueError: the features are damaged.
        """
        plain, mirrored = (np.array(words(features, mirrored=turned), dtype=np.uint32) for turned in (False, True))
        self.add_words(plain, mirrored)

    def add_words(self, plain: NDArray[np.uint32], mirrored: NDArray[np.uint32]) -> None:
        """Take the words of the next picture or film, each once, and those that it would have mirrored."""
        self._plain.add(plain)
        self._mirrored.add(mirrored)

    def table(self) -> WordTable:
        """The words of all pictures that were taken, numbered from 0 in their order."""
        return WordTable(*self._plain.flat(), *self._mirrored.flat(), self._plain.number)


class _Words:
    """Words of one picture after the other, in one piece of memory."""

    def __init__(self) -> None:
        self._words, self._counts = bytearray(), array("q")

    @property
    def number(self) -> int:
        """How many pictures there are."""
        return len(self._counts)

    def add(self, words_: NDArray[np.uint32]) -> None:
        self._words += words_.tobytes()
        self._counts.append(len(words_))

    def flat(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The words, and the picture of each."""
        owners = np.repeat(np.arange(self.number, dtype=np.uint32), np.frombuffer(self._counts, dtype=np.int64))
        return np.frombuffer(self._words, dtype=np.uint32), owners


def _in_order(words_: NDArray[np.uint32], owners: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Words ascending, and the picture of each; owners ascend. Needs 8 bytes a word while it works."""
    packed = words_.astype(np.uint64)
    packed <<= np.uint64(32)
    packed |= owners
    packed.sort()
    ordered = packed.astype(np.uint32)
    packed >>= np.uint64(32)
    return packed.astype(np.uint32), ordered


def candidates(table: WordTable, policy: StackPolicy) -> tuple[Numbers, Numbers]:
    """Pairs worth a comparison, the smaller number first, ordered.

    A pair counts the words both have, each by the square of the logarithm of its rarity. A word that more than
    `policy.rare` pictures have counts nothing. Each picture keeps its best `policy.candidates` partners.
    """
    index = _in_order(table.plain, table.owners)
    found = [np.empty((0, 2), dtype=np.int64)]
    for start in range(0, table.size, _PICTURES_AT_ONCE):
        end = min(start + _PICTURES_AT_ONCE, table.size)
        plain, mirrored = (
            slice(*np.searchsorted(owners, [start, end]).tolist()) for owners in (table.owners, table.mirrored_owners)
        )
        asked = np.concatenate([table.plain[plain], table.mirrored[mirrored]])
        askers = np.concatenate([table.owners[plain], table.mirrored_owners[mirrored]])
        found.append(_partners(asked, askers, index, table.size, policy))
    pairs = np.unique(np.sort(np.concatenate(found), axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _partners(
    asked: NDArray[np.uint32],
    askers: NDArray[np.uint32],
    index: tuple[NDArray[np.uint32], NDArray[np.uint32]],
    size: int,
    policy: StackPolicy,
) -> Numbers:
    """The best partners of some pictures, as rows of (picture, partner).

    Args:
        asked: words of these pictures.
        askers: the picture that each word is of.
        index: all words in order, and the picture that has each.
        size: how many pictures there are.
        policy: the numbers.
    """
    order = np.argsort(asked, kind="stable")  # looking up in ascending order stays close in memory
    asked, askers = asked[order], askers[order]
    left = np.searchsorted(index[0], asked, side="left")
    count = np.searchsorted(index[0], asked, side="right") - left
    telling = np.flatnonzero((count > 0) & (count <= policy.rare))
    left, count, met = left[telling], count[telling], askers[telling].astype(np.int64)
    groups = _in_groups(met, count)
    found = (_best_partners(met[some], left[some], count[some], index[1], size, policy) for some in groups)
    return np.concatenate([np.empty((0, 2), dtype=np.int64), *found])


def _in_groups(askers: Numbers, count: Numbers) -> Iterator[Numbers]:
    """Places of words, all those of some pictures, which meet about `_MEETINGS_AT_ONCE` others together."""
    _, picture = np.unique(askers, return_inverse=True)
    met = np.bincount(picture, weights=count).cumsum()
    group = (met // _MEETINGS_AT_ONCE).astype(np.int64)[picture]
    for number in np.unique(group):
        yield np.flatnonzero(group == number)


def _best_partners(
    askers: Numbers, left: Numbers, count: Numbers, owners: NDArray[np.uint32], size: int, policy: StackPolicy
) -> Numbers:
    """The best partners of some pictures, as rows of (picture, partner).

    Args:
        askers: the picture of each word.
        left: where those who have the word stand in `owners` ...
        count: ... and how many they are.
        owners: the pictures that have a word, word by word.
        size: how many pictures there are.
        policy: the numbers.
    """
    ends = np.cumsum(count)
    places = np.repeat(left - (ends - count), count) + np.arange(int(ends[-1]) if len(ends) else 0)
    keys = np.repeat(askers, count) * size + owners[places]
    worth = np.repeat(np.log(np.maximum(size, 2) / count) ** 2 + _LEAST_WORTH, count)
    other = np.flatnonzero(keys // size != keys % size)
    order = other[np.argsort(keys[other], kind="stable")]
    pairs, starts, shared = np.unique(keys[order], return_index=True, return_counts=True)
    total = np.add.reduceat(worth[order], starts) if len(starts) else np.empty(0)
    enough = np.flatnonzero(shared >= policy.shared_words)
    picture, partner = pairs[enough] // size, pairs[enough] % size
    kept = _among_best(picture, partner, total[enough], policy.candidates)
    return np.stack([picture[kept], partner[kept]], axis=1)


def _among_best(of: Numbers, other: Numbers, worth: NDArray[np.float64], most: int) -> NDArray[np.bool_]:
    """Which pairs are among the `most` best ones of the picture in `of`."""
    order = np.lexsort((other, -worth, of))
    place = np.arange(len(order)) - np.searchsorted(of[order], of[order])
    kept = np.zeros(len(order), dtype=np.bool_)
    kept[order[place < most]] = True
    return kept


def agreements(first: Sequence[int], second: Sequence[int], fetch: Fetch) -> Iterator[tuple[int, Agreement | None]]:
    """Each pair held against each other, in order: its place, and where the two agree if that is a match.

    Args:
        first: numbers of pictures.
        second: numbers of the pictures they are held against.
        fetch: gives the compact features of some pictures by number.
    """
    for start in range(0, len(first), _PAIRS_AT_ONCE):
        ones, twos = first[start : start + _PAIRS_AT_ONCE], second[start : start + _PAIRS_AT_ONCE]
        features = fetch(sorted({*ones, *twos}))
        for at, (one, two) in enumerate(zip(ones, twos, strict=True), start):
            found = agree(features[one], features[two])
            yield at, found if found is not None and found.is_match else None
