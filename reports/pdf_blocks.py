"""Draws blocks on the pages of a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from reports.blocks import (
    Bullets,
    Command,
    Facts,
    Heading,
    ItemBlock,
    Paragraph,
    Signatures,
    Table,
)
from reports.pdf_canvas import ACCENT, BAND, INK, MARGIN, QUIET, RULE, WARNING, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.blocks import (
        Block,
        Card,
        Column,
        Fact,
    )
    from reports.pdf_canvas import Canvas

TEXT = Style(9.5)
TONES = {
    "plain": TEXT,
    "quiet": Style(8, colour=QUIET),
    "strong": Style(9.5, weight="B"),
    "warning": Style(9.5, weight="B", colour=WARNING),
}
SECTION = Style(15, weight="B", colour=ACCENT)
HEADING = Style(10.5, weight="B", colour=ACCENT)
NAME = Style(7.5, colour=QUIET)
VALUE = Style(8.5)
STRONG = Style(8.5, weight="B")
MONO = Style(7.5, family="mono")
SMALL = Style(7.2)
SMALL_NAME = Style(7.2, weight="B", colour=QUIET)
HEAD = Style(7.2, weight="B", colour=QUIET)
HEAD_NARROW = Style(6.4, weight="B", colour=QUIET)
MANY_COLUMNS = 8
CELL = Style(8)
CELL_STRONG = Style(8, weight="B")
CELL_MONO = Style(7, family="mono")
ITEM = Style(11, weight="B")
KIND = Style(8.5, weight="B", colour=ACCENT)
WEAK = Style(8.5, weight="B", colour=WARNING)

PICTURE_SIDE = 30.0
NAME_WIDTH = 33.0
GAP = 2.0
NUMBER_GAP, CELL_GAP = 1.4, 2.6
SECTION_HEIGHT = 17.0
ITEM_HEIGHT = 62.0
KEEP = 14
"""A table row or fact with no more lines than this is kept on one page."""


class BlockDrawer:
    """Draws one block after the other, starting pages as they fill up."""

    def __init__(self, canvas: Canvas) -> None:
        self._page = canvas
        self._width = float(canvas.w) - 2 * MARGIN

    def draw(self, block: Block) -> None:
        """Draw any block."""
        match block:
            case Heading():
                self.heading(block.text)
            case Paragraph():
                self.paragraph(block.text, TONES[block.tone])
            case Bullets():
                self._bullets(block)
            case Command():
                self._command(block)
            case Facts():
                self._page.ensure(_height_kept(block))
                self.facts(block.rows)
                self._page.y += 2.5
            case Table():
                self._table(block)
            case ItemBlock():
                self._item(block)
            case Signatures():
                self._signatures(block)
            case _:
                assert_never(block)

    # --- running text ------------------------------------------------------------------------------------------------

    def section(self, title: str, *, new_page: bool, first: Block | None = None) -> None:
        """The title of a section, with its bookmark; it stands on the page where its first block begins."""
        page = self._page
        if new_page:
            page.next_page()
        elif not page.ensure(SECTION_HEIGHT + _height_kept(first)):
            page.y += 6
        page.start_section(title, level=0)
        self.lines(page.wrap(title, SECTION, self._width), SECTION, MARGIN)
        page.y += 1
        page.rule(page.y, ACCENT)
        page.y += 3

    def heading(self, text: str) -> None:
        """A heading inside a section; never the last thing on a page."""
        self._page.ensure(18)
        self._page.y += 1.5
        self.lines(self._page.wrap(text, HEADING, self._width), HEADING, MARGIN)
        self._page.y += 0.8

    def paragraph(self, text: str, style: Style, x: float = MARGIN, width: float | None = None) -> None:
        """A paragraph and the space after it; a short one stays on one page."""
        lines = self._page.wrap(text, style, width or self._width)
        self._page.ensure(min(len(lines), KEEP) * style.leading)
        self.lines(lines, style, x)
        self._page.y += 1.8

    def lines(self, lines: Sequence[str], style: Style, x: float) -> None:
        """Lines under each other."""
        page, leading = self._page, style.leading
        for line in lines:
            page.ensure(leading)
            page.line_at(x, page.y + leading * 0.74, line, style)
            page.y += leading

    def _bullets(self, block: Bullets) -> None:
        page, indent = self._page, 7.0
        for number, text in enumerate(block.items, start=1):
            lines = page.wrap(text, TEXT, self._width - indent)
            page.ensure(min(len(lines), KEEP) * TEXT.leading)
            mark = f"{number}." if block.numbered else "•"
            page.line_at(MARGIN + (0 if block.numbered else 1.5), page.y + TEXT.leading * 0.74, mark, TEXT)
            self.lines(lines, TEXT, MARGIN + indent)
            page.y += 1.4

    def _command(self, block: Command) -> None:
        page = self._page
        style = Style(9, family="mono")
        page.ensure(9)
        page.set_fill_color(*BAND)
        page.rect(MARGIN, page.y, self._width, 7, style="F")
        page.line_at(MARGIN + 3, page.y + 4.7, block.text, style)
        page.y += 9.5

    # --- facts -------------------------------------------------------------------------------------------------------

    def facts(self, rows: Sequence[Fact], x: float = MARGIN, name_width: float = NAME_WIDTH + 12) -> None:
        """Names on the left, values on the right."""
        page = self._page
        width = float(page.w) - MARGIN - x - name_width
        for fact in rows:
            style = MONO if fact.mono else STRONG if fact.strong else VALUE
            style = page.style_for(fact.value, style)
            names = page.wrap(fact.name, NAME, name_width - GAP)
            values = page.wrap(fact.value, style, width)
            self._beside(names, values, style, x, x + name_width)
            page.y += 0.5

    def _beside(self, names: list[str], values: list[str], style: Style, x: float, value_x: float) -> None:
        page, leading = self._page, VALUE.leading
        count = max(len(names), len(values))
        if count <= KEEP:
            page.ensure(count * leading)
        for index in range(count):
            page.ensure(leading)
            baseline = page.y + leading * 0.74
            if index < len(names):
                page.line_at(x, baseline, names[index], NAME)
            if index < len(values):
                page.line_at(value_x, baseline, values[index], style)
            page.y += leading

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        TableDrawer(self._page, table, self._width).draw()

    # --- items -------------------------------------------------------------------------------------------------------

    def _item(self, item: ItemBlock) -> None:
        page = self._page
        if not page.ensure(_height_kept(item)):
            page.y += 3
        page.start_section(item.title, level=1)
        page.item_begins(item.number)
        page.rule(page.y, RULE)
        page.y += 2
        baseline = page.y + 4
        page.line_at(MARGIN, baseline, item.title, ITEM)
        page.line_at(MARGIN + PICTURE_SIDE + 5, baseline, item.kinds, KIND)
        page.y += 7
        left = MARGIN + PICTURE_SIDE + 5
        if item.picture.wide:
            self._strip(item, left)
        top, number = page.y, page.page
        if not item.picture.wide:
            self._picture(item, top)
        page.y = top
        self.facts(item.facts, left, NAME_WIDTH)
        if page.page == number:
            page.y = max(page.y, top + PICTURE_SIDE + 2)
        page.y += 1
        for card in item.cards:
            self._card(card, left)
        self._metadata(item, left)

    def _picture(self, item: ItemBlock, top: float) -> None:
        page, picture = self._page, item.picture
        drawn = False
        if picture.content is not None and picture.mosaic:
            drawn = page.mosaic(picture.content, MARGIN, top, PICTURE_SIDE)
        elif picture.content is not None:
            drawn = page.preview(picture.content, MARGIN, top, PICTURE_SIDE) > 0
        if drawn:
            return
        page.set_fill_color(*BAND)
        page.rect(MARGIN, top, PICTURE_SIDE, PICTURE_SIDE, style="F")
        page.y = top + PICTURE_SIDE / 2 - NAME.leading
        for line in page.wrap(picture.words, NAME, PICTURE_SIDE - 6):
            page.line_at(MARGIN + 3, page.y + NAME.leading * 0.74, line, NAME)
            page.y += NAME.leading

    def _strip(self, item: ItemBlock, x: float) -> None:
        """A strip of film frames is as wide as the facts under it."""
        page = self._page
        width = float(page.w) - MARGIN - x
        page.y += page.preview(item.picture.content or b"", x, page.y, width) + 3

    def _card(self, card: Card, x: float) -> None:
        page = self._page
        width = float(page.w) - MARGIN - x
        page.ensure(min(16 + 5 * len(card.facts), 90))
        page.rule(page.y, RULE, x, width)
        page.y += 1.6
        title = f"{card.title} · {card.weak}" if card.weak else card.title
        style = WEAK if card.weak else KIND
        self.lines(page.wrap(title, style, width), style, x)
        page.y += 0.6
        self.paragraph(card.plain, VALUE, x, width)
        self.facts(card.facts, x, NAME_WIDTH)
        page.y += 1

    def _metadata(self, item: ItemBlock, x: float) -> None:
        page = self._page
        width = float(page.w) - MARGIN - x
        if not item.metadata:
            return
        page.ensure(14)
        page.rule(page.y, RULE, x, width)
        page.y += 1.6
        self.lines([item.metadata_title], KIND, x)
        for group, pairs in item.metadata:
            page.ensure(2 * SMALL.leading)
            self.lines(page.wrap(group, SMALL_NAME, width), SMALL_NAME, x)
            text = "  ·  ".join(f"{name}: {_clipped(value, item.clipped)}" for name, value in pairs)
            self.lines(page.wrap(text, SMALL, width), SMALL, x)
        page.y += 1

    # --- signatures --------------------------------------------------------------------------------------------------

    def _signatures(self, block: Signatures) -> None:
        page = self._page
        gap = 12.0
        width = (self._width - gap * (len(block.people) - 1)) / len(block.people)
        page.ensure(_height_kept(block))
        for row in range(len(block.lines) + 1):
            page.y += 14
            for column, person in enumerate(block.people):
                x = MARGIN + column * (width + gap)
                page.rule(page.y, INK, x, width)
                words = person if row == 0 else block.lines[row - 1]
                page.line_at(x, page.y + 3.6, words, NAME)
            page.y += 4
        page.y += 6


def _height_kept(block: Block | None) -> float:
    """How much of a block is kept on one page, so that less room than this starts a new one."""
    match block:
        case Facts():
            return min(len(block.rows), KEEP) * (VALUE.leading + 0.5)
        case ItemBlock():
            return ITEM_HEIGHT
        case Signatures():
            return 20.0 * (len(block.lines) + 1)
        case _:
            return 24.0


def _clipped(value: str, template: str, limit: int = 300) -> str:
    return value if len(value) <= limit else value[:limit] + template.format(length=len(value))


class TableDrawer:
    """Draws one table: repeats its heading on each page, splits only rows that are too tall for one."""

    def __init__(self, canvas: Canvas, table: Table, width: float) -> None:
        self._page = canvas
        self._table = table
        shares = sum(column.share for column in table.columns)
        self._widths = [width * column.share / shares for column in table.columns]
        self._width = width
        self._heading = HEAD_NARROW if len(table.columns) > MANY_COLUMNS else HEAD

    def draw(self) -> None:
        """Draw heading and rows."""
        self._page.ensure(22)
        self._head()
        rows = list(self._table.rows)
        for index, row in enumerate(rows):
            self._row(row, last=self._table.total and index == len(rows) - 1)
        self._page.y += 3.5

    def _head(self) -> None:
        cells = [
            self._page.wrap(column.title, self._heading, width - _gap(column))
            for column, width in zip(self._table.columns, self._widths, strict=True)
        ]
        count = max(map(len, cells))
        self._page.y += 0.8
        for index in range(count):
            self._line(cells, [self._heading] * len(cells), index, HEAD.leading)
        self._page.y += 0.8
        self._page.rule(self._page.y, QUIET)
        self._page.y += 0.6

    def _row(self, row: tuple[str, ...], *, last: bool) -> None:
        page = self._page
        styles = [self._style(index, text, last=last) for index, text in enumerate(row)]
        cells = [
            page.wrap(text, style, width - _gap(column))
            for text, style, column, width in zip(row, styles, self._table.columns, self._widths, strict=True)
        ]
        count = max(map(len, cells))
        if count <= KEEP and page.ensure(count * CELL.leading + 1.5):
            self._head()
        for index in range(count):
            if page.ensure(CELL.leading):
                self._head()
            self._line(cells, styles, index, CELL.leading)
        page.y += 0.5
        page.rule(page.y, RULE)
        page.y += 0.5

    def _style(self, index: int, text: str, *, last: bool) -> Style:
        if last:
            return CELL_STRONG
        return self._page.style_for(text, CELL_MONO) if self._table.columns[index].mono else CELL

    def _line(self, cells: list[list[str]], styles: list[Style], index: int, leading: float) -> None:
        page, x = self._page, MARGIN
        baseline = page.y + leading * 0.74
        for column, width, lines, style in zip(self._table.columns, self._widths, cells, styles, strict=True):
            x += width
            if index >= len(lines):
                continue
            if column.page and style is not self._heading:
                page.page_of_item(int(lines[index]), x - NUMBER_GAP, baseline, style)
            elif column.number:
                page.line_at(x - NUMBER_GAP - page.measure(lines[index], style), baseline, lines[index], style)
            else:
                page.line_at(x - width, baseline, lines[index], style)
        page.y += leading


def _gap(column: Column) -> float:
    """Space between the text of a cell and the next column."""
    return NUMBER_GAP if column.number else CELL_GAP
