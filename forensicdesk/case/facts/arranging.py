"""The order in which items are shown: each by itself or a stack as one, in groups or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forensicdesk.case.facts.columns import KINDS, MISSING, codes, several
from forensicdesk.case.facts.paths import ranks_of
from forensicdesk.facets import NONE, Column, Grouping

if TYPE_CHECKING:
    from collections.abc import Collection

    from forensicdesk.case.facts.columns import Array, Facts, Mask
    from forensicdesk.decisions import Reading
    from forensicdesk.facets import Showing

_DAY_S = 86_400
_COLUMNS = {
    Grouping.SOURCE: Column.SOURCE,
    Grouping.CAMERA: Column.CAMERA,
    Grouping.CATEGORY: Column.CATEGORY,
}


class Group(NamedTuple):
    """Some of the items shown, one behind the other.

    Attributes:
        value: what they have in common: a path, a number, a code, a day since 1970; NONE where it is not known.
        first: the place of the first of them.
        shown: how many are shown.
        items: how many items that is, those in closed stacks included.
        hits: how many of these items match a list.
    """

    value: str
    first: int
    shown: int
    items: int
    hits: int


@dataclass(frozen=True, slots=True)
class Order:
    """Items in the order in which they are shown.

    Attributes:
        ids: their numbers.
        groups: their groups, in order; none without grouping.
        total: how many items pass, those in closed stacks included.
        stacks: who stands for whom, None where every item is shown by itself.
    """

    ids: Array
    groups: tuple[Group, ...] = ()
    total: int = 0
    stacks: Stacks | None = None


class Stacks:
    """Which of some items belong together: the members of a stack, or those with equal bytes."""

    def __init__(self, facts: Facts, rows: Array, opened: Collection[int]) -> None:
        content = facts.items["content"][rows].astype(np.int64)
        stack = facts.contents["stack"][content].astype(np.int64)
        highest = int(facts.contents["stack"].max(initial=0))
        contents = len(facts.contents["known"])
        alone = highest + contents + np.arange(len(rows))
        key = np.where(stack > 0, stack, np.where(content > 0, highest + content, alone))
        size = int(key.max(initial=0)) + 1
        self._highest = highest
        self._ids = facts.ids[rows]
        self._key = key
        self._count = np.bincount(key, minlength=size)
        places = np.arange(len(rows))
        first = np.zeros(size, np.int64)
        first[key[::-1]] = places[::-1]
        self._first = first
        self._kinds = facts.contents["kinds"][content]
        self._head = self._heads(key, first)
        self._met = np.zeros(size, np.uint8)
        hits = np.flatnonzero(self._kinds)
        np.bitwise_or.at(self._met, key[hits], self._kinds[hits])
        self._opened = frozenset(opened)

    def _heads(self, key: Array, first: Array) -> Array:
        """For each bundle the place of its first item with the strongest match, else of its first item."""
        head = first.copy()
        hits = np.flatnonzero(self._kinds)[::-1]
        for at in reversed(range(len(KINDS))):
            having = hits[(self._kinds[hits] & (1 << at)) > 0]
            head[key[having]] = having
        return head

    def bundles(self) -> Array:
        """The bundle of each item, 0 for one that is alone."""
        numbers = np.where(self._key <= self._highest, self._key, self._highest - self._key)
        return np.where(self._count[self._key] > 1, numbers, 0)

    def places(self) -> Array:
        """Places of what is shown: the head of each bundle where its first item stands; the others if it is open."""
        key = self._key
        at_first = np.flatnonzero(self._first[key] == np.arange(len(key)))
        shown: Array = self._head[key[at_first]]
        if not self._opened:
            return shown
        parts: list[Array] = []
        last = 0
        for number in sorted(map(self._key_of, self._opened), key=self._first_of):
            if not 0 < number < len(self._count) or self._count[number] < 2:  # noqa: PLR2004 - one is no stack
                continue
            place = int(np.searchsorted(at_first, self._first[number]))
            inside = np.flatnonzero(key == number)
            parts += [shown[last : place + 1], inside[inside != self._head[number]]]
            last = place + 1
        return np.concatenate([*parts, shown[last:]])

    def weights(self, places: Array) -> Array:
        """How many items are meant by each of these places."""
        return np.where(self.is_open(places), 1, self._count[self._key[places]])

    def is_open(self, places: Array) -> Mask:
        """Which of them stand in an open bundle."""
        numbers = np.array(sorted(map(self._key_of, self._opened)), np.int64)
        return np.isin(self._key[places], numbers)

    def hits(self, places: Array) -> Array:
        """How many of the items meant by each of these places match a list."""
        hit = (self._kinds > 0).astype(np.int64)
        of_bundle = np.bincount(self._key, weights=hit, minlength=len(self._count)).astype(np.int64)
        return np.where(self.is_open(places), hit[places], of_bundle[self._key[places]])

    def tell(self, item_id: int) -> tuple[int, int, bool, bool, int] | None:
        """What is to be drawn of an item that is not alone, None for others.

        Gives its bundle, how many are in it, whether that is open, whether the item is its head, and the kinds of match
        in the whole bundle as bits.
        """
        place = self._place(item_id)
        if place is None or self._count[self._key[place]] < 2:  # noqa: PLR2004 - one is no stack
            return None
        number = int(self._key[place])
        bundle = number if number <= self._highest else self._highest - number
        is_head, kinds = int(self._head[number]) == place, int(self._met[number])
        return bundle, int(self._count[number]), bundle in self._opened, is_head, kinds

    def head_of(self, bundle: int) -> int | None:
        """The item that stands for a bundle, None where it has none here."""
        number = self._key_of(bundle)
        if not 0 < number < len(self._count) or not self._count[number]:
            return None
        return int(self._ids[self._head[number]])

    def bundle_of(self, item_id: int) -> int | None:
        """The bundle of an item, None where it is alone or not here."""
        place = self._place(item_id)
        if place is None or self._count[self._key[place]] < 2:  # noqa: PLR2004
            return None
        number = int(self._key[place])
        return number if number <= self._highest else self._highest - number

    def _place(self, item_id: int) -> int | None:
        place = int(np.searchsorted(self._ids, item_id))
        return place if place < len(self._ids) and self._ids[place] == item_id else None

    def _key_of(self, bundle: int) -> int:
        return bundle if bundle > 0 else self._highest - bundle

    def _first_of(self, number: int) -> int:
        return int(self._first[number]) if 0 < number < len(self._first) else -1


def arrange(facts: Facts, passing: Mask, showing: Showing, reading: Reading | None = None) -> Order:
    """Put the items that pass in order; `reading` says whose categories count, None for those in force."""
    grouping = showing.grouping
    rows = np.flatnonzero(passing)
    as_one = showing.stacked and grouping is not Grouping.STACK
    stacks = Stacks(facts, rows, showing.opened) if as_one else None
    places = stacks.places() if stacks else np.arange(len(rows))
    shown = rows[places]
    if grouping is Grouping.NOTHING or not len(shown):
        return Order(facts.ids[shown], (), len(rows), stacks)
    numbered, texts, ranks = _values(facts, shown, grouping, reading)
    hits = (facts.of_content("kinds")[shown] > 0).astype(np.int64)
    hits = hits if stacks is None else stacks.hits(places)
    weights = np.ones(len(shown), np.int64) if stacks is None else stacks.weights(places)
    order, groups = _grouped(numbered, texts, ranks, weights, hits)
    return Order(facts.ids[shown[order]], groups, len(rows), stacks)


def _grouped(
    numbered: Array, texts: list[str], ranks: Array, weights: Array, hits: Array
) -> tuple[Array, tuple[Group, ...]]:
    """The groups with the highest share of hits first, then in the order of their texts, what has none last."""
    size = len(texts)
    shown = np.bincount(numbered, minlength=size)
    items = np.bincount(numbered, weights=weights, minlength=size).astype(np.int64)
    hit = np.bincount(numbered, weights=hits, minlength=size).astype(np.int64)
    present = np.flatnonzero(shown)
    unknown = present == (texts.index(NONE) if NONE in texts else -1)
    in_order = present[np.lexsort((ranks[present], unknown, -hit[present] / items[present]))]
    place = np.zeros(size, np.int64)
    place[in_order] = np.arange(len(in_order))
    order = np.argsort(place[numbered], kind="stable")
    sizes = shown[in_order]
    firsts = np.cumsum(sizes) - sizes
    values = [texts[code] for code in in_order.tolist()]
    columns = (firsts.tolist(), sizes.tolist(), items[in_order].tolist(), hit[in_order].tolist())
    return order, tuple(map(Group, values, *columns))


def _values(facts: Facts, rows: Array, grouping: Grouping, reading: Reading | None) -> tuple[Array, list[str], Array]:
    """The number of each row's value, the values, and their places in order."""
    if grouping is Grouping.FOLDER:
        known = facts.paths.folders
        return known.by_item[facts.ids[rows]], known.names, known.ranks
    if grouping is Grouping.STACK:
        bundles, numbered = np.unique(Stacks(facts, rows, ()).bundles(), return_inverse=True)
        return numbered, [str(one) if one else NONE for one in bundles.tolist()], np.arange(len(bundles))
    numbered, texts = _numbered(facts, rows, grouping, reading)
    return numbered, texts, ranks_of(texts)


def _numbered(facts: Facts, rows: Array, grouping: Grouping, reading: Reading | None) -> tuple[Array, list[str]]:
    if grouping is Grouping.DAY:
        return _days(facts, rows)
    if grouping is Grouping.LIST:
        texts: list[str] = []
        numbered = np.zeros(len(rows), np.int64)
        for at, (value, having) in enumerate(several(facts, Column.LIST)):
            texts.append(value)
            numbered[having[rows] & (numbered == 0)] = at + 1
        return numbered - 1, texts
    column = _COLUMNS[grouping]
    of_all, words = codes(facts, column, reading)
    return of_all[rows], words


def _days(facts: Facts, rows: Array) -> tuple[Array, list[str]]:
    """The day on which something was taken, else its file was changed."""
    moments = facts.of_content("taken")[rows]
    moments = np.where(moments == MISSING, facts.items["modified"][rows], moments)
    days = np.where(moments == MISSING, MISSING, moments // _DAY_S)
    known, numbered = np.unique(days, return_inverse=True)
    return numbered, [NONE if day == MISSING else str(day) for day in known.tolist()]
