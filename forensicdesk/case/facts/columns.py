"""Columns of facts: one array for each fact, one place for each item or content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from forensicdesk.case.columns import unescaped
from forensicdesk.case.deriving import BY_ORIGIN
from forensicdesk.decisions import Reading
from forensicdesk.facets import NO, NONE, OF_ORIGIN, YES, Column
from forensicdesk.model import MatchKind, Origin, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from forensicdesk.case.facts.paths import PathText

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Coded = tuple[Array, list[str]]
"""The number of each item's value, and the values."""

MISSING = np.iinfo(np.int64).min
"""Stands for a number that an item does not have."""
STATES = tuple(State)
ORIGINS = tuple(Origin)
MEDIA = (NONE, "picture", "film")
KINDS = tuple(MatchKind)
NO_DISTANCE = -1

ITEM_TYPES: dict[str, npt.DTypeLike] = {
    "id": np.int64, "content": np.int32, "source": np.int32, "state": np.int8, "media": np.int8, "size": np.int64,
    "modified": np.int64, "created": np.int64, "accessed": np.int64, "changed": np.int64, "exif_s": np.int64,
    "container_s": np.int64, "application_s": np.int64, "type": np.int32,
    "issue": np.int32, "origin": np.int8, "parent": np.int64, "container": np.bool_,
}  # fmt: skip
CONTENT_TYPES: dict[str, npt.DTypeLike] = {
    "type": np.int32, "width": np.int32, "height": np.int32, "duration": np.float32, "taken": np.int64,
    "camera": np.int32, "gps": np.bool_, "stack": np.int32, "kinds": np.uint8, "distance": np.int16,
    "harmless": np.bool_, "known": np.bool_, "exif_s": np.int64, "container_s": np.int64, "application_s": np.int64,
}  # fmt: skip


class Vocabulary:
    """Texts by number, and numbers by text; 0 is the empty text. It only ever grows."""

    def __init__(self) -> None:
        self.texts: list[str] = [NONE]
        self._codes: dict[str, int] = {NONE: 0}

    def code(self, text: str | bytes | None) -> int:
        """The number of a text, a new one where it was not met."""
        shown = text.decode("utf-8", "surrogatepass") if isinstance(text, bytes) else text or NONE
        known = self._codes.get(shown)
        if known is None:
            shown = unescaped(shown)
            known = self._codes.get(shown)
        if known is None:
            known = self._codes[shown] = len(self.texts)
            self.texts.append(shown)
        return known

    def find(self, text: str) -> int | None:
        """The number of a text, None where it was not met."""
        return self._codes.get(text)


