"""The pages beside the review: agreement, audit log, settings; and how pictures look. Joined to the window here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from forensicdesk.language import _, plural
from ui.calm import Calm
from ui.charts import Charts
from ui.pages.agreement import AgreementPage
from ui.pages.audit import AuditPage
from ui.pages.settings import SettingsPage
from ui.preferences import keep_preferences, read_preferences
from ui.words import number, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from forensicdesk.session import Session
    from ui.dialogs.chooser import Chooser
    from ui.preferences import Preferences
    from ui.recent import Memory
    from ui.window import MainWindow

PAGES = (
    "case_page",
    "gallery",
    "lists_page",
    "links_page",
    "timeline_page",
    "map_page",
    "agreement_page",
    "audit_page",
)
"""Entries of the menu that lead to a page of the case."""


class Further(QObject):
    """Everything of the window that neither the case page nor the gallery does."""

    def __init__(self, window: MainWindow, memory: Memory, chooser: Chooser) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self.calm = Calm(window, memory)
        self.settings = SettingsPage()
        self.agreement = AgreementPage(window.work.runner)
        self.audit = AuditPage(window.work.runner, chooser)
        self.charts = Charts(window, chooser)
        window.pages.addWidget(self.settings)
        window.tabs.addTab(self.agreement, _("Agreement"))
        window.tabs.addTab(self.audit, _("Audit log"))

    def handlers(self) -> dict[str, Callable[[], object]]:
        """A verb for every entry of the menu."""
        return {
            **self.calm.handlers(),
            **self.charts.handlers(),
            "settings": self.show_settings,
            "agreement_page": lambda: self._show_page(self.agreement, self.agreement.disputes),
            "audit_page": lambda: self._show_page(self.audit, self.audit.search),
        }

    def connect_parts(self) -> None:
        """Join the parts, once the menu is there."""
        page, calm = self.settings, self.calm
        calm.connect_parts()
        self.charts.connect_parts()
        self._window.actions_["keys"].setShortcuts([QKeySequence("F1"), QKeySequence("?")])
        page.changed.connect(self._changed)
        page.appearance_chosen.connect(self._window.change_appearance)
        page.examiner_changed.connect(self._examiner_changed)
        page.forget_pressed.connect(calm.forget)
        page.back_pressed.connect(self.leave_settings)
        for name in PAGES:
            self._window.actions_[name].triggered.connect(lambda *_: self._uncover())
        deciding = self._window.deciding
        deciding.reader_changed.connect(self.agreement.set_reader)
        deciding.reader_changed.connect(self.audit.set_reader)
        deciding.done.connect(lambda _done: self.agreement.refresh())
        deciding.done.connect(lambda _done: self._window.case_page.refresh())
        self.agreement.items_asked.connect(self._window.commands.show_items)
        self.agreement.settled.connect(self._settled)
        self.audit.exported.connect(self._exported)
        calm.counted.connect(page.show_count)
        calm.prefer(read_preferences(self._memory))

    def set_session(self, session: Session | None) -> None:
        """Another case, or none."""
        self.agreement.set_session(session, writable=self._window.work.writable)
        self.audit.set_session(session)
        self.charts.set_session(session)
        if session is not None:
            self.calm.begin()
        else:
            self.calm.end()

    def _show_page(self, page: QWidget, first: QWidget) -> None:
        self._window.tabs.setCurrentWidget(page)
        first.setFocus()

    def _settled(self, _items: tuple[int, ...]) -> None:
        """A supervisor's word is in force: show it everywhere."""
        window = self._window
        window.gallery.model.refresh_said()
        window.inspector.reload()
        window.deciding.refresh()

    def _exported(self, target: Path, records: int) -> None:
        said = plural("{count} record was written to {file}.", "{count} records were written to {file}.", records)
        self._window.banners.show_message(said.format(count=number(records), file=printable(str(target))), "done")

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
        self.calm.prefer(chosen)

    def _examiner_changed(self, name: str) -> None:
        self._memory.examiner = name
