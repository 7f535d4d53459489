"""Enter presses the button that the keyboard is at, as Space does, in every window and on every system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class EnterButton(QPushButton):
    """A push button that Enter presses, too, where Qt leaves Enter to the dialog or to nobody."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as well as Space."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)


def pressed_by_enter(focused: QWidget | None, event: QKeyEvent) -> bool:
    """Press what has the keyboard, where it is a button and Enter was pressed on it; True where it is one.

    A key that is held down presses it once.
    """
    if event.key() not in ENTER or event.modifiers() not in _PLAIN:
        return False
    if not isinstance(focused, (QPushButton, QToolButton)):
        return False
    event.accept()
    if not event.isAutoRepeat():
        focused.click()
    return True
