"""The pages beside the review: agreement, audit log, settings; and how pictures look. Joined to the window here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from forensicdesk.language import speak
from ui.calm import Calm
from ui.pages.settings import SettingsPage
from ui.preferences import keep_preferences, read_preferences

if TYPE_CHECKING:
    from collections.abc import Callable

    from forensicdesk.session import Session
    from ui.preferences import Preferences
    from ui.recent import Memory
    from ui.window import MainWindow

PAGES = ("case_page", "gallery", "lists_page", "links_page")
"""Entries of the menu that lead to a page of the case."""


class Further(QObject):
    """Everything of the window that neither the case page nor the gallery does."""

    def __init__(self, window: MainWindow, memory: Memory) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self.calm = Calm(window, memory)
        self.settings = SettingsPage()
        window.pages.addWidget(self.settings)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """A verb for every entry of the menu."""
        return {**self.calm.handlers(), "settings": self.show_settings}

    def connect_parts(self) -> None:
        """Join the parts, once the menu is there."""
        page, calm = self.settings, self.calm
        calm.connect_parts()
        self._window.actions_["keys"].setShortcuts([QKeySequence("F1"), QKeySequence("?")])
        page.changed.connect(self._changed)
        page.appearance_chosen.connect(self._window.change_appearance)
        page.examiner_changed.connect(self._examiner_changed)
        page.forget_pressed.connect(calm.forget)
        page.back_pressed.connect(self.leave_settings)
        for name in PAGES:
            self._window.actions_[name].triggered.connect(lambda *_: self._uncover())
        calm.counted.connect(page.show_count)
        calm.prefer(read_preferences(self._memory))

    def set_session(self, session: Session | None) -> None:
        """Another case, or none."""
        if session is not None:
            self.calm.begin()

    # --- settings -----------------------------------------------------------------------------------------------

    def show_settings(self) -> None:
        """Show the settings in the place of what is shown."""
        pages, page = self._window.pages, self.settings
        page.show_settings(read_preferences(self._memory), self._memory.appearance, self._memory.examiner)
        page.show_count(self.calm.today())
        pages.setCurrentWidget(page)
        page.language.setFocus()

    def leave_settings(self) -> None:
        """Go back to what was shown before."""
        window = self._window
        opened = window.work.session is not None
        window.pages.setCurrentWidget(window.tabs if opened else window.start)

    def _uncover(self) -> None:
        """Somebody wishes to see a page of the case: the settings make room."""
        if self._window.pages.currentWidget() is self.settings:
            self.leave_settings()

    def _changed(self, chosen: Preferences) -> None:
        keep_preferences(self._memory, chosen)
        speak(chosen.language)
        self.calm.prefer(chosen)

    def _examiner_changed(self, name: str) -> None:
        self._memory.examiner = name
