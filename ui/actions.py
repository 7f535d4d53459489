"""Every act of the desktop as a menu entry with its key, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from forensicdesk.language import _
from ui.widgets.menu import LetterMenu

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMainWindow, QMenu

SEPARATOR = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One menu entry; an empty name is a line between entries."""

    name: str = SEPARATOR
    text: str = ""
    key: str = ""
    checkable: bool = False
    checked: bool = False


GROUP_VERBS = ("next_group", "group_before", "select_group")
"""Verbs about the gallery's groups; their keys count where the gallery has the focus."""
VIEW = _("&View")
MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        _("&File"),
        (
            Entry("new", _("&New case…"), "Ctrl+N"),
            Entry("open", _("&Open a case…"), "Ctrl+O"),
            Entry("close", _("&Close the case"), "Ctrl+W"),
            Entry("batch", _("&Batch of jobs…"), "Ctrl+Shift+B"),
            Entry(),
            Entry("settings", _("Se&ttings…"), "Ctrl+,"),
            Entry(),
            Entry("quit", _("&Quit"), "Ctrl+Q"),
        ),
    ),
    (
        _("&Case"),
        (
            Entry("add", _("&Add a folder…"), "Ctrl+D"),
            Entry("process", _("&Start processing"), "Ctrl+R"),
            Entry("stop", _("S&top"), "Ctrl+."),
            Entry(),
            Entry("dismiss", _("&Not a match…"), "Ctrl+Shift+N"),
            Entry(),
            Entry("report", _("&Export a report…"), "Ctrl+E"),
            Entry("verify", _("&Verify the case…")),
        ),
    ),
    (
        _("&Decide"),
        (
            Entry("no_category", _("Take the category a&way"), "Backspace"),
            Entry("accept", _("Accept what &lists suggest"), "A"),
            Entry("note", _("&Note…"), "N"),
            Entry("tag", _("&Tag…"), "T"),
            Entry(),
            Entry("undo", _("&Undo the last act"), "Ctrl+Z"),
            Entry("redo", _("&Do it again"), "Ctrl+Shift+Z"),
            Entry(),
            Entry("scope", _("Change what it a&pplies to"), "S"),
            Entry("next_open", _("&Go to the next undecided"), "U"),
            Entry("advance", _("Ne&xt undecided after each decision"), checkable=True, checked=True),
            Entry("show_said", _("What was said of the &item"), "Ctrl+Shift+I"),
            Entry(),
            Entry("scheme", _("&Choose categories…")),
            Entry("second", _("Begin a &second reading…")),
            Entry("end_reading", _("&End this reading")),
        ),
    ),
    (
        _("L&ists"),
        (
            Entry("load_list", _("&Load a hash list…"), "Ctrl+L"),
            Entry("match", _("&Match ticked lists"), "Ctrl+M"),
            Entry(),
            Entry("compare_lists", _("&Compare two versions…"), "Ctrl+Shift+D"),
            Entry("check_list", _("Chec&k the chosen list")),
            Entry("export_list", _("&Export the chosen list…")),
            Entry("remove_list", _("&Remove the chosen list…")),
        ),
    ),
    (
        _("&Go"),
        (
            Entry("case_page", _("&Case page"), "Ctrl+1"),
            Entry("gallery", _("&Gallery"), "Ctrl+2"),
            Entry("lists_page", _("Lis&ts"), "Ctrl+3"),
            Entry("links_page", _("Lin&ks"), "Ctrl+4"),
            Entry("timeline_page", _("Timeline, b&y date"), "Ctrl+5"),
            Entry("map_page", _("Ma&p"), "Ctrl+6"),
            Entry("agreement_page", _("Agreeme&nt"), "Ctrl+8"),
            Entry("audit_page", _("A&udit log"), "Ctrl+9"),
            Entry(),
            Entry("next_group", _("Ne&xt group"), "Ctrl+PgDown"),
            Entry("group_before", _("Group be&fore"), "Ctrl+PgUp"),
            Entry("select_group", _("Se&lect the whole group"), "Ctrl+Shift+G"),
            Entry(),
            Entry("view_item", _("&View the item")),
            Entry("similar", _("Find simila&r"), "F"),
            Entry("compare", _("C&ompare"), "C"),
            Entry("related", _("&What belongs to the item"), "Ctrl+Shift+R"),
            Entry("search", _("Search &metadata of the item"), "Ctrl+F"),
        ),
    ),
    (
        VIEW,
        (
            Entry("inspector", _("&Inspector"), "Ctrl+I", checkable=True, checked=True),
            Entry(),
            Entry("filter", _("Add a &filter…"), "Ctrl+Shift+F"),
            Entry("stacks", _("S&how stacks once"), "Ctrl+T", checkable=True, checked=True),
            Entry("table", _("Show as a &table"), "Ctrl+Shift+L", checkable=True),
            Entry(),
            Entry("blur", _("&Blur pictures"), "Ctrl+B", checkable=True, checked=True),
            Entry("grey", _("&Shades of grey"), "Ctrl+G", checkable=True),
            Entry("lines", _("Line &drawings"), "F8", checkable=True),
            Entry("hide", _("Hid&e every picture"), "F9", checkable=True),
            Entry("larger", _("&Larger pictures"), "Ctrl++"),
            Entry("smaller", _("Pictures of smaller si&ze"), "Ctrl+-"),
            Entry(),
            Entry("copy_sha256", _("Copy SHA-&256 of the item"), "Ctrl+Shift+C"),
        ),
    ),
    (
        _("&Help"),
        (
            Entry("manual", _("&Manual")),
            Entry("keys", _("&Keys"), "F1"),
            Entry("doctor", _("&Check this installation")),
        ),
    ),
)
APPEARANCE = _("&Appearance")
APPEARANCES = (("system", _("Like the &system")), ("light", _("&Light")), ("dark", _("&Dark")))


