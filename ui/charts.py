"""The timeline and the map, joined to the window: to the gallery's filter and cursor, and to the work on the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from forensicdesk.language import _
from ui.pages.map import MapPage
from ui.pages.timeline import TimelinePage
from ui.work import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from forensicdesk.session import Session
    from ui.dialogs.chooser import Chooser
    from ui.window import MainWindow


class Charts(QObject):
    """Both pages."""

    def __init__(self, window: MainWindow, chooser: Chooser) -> None:
        super().__init__(window)
        self._window = window
        runner = window.work.runner
        self.timeline = TimelinePage(runner, lambda: window.gallery.asked)
        self.map = MapPage(runner, lambda: window.gallery.asked, chooser)
        window.tabs.addTab(self.timeline, _("Timeline"))
        window.tabs.addTab(self.map, _("Map"))

    def handlers(self) -> dict[str, Callable[[], object]]:
        """A verb for every entry of the menu."""
        return {
            "timeline_page": lambda: self._show(self.timeline, self.timeline.chart),
            "map_page": lambda: self._show(self.map, self.map.canvas),
        }

    def connect_parts(self) -> None:
        """Join the parts, once the menu is there."""
        window = self._window
        for page in (self.timeline, self.map):
            page.items_asked.connect(window.commands.show_items)
            window.gallery.item_chosen.connect(page.set_item)
        window.work.act_ended.connect(self._act_ended)
        window.deciding.done.connect(lambda _done: self._refresh())
        window.deciding.reader_changed.connect(lambda _reader: self._refresh())

    def set_session(self, session: Session | None) -> None:
        """Another case, or none."""
        self.timeline.set_session(session)
        self.map.set_session(session)

    def _act_ended(self, act: Act) -> None:
        session = self._window.work.session
        if session is not None and act in {Act.PROCESS, Act.ADD}:
            session.forget_dates()
        if act in {Act.PROCESS, Act.ADD, Act.MATCH}:
            self._refresh()

    def _refresh(self) -> None:
        self.timeline.refresh()
        self.map.refresh()

    def _show(self, page: QWidget, first: QWidget) -> None:
        self._window.tabs.setCurrentWidget(page)
        first.setFocus()
