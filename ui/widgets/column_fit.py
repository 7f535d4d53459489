"""Columns that share the width of their table, so that it never has to be moved sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHeaderView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QTableView

BOX_PX = 16
"""What the box to tick in the first column takes beside the text."""


def shared(wanted: Sequence[int], giving: Sequence[int], least: int, room: int) -> list[int]:
    """Widths for these columns that fill a room in pixels.

    Columns that give become narrower, as narrow as `least`, and the widest of them first; the first of them takes what
    is left. Where not even that is enough, all others give in the same way.
    """
    widths = list(wanted)
    others = [at for at in range(len(widths)) if at not in giving]
    for columns in (list(giving), others):
        missing = sum(widths) - room
        while missing > 0 and (wide := [at for at in columns if widths[at] > least]):
            widest = max(widths[at] for at in wide)
            chosen = [at for at in wide if widths[at] == widest]
            below = max([widths[at] for at in wide if widths[at] < widest], default=least)
            step = min(widest - max(below, least), -(-missing // len(chosen)))
            for at in chosen:
                widths[at] -= step
            missing = sum(widths) - room
    if giving:
        widths[giving[0]] += max(0, room - sum(widths))
    return widths


class ColumnFit(QObject):
    """Keeps the columns of a table within its width; it belongs to the table."""

    def __init__(self, table: QTableView, giving: Sequence[int], least: int) -> None:
        """Take the columns that may become narrower than their texts, and how narrow in pixels."""
        super().__init__(table)
        self._table, self._giving, self._least = table, tuple(giving), least
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.horizontalHeader().setMinimumSectionSize(1)
        table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.viewport().installEventFilter(self)
        model = table.model()
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            changed.connect(lambda *_: self.fit())
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again in another width."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Share the width."""
        table = self._table
        if not shiboken6.isValid(table):  # a table that is being destroyed empties its own model
            return
        header = table.horizontalHeader()
        seen = [column for column in range(header.count()) if not header.isSectionHidden(column)]
        wanted = [max(table.sizeHintForColumn(at) + (0 if at else BOX_PX), header.sectionSizeHint(at)) for at in seen]
        giving = [seen.index(at) for at in self._giving if at in seen]
        for at, width in zip(seen, shared(wanted, giving, self._least, table.viewport().width()), strict=True):
            table.setColumnWidth(at, width)
