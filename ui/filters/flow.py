"""A layout that sets widgets side by side and goes on in the next line where there is no more room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout

from ui.widgets.basics import GAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLayoutItem, QWidget


class FlowLayout(QLayout):
    """As lines of text: each widget as wide as it wants to be."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = GAP) -> None:
        super().__init__(parent)
        self._gap = gap
        self._entries: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """As Qt asks, here and below."""
        self._entries.append(item)

    def count(self) -> int:
        """How many widgets there are."""
        return len(self._entries)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._entries[index] if 0 <= index < len(self._entries) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let go of one of them."""
        return self._entries.pop(index) if 0 <= index < len(self._entries) else None

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
        for entry in self._entries:
            size = size.expandedTo(entry.minimumSize())
        return size

    def _lay_out(self, rect: QRect, *, moving: bool) -> int:
        top = rect.top()
        for line in self._lines(rect.width()):
            left, height = rect.left(), max(hint.height() for _, hint in line)
            for entry, hint in line:
                if moving:
                    entry.setGeometry(QRect(QPoint(left, top + (height - hint.height()) // 2), hint))
                left += hint.width() + self._gap
            top += height + self._gap // 2
        return max(0, top - self._gap // 2 - rect.top())

    def _lines(self, width: int) -> Iterator[list[tuple[QLayoutItem, QSize]]]:
        """What stands in each line, with the size that it wants."""
        line: list[tuple[QLayoutItem, QSize]] = []
        used = 0
        for entry in self._entries:
            widget = entry.widget()
            if widget is not None and widget.isHidden():
                continue
            hint = entry.sizeHint()
            if line and used + hint.width() > width:
                yield line
                line, used = [], 0
            line.append((entry, hint))
            used += hint.width() + self._gap
        if line:
            yield line
