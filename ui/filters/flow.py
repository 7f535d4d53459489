"""A layout that sets widgets side by side and goes on in the next line where there is no more room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout

from ui.widgets.basics import GAP

if TYPE_CHECKING:
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
        left, top, height = rect.left(), rect.top(), 0
        for entry in self._entries:
            widget = entry.widget()
            if widget is not None and widget.isHidden():
                continue
            hint = entry.sizeHint()
            if left + hint.width() > rect.right() + 1 and height:
                left, top, height = rect.left(), top + height + self._gap // 2, 0
            if moving:
                entry.setGeometry(QRect(QPoint(left, top), hint))
            left += hint.width() + self._gap
            height = max(height, hint.height())
        return top + height - rect.top()
