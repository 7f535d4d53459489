"""What examiners decide: acts, each kept as it was said, and what stands because of them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class Reading(StrEnum):
    """Who reads: the first examiner, a second one who sees nothing of that, a supervisor who settles differences."""

    FIRST = "first"
    SECOND = "second"
    SUPERVISOR = "supervisor"


class Scope(StrEnum):
    """To which items one act applies, starting from those that were named."""

    ITEM = "item"
    COPIES = "copies"
    STACK = "stack"


class ActKind(StrEnum):
    """What an act does. None is deleted.

    SAME and DIFFERENT are about two items, CONFIRMED and REFUTED about a match of one content (both sides were looked
    at, and they show the same or do not), UNDO and REDO about an earlier act.
    """

    CATEGORY = "category"
    NOTE = "note"
    TAG = "tag"
    UNTAG = "untag"
    SAME = "same"
    DIFFERENT = "different"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a scheme.

    Attributes:
        code: its number or letter in the scheme, as text.
        label: its name.
        key: the key that sets it, one character; "" for none.
        colour: "#rrggbb", never the only sign of it; "" for none.
        pertinent: True where items of it belong to the case, False where not, None where the scheme does not say.
        label_es, label_pt: its name in other languages, "" where the scheme does not say.
    """

    code: str
    label: str
    key: str = ""
    colour: str = ""
    pertinent: bool | None = None
    label_es: str = ""
    label_pt: str = ""

    def label_in(self, language: str) -> str:
        """Its name in a language; the label where the scheme has none in it."""
        return {"es": self.label_es, "pt": self.label_pt}.get(language, "") or self.label


@dataclass(frozen=True, slots=True)
class CategoryScheme:
    """The categories that examiners of one case choose from.

    Attributes:
        name: short name.
        title, source: what it is and where it comes from, "" if not stated.
        categories: in the order they are shown.
        title_es, title_pt: the title in other languages, "" if not stated.
    """

    name: str
    title: str
    source: str
    categories: tuple[Category, ...]
    title_es: str = ""
    title_pt: str = ""

    def title_in(self, language: str) -> str:
        """The title in a language; the title where the scheme has none in it."""
        return {"es": self.title_es, "pt": self.title_pt}.get(language, "") or self.title

    def find(self, code: str) -> Category | None:
        """The category with this code; None if there is none."""
        return next((category for category in self.categories if category.code == code), None)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that an examiner said, as it was said.

    Attributes:
        id: counts up from 1.
        kind: what it does.
        value: the category's code ("" takes a category away), the note's text, the tag, or why two items are the same
            ("" where nothing was said) or different, the match that was looked at
            (`SeenMatch`).
        reading: as who.
        examiner, said_at: who, and when (UTC).
        scope: how its items were chosen.
        items: how many items it applies to.
        about: the act that is undone or done again; of others, the one that it was said together with and that stands
            before it: both are undone and done again as one. None where there is none.
        scheme_id: the scheme that its code belongs to; None for acts that set no category.
        undone: True while it is undone.
    """

    id: int
    kind: ActKind
    value: str
    reading: Reading
    examiner: str
    said_at: str
    scope: Scope
    items: int
    about: int | None = None
    scheme_id: int | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands for an item in one reading: its category, by which act."""

    item_id: int
    reading: Reading
    code: str
    label: str
    examiner: str
    said_at: str
    act: int
    category: Category | None = None

    def label_in(self, language: str) -> str:
        """Its category's name in a language, as the scheme had it when it was decided."""
        return self.category.label_in(language) if self.category else self.label


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on an item, or a tag (then `text` is the tag)."""

    item_id: int
    text: str
    examiner: str
    said_at: str
    act: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """That an examiner looked at an item beside another and said whether both show the same; their last word counts.

    Attributes:
        item_id, other: the two items.
        same: they show the same, or do not.
        reason: why, "" where nothing was said.
        examiner, said_at, act: who, when (UTC), by which act.
    """

    item_id: int
    other: int
    same: bool
    reason: str
    examiner: str
    said_at: str
    act: int


@dataclass(frozen=True, slots=True)
class Sight:
    """That an examiner looked at both sides of a match, and whether they show the same; their last word counts.

    Attributes:
        content_id, list_id, entry: the match. With a match of another list id it was carried over: it was said of an
            earlier version of that list, whose entry has the same value.
        same: they show the same, or do not.
        note: what the examiner added, "" if nothing.
        examiner, said_at, act: who, when (UTC), by which act.
    """

    content_id: int
    list_id: str
    entry: str
    same: bool
    note: str
    examiner: str
    said_at: str
    act: int


TURNS = (ActKind.UNDO, ActKind.REDO)
"""The acts that are about an earlier act, and say nothing of items themselves."""

SIGHTS = (ActKind.CONFIRMED, ActKind.REFUTED)
"""The acts that are about a match."""


@dataclass(frozen=True, slots=True)
class SeenMatch:
    """The match of an act's content, and what was added.

    Attributes:
        list_id, entry: the list's entry, as `Match` names it.
        named: the list in words, such as "unit-list@2".
        note: "" where nothing was added.
    """

    list_id: str
    entry: str
    named: str
    note: str = ""

    def as_text(self) -> str:
        """As `Act.value` keeps it: JSON in one form only."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    def in_words(self) -> str:
        """For people: list, entry, and the note where there is one."""
        return f"{self.named}, {self.entry}" + (f": {self.note}" if self.note else "")


def seen_match(value: str) -> SeenMatch:
    """What an act of `SIGHTS` is about, from its value.

    Raises:
        ValueError: the value is no such text.
    """
    try:
        return SeenMatch(**json.loads(value))
    except TypeError as error:
        raise ValueError(value) from error


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that examiners said of one item and that stands.

    Attributes:
        decision: the category in force: the supervisor's, else the first examiner's; None if there is none.
        disputed: the second examiner chose another category, and no supervisor has settled it.
        notes, tags: in the order they were made.
        pairs: which other items it was compared with, one for each of them, in the order they were said.
    """

    decision: Decision | None = None
    disputed: bool = False
    notes: tuple[Remark, ...] = ()
    tags: tuple[Remark, ...] = ()
    pairs: tuple[Pairing, ...] = ()


@dataclass(frozen=True, slots=True)
class SecondReadings:
    """Items of which two examiners said the same two things.

    Attributes:
        first: category by the first examiner.
        second: category by the second.
        settled: whether a supervisor has decided.
        items: how many there are.
    """

    first: str
    second: str
    settled: bool
    items: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings agree.

    Attributes:
        items: how many items both have decided.
        same: how many of them they put into one category.
        kappa: Cohen's kappa (Cohen 1960): agreement beyond what their habits alone would give; None where both used
            one category only, or there is no item.
        table: (category of the first, category of the second, items), sorted.
        undecided: items of the second reading's sample that it has not decided yet.
    """

    items: int
    same: int
    kappa: float | None
    table: tuple[tuple[str, str, int], ...]
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class SecondReading:
    """A second reading that was begun.

    Attributes:
        examiner, said_at: who reads, and since when (UTC).
        share, seed: which sample of the first reading's items.
        items: how many items that was when it was begun.
    """

    examiner: str
    said_at: str
    share: float
    seed: int
    items: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a supervisor decided where two readings differ.

    Attributes:
        item_id: the item.
        first, second: the categories of both readings as they stand now, "" where one was taken away since.
        decision: the supervisor's, with who and when.
        reason: why, "" where none was given.
    """

    item_id: int
    first: str
    second: str
    decision: Decision
    reason: str
