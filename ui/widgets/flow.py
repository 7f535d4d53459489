"""A layout that sets widgets side by side and goes on in the next line where there is no more room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout

from ui.widgets.basics import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QLayoutItem, QWidget

    Line = list[tuple[QLayoutItem, QSize]]


class FlowLayout(QLayout):
    """As lines of text: each widget as wide as it wants to be, and none wider than the line.

    What a line has to spare goes to the widget in it that wants to grow, else it stands before the first of `add_last`.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = GAP) -> None:
        super().__init__(parent)
        self._gap = gap
        self._entries: list[QLayoutItem] = []
        self._last: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def add_last(self, *widgets: QWidget) -> None:
        """Widgets at the right end, in one line if they fit, behind all others, those included that are added later."""
        first_of_them = len(self._entries)
        for widget in widgets:
            self.addWidget(widget)
        self._last += self._entries[first_of_them:]
        del self._entries[first_of_them:]

    def addItem(self, item: QLayoutItem) -> None:
        """As Qt asks, here and below."""
        self._entries.append(item)

    def count(self) -> int:
        """How many widgets there are."""
        return len(self._entries) + len(self._last)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._all[index] if 0 <= index < self.count() else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let go of one of them."""
        if not 0 <= index < self.count():
            return None
        of_last = index - len(self._entries)
        return self._entries.pop(index) if of_last < 0 else self._last.pop(of_last)

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return self._lay_out(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._lay_out(rect, moving=True)

    def sizeHint(self) -> QSize:
        """That of one line."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """That of the largest widget."""
        size = QSize()
        for entry in self._all:
            size = size.expandedTo(entry.minimumSize())
        return size.grownBy(self.contentsMargins())

    @property
    def _all(self) -> Sequence[QLayoutItem]:
        return (*self._entries, *self._last)

    def _lay_out(self, rect: QRect, *, moving: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        top = inner.top()
        for line in self._lines(inner.width()):
            height = max(hint.height() for _, hint in line)
            if moving:
                self._put(line, QRect(inner.left(), top, inner.width(), height))
            top += height + self._gap // 2
        return max(0, top - self._gap // 2 - inner.top()) + margins.top() + margins.bottom()

    def _put(self, line: Line, rect: QRect) -> None:
        """Put the widgets of one line in their places."""
        spare = rect.width() - self._width(line)
        growing = next((entry for entry, _ in line if entry.expandingDirections() & Qt.Orientation.Horizontal), None)
        pushed = next((entry for entry, _ in line if growing is None and entry in self._last), None)
        left = rect.left()
        for entry, hint in line:
            left += spare if entry is pushed else 0
            size = QSize(hint.width() + (spare if entry is growing else 0), hint.height())
            entry.setGeometry(QRect(QPoint(left, rect.top() + (rect.height() - hint.height()) // 2), size))
            left += size.width() + self._gap

    def _lines(self, width: int) -> Iterator[Line]:
        """What stands in each line, with the size that it wants."""
        line: Line = []
        used = 0
        last = self._sized(self._last, width)
        together = self._width(last)
        for entry, hint in (*self._sized(self._entries, width), *last):
            needed = together if last and entry is last[0][0] and together <= width else hint.width()
            if line and used + needed > width:
                yield line
                line, used = [], 0
            line.append((entry, hint))
            used += hint.width() + self._gap
        if line:
            yield line

    def _sized(self, entries: Sequence[QLayoutItem], width: int) -> Line:
        """Those that are shown, with the size that each wants and can have."""
        sized = []
        for entry in entries:
            widget, hint = entry.widget(), entry.sizeHint()
            if widget is None or not widget.isHidden():
                sized.append((entry, QSize(min(hint.width(), max(0, width)), hint.height())))
        return sized

    def _width(self, line: Line) -> int:
        return sum(hint.width() for _, hint in line) + self._gap * max(0, len(line) - 1)
