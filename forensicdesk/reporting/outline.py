"""What a report says, section by section, as plain lines: to be read before it is written, without its pictures."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from forensicdesk.reporting.saying import teller
from reports.blocks import Bullets, Command, Facts, Heading, ItemBlock, Paragraph, Signatures, Table
from reports.document import build_document
from reports.plots import Plot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.blocks import Block, Fact
    from reports.model import ReportModel

MOST_LINES = 200
"""So many lines of a section are given; one more, "…", says that there is more."""

Part = tuple[str, tuple[str, ...]]
"""Title of a section, and its lines."""


def outline_of(model: ReportModel) -> tuple[Part, ...]:
    """The front page and every section; the same blocks that PDF and HTML draw, so that nothing else can be said."""
    document = build_document(model, teller(model.language))
    front = [*([document.banner] if document.banner else []), document.subtitle, *_facts(document.front.rows)]
    notes = [note.text for note in document.front_notes]
    sections = ((section.title, _first(_lines(section.build()))) for section in document.sections)
    return ((document.title, (*front, *notes)), *sections)


def _first(lines: Iterator[str]) -> tuple[str, ...]:
    shown = tuple(islice(lines, MOST_LINES))
    return shown if next(lines, None) is None else (*shown, "…")


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _block_lines(block)


def _block_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph() | Command():
            yield block.text
        case Bullets():
            yield from block.items
        case Facts():
            yield from _facts(block.rows)
        case Table():
            yield block.caption
            yield " | ".join(column.title for column in block.columns)
            yield from (" | ".join(row) for row in block.rows)
        case ItemBlock():
            yield from _item_lines(block)
        case Plot():
            yield block.caption
            yield block.alt
        case Signatures():
            yield from block.people


def _item_lines(block: ItemBlock) -> Iterator[str]:
    yield f"{block.title} ({block.kinds})" if block.kinds else block.title
    yield f"[{block.picture.words}]"
    yield from _facts(block.facts)
    for card in block.cards:
        yield from (card.title, card.plain)


def _facts(rows: Iterable[Fact]) -> Iterator[str]:
    return (f"{fact.name}: {fact.value}" for fact in rows)
