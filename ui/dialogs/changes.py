"""What matching again changed: matches that are new, and those that no longer hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from ui.widgets.basics import GAP, button, label, row
from ui.widgets.tables import calm
from ui.words import KIND_BADGES, counted, list_text, number, printable, tooltip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from forensicdesk.model import Changes, HashList, Match

HEADERS = ("", "How", "List", "Entry", "Label", "Content")
MOST_ROWS = 2000
NOTE = (
    "New are matches that were not there before; gone are those that no longer hold with the lists and the policy of"
    " this matching. Equal files count once, as one content."
)


class ChangesDialog(QDialog):
    """Two counts over one table."""

    contents_asked = Signal(object, str)
    """Numbers of contents to show in the gallery, and what they have in common."""

    def __init__(self, changes: Changes, lists: Sequence[HashList], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What matching changed")
        self.resize(900, 520)
        self._changes = changes
        known = {used.id: used for used in lists}
        self._rows = [("new", match) for match in changes.new] + [("gone", match) for match in changes.gone]
        self.table = _table(self._rows[:MOST_ROWS], known)
        heading = f"{counted(len(changes.new), 'new match', 'new matches')}, {number(len(changes.gone))} gone"
        self.show_one = button("&Show in the gallery", self._ask_one, tip="The items of the chosen line")
        self.show_new = button("Show all that is &new", self._ask_new)
        self.show_one.setEnabled(bool(self._rows))
        self.show_new.setEnabled(bool(changes.new))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(label(heading, "heading"))
        layout.addWidget(label(NOTE, "muted", wrap=True))
        layout.addWidget(self.table, 1)
        left_out = len(self._rows) - MOST_ROWS
        if left_out > 0:
            layout.addWidget(label(f"… and {number(left_out)} more.", "muted"))
        layout.addLayout(row(self.show_one, self.show_new, 1, button("C&lose", self.accept, "primary")))
        self.table.doubleClicked.connect(self._ask_one)

    def _ask_one(self) -> None:
        what, match = self._rows[max(0, self.table.currentRow())]
        self._ask([match.content_id], f"{what.capitalize()} match with entry {printable(match.entry)}")

    def _ask_new(self) -> None:
        self._ask(list(dict.fromkeys(match.content_id for match in self._changes.new)), "New matches")

    def _ask(self, contents: Sequence[int], what: str) -> None:
        self.contents_asked.emit(contents, what)
        self.accept()


def _table(rows: Sequence[tuple[str, Match]], lists: Mapping[str, HashList]) -> QTableWidget:
    table = QTableWidget(len(rows), len(HEADERS))
    table.setHorizontalHeaderLabels(list(HEADERS))
    table.setAccessibleName("What matching changed")
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    calm(table)
    for line, (what, match) in enumerate(rows):
        known = lists.get(match.list_id)
        texts = (
            what,
            KIND_BADGES[match.kind],
            list_text(known) if known is not None else match.list_id,
            printable(match.entry),
            printable(match.label),
            number(match.content_id),
        )
        for column, text in enumerate(texts):
            cell = QTableWidgetItem(text)
            cell.setToolTip(tooltip(text))
            table.setItem(line, column, cell)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
    if rows:
        table.setCurrentCell(0, 0)
    return table
