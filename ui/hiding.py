"""The key that hides every picture, in the program's other windows.

A modal dialog keeps the menu's own shortcut from working, while the gallery can still be seen behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow
    from PySide6.QtWidgets import QWidget

HIDE_KEY = Qt.Key.Key_F9


class HideKey(QObject):
    """Watches every window that gets the keyboard, but for the main one, whose menu has the key."""

    pressed = Signal()

    def __init__(self, main: QWidget) -> None:
        super().__init__(main)
        self._main = main
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The key going down."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == HIDE_KEY:
            self.pressed.emit()
            return True
        return super().eventFilter(watched, event)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and window is not self._main.windowHandle():
            window.installEventFilter(self)
