"""How the timeline's rows are drawn: bars for items, a hatched part for hits, a frame for what is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPen, QPolygon

from forensicdesk.language import _
from ui.mapping.bars import begins, tick_text
from ui.resources.theme import colours_of
from ui.words import number

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPalette

    from forensicdesk.charting import Histogram, Lane
    from ui.mapping.bars import Window
    from ui.resources.theme import Colours

SIDE = 14
GAP = 2
LEAST = 3
"""Height in pixels of the smallest bar that is not nothing."""
MARK = 6
ROOM = 6
"""Between two labels."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: counts (None while they are read), and what is chosen.

    Attributes:
        chosen: first and last bar of the span, wherever they are.
        marked: row and bar of the gallery's item, None where it has no date.
    """

    histogram: Histogram | None
    window: Window
    row: int
    chosen: tuple[int, int]
    cursor: int
    both: bool
    focused: bool
    marked: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where rows and bars lie in a rectangle; `line` is the height of a line of text."""

    area: QRect
    window: Window
    line: int

    @staticmethod
    def hint() -> QSize:
        """A good size."""
        return QSize(760, 380)

    def row(self, row: int) -> QRect:
        """The bars of a row, without its title and its ticks."""
        height = self.area.height() // 2
        top = self.area.top() + row * height
        return QRect(
            self.area.left() + SIDE, top + self.line + 8, self.area.width() - 2 * SIDE, height - 2 * self.line - 20
        )

    def bar(self, row: int, bar: int) -> QRect:
        """The whole column of a bar."""
        within, count = self.row(row), self.window.count
        left = within.left() + (bar - self.window.first) * within.width() // count
        right = within.left() + (bar - self.window.first + 1) * within.width() // count
        return QRect(left, within.top(), right - left, within.height())

    def bar_at(self, place: QPoint) -> tuple[int, int] | None:
        """Row and bar under a place, None beside them."""
        row = 0 if place.y() < self.area.top() + self.area.height() // 2 else 1
        within = self.row(row)
        if within.width() <= 0 or not within.left() <= place.x() < within.left() + within.width():
            return None
        at = (place.x() - within.left()) * self.window.count // within.width()
        found = self.window.first + min(max(at, 0), self.window.count - 1)
        return row, next((one for one in (found, found + 1, found - 1) if self._spans(row, one, place.x())), found)

    def _spans(self, row: int, bar: int, x: int) -> bool:
        column = self.bar(row, bar)
        return column.left() <= x < column.left() + column.width()


def paint(painter: QPainter, places: Places, drawn: Drawn, palette: QPalette) -> None:
    """Draw both rows."""
    colours, shown = colours_of(palette), drawn.histogram
    painter.fillRect(places.area, QColor(colours.surface))
    lanes: tuple[Lane | None, Lane | None] = (None, None) if shown is None else (shown.zoned, shown.local)
    most = max((max(lane.items, default=0) for lane in lanes if lane is not None), default=0)
    titles = (_("Zone stated, drawn in UTC"), _("Zone unknown, drawn as recorded"))
    for row, (lane, title) in enumerate(zip(lanes, titles, strict=True)):
        dated = "" if shown is None else f": {number(shown.dated[row])}"
        _draw_title(painter, places, row, title + dated, most, colours)
        _draw_chosen(painter, places, row, drawn, colours)
        if lane is not None:
            _draw_bars(painter, places, row, lane, most, colours)
        _draw_ticks(painter, places, row, colours)
        if drawn.marked is not None and drawn.marked[0] == row:
            _draw_mark(painter, places, *drawn.marked, colours)


def _draw_title(painter: QPainter, places: Places, row: int, title: str, most: int, colours: Colours) -> None:
    within = places.row(row)
    line = QRect(within.left(), within.top() - places.line - 5, within.width(), places.line)
    painter.setPen(QColor(colours.text))
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
    if most:
        painter.setPen(QColor(colours.muted))
        said = _("full height: {count}").format(count=number(most))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)


