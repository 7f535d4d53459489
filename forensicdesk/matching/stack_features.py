"""Crops, turned and covered copies among the pictures of a case, by local features.

Holding every picture against every other would take hours. Pictures that show the same share rare feature words, so
only those that share some are held against each other; the comparison itself decides.
"""

from __future__ import annotations

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
_PICTURES_AT_ONCE = 5_000
"""For so many pictures partners are looked for at once: their words meet a few million others."""

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
        self._plain: list[NDArray[np.uint32]] = []
        self._mirrored: list[NDArray[np.uint32]] = []

    def add(self, features: bytes) -> None:
        """Take the next picture.

        Raises:
            ValueError: the features are damaged.
        """
        plain, mirrored = (np.array(words(features, mirrored=turned), dtype=np.uint32) for turned in (False, True))
        self.add_words(plain, mirrored)

    def add_words(self, plain: NDArray[np.uint32], mirrored: NDArray[np.uint32]) -> None:
        """Take the words of the next picture or film, each once, and those that it would have mirrored."""
        self._plain.append(plain)
        self._mirrored.append(mirrored)

    def table(self) -> WordTable:
        """The words of all pictures that were taken, numbered from 0 in their order."""
        return WordTable(*_flat(self._plain), *_flat(self._mirrored), len(self._plain))


def _flat(groups: Sequence[NDArray[np.uint32]]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    owners = np.repeat(np.arange(len(groups), dtype=np.uint32), [len(group) for group in groups])
    return np.concatenate([*groups, np.empty(0, np.uint32)]), owners


def candidates(table: WordTable, policy: StackPolicy) -> tuple[Numbers, Numbers]:
    """Pairs worth a comparison, the smaller number first, ordered.

    A pair counts the words both have, each by the square of the logarithm of its rarity. A word that more than
    `policy.rare` pictures have counts nothing. Each picture keeps its best `policy.candidates` partners.
    """
    order = np.argsort(table.plain, kind="stable")
    index = table.plain[order], table.owners[order]
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
    asked, askers = asked[order], askers[order].astype(np.int64)
    left = np.searchsorted(index[0], asked, side="left")
    count = np.searchsorted(index[0], asked, side="right") - left
    telling = np.flatnonzero((count > 0) & (count <= policy.rare))
    left, count, askers = left[telling], count[telling], askers[telling]
    ends = np.cumsum(count)
    places = np.repeat(left - (ends - count), count) + np.arange(int(ends[-1]) if len(ends) else 0)
    keys = np.repeat(askers, count) * size + index[1][places]
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
