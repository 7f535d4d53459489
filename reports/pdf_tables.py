"""Draws tables on the pages of a PDF."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from reports.pdf_canvas import MARGIN, QUIET, RULE
from reports.pdf_styles import CELL, CELL_MONO, CELL_STRONG, HEAD, HEAD_NARROW, KEEP, MANY_COLUMNS
from reports.pdf_tags import COLUMN_HEAD, ROW_HEAD, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.blocks import Column, Table
    from reports.pdf_canvas import Canvas, Style
    from reports.pdf_tags import Element

NUMBER_GAP, CELL_GAP = 1.4, 2.6


class TableDrawer:
    """Draws one table: repeats its heading on each page, splits only rows that are too tall for one."""

    def __init__(self, canvas: Canvas, table: Table, width: float) -> None:
        self._page = canvas
        self._table = table
        shares = sum(column.share for column in table.columns)
        self._widths = [width * column.share / shares for column in table.columns]
        self._heading = HEAD_NARROW if len(table.columns) > MANY_COLUMNS else HEAD

    def draw(self) -> None:
        """Draw heading and rows."""
        self._page.ensure(22)
        with self._page.tags.group("Table", summary(self._table.caption)):
            heads = [("TH", COLUMN_HEAD)] * len(self._table.columns)
            with self._page.tags.group("TR"), self._page.tags.cells(heads) as elements:
                self._head(elements)
            rows = iter(self._table.rows)
            row = next(rows, None)
            while row is not None:
                after = next(rows, None)
                self._row(row, last=self._table.total and after is None)
                row = after
        self._page.y += 3.5

    def _head(self, elements: Sequence[Element]) -> None:
        cells = [
            self._page.wrap(column.title, self._heading, width - _gap(column))
            for column, width in zip(self._table.columns, self._widths, strict=True)
        ]
        count = max(map(len, cells))
        self._page.y += 0.8
        self._cells(cells, [self._heading] * len(cells), range(count), HEAD.leading, elements)
        self._page.y += 0.8
        self._page.rule(self._page.y, QUIET)
        self._page.y += 0.6

    def _next_page(self, height: float) -> None:
        """The heading is content of the table once; on further pages it is furniture."""
        if self._page.ensure(height):
            with self._page.tags.artifact():
                self._head(())

    def _row(self, row: tuple[str, ...], *, last: bool) -> None:
        page = self._page
        styles = [self._style(index, text, last=last) for index, text in enumerate(row)]
        cells = [
            page.wrap(text, style, width - _gap(column))
            for text, style, column, width in zip(row, styles, self._table.columns, self._widths, strict=True)
        ]
        count, done = max(map(len, cells)), 0
        if count <= KEEP:
            self._next_page(count * CELL.leading + 1.5)
        kinds = [("TH", ROW_HEAD), *[("TD", "")] * (len(cells) - 1)]
        with page.tags.group("TR"), page.tags.cells(kinds) as elements:
            while done < count:
                self._next_page(CELL.leading)
                fits = min(max(int(page.room / CELL.leading), 1), count - done)
                self._cells(cells, styles, range(done, done + fits), CELL.leading, elements)
                done += fits
        page.y += 0.5
        page.rule(page.y, RULE)
        page.y += 0.5

    def _style(self, index: int, text: str, *, last: bool) -> Style:
        if last:
            return CELL_STRONG
        return self._page.style_for(text, CELL_MONO) if self._table.columns[index].mono else CELL

    def _cells(
        self,
        cells: list[list[str]],
        styles: list[Style],
        lines: range,
        leading: float,
        elements: Sequence[Element],
    ) -> None:
        """Some lines of each cell of a row, one cell after the other; without `elements` they are furniture."""
        page, right = self._page, MARGIN
        for index, (column, width) in enumerate(zip(self._table.columns, self._widths, strict=True)):
            right += width
            with page.tags.again(elements[index]) if elements else nullcontext():
                for place, text in enumerate(cells[index][lines.start : lines.stop]):
                    baseline = page.y + leading * (place + 0.74)
                    self._line(text, column, right, width, baseline, styles[index])
        page.y += len(lines) * leading

    def _line(self, text: str, column: Column, right: float, width: float, baseline: float, style: Style) -> None:
        page = self._page
        if column.page and style is not self._heading:
            page.page_of_item(int(text), right - NUMBER_GAP, baseline, style)
        elif column.number:
            page.line_at(right - NUMBER_GAP - page.measure(text, style), baseline, text, style)
        else:
            page.line_at(right - width, baseline, text, style)


def _gap(column: Column) -> float:
    """Space between the text of a cell and the next column."""
    return NUMBER_GAP if column.number else CELL_GAP
