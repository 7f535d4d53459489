"""Blocks of the inspector: names with values, and hashes to copy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.widgets.basics import button, clear_layout, copy_text, label, row, value_label

if TYPE_CHECKING:
    from collections.abc import Sequence


LONGEST_BESIDE = 22
"""Letters of a name that still stands beside its value."""


class FactsBlock(QWidget):
    """A heading, if there is one, over (name, value) rows; gone when there are none."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        if heading:
            layout.addWidget(label(heading, "heading", wrap=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        layout.addLayout(self._grid)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these rows. The block must have its place by then, or it would flash as a window of its own."""
        self.set_groups([("", facts)] if facts else [])

    def set_groups(self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Show rows in groups, each under its title where it has one; as `set_facts`."""
        clear_layout(self._grid)
        line = 0
        for title, facts in groups:
            if title:
                self._grid.addWidget(label(title, wrap=True), line, 0, 1, 2)
                line += 1
            line = self._add(facts, line)
        self.setVisible(bool(groups))

    def _add(self, facts: Sequence[tuple[str, str]], line: int) -> int:
        """Add rows from a line on; gives the line behind them."""
        for name, value in facts:
            # A name that would leave its value a narrow column stands above it.
            above = len(name) > LONGEST_BESIDE
            self._grid.addWidget(label(name, "muted"), line, 0, 1, 1 + above, Qt.AlignmentFlag.AlignTop)
            line += above
            self._grid.addWidget(value_label(value), line, 0 if above else 1, 1, 1 + above)
            line += 1
        return line


class HashBlock(QWidget):
    """Hashes one under the other, each with a button that copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 4)
        self._layout.setSpacing(2)

    def set_hashes(self, hashes: Sequence[tuple[str, str, str]]) -> None:
        """Show (name, hexadecimal value, remark) rows."""
        clear_layout(self._layout)
        if hashes:
            self._layout.addWidget(label(_("Hashes"), "heading"))
        for name, value, remark in hashes:
            shown = QLineEdit(value)
            shown.setReadOnly(True)
            shown.setProperty("kind", "mono")
            shown.setAccessibleName(_("{name} value").format(name=name))
            shown.setCursorPosition(0)
            shown.setToolTip(value)
            copy = button(_("Copy"), partial(copy_text, value), "small", _("Copy the {name} value").format(name=name))
            copy.setAccessibleName(_("Copy {name}").format(name=name))
            heading = row(label(name), label(remark, "muted", wrap=True))
            heading.setStretch(1, 1)
            self._layout.addLayout(heading)
            self._layout.addLayout(row(shown, copy))
        self.setVisible(bool(hashes))
