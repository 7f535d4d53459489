"""What several exhibits hold in common: the same bytes, or forms of one picture or film by their stack.

What one exhibit alone holds is passed over as it comes, so memory does not grow with it; of contents that are in stacks
five numbers for each exhibit that holds them are kept, until all of a stack are known.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.relations import Shared, SharedPair, SharedThing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from forensicdesk.relations import Holding

_COUNTS = ("exact", "near", "exact_films", "near_films")
_COLUMNS = 5


def what_is_shared(holdings: Iterable[Holding], cameras: Mapping[str, set[int]]) -> Shared:
    """Everything that at least two exhibits hold, and every pair of exhibits that have something in common.

    Args:
        holdings: each content, ascending.
        cameras: serial numbers with the sources in which pictures or films name them.
    """
    pairs = _Pairs()
    found: list[SharedThing] = []
    for thing in _shared(holdings):
        pairs.add(thing)
        found.append(thing.value())
    return Shared(tuple(sorted(found, key=lambda thing: thing.contents)), pairs.result(cameras))


def how_much_is_shared(
    holdings: Iterable[Holding], cameras: Mapping[str, set[int]]
) -> tuple[int, tuple[SharedPair, ...]]:
    """As `what_is_shared`, but only how many things there are: they are not kept."""
    pairs, count = _Pairs(), 0
    for thing in _shared(holdings):
        pairs.add(thing)
        count += 1
    return count, pairs.result(cameras)


class _Thing:
    """One stack, or one content that is in none, while its holders are collected."""

    __slots__ = ("contents", "equal", "film", "items", "stack")

    def __init__(self, *, film: bool, stack: int | None) -> None:
        self.film = film
        self.stack = stack
        self.items: defaultdict[int, int] = defaultdict(int)
        self.contents: list[int] = []
        self.equal: dict[tuple[int, int], int] = defaultdict(int)

    def add(self, content_id: int, items: Mapping[int, int]) -> None:
        """Take one of its contents and who holds it."""
        self.contents.append(content_id)
        for source, count in items.items():
            self.items[source] += count
        for pair in combinations(sorted(items), 2):
            self.equal[pair] += 1

    def value(self) -> SharedThing:
        return SharedThing(
            media="film" if self.film else "picture",
            stack=self.stack,
            contents=tuple(sorted(self.contents)),
            items=tuple(sorted(self.items.items())),
            exact=bool(self.equal),
        )


def _shared(holdings: Iterable[Holding]) -> Iterator[_Thing]:
    """Every thing that at least two exhibits hold: contents of no stack, then stacks."""
    stacked = array("q")
    for held in holdings:
        if held.stack is not None:
            for source, count in held.items.items():
                stacked.extend((held.stack, held.content_id, source, count, held.film))
        elif len(held.items) > 1:
            thing = _Thing(film=held.film, stack=None)
            thing.add(held.content_id, held.items)
            yield thing
    yield from _shared_stacks(np.asarray(stacked, dtype=np.int64).reshape(-1, _COLUMNS))


def _shared_stacks(rows: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Iterator[_Thing]:
    """Those of these stacks that several exhibits hold; rows of stack, content, source, items, and 1 for a film."""
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    starts = np.flatnonzero(np.diff(rows[:, 0], prepend=-1))
    if not len(starts):
        return
    several = np.minimum.reduceat(rows[:, 2], starts) < np.maximum.reduceat(rows[:, 2], starts)
    ends = np.append(starts[1:], len(rows))
    for at in np.flatnonzero(several).tolist():
        some = rows[starts[at] : ends[at]].tolist()
        thing = _Thing(film=bool(some[0][4]), stack=some[0][0])
        held: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for _, content_id, source, count, _ in some:
            held[content_id][source] = count
        for content_id, items in held.items():
            thing.add(content_id, items)
        yield thing


class _Pairs:
    """What each two exhibits have in common, thing by thing."""

    def __init__(self) -> None:
        self._counts: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COUNTS, 0))

    def add(self, thing: _Thing) -> None:
        """Count one thing."""
        films = "_films" if thing.film else ""
        for pair in combinations(sorted(thing.items), 2):
            if pair in thing.equal:
                self._counts[pair][f"exact{films}"] += thing.equal[pair]
            else:
                self._counts[pair][f"near{films}"] += 1

    def result(self, cameras: Mapping[str, set[int]]) -> tuple[SharedPair, ...]:
        """Every pair that has something, or a camera, in common."""
        serials: dict[tuple[int, int], list[str]] = defaultdict(list)
        for serial in sorted(cameras):
            for pair in combinations(sorted(cameras[serial]), 2):
                serials[pair].append(serial)
        return tuple(
            SharedPair(first, second, cameras=tuple(serials.get((first, second), ())), **self._counts[first, second])
            for first, second in sorted({*self._counts, *serials})
        )
