"""Crowds: many thousands of hashes near one of them, whose pairs are counted and not listed.

Twenty thousand pictures of one scene have two hundred million pairs. To choose faces and heads only their number is
needed, for each hash; and that is counted in blocks, by products of matrices, without a pair ever being written down.
What is no crowd, and what lies between crowds, is searched with the index as always. Which crowds are found decides
how the work is done and no result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming.words import as_words, count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from forensicdesk.hamming import HammingIndex

    Bytes = NDArray[np.uint8]
    Words = NDArray[np.uint64]
    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

LEAST = 4_000
"""A crowd has so many hashes at least: fewer have no more pairs than are kept in memory."""

_SAMPLE, _SEED = 2_048, 1
_ROWS = 2_048
_QUERIES_AT_ONCE = 262_144


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One kind of hash, by place, and how near two of them have to be.

    Attributes:
        values: one hash a row.
        forms: only equal ones that are not negative are compared.
        limit: in bits.
    """

    values: Bytes
    forms: NDArray[np.int32]
    limit: int


def crowds(measure: Measure, eligible: Flags, least: int = LEAST) -> list[Numbers]:
    """Sets of rows, none in two, each of at least `least` rows of one form within the limit of one of them.

    They are looked for around a sample, so that a list without crowds costs next to nothing.
    """
    left = eligible & (measure.forms >= 0)
    rows = np.flatnonzero(left)
    if len(rows) < least:
        return []
    words = as_words(measure.values)
    random = np.random.default_rng(_SEED)
    sample = np.sort(random.choice(rows, min(_SAMPLE, len(rows)), replace=False))
    expected = max(1, least * len(sample) // (2 * len(rows)))
    around = _around(words[sample], measure.limit)
    found = []
    waiting = np.ones(len(sample), dtype=np.bool_)
    while waiting.any():
        numbers = (around & waiting).sum(axis=1) * waiting
        leader = int(numbers.argmax())
        if numbers[leader] < expected:
            break
        waiting[leader] = False
        row = sample[leader]
        near = left & (measure.forms == measure.forms[row])
        places = np.flatnonzero(near)
        crowd = places[count(words[places] ^ words[row]) <= measure.limit]
        if len(crowd) >= least:
            found.append(crowd)
            left[crowd] = False
            waiting &= left[sample]
    return found


def _around(words: Words, limit: int) -> Flags:
    """Which of some hashes are near each other."""
    return np.stack([count(words ^ row) <= limit for row in words])


def degrees(
    rows: Sequence[Numbers], needed: Sequence[Measure], either: Sequence[Measure], alive: Callable[[], None]
) -> Numbers:
    """With how many others each member of a crowd makes a pair.

    Args:
        rows: of the members, one array for each measure, first those of `needed`.
        needed: all of these have to be near,
        either: and one of these, if there are any.
        alive: called now and then; it may raise to stop.
    """
    number = len(rows[0])
    measures = list(zip((*needed, *either), rows, strict=True))
    found = np.zeros(number, dtype=np.int64)
    for low in range(0, number, _ROWS):
        mine = [_Block(one, at[low : low + _ROWS]) for one, at in measures]
        for other in range(low, number, _ROWS):
            alive()
            theirs = mine if other == low else [_Block(one, at[other : other + _ROWS]) for one, at in measures]
            met = [one.meets(two) for one, two in zip(mine, theirs, strict=True)]
            pairs = np.logical_and.reduce(met[: len(needed)])
            if either:
                pairs &= np.logical_or.reduce(met[len(needed) :])
            if other == low:
                np.fill_diagonal(pairs, val=False)
            else:
                found[other : other + _ROWS] += pairs.sum(axis=0)
            found[low : low + _ROWS] += pairs.sum(axis=1)
    return found


class _Block:
    """Some hashes as rows of 1 and -1, whose products tell how many bits are equal; small whole numbers, so exact."""

    def __init__(self, measure: Measure, rows: Numbers) -> None:
        bits = np.unpackbits(measure.values[rows], axis=1)
        self._signs = bits.astype(np.float32) * 2 - 1
        self._forms = measure.forms[rows]
        self._least = np.float32(bits.shape[1] - 2 * measure.limit)

    def meets(self, other: _Block) -> Flags:
        """Which of these are near which of others."""
        near: Flags = self._signs @ other._signs.T >= self._least
        one, two = self._forms, other._forms
        if len(one) and len(two) and (one.min() < 0 or np.ptp(one) or np.ptp(two) or one[0] != two[0]):
            near &= (one[:, None] == two[None]) & (one[:, None] >= 0)
        return near


def outside_crowds(
    values: Bytes,
    found: Sequence[Numbers],
    radius: int,
    index_of: Callable[[Numbers], HammingIndex],
    usable: Flags | None = None,
) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Every pair of rows within the radius of which not both are in the same crowd, with its distance, each once.

    Args:
        values: one hash a row.
        found: the crowds, at least one.
        radius: in bits.
        index_of: makes an index of some rows.
        usable: which rows to look at; all, if not given.
    """
    others = np.ones(len(values), dtype=np.bool_) if usable is None else usable.copy()
    others[np.concatenate(found)] = False
    rest = np.flatnonzero(others)
    index = index_of(rest)
    for hits in index.pairs(radius):
        yield rest[hits.queries], rest[hits.entries], hits.distances
    asked = np.concatenate(found)
    for entries in (rest, *found[:-1]):
        if entries is not rest:
            asked, index = asked[len(entries) :], index_of(entries)
        for low in range(0, len(asked), _QUERIES_AT_ONCE):
            some = asked[low : low + _QUERIES_AT_ONCE]
            for hits in index.search(values[some], radius):
                yield some[hits.queries], entries[hits.entries], hits.distances
