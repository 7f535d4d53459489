"""Parts that are moved up and down where the window is lower than they need, and a window smaller than it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

LOWEST_PX = 160
"""So much of a part is always in sight."""


class Peephole(QScrollArea):
    """Shows a part of what it holds on a screen that is too small for all of it, and all of it anywhere else."""

    def __init__(self, inside: QWidget, needed: QSize) -> None:
        """Take what is to be shown, and how much room in pixels it needs at least."""
        super().__init__()
        self._inside = inside
        inside.setMinimumSize(needed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        """All of it."""
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Some of it."""
        return QSize(LOWEST_PX, LOWEST_PX)


class Scrolled(QScrollArea):
    """As wide as what it holds needs, and as high as there is room."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        inside.setObjectName("inside")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        """All of it."""
        return self._inside.sizeHint() + QSize(self._beside(), 0)

    def minimumSizeHint(self) -> QSize:
        """All of its width, and some of its height."""
        least = self._inside.minimumSizeHint()
        return QSize(least.width() + self._beside(), min(LOWEST_PX, least.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it needs changes with what it holds."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _beside(self) -> int:
        return self.verticalScrollBar().sizeHint().width()


def whole_page(page: QWidget) -> QWidget:
    """The inside of a page that is moved up and down where the window is lower than the page needs."""
    inside = QWidget()
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(Scrolled(inside))
    return inside