def _draw_chosen(painter: QPainter, places: Places, row: int, drawn: Drawn, colours: Colours) -> None:
    if row != drawn.row and not drawn.both:
        return
    window = drawn.window
    first, last = max(drawn.chosen[0], window.first), min(drawn.chosen[1], window.last)
    if first > last:
        return
    band = places.bar(row, first).united(places.bar(row, last))
    painter.fillRect(band, QColor(colours.soft))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.accent), 2 if drawn.focused else 1))
    painter.drawRect(band.adjusted(0, 0, -1, -1))
    if drawn.focused and row == drawn.row and window.first <= drawn.cursor <= window.last:
        under = places.bar(row, drawn.cursor)
        painter.fillRect(QRect(under.left(), under.bottom() - 2, under.width(), 4), QColor(colours.accent))


def _draw_bars(painter: QPainter, places: Places, row: int, lane: Lane, most: int, colours: Colours) -> None:
    for at, (items, hits) in enumerate(zip(lane.items, lane.hits, strict=True)):
        if not items:
            continue
        column = places.bar(row, places.window.first + at)
        gap = GAP if column.width() > 2 * GAP + 1 else 0
        left, width = column.left() + gap, max(1, column.width() - 2 * gap)
        height = max(LEAST, items * (column.height() - 4) // most)
        painter.fillRect(QRect(left, column.bottom() + 1 - height, width, height), QColor(colours.accent))
        if hits:
            part = QRect(left, 0, width, max(LEAST, hits * height // items))
            part.moveBottom(column.bottom())
            _draw_hits(painter, part, colours)


def _draw_hits(painter: QPainter, part: QRect, colours: Colours) -> None:
    """Hits differ by colour, by pattern and by an edge."""
    painter.fillRect(part, QColor(colours.surface))
    painter.fillRect(part, QBrush(QColor(colours.exact), Qt.BrushStyle.BDiagPattern))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.exact), 1))
    painter.drawRect(part.adjusted(0, 0, -1, -1))


def _draw_ticks(painter: QPainter, places: Places, row: int, colours: Colours) -> None:
    within, window = places.row(row), places.window
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.drawLine(within.left(), within.bottom() + 1, within.right(), within.bottom() + 1)
    bars = range(window.first, window.last + 1)
    taken: list[QRect] = []
    for large in (True, False):
        for bar in (one for one in bars if begins(window.grain, one) is large):
            column, text = places.bar(row, bar), tick_text(window.grain, bar)
            width = painter.fontMetrics().horizontalAdvance(text) + ROOM
            box = QRect(column.center().x() - width // 2, within.bottom() + 4, width, places.line)
            if large:
                painter.setPen(QPen(QColor(colours.border), 1))
                painter.drawLine(column.left(), within.top(), column.left(), within.bottom())
            elif not _is_due(bar, width, column.width()):
                continue
            if any(box.intersects(one) for one in taken):
                continue
            taken.append(box)
            painter.setPen(QColor(colours.text if large else colours.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _is_due(bar: int, width: int, column: int) -> bool:
    """Whether a bar has a label: each where there is room, else every second, fifth, tenth or twentieth."""
    step = next((one for one in (1, 2, 5, 10) if one * column >= width), 20)
    return (bar + 1970) % step == 0


def _draw_mark(painter: QPainter, places: Places, row: int, bar: int, colours: Colours) -> None:
    """A triangle above the bar of the gallery's item."""
    if not places.window.first <= bar <= places.window.last:
        return
    column = places.bar(row, bar)
    middle, top = column.center().x(), column.top()
    painter.setPen(QPen(QColor(colours.surface), 1))
    painter.setBrush(QColor(colours.text))
    painter.drawPolygon(
        QPolygon([QPoint(middle - MARK, top), QPoint(middle + MARK, top), QPoint(middle, top + 2 * MARK)])
    )
