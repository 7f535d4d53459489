"""Every act of the desktop as a menu entry with its key, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence

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


MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "&File",
        (
            Entry("new", "&New case…", "Ctrl+N"),
            Entry("open", "&Open a case…", "Ctrl+O"),
            Entry("close", "&Close the case", "Ctrl+W"),
            Entry("batch", "&Batch of jobs…", "Ctrl+Shift+B"),
            Entry(),
            Entry("settings", "Se&ttings…", "Ctrl+,"),
            Entry(),
            Entry("quit", "&Quit", "Ctrl+Q"),
        ),
    ),
    (
        "&Case",
        (
            Entry("add", "&Add a folder…", "Ctrl+D"),
            Entry("process", "&Start processing", "Ctrl+R"),
            Entry("stop", "S&top", "Ctrl+."),
            Entry(),
            Entry("dismiss", "&Not a match…", "Ctrl+Shift+N"),
            Entry(),
            Entry("report", "&Export a report…", "Ctrl+E"),
            Entry("verify", "&Verify the case…"),
        ),
    ),
    (
        "&Decide",
        (
            Entry("no_category", "Take the category a&way", "Backspace"),
            Entry("note", "&Note…", "N"),
            Entry("tag", "&Tag…", "T"),
            Entry(),
            Entry("undo", "&Undo the last act", "Ctrl+Z"),
            Entry("redo", "&Do it again", "Ctrl+Shift+Z"),
            Entry(),
            Entry("scope", "Change what it a&pplies to", "S"),
            Entry("next_open", "&Go to the next undecided", "U"),
            Entry("advance", "Ne&xt undecided after each decision", checkable=True, checked=True),
            Entry("show_said", "What was said of the &item", "Ctrl+Shift+I"),
            Entry(),
            Entry("scheme", "&Choose categories…"),
            Entry("second", "Begin a &second reading…"),
            Entry("end_reading", "&End this reading"),
        ),
    ),
    (
        "L&ists",
        (
            Entry("load_list", "&Load a hash list…", "Ctrl+L"),
            Entry("match", "&Match ticked lists", "Ctrl+M"),
            Entry(),
            Entry("compare_lists", "&Compare two versions…", "Ctrl+Shift+D"),
            Entry("check_list", "Chec&k the chosen list"),
            Entry("export_list", "&Export the chosen list…"),
            Entry("remove_list", "&Remove the chosen list…"),
        ),
    ),
    (
        "&View",
        (
            Entry("case_page", "&Case page", "Ctrl+1"),
            Entry("gallery", "&Gallery", "Ctrl+2"),
            Entry("lists_page", "Lis&ts", "Ctrl+3"),
            Entry("links_page", "Lin&ks", "Ctrl+4"),
            Entry("agreement_page", "Agreeme&nt", "Ctrl+8"),
            Entry("audit_page", "A&udit log", "Ctrl+9"),
            Entry("inspector", "&Inspector", "Ctrl+I", checkable=True, checked=True),
            Entry(),
            Entry("filter", "Add a &filter…", "Ctrl+Shift+F"),
            Entry("stacks", "Show stacks &once", "Ctrl+T", checkable=True, checked=True),
            Entry("table", "Show &as a table", "Ctrl+Shift+L", checkable=True),
            Entry("related", "&What belongs to the item", "Ctrl+Shift+R"),
            Entry("view_item", "&View the item"),
            Entry("similar", "&Find similar", "F"),
            Entry("compare", "Com&pare", "C"),
            Entry(),
            Entry("blur", "&Blur pictures", "Ctrl+B", checkable=True, checked=True),
            Entry("grey", "Shades of g&rey", "Ctrl+G", checkable=True),
            Entry("lines", "Line &drawings", "F8", checkable=True),
            Entry("hide", "Hid&e every picture", "F9", checkable=True),
            Entry("larger", "&Larger pictures", "Ctrl++"),
            Entry("smaller", "&Smaller pictures", "Ctrl+-"),
            Entry(),
            Entry("copy_sha256", "Copy S&HA-256 of the item", "Ctrl+Shift+C"),
            Entry("search", "Search &metadata of the item", "Ctrl+F"),
        ),
    ),
    (
        "&Help",
        (
            Entry("keys", "&Keys", "F1"),
            Entry("doctor", "&Check this installation"),
        ),
    ),
)
APPEARANCES = (("system", "Like the &system"), ("light", "&Light"), ("dark", "&Dark"))


class Actions:
    """The window's actions by name."""

    def __init__(self, window: QMainWindow, handlers: dict[str, Callable[[], object]]) -> None:
        """Fill the window's menu bar; there must be a handler for every entry."""
        self._actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        for title, entries in MENUS:
            menu = window.menuBar().addMenu(title)
            self.menus[title] = menu
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
        menu = self.menus["&View"]
        menu.addSeparator()
        group = QActionGroup(window)
        inner = menu.addMenu("&Appearance")
        for name, text in APPEARANCES:
            action = QAction(text, window)
            action.setCheckable(True)
            action.setChecked(name == current)
            action.triggered.connect(_with(chosen, name))
            group.addAction(action)
            inner.addAction(action)

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
