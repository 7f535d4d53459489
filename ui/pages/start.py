"""The start page: make a case, open one, or go on with a recent one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.widgets.basics import GAP, WIDE_GAP, button, card, clear_layout, label, row
from ui.words import breakable, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QFrame

COLUMN_WIDTH = 760


class StartPage(QWidget):
    """Shown while no case is open."""

    new_pressed = Signal()
    open_pressed = Signal()
    recent_pressed = Signal(object)
    """Path of the case."""
    forget_pressed = Signal(object)
    """Path of the case."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        column = QWidget()
        column.setMaximumWidth(COLUMN_WIDTH)
        layout = QVBoxLayout(column)
        layout.setSpacing(WIDE_GAP)
        layout.addStretch(1)
        layout.addWidget(label("ForensicDesk", "title"))
        text = _(
            "Finds the pictures and films in seized evidence, compares them with lists of known hashes "
            "and writes the report. Evidence is only read, never changed. Nothing leaves this machine."
        )
        layout.addWidget(label(text, "muted", wrap=True))
        self.new = button(_("&New case…"), self.new_pressed.emit, "primary")
        self.open = button(_("&Open a case…"), self.open_pressed.emit)
        cards = QHBoxLayout()
        cards.setSpacing(WIDE_GAP)
        cards.addWidget(
            _offer(_("Begin a case"), _("Give it a number and a place. You add evidence in the next step."), self.new)
        )
        cards.addWidget(_offer(_("Go on with a case"), _("Choose a folder whose name ends in .fdcase."), self.open))
        layout.addLayout(cards)
        self._recent_frame, recent = card()
        recent.addWidget(label(_("Recent cases"), "heading"))
        self._recent = QVBoxLayout()
        self._recent.setSpacing(GAP)
        recent.addLayout(self._recent)
        layout.addWidget(self._recent_frame)
        layout.addStretch(2)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(column, 100)
        outer.addStretch(1)

    def set_recent(self, cases: Sequence[Path]) -> None:
        """Offer these cases."""
        clear_layout(self._recent)
        for path in cases:
            go = button(printable(path.stem), partial(self.recent_pressed.emit, path))
            go.setAccessibleName(_("Open the case {stem}").format(stem=printable(path.stem)))
            forget = button(
                _("Forget"), partial(self.forget_pressed.emit, path), "small", _("Take it off this list only")
            )
            forget.setAccessibleName(_("Forget {stem}").format(stem=printable(path.stem)))
            where = label(breakable(printable(str(path.parent))), "muted", wrap=True)
            line = row(go, where, forget)
            line.setStretch(1, 1)
            self._recent.addLayout(line)
        self._recent_frame.setVisible(bool(cases))


def _offer(heading: str, text: str, press: QWidget) -> QFrame:
    frame, layout = card()
    layout.addWidget(label(heading, "heading"))
    layout.addWidget(label(text, "muted", wrap=True))
    layout.addStretch(1)
    layout.addWidget(press, 0, Qt.AlignmentFlag.AlignLeft)
    return frame
