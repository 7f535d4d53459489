"""Tables of the pages: calm, whole rows, no editing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTableWidget, QTableWidgetItem

from ui.words import tooltip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QAbstractItemModel

ROW_HEIGHT = 30


def make_table(model: QAbstractItemModel, name: str, wide_column: int = 0) -> QTableView:
    """A table of this model; one column takes the room that is left."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setAlternatingRowColors(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    calm(table)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(wide_column, QHeaderView.ResizeMode.Stretch)
    return table


def text_table(name: str, headers: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> QTableWidget:
    """A table of texts that nobody edits."""
    table = QTableWidget(0, len(headers))
    table.setHorizontalHeaderLabels(list(headers))
    table.setAccessibleName(name)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    calm(table)
    fill(table, rows)
    return table


def fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    """Show these texts, and no others; what is cut off stands in the tool tip."""
    table.setRowCount(len(rows))
    for line, texts in enumerate(rows):
        for column, text in enumerate(texts):
            set_text(table, line, column, text)


def set_text(table: QTableWidget, line: int, column: int, text: str) -> None:
    """Show a text in a cell."""
    cell = QTableWidgetItem(text)
    cell.setToolTip(tooltip(text))
    table.setItem(line, column, cell)


def grow_with_rows(table: QTableView) -> None:
    """Let a table be no higher than its rows need, however much room there is."""
    model = table.model()

    def fit() -> None:
        if not shiboken6.isValid(table):  # a table that is being destroyed empties its own model
            return
        frame = 2 * table.frameWidth() + 2
        rows = max(1, model.rowCount())
        table.setMaximumHeight(table.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT + frame)

    for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
        changed.connect(fit)
    fit()


def calm(table: QTableView) -> None:
    """No grid, no row numbers, rows of one height; Tab leaves the table."""
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
