"""The bars of the timeline: two rows, one for dates with a zone and one for dates without, moved through by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from forensicdesk.charting import Grain
from forensicdesk.language import _
from ui.mapping.bars import Span, Window, bar_of, bar_text, span_text, start_of
from ui.mapping.shown import counts_text
from ui.mapping.timeline_paint import Drawn, Places, paint
from ui.words import tooltip

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint, QSize
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent

    from forensicdesk.charting import Histogram, Moment

WHEEL_STEP = 120
ZONED, LOCAL = 0, 1
"""Numbers of the rows, from above."""


class TimelineChart(QWidget):
    """Draws a histogram and lets a person choose a span of it; what it needs to draw is asked for by `moved`."""

    moved = Signal()
    """Another stretch of time is to be seen (`window`)."""
    span_changed = Signal()
    opened = Signal()
    """The chosen span is to be shown elsewhere."""
    zoom_asked = Signal(int)
    """Finer bars (1) or coarser ones (-1) around the chosen span."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Items over time"))
        self.window_shown = Window(Grain.YEAR, 30, 24)
        self.histogram: Histogram | None = None
        self.marked: Moment | None = None
        self.row = LOCAL
        self.bar = self.anchor = 30
        self.both = False
        self._wheel = 0

    # --- what is shown ------------------------------------------------------------------------------------------

    def show_histogram(self, histogram: Histogram, marked: Moment | None) -> None:
        """Draw this, and where the gallery's item stands in it."""
        self.histogram, self.marked = histogram, marked
        self._tell()
        self.update()

    def show_window(self, window: Window) -> None:
        """See another stretch of time; in bars of another grain, the time of the bar with the cursor is chosen."""
        start, end, old = *self.stretch, self.window_shown
        self.window_shown = window
        if window.grain is not old.grain:
            self.anchor, self.bar = bar_of(window.grain, end - 1), bar_of(window.grain, start)
        self._tell()
        self.update()

    def choose(self, row: int, first: int, last: int) -> None:
        """Choose bars of a row; the cursor is on the last."""
        self.row, self.anchor, self.bar = row, first, last
        self._tell()
        self.update()

    def point_at_items(self) -> None:
        """Put the cursor on the first bar of what is chosen that has items, where its own has none."""
        found = [bar for bar in self.filled() if min(self.anchor, self.bar) <= bar <= max(self.anchor, self.bar)]
        if found and self.bar not in found:
            self.choose(self.row, found[0], found[0])

    def filled(self, row: int | None = None) -> list[int]:
        """The bars of a row, else of the chosen one, that are seen and have items."""
        shown = self.histogram
        if shown is None or not self._is_current():
            return []
        items = (shown.zoned, shown.local)[self.row if row is None else row].items
        return [shown.first + at for at, count in enumerate(items) if count]

    def set_both(self, *, both: bool) -> None:
        """Whether a span is chosen in both rows."""
        self.both = both
        self._tell()
        self.update()

    @property
    def span(self) -> Span:
        """What is chosen."""
        first, last = self._chosen()
        grain = self.window_shown.grain
        return Span(start_of(grain, first), start_of(grain, last + 1), None if self.both else self.row == ZONED)

    @property
    def stretch(self) -> tuple[int, int]:
        """The seconds of the bar with the cursor, without the end."""
        grain = self.window_shown.grain
        return start_of(grain, self.bar), start_of(grain, self.bar + 1)

    def counted(self) -> tuple[int, int] | None:
        """Items and hits of what is chosen; None where not all of it is on the screen."""
        first, last = self._chosen()
        shown, window = self.histogram, self.window_shown
        if shown is None or not self._is_current() or first < window.first or last > window.last:
            return None
        lanes = [lane for at, lane in enumerate((shown.zoned, shown.local)) if self.both or at == self.row]
        part = slice(first - window.first, last - window.first + 1)
        return sum(sum(lane.items[part]) for lane in lanes), sum(sum(lane.hits[part]) for lane in lanes)

    def span_sentence(self) -> str:
        """What is chosen, in words."""
        when = span_text(self.window_shown.grain, *self._chosen())
        row = _("both rows") if self.both else (_("UTC"), _("zone unknown, as recorded"))[self.row]
        counted = self.counted()
        if counted is None:
            return _("{when} ({row})").format(when=when, row=row)
        return _("{when} ({row}): {counts}").format(when=when, row=row, counts=counts_text(*counted))

    def minimumSizeHint(self) -> QSize:
        """Room for two rows."""
        return self.sizeHint() / 2

    def sizeHint(self) -> QSize:
        """Room for two rows of some height."""
        return Places.hint()

    # --- keys and mouse -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move, with Shift they extend; up and down change the row; + and - zoom; Enter shows."""
        key, extend = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        window = self.window_shown
        steps = {
            Qt.Key.Key_Left: self.bar - 1,
            Qt.Key.Key_Right: self.bar + 1,
            Qt.Key.Key_PageUp: self.bar - window.count // 2,
            Qt.Key.Key_PageDown: self.bar + window.count // 2,
            Qt.Key.Key_Home: window.first,
            Qt.Key.Key_End: window.last,
        }
        if key in steps:
            self._move(steps[Qt.Key(key)], extend=extend)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.choose(ZONED if key == Qt.Key.Key_Up else LOCAL, self.anchor, self.bar)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_asked.emit(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom_asked.emit(-1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the bar under the mouse, with Shift up to it."""
        found = self._places().bar_at(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or found is None:
            return
        row, bar = found
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.choose(row, self.anchor if extend else bar, bar)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the span while the button is held."""
        found = self._places().bar_at(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton and found is not None and found[1] != self.bar:
            self.choose(self.row, self.anchor, found[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Finer bars."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.zoom_asked.emit(1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn to zoom around the bar under the mouse."""
        self._wheel += event.angleDelta().y()
        if abs(self._wheel) < WHEEL_STEP:
            return
        steps = 1 if self._wheel > 0 else -1
        self._wheel = 0
        found = self._places().bar_at(event.position().toPoint())
        if found is not None:
            self.choose(found[0], found[1], found[1])
        self.zoom_asked.emit(steps)

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.text_at(event.pos())
            QToolTip.showText(event.globalPos(), tooltip(text) if text else "", self)
            return True
        return super().event(event)

    def text_at(self, place: QPoint) -> str:
        """What a bar stands for, "" beside the bars."""
        found, shown = self._places().bar_at(place), self.histogram
        if found is None or shown is None or not self._is_current():
            return ""
        row, bar = found
        lane, at = (shown.zoned, shown.local)[row], bar - self.window_shown.first
        when = bar_text(self.window_shown.grain, bar)
        return _("{when}: {counts}").format(when=when, counts=counts_text(lane.items[at], lane.hits[at]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows."""
        shown = self.histogram if self._is_current() else None
        first, last = self._chosen()
        marked = None if self.marked is None else bar_of(self.window_shown.grain, self.marked.seconds)
        drawn = Drawn(
            shown, self.window_shown, self.row, (first, last), self.bar, self.both, self.hasFocus(),
            None if marked is None or self.marked is None else (ZONED if self.marked.zoned else LOCAL, marked),
        )  # fmt: skip
        painter = QPainter(self)
        paint(painter, self._places(), drawn, self.palette())
        painter.end()

    # --- within -------------------------------------------------------------------------------------------------

    def _places(self) -> Places:
        return Places(self.rect(), self.window_shown, self.fontMetrics().height())

    def _is_current(self) -> bool:
        shown, window = self.histogram, self.window_shown
        return shown is not None and (shown.grain, shown.first, len(shown.zoned.items)) == (
            window.grain, window.first, window.count,
        )  # fmt: skip

    def _chosen(self) -> tuple[int, int]:
        return min(self.anchor, self.bar), max(self.anchor, self.bar)

    def _move(self, bar: int, *, extend: bool) -> None:
        held = self.window_shown.holding(bar)
        if held != self.window_shown:
            self.window_shown = held
            self.moved.emit()
        self.choose(self.row, self.anchor if extend else bar, bar)

    def _tell(self) -> None:
        self.setAccessibleDescription(self.span_sentence())
        self.span_changed.emit()
