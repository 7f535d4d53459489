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
from reports.pdf_canvas import ACCENT, INK, MARGIN, RULE, TOP, Style
from reports.pdf_plots import draw_plot
from reports.pdf_styles import (
    HEADING,
    ITEM,
    KEEP,
    KIND,
    MONO,
    NAME,
    SECTION,
    SMALL,
    SMALL_NAME,
    STRONG,
    TEXT,
    TONES,
    VALUE,
    WEAK,
)
from reports.pdf_tables import TableDrawer
from reports.plots import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.blocks import (
        Block,
        Card,
        Fact,
    )
    from reports.pdf_canvas import Canvas

PICTURE_SIDE = 30.0
NAME_WIDTH = 33.0
GAP = 2.0
SECTION_HEIGHT = 17.0
ITEM_HEIGHT = 62.0


class BlockDrawer:
    """Draws one block after the other, starting pages as they fill up.

    With `fine` each fact is an element of the structure; without, all facts of one part of an item are one, which keeps
    the file of very many items smaller.
    """

    def __init__(self, canvas: Canvas, *, fine: bool = True) -> None:
        self._page = canvas
        self._fine = fine
        self._width = float(canvas.w) - 2 * MARGIN

    def draw(self, block: Block, after: Block | None = None) -> None:
        """Draw any block; a heading stays on the page on which the block after it begins."""
        match block:
            case Heading():
                self.heading(block.text, _height_kept(after) if after else 6.0)
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
            case Plot():
                draw_plot(self._page, block)
            case _:
                assert_never(block)

    @property
    def crowded(self) -> bool:
        """Whether more than half of the page is drawn upon."""
        return self._page.room < (self._page.bottom - TOP) / 2

    # --- running text ------------------------------------------------------------------------------------------------

    def section(self, title: str, *, new_page: bool, first: Block | None = None) -> None:
        """The title of a section, with its bookmark; it stands on the page where its first block begins."""
        page = self._page
        if new_page:
            page.next_page()
        elif not page.ensure(SECTION_HEIGHT + _height_kept(first)):
            page.y += 6
        page.bookmark(title, level=0)
        with page.tags.mark("H2"):
            self.lines(page.wrap(title, SECTION, self._width), SECTION, MARGIN)
        page.y += 1
        page.rule(page.y, ACCENT)
        page.y += 3

    def heading(self, text: str, kept: float) -> None:
        """A heading inside a section, with as much room below it as its first block keeps together."""
        self._page.ensure(12 + kept)
        self._page.y += 1.5
        with self._page.tags.mark("H3"):
            self.lines(self._page.wrap(text, HEADING, self._width), HEADING, MARGIN)
        self._page.y += 0.8

    def paragraph(self, text: str, style: Style, x: float = MARGIN, width: float | None = None) -> None:
        """A paragraph and the space after it; a short one stays on one page."""
        lines = self._page.wrap(text, style, width or self._width)
        self._page.ensure(min(len(lines), KEEP) * style.leading)
        with self._page.tags.mark("P"):
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
        with self._page.tags.group("L"):
            for number, text in enumerate(block.items, start=1):
                with self._page.tags.group("LI"):
                    self._bullet(f"{number}." if block.numbered else "•", text, 0 if block.numbered else 1.5)

    def _bullet(self, mark: str, text: str, shift: float) -> None:
        page, indent = self._page, 7.0
        lines = page.wrap(text, TEXT, self._width - indent)
        page.ensure(min(len(lines), KEEP) * TEXT.leading)
        with page.tags.mark("Lbl"):
            page.line_at(MARGIN + shift, page.y + TEXT.leading * 0.74, mark, TEXT)
        with page.tags.mark("LBody"):
            self.lines(lines, TEXT, MARGIN + indent)
        page.y += 1.4

    def _command(self, block: Command) -> None:
        page = self._page
        style = Style(9, family="mono")
        page.ensure(9)
        page.band(MARGIN, page.y, self._width, 7)
        with page.tags.mark("P"):
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
            names = page.wrap(f"{fact.name} ", NAME, name_width - GAP)
            values = page.wrap(fact.value, style, width)
            with page.tags.mark("P"):
                self._beside(names, values, style, x, x + name_width)
            page.y += 0.5

    def _beside(self, names: list[str], values: list[str], style: Style, x: float, value_x: float) -> None:
        """Both under each other, as many lines at a time as the page has room for, the name before its value."""
        page, leading = self._page, VALUE.leading
        count, done = max(len(names), len(values)), 0
        if count <= KEEP:
            page.ensure(count * leading)
        while done < count:
            page.ensure(leading)
            fits = min(max(int(page.room / leading), 1), count - done)
            for lines, style_of, left in ((names, NAME, x), (values, style, value_x)):
                for index, line in enumerate(lines[done : done + fits]):
                    page.line_at(left, page.y + leading * (index + 0.74), line, style_of)
            page.y += fits * leading
            done += fits

    # --- tables ------------------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        TableDrawer(self._page, table, self._width).draw()

    # --- items -------------------------------------------------------------------------------------------------------

    def _item(self, item: ItemBlock) -> None:
        page = self._page
        if not page.ensure(_height_kept(item)):
            page.y += 3
        page.bookmark(item.title, level=1)
        page.item_begins(item.number)
        page.rule(page.y, RULE)
        page.y += 2
        with page.tags.group("Sect"):
            self._item_parts(item)

    def _item_parts(self, item: ItemBlock) -> None:
        page = self._page
        baseline = page.y + 4
        with page.tags.mark("H3"):
            page.line_at(MARGIN, baseline, item.title, ITEM)
        with page.tags.mark("P"):
            page.line_at(MARGIN + PICTURE_SIDE + 5, baseline, item.kinds, KIND)
        page.y += 7
        left = MARGIN + PICTURE_SIDE + 5
        if item.picture.wide:
            self._strip(item, left)
        top, number = page.y, page.number
        if not item.picture.wide:
            self._picture(item, top)
        page.y = top
        self._item_facts(item.facts, left)
        if page.number == number:
            page.y = max(page.y, top + PICTURE_SIDE + 2)
        page.y += 1
        for card in item.cards:
            self._card(card, left)
        self._metadata(item, left)

    def _item_facts(self, facts: Sequence[Fact], left: float) -> None:
        if self._fine:
            self.facts(facts, left, NAME_WIDTH)
            return
        with self._page.tags.mark("P"):
            self.facts(facts, left, NAME_WIDTH)

    def _picture(self, item: ItemBlock, top: float) -> None:
        page, picture = self._page, item.picture
        if self._drawn(item, top):
            return
        page.band(MARGIN, top, PICTURE_SIDE, PICTURE_SIDE)
        page.y = top + PICTURE_SIDE / 2 - NAME.leading
        with page.tags.mark("P"):
            for line in page.wrap(picture.words, NAME, PICTURE_SIDE - 6):
                page.line_at(MARGIN + 3, page.y + NAME.leading * 0.74, line, NAME)
                page.y += NAME.leading

    def _drawn(self, item: ItemBlock, top: float) -> bool:
        page, picture = self._page, item.picture
        if picture.content is None:
            return False
        with page.tags.mark("Figure", alt=picture.words):
            if picture.mosaic:
                return page.mosaic(picture.content, MARGIN, top, PICTURE_SIDE)
            return page.preview(picture.content, MARGIN, top, PICTURE_SIDE) > 0

    def _strip(self, item: ItemBlock, x: float) -> None:
        """A strip of film frames is as wide as the facts under it."""
        page = self._page
        width = float(page.w) - MARGIN - x
        with page.tags.mark("Figure", alt=item.picture.words):
            page.y += page.preview(item.picture.content or b"", x, page.y, width) + 3

    def _card(self, card: Card, x: float) -> None:
        page = self._page
        width = float(page.w) - MARGIN - x
        page.ensure(min(16 + 5 * len(card.facts), 90))
        page.rule(page.y, RULE, x, width)
        page.y += 1.6
        title = f"{card.title} · {card.weak}" if card.weak else card.title
        style = WEAK if card.weak else KIND
        with page.tags.mark("H4"):
            self.lines(page.wrap(title, style, width), style, x)
        page.y += 0.6
        self.paragraph(card.plain, VALUE, x, width)
        self._item_facts(card.facts, x)
        page.y += 1

    def _metadata(self, item: ItemBlock, x: float) -> None:
        page = self._page
        width = float(page.w) - MARGIN - x
        if not item.metadata:
            return
        page.ensure(14)
        page.rule(page.y, RULE, x, width)
        page.y += 1.6
        with page.tags.mark("H4"):
            self.lines([item.metadata_title], KIND, x)
        for group, pairs in item.metadata:
            page.ensure(2 * SMALL.leading)
            text = "  ·  ".join(f"{name}: {_clipped(value, item.clipped)}" for name, value in pairs)
            with page.tags.mark("P"):
                self.lines(page.wrap(group, SMALL_NAME, width), SMALL_NAME, x)
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
                with page.tags.mark("P"):
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
        case Plot():
            return block.height + 6
        case Signatures():
            return 20.0 * (len(block.lines) + 1)
        case _:
            return 24.0


def _clipped(value: str, template: str, limit: int = 300) -> str:
    return value if len(value) <= limit else value[:limit] + template.format(length=len(value))
