"""Which items pass a filter, and how many there are of every value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.case.facts.columns import KINDS, MEDIA, ORIGINS, STATES, codes, numbers, several
from forensicdesk.facets import NONE, NUMBERS, SEVERAL, Among, Column, Span
from forensicdesk.model import ItemFilter, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from forensicdesk.case.facts.columns import Array, Facts, Mask
    from forensicdesk.decisions import Reading
    from forensicdesk.facets import Between, Condition, Hide

EVERY_STATE = tuple(State)
_PLAIN = ItemFilter(states=EVERY_STATE)
MANY = 16
"""Where more than one item in so many is named, marking all numbers is faster than looking each of them up."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What facts alone do not answer.

    Attributes:
        ids: the items that pass a filter, by the database, for what few items have.
        texts: the contents that have a word in their metadata, or a digest that begins with it.
    """

    ids: Callable[[ItemFilter], Sequence[int]]
    texts: Callable[[str], Array]


class Passing:
    """One filter over one state of the facts."""

    def __init__(self, facts: Facts, where: ItemFilter, asking: Asking, reading: Reading | None = None) -> None:
        self._facts = facts
        self._reading = reading
        self._rest: Mask = np.ones(facts.count, bool)
        for mask in self._fixed(where, asking):
            self._rest &= mask
        self._conditions = [(condition.column, self._mask(condition)) for condition in where.conditions]

    def mask(self, but: Column | None = None) -> Mask:
        """Which items pass; with `but` the conditions on this column do not count."""
        passing = self._rest.copy()
        for column, mask in self._conditions:
            if column is not but:
                passing &= mask
        return passing

    def counts(self, columns: Sequence[Column]) -> dict[Column, tuple[tuple[str, int], ...]]:
        """How many items of every value there are of those that pass all conditions on other columns.

        A column of numbers has one value, `NONE`: how many items pass its own condition as well.
        """
        of_all = self.mask()
        asked = {column for column, _ in self._conditions}
        made: dict[Column, tuple[tuple[str, int], ...]] = {}
        for column in columns:
            mask = self.mask(column) if column in asked else of_all
            if column in NUMBERS:
                made[column] = ((NONE, int(np.count_nonzero(of_all))),)
            elif column in SEVERAL:
                made[column] = tuple(
                    (value, int(np.count_nonzero(mask & having))) for value, having in several(self._facts, column)
                )
            else:
                numbered, texts = codes(self._facts, column, self._reading)
                count = np.bincount(numbered[mask], minlength=len(texts))
                made[column] = tuple((texts[at], int(count[at])) for at in np.flatnonzero(count).tolist())
        return made

    def span(self, column: Column) -> Span | None:
        """The numbers of a column among the items that pass all conditions on other columns; None for none."""
        values, found = numbers(self._facts, column)
        having = values[found & self.mask(column)]
        return Span(len(having), float(having.min()), float(having.max())) if len(having) else None

    # --- conditions on columns ----------------------------------------------------------------------------------------

    def _mask(self, condition: Condition) -> Mask:
        return self._among(condition) if isinstance(condition, Among) else self._between(condition)

    def _among(self, condition: Among) -> Mask:
        wanted = frozenset(condition.values)
        if condition.column in SEVERAL:
            found = np.zeros(self._facts.count, bool)
            for value, having in several(self._facts, condition.column):
                if value in wanted:
                    found |= having
        else:
            numbered, texts = codes(self._facts, condition.column, self._reading)
            chosen = np.array([text in wanted for text in texts], bool)
            found = chosen[numbered]
        return ~found if condition.excluded else found

    def _between(self, condition: Between) -> Mask:
        values, found = numbers(self._facts, condition.column)
        if condition.low is not None:
            found = found & (values >= condition.low)
        if condition.high is not None:
            found = found & (values <= condition.high)
        return found

    # --- the filter's own fields --------------------------------------------------------------------------------------

    def _fixed(self, where: ItemFilter, asking: Asking) -> Iterator[Mask]:
        yield from self._of_item(where)
        yield from self._of_content(where)
        if where.category is not None:
            yield self._among(Among(Column.CATEGORY, (where.category,)))
        if where.ids is not None:
            yield self._at(np.array(where.ids, np.int64))
        if where.text.strip():
            yield from self._text(where.text, asking)
        rare = replace(_PLAIN, sha256=where.sha256, tag=where.tag, differs=where.differs)
        if rare != _PLAIN:
            yield self._at(np.array(asking.ids(rare), np.int64))
        if where.duplicate is not None:
            yield duplicates(self._facts) if where.duplicate else firsts(self._facts)

    def _of_item(self, where: ItemFilter) -> Iterator[Mask]:
        items = self._facts.items
        if set(where.states) != set(STATES):
            yield np.array([state in where.states for state in STATES])[items["state"]]
        if where.source_id is not None:
            yield items["source"] == where.source_id
        if where.media is not None:
            yield items["media"] == (MEDIA.index(where.media) if where.media in MEDIA else -1)
        if where.origin is not None:
            yield items["origin"] == ORIGINS.index(where.origin)
        if where.embedded is not None:
            yield (items["parent"] > 0) == where.embedded
        if where.container is not None:
            yield items["container"] == where.container
        if where.inside is not None:
            yield items["parent"] == where.inside

    def _of_content(self, where: ItemFilter) -> Iterator[Mask]:
        facts = self._facts
        kinds = facts.of_content("kinds")
        matching: Mask = np.ones(facts.count, bool)
        if where.match_kind is not None:
            matching = (kinds & (1 << KINDS.index(where.match_kind))) > 0
        if where.list_id is not None:
            listed = facts.lists.get(where.list_id)
            matching = matching & (facts.items["content"] < 0 if listed is None else listed[facts.items["content"]])
        if where.match_kind is not None or where.list_id is not None:
            yield matching
        if where.matched is not None:
            yield (kinds > 0) == where.matched
        if where.stack is not None:
            yield facts.of_content("stack") == where.stack

    def _text(self, text: str, asking: Asking) -> Iterator[Mask]:
        for word in text.split():
            found = self._at(self._facts.paths.find(word))
            if (self._rest & ~found).any():  # else all that may pass has the word in its path already
                self._add_said(found, word, asking)
            yield found

    def _add_said(self, found: Mask, word: str, asking: Asking) -> None:
        """Mark those as well that have the word in their metadata or a digest."""
        contents = asking.texts(word)
        if len(contents):
            having = np.zeros(len(self._facts.contents["known"]), bool)
            having[contents[contents < len(having)]] = True
            found |= having[self._facts.items["content"]]
        cameras = self._facts.cameras.texts
        named = np.array([word.casefold() in camera.casefold() for camera in cameras], bool)
        if named.any():
            found |= named[self._facts.of_content("camera")]

    def _at(self, ids: Array) -> Mask:
        if len(ids) * MANY > self._facts.count > 0:
            last = int(self._facts.ids[-1])
            by_number = np.zeros(last + 1, bool)
            by_number[ids[(ids >= 0) & (ids <= last)]] = True
            return by_number[self._facts.ids]
        found = np.zeros(self._facts.count, bool)
        found[self._facts.rows_of(ids)] = True
        return found


def hiding(facts: Facts, hide: Hide, reading: Reading | None) -> Mask:
    """The items that are to be left out."""
    found = np.zeros(facts.count, bool)
    if hide.decided:
        found |= codes(facts, Column.CATEGORY, reading)[0] > 0
    if hide.harmless:
        found |= facts.of_content("harmless")
    return found


def firsts(facts: Facts) -> Mask:
    """The items that are the first of their content."""
    content = facts.items["content"]
    first = np.zeros(len(facts.contents["known"]), np.int64)
    first[content[::-1]] = np.arange(facts.count)[::-1]
    found: Mask = (first[content] == np.arange(facts.count)) & (content > 0)
    return found


def duplicates(facts: Facts) -> Mask:
    """The items whose content an earlier one has."""
    return (facts.items["content"] > 0) & ~firsts(facts)
