"""How pictures look in the window, and when a pause is offered; everything by one key, nothing that blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ui.counting import Counters
from ui.hiding import HideKey
from ui.preferences import Preferences
from ui.revealing import Revealing
from ui.widgets.pause_line import LATER_MINUTES, PauseLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.counting import Count
    from ui.models.looks import Look
    from ui.recent import Memory
    from ui.window import MainWindow

TICK_S = 10
"""Time is counted in steps of this."""
IDLE_TICKS = 12
"""After so many steps in which nothing moved, nobody is counted as looking."""


class Calm(QObject):
    """Joins the look of pictures, the keys for it, the counters and the pause."""

    counted = Signal(object)
    """The `Count` of today."""

    def __init__(self, window: MainWindow, memory: Memory) -> None:
        super().__init__(window)
        self._window = window
        self._bar = window.gallery.bar
        self._idle = IDLE_TICKS
        self._left = False
        """Pictures were hidden because another program came to the front."""
        self.preferences = Preferences()
        self.counters = Counters(memory)
        self.line = PauseLine()
        self.revealing = Revealing(window)
        self.hide_key = HideKey(window)
        self.ticks = QTimer(self)
        self.ticks.setInterval(TICK_S * 1000)
        self.ticks.timeout.connect(self.tick)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """A verb for every entry of the menu."""
        return {"lines": self.toggle_lines, "hide": self.toggle_hidden}

    def connect_parts(self) -> None:
        """Join the parts, once the menu is there."""
        window = self._window
        window.middle.insertWidget(1, self.line)
        seeing = window.commands.deciding.seeing
        window.gallery.look_changed.connect(self._look_changed)
        window.gallery.look_changed.connect(seeing.set_look)
        window.gallery.look_changed.connect(self.revealing.set_look)
        seeing.looked.connect(self._looked)
        self.revealing.revealed.connect(lambda: self._count(clear=1))
        for moved in (window.gallery.view.rows_rested, window.gallery.view.selection_rested):
            moved.connect(self._moved)
        self.line.paused.connect(self.pause)
        self.line.put_off.connect(self._put_off)
        self.line.resumed.connect(self.toggle_hidden)
        self.hide_key.pressed.connect(lambda: self.hide_pictures(hidden=True))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.applicationStateChanged.connect(self._state_changed)
        self.ticks.start()

    # --- the look -----------------------------------------------------------------------------------------------

    @property
    def look(self) -> Look:
        """How pictures look now."""
        return self._bar.look

    def prefer(self, chosen: Preferences) -> None:
        """Take over settings; pictures that were shown clearly stay so, and follow the rest."""
        self.preferences = chosen
        now, wished = self.look, chosen.look
        lines = wished.lines or (now.lines and not now.blurred)
        self._bar.set_calm(replace(now, blur=wished.blur, limit_px=wished.limit_px, lines=lines))
        if not self.counters.is_due(chosen) and self.line.pause.isVisibleTo(self.line):
            self.line.hide()

    def begin(self) -> None:
        """A case was opened: blurred, and otherwise as it is preferred."""
        wished = self.preferences.look
        self._bar.set_calm(wished)
        self._bar.blur.setChecked(True)
        if wished.grey:
            self._bar.grey.setChecked(True)
        if self.preferences.only_open:
            self._bar.show_said("open")

    def end(self) -> None:
        """No case is open any more."""
        self.line.hide()
        self.revealing.let_go()

    def toggle_lines(self) -> None:
        """Show line drawings, or go back to blurred pictures; the pictures themselves are never between."""
        drawn = self.look.lines and not self.look.blurred
        if drawn:
            self._bar.blur.setChecked(True)
        self._bar.set_calm(replace(self.look, lines=not drawn))
        if not drawn:
            self._bar.blur.setChecked(False)

    def toggle_hidden(self) -> None:
        """Hide every picture at once, or bring them back blurred."""
        self.hide_pictures(hidden=not self.look.hidden)

    def hide_pictures(self, *, hidden: bool) -> None:
        """Hide every picture, or bring them back blurred."""
        self._left = False
        if not hidden:
            self._bar.blur.setChecked(True)
            if self.line.pausing:
                self.line.hide()
        self._bar.set_calm(replace(self.look, hidden=hidden))
        if hidden:
            self.line.show_hidden()

    def _look_changed(self, look: Look) -> None:
        actions = self._window.actions_
        actions["lines"].setChecked(look.lines and not look.blurred)
        actions["hide"].setChecked(look.hidden)

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        """Another program is in front, or this one again."""
        if state == Qt.ApplicationState.ApplicationActive:
            if self._left:
                self.hide_pictures(hidden=False)
        elif self.preferences.hide_on_leave and not self.look.hidden:
            self.hide_pictures(hidden=True)
            self._left = True

    # --- counters and pauses ------------------------------------------------------------------------------------

    def today(self) -> Count:
        """What was looked at today."""
        return self.counters.today(_day())

    def forget(self) -> None:
        """Begin today's counters at nothing."""
        self.counters.forget(_day())
        self.counted.emit(self.today())

    def pause(self) -> None:
        """Hide every picture until the person goes on; the next pause is counted from here."""
        self.hide_pictures(hidden=True)
        self.counters.paused()
        self.line.show_pause()

    def tick(self) -> None:
        """Some time went by."""
        looking = self._window.review.isVisible() and self._window.isActiveWindow() and not self.look.hidden
        if looking and self._idle < IDLE_TICKS:
            self._idle += 1
            self._count(seconds=TICK_S)

    def _moved(self) -> None:
        self._idle = 0

    def _looked(self, items: int) -> None:
        self._count(views=items, clear=items if self.look.clear else 0)

    def _put_off(self) -> None:
        self.counters.put_off(self.preferences, LATER_MINUTES)
        self.line.hide()

    def _count(self, *, views: int = 0, clear: int = 0, seconds: int = 0) -> None:
        self.counters.add(_day(), views=views, clear=clear, seconds=seconds)
        self.counted.emit(self.today())
        if self.counters.is_due(self.preferences) and not self.look.hidden:
            self.line.offer(self.counters.since)


def _day() -> str:
    return QDate.currentDate().toString(Qt.DateFormat.ISODate)
