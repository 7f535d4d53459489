"""What a report consists of, before anybody decides how it looks: sections of paragraphs, facts, tables and items.

PDF and HTML draw the same blocks, so they cannot say different things.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from reports.plots import Plot
from reports.unit import Letterhead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Tone = Literal["plain", "quiet", "strong", "warning"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A line to type, shown in a fixed-width font."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One name and its value. `mono` for digests and exact names."""

    name: str
    value: str
    mono: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values under each other."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, its share of the width, and how its cells are set.

    Attributes:
        item: the cells are numbers of items that stand in the report; a format with links leads there.
        page: the cells are numbers of items too, and stand for the pages these begin on; only where there are pages.
    """

    title: str
    share: float
    number: bool = False
    mono: bool = False
    item: bool = False
    page: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first column heads each row; with `total` the last row is the sum of the others."""

    caption: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[str, ...]]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to draw, or the words that stand in its place when `content` is None. `wide` is a strip of frames."""

    content: bytes | None
    media_type: str
    words: str
    wide: bool = False

    @property
    def mosaic(self) -> bool:
        """Whether it is to be drawn large with hard edges."""
        return self.media_type == "image/png"


@dataclass(frozen=True, slots=True)
class Card:
    """One match: a line of title, the plain words, and the facts that make it checkable."""

    title: str
    plain: str
    facts: tuple[Fact, ...]
    weak: str = ""


@dataclass(frozen=True, slots=True)
class ItemBlock:
    """One item with its picture, facts, matches and metadata."""

    number: int
    title: str
    kinds: str
    picture: Picture
    facts: tuple[Fact, ...]
    cards_title: str
    cards: tuple[Card, ...]
    metadata_title: str
    metadata: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    clipped: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines left open, one column for each person, with the names of the lines."""

    people: tuple[str, ...]
    lines: tuple[str, ...]


Block = Heading | Paragraph | Bullets | Command | Facts | Table | ItemBlock | Signatures | Plot


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section. `build` gives its blocks anew each time, one after the other."""

    id: str
    title: str
    build: Callable[[], Iterable[Block]]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report as blocks. `labels` are the few words that page furniture needs."""

    language: str
    title: str
    subtitle: str
    banner: str
    report_id: str
    case_number: str
    made_at: str
    program: str
    front: Facts
    front_notes: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    end: str
    labels: dict[str, str] = field(default_factory=dict)
    letterhead: Letterhead = field(default_factory=Letterhead)
