"""A menu that hears its letters itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMenu


class LetterMenu(QMenu):
    """While it is open every key is the menu's own.

    Without this a letter that is the key of an act where the keyboard was (a category, a note, comparing) would do
    that act behind the open menu, instead of what is underlined in it.
    """

    def event(self, event: QEvent) -> bool:
        """Take every key before it is looked up among the keys of acts."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)
