"""What several exhibits hold in common: the same bytes, or forms of one picture or film by their stack."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from forensicdesk.relations import Shared, SharedPair, SharedThing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_COUNTS = ("exact", "near", "exact_films", "near_films")


def what_is_shared(
    holdings: Iterable[tuple[int, bool, Mapping[int, int]]],
    stacks: Mapping[int, int],
    cameras: Mapping[str, set[int]],
) -> Shared:
    """Everything that at least two exhibits hold, and every pair of exhibits that have something in common.

    Args:
        holdings: each content with whether it is a film, and how many items each source has of it.
        stacks: the stack of each content that is in one.
        cameras: serial numbers with the sources in which pictures or films name them.
    """
    things: dict[tuple[bool, int], _Thing] = {}
    for content_id, film, items in holdings:
        stack = stacks.get(content_id)
        key = (stack is None, content_id if stack is None else stack)
        things.setdefault(key, _Thing(film=film, stack=stack)).add(content_id, items)
    shared = [thing for thing in things.values() if len(thing.items) > 1]
    found = sorted((thing.value() for thing in shared), key=lambda thing: thing.contents)
    return Shared(tuple(found), _pairs(shared, cameras))


class _Thing:
    """One stack, or one content that is in none, while its holders are collected."""

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


def _pairs(things: Iterable[_Thing], cameras: Mapping[str, set[int]]) -> tuple[SharedPair, ...]:
    counts: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COUNTS, 0))
    serials: dict[tuple[int, int], list[str]] = defaultdict(list)
    for thing in things:
        films = "_films" if thing.film else ""
        for pair in combinations(sorted(thing.items), 2):
            if pair in thing.equal:
                counts[pair][f"exact{films}"] += thing.equal[pair]
            else:
                counts[pair][f"near{films}"] += 1
    for serial in sorted(cameras):
        for pair in combinations(sorted(cameras[serial]), 2):
            serials[pair].append(serial)
    return tuple(
        SharedPair(first, second, cameras=tuple(serials.get((first, second), ())), **counts[first, second])
        for first, second in sorted({*counts, *serials})
    )
