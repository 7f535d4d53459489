"""How large a window may open: no larger than its screen leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 44)
"""What title and frame of a window take around it, in pixels; before it is shown nobody knows more exactly."""


def room_for(window: QWidget) -> QSize:
    """The largest size a window may have on the screen of the window that it belongs to, panels and frame left out."""
    parent = window.parentWidget()
    screen = (window if parent is None else parent.window()).screen()
    return screen.availableGeometry().size() - FRAME


def resize_within(window: QWidget, width: int, height: int) -> None:
    """Make a window as large as asked for in pixels, or as its screen leaves where that is less."""
    window.resize(QSize(width, height).boundedTo(room_for(window)))
