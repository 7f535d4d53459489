"""The lines of the case page that say what needs a decision."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from forensicdesk.language import _
from ui.widgets.basics import WIDE_GAP, button, clear_layout, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton, QWidget

    from ui.problems import Problem


class ProblemList(QFrame):
    """A line with a button for each problem, beside a heading; gone where there is none."""

    pressed = Signal(object)
    """The `Way` to go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(_("Needs a decision"))
        self._shown: Sequence[Problem] | None = None
        self._buttons: list[QPushButton] = []
        self._further: list[QWidget] = []
        heading = label(_("Needs a decision"), "heading")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setSpacing(WIDE_GAP)
        layout.addWidget(heading, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(4)
        self._lines, self._own = QVBoxLayout(), QVBoxLayout()
        for lines in (self._lines, self._own):
            lines.setSpacing(4)
            beside.addLayout(lines)
        layout.addLayout(beside, 1)
        self.hide()

    def show_problems(self, problems: Sequence[Problem], *, enabled: bool) -> None:
        """Show these; with `enabled` they can be gone to now."""
        if problems != self._shown:
            self._shown = problems
            clear_layout(self._lines)
            self._buttons.clear()
            for problem in problems:
                go = button(problem.button, partial(self.pressed.emit, problem.way), "small", problem.sentence)
                self._buttons.append(go)
                line = row(label(problem.sentence, wrap=True), go)
                line.setStretch(0, 1)
                self._lines.addLayout(line)
        for go in self._buttons:
            go.setEnabled(enabled)
        self.settle()

    def add_line(self, line: QWidget) -> None:
        """Take in a line that shows and hides itself; it calls `settle` when it did."""
        self._further.append(line)
        self._own.addWidget(line)

    def settle(self) -> None:
        """Be there while there is a line to show."""
        self.setVisible(bool(self._shown) or any(not line.isHidden() for line in self._further))