class Actions:
    """The window's actions by name."""

    def __init__(self, window: QMainWindow, handlers: dict[str, Callable[[], object]]) -> None:
        """Fill the window's menu bar; there must be a handler for every entry."""
        self._actions: dict[str, QAction] = {}
        self._appearances: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        for title, entries in MENUS:
            menu = self.menus[title] = LetterMenu(title, window)
            window.menuBar().addMenu(menu)
            for entry in entries:
                if entry.name == SEPARATOR:
                    menu.addSeparator()
                else:
                    menu.addAction(self._make(entry, window, handlers[entry.name]))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def enable(self, names: Sequence[str], *, enabled: bool) -> None:
        """Enable or disable several."""
        for name in names:
            self._actions[name].setEnabled(enabled)

    def add_appearances(self, window: QMainWindow, current: str, chosen: Callable[[str], object]) -> None:
        """Put the choice of light and dark under View."""
        menu = self.menus[VIEW]
        menu.addSeparator()
        group = QActionGroup(window)
        inner = LetterMenu(APPEARANCE, menu)
        menu.addMenu(inner)
        for name, text in APPEARANCES:
            action = QAction(text, window)
            action.setCheckable(True)
            action.setChecked(name == current)
            action.triggered.connect(_with(chosen, name))
            group.addAction(action)
            inner.addAction(action)
            self._appearances[name] = action

    def show_appearance(self, name: str) -> None:
        """Tick the look that was taken."""
        self._appearances[name].setChecked(True)

    def _make(self, entry: Entry, window: QMainWindow, handler: Callable[[], object]) -> QAction:
        action = QAction(entry.text, window)
        action.setObjectName(entry.name)
        if entry.key:
            action.setShortcut(QKeySequence(entry.key))
        if entry.checkable:
            action.setCheckable(True)
            action.setChecked(entry.checked)
        action.triggered.connect(_plain(handler))
        self._actions[entry.name] = action
        return action


def _plain(handler: Callable[[], object]) -> Callable[[], object]:
    """Qt would hand over whether the action is ticked."""
    return lambda *_: handler()


def _with(chosen: Callable[[str], object], name: str) -> Callable[[], object]:
    return lambda: chosen(name)