@dataclass(slots=True)
class Spoken:
    """What examiners said, by number of the item: category and examiner of each reading, and what each has seen."""

    codes: dict[Reading, Array] = field(default_factory=dict)
    judges: dict[Reading, Array] = field(default_factory=dict)
    seen: dict[str, Mask] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the items at one moment.

    Attributes:
        items: by name a column with one place for each item, ascending by the item's number.
        contents: by name a column with one place for each number of a content.
        lists: by list id the contents that match it.
        spoken: what examiners said; kept up to date in place.
        paths: of every item, for searching.
        types, cameras, issues, categories, examiners: texts behind the numbers in the columns.
        total: items that there are to read, of which `items` holds the first.
    """

    items: Mapping[str, Array]
    contents: Mapping[str, Array]
    lists: Mapping[str, Mask]
    spoken: Spoken
    paths: PathText
    types: Vocabulary
    cameras: Vocabulary
    issues: Vocabulary
    categories: Vocabulary
    examiners: Vocabulary
    complete: bool

    @property
    def count(self) -> int:
        """How many items are known."""
        return len(self.items["id"])

    @property
    def ids(self) -> Array:
        """Their numbers, ascending."""
        return self.items["id"]

    def of_content(self, name: str) -> Array:
        """A column of contents as one of items; place 0 of every column stands for items without a content."""
        return self.contents[name][self.items["content"]]

    def of_item_number(self, by_number: Array) -> Array:
        """A column by the number of the item as one by its place; items behind its end have nothing."""
        ids = self.items["id"]
        if not len(ids) or ids[-1] < len(by_number):
            return by_number[ids]
        found = np.zeros(len(ids), by_number.dtype)
        inside = ids < len(by_number)
        found[inside] = by_number[ids[inside]]
        return found

    def rows_of(self, ids: Array) -> Array:
        """The places of those of these items that are known."""
        if not self.count:
            return np.zeros(0, np.int64)
        places = np.searchsorted(self.ids, ids).clip(0, self.count - 1)
        kept: Array = places[self.ids[places] == ids]
        return kept


def codes(facts: Facts, column: Column, reading: Reading | None = None) -> Coded:
    """A column of which every item has one value: the value's number by item, and the values.

    Args:
        facts: where from.
        column: not one of those in `several`.
        reading: for categories and who decided: of this reading alone; None for what is in force.
    """
    if column in _CODED:
        return _CODED[column](facts, reading)
    name, texts = _PLAIN[column]
    return facts.items[name], list(texts)


def _categories(facts: Facts, reading: Reading | None) -> Coded:
    return _in_force(facts, facts.spoken.codes, reading), facts.categories.texts


def _judges(facts: Facts, reading: Reading | None) -> Coded:
    return _in_force(facts, facts.spoken.judges, reading), facts.examiners.texts


def _types(facts: Facts, _reading: Reading | None) -> Coded:
    of_content = facts.of_content("type")
    return np.where(of_content > 0, of_content, facts.items["type"]), facts.types.texts


def _cameras(facts: Facts, _reading: Reading | None) -> Coded:
    return facts.of_content("camera"), facts.cameras.texts


def _places(facts: Facts, _reading: Reading | None) -> Coded:
    return facts.of_content("gps").astype(np.int8), [NO, YES]


def _issues(facts: Facts, _reading: Reading | None) -> Coded:
    return facts.items["issue"], facts.issues.texts


def _sources(facts: Facts, _reading: Reading | None) -> Coded:
    source = facts.items["source"]
    return source, [str(number) for number in range(int(source.max(initial=0)) + 1)]


_CODED: dict[Column, Callable[[Facts, Reading | None], Coded]] = {
    Column.CATEGORY: _categories,
    Column.DECIDED_BY: _judges,
    Column.TYPE: _types,
    Column.CAMERA: _cameras,
    Column.GPS: _places,
    Column.ISSUE: _issues,
    Column.SOURCE: _sources,
}
_PLAIN: dict[Column, tuple[str, tuple[str, ...]]] = {
    Column.MEDIA: ("media", MEDIA),
    Column.ORIGIN: ("origin", tuple(origin.value for origin in ORIGINS)),
    Column.STATE: ("state", tuple(state.value for state in STATES)),
}


def _in_force(facts: Facts, said: Mapping[Reading, Array], reading: Reading | None) -> Array:
    if reading is not None:
        return facts.of_item_number(said[reading])
    settled = facts.spoken.codes[Reading.SUPERVISOR]
    if not settled.any():
        return facts.of_item_number(said[Reading.FIRST])
    return facts.of_item_number(np.where(settled > 0, said[Reading.SUPERVISOR], said[Reading.FIRST]))


def several(facts: Facts, column: Column) -> Iterator[tuple[str, Mask]]:
    """A column of which an item can have several values: each value, and which items have it; NONE last."""
    anything = np.zeros(facts.count, bool)
    if column is Column.SEEN:
        for examiner, seen in tuple(facts.spoken.seen.items()):
            mask = facts.of_item_number(seen)
            anything |= mask
            yield examiner, mask
        yield NONE, ~anything
        return
    content = facts.items["content"]
    if column is Column.LIST:
        for list_id, matched in facts.lists.items():
            mask = matched[content]
            anything |= mask
            yield list_id, mask
        yield NONE, ~anything
        return
    kinds = facts.of_content("kinds")
    for at, kind in enumerate(KINDS):
        yield kind.value, (kinds & (1 << at)) > 0
    yield NONE, kinds == 0


def numbers(facts: Facts, column: Column) -> tuple[Array, Mask]:
    """A column of numbers, and which items have one."""
    items = facts.items
    if column is Column.DISTANCE:
        distance = facts.of_content("distance")
        return distance, distance != NO_DISTANCE
    if column is Column.PIXELS:
        pixels = facts.contents["width"].astype(np.int64) * facts.contents["height"]
        of_item = pixels[items["content"]]
        return of_item, of_item > 0
    if column is Column.DURATION:
        duration = facts.of_content("duration")
        return duration, ~np.isnan(duration)
    if column is Column.SIZE:
        return items["size"], np.ones(facts.count, bool)
    found = _moments(facts, column)
    return found, found != MISSING


def _moments(facts: Facts, column: Column) -> Array:
    """A column of dates; what was found about an item itself goes before what its content says."""
    if column is Column.TAKEN:
        return facts.of_content("taken")
    if column not in OF_ORIGIN:
        return facts.items[column.value]
    name = BY_ORIGIN[OF_ORIGIN[column]]
    own, of_content = facts.items[name], facts.of_content(name)
    return np.where(own == MISSING, of_content, own)
