"""The sheet of keys, made from the menus themselves, so that it cannot say anything else than they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QMenu, QScrollArea, QVBoxLayout, QWidget

from forensicdesk.language import _, later
from ui.revealing import REVEAL_KEY_NAME, REVEAL_MEANING
from ui.widgets.basics import GAP, WIDE_GAP, button, clear_layout, label, row
from ui.widgets.room import resize_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PySide6.QtGui import QAction

WIDTH, HEIGHT = 760, 640
MOVING = later("In the gallery")
HELD = (
    (later("Arrow keys, Page Up, Page Down, Home, End"), later("Move from item to item")),
    (later("Shift or Ctrl with arrows or mouse, Ctrl+A"), later("Select several items")),
    (later("Enter"), later("Look at the item; Escape goes back")),
    (later("Space"), later("Open or close the stack of the chosen item")),
    (later("Escape"), later("From chosen items back to all")),
    (REVEAL_KEY_NAME, REVEAL_MEANING),
)
"""Keys that belong to no entry of a menu."""

VIEWING = later("In the viewer and when comparing")
VIEWED = (
    (later("Left, Right"), later("The item before, the next one")),
    ("+, -, 0, 1", later("Larger, smaller, all of it, its own size")),
    ("R, L", later("Turn it, levels")),
    (later("Space, comma, full stop"), later("Play, one frame or page back, on")),
    ("[, ]", later("Slower, faster")),
    ("1, 2, 3", later("When comparing: side by side, in turns, difference")),
    (later("Shift with arrow keys"), later("Move over the enlarged picture; when comparing, over both")),
    ("S, D", later("When comparing: both show the same, they are different")),
)
"""Keys of the viewer's pages."""

Section = tuple[str, tuple[tuple[str, str], ...]]


def key_sections(menus: Iterable[QMenu]) -> tuple[Section, ...]:
    """Every key by menu: (title, (keys, what they do)); a menu inside a menu counts to the outer one."""
    found = [(_plain(menu.title()), tuple(_rows(menu))) for menu in menus]
    others = tuple(
        (_(title), tuple((_(keys), _(meaning)) for keys, meaning in rows))
        for title, rows in ((MOVING, HELD), (VIEWING, VIEWED))
    )
    return (*(section for section in found if section[1]), *others)


def _rows(menu: QMenu) -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _rows(inner)
        elif action.shortcuts():
            yield _keys(action), _plain(action.text())


def _keys(action: QAction) -> str:
    form = QKeySequence.SequenceFormat.NativeText
    return ", ".join(sequence.toString(form) for sequence in action.shortcuts())


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


class KeysDialog(QDialog):
    """Every key of the desktop, with a field to look one up."""

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keys"))
        resize_within(self, WIDTH, HEIGHT)
        self._sections = sections
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Look for a key or what it does"))
        self.search.setAccessibleName(_("Look for a key or what it does"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        inside = QWidget()
        inside.setObjectName("inside")
        self._grid = QGridLayout(inside)
        self._grid.setHorizontalSpacing(24)
        self._grid.setColumnStretch(1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(label(_("Keys"), "heading"))
        layout.addWidget(self.search)
        layout.addWidget(area, 1)
        layout.addLayout(row(1, button(_("C&lose"), self.accept, "primary")))
        self._fill("")

    def shown(self) -> tuple[tuple[str, str], ...]:
        """What is listed: (keys, meaning)."""
        wanted = self.search.text().casefold()
        return tuple(line for _title, lines in self._sections for line in lines if wanted in " ".join(line).casefold())

    def _fill(self, _text: str) -> None:
        clear_layout(self._grid)
        shown, place = set(self.shown()), 0
        for title, lines in self._sections:
            kept = [line for line in lines if line in shown]
            if kept:
                heading = label(title, "heading")
                heading.setContentsMargins(0, WIDE_GAP if place else 0, 0, 0)
                self._grid.addWidget(heading, place, 0, 1, 2)
                place += 1
            for keys, meaning in kept:
                self._grid.addWidget(label(keys, "mono", wrap=True), place, 0)
                self._grid.addWidget(label(meaning, wrap=True), place, 1)
                place += 1
        self._grid.setRowStretch(place, 1)
