"""The exhibits with their accounts, and the sum of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from forensicdesk.language import _
from ui.words import number, printable, tooltip

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from forensicdesk.account import Ledger
    from ui.overview import Overview

Index = QModelIndex | QPersistentModelIndex
Row = tuple[str, str, "Ledger"]

COLUMNS = (
    (_("Exhibit"), ""),
    (_("Files seen"), "seen"),
    (_("Not media"), "not_media"),
    (_("Pictures, films"), "media"),
    (_("Analysed"), "analysed"),
    (_("Unsupported"), "unsupported"),
    (_("Failed"), "failed"),
    (_("Excluded"), "excluded"),
    (_("Encrypted"), "encrypted"),
    (_("Waiting"), "pending"),
)


class LedgerModel(QAbstractTableModel):
    """One row for each exhibit; with more than one, a row for all of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def set_overview(self, overview: Overview | None) -> None:
        """Show the accounts of this moment."""
        rows = _rows(overview) if overview else ()
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows != self._rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Exhibits and their sum."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """The ledger's columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Column titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][0] if 0 <= section < len(COLUMNS) else None
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Label or number."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        label, path, ledger = self._rows[index.row()]
        attribute = COLUMNS[index.column()][1]
        if role == Qt.ItemDataRole.DisplayRole:
            return number(getattr(ledger, attribute)) if attribute else label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole and path:
            return tooltip(path)
        if role == Qt.ItemDataRole.FontRole and not path:
            font = QFont()
            font.setBold(True)
            return font
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _rows(overview: Overview) -> tuple[Row, ...]:
    rows: list[Row] = [
        (
            printable(exhibit.source.label) + ("" if exhibit.source.walked else _(" (not all seen yet)")),
            printable(str(exhibit.source.path)),
            exhibit.ledger,
        )
        for exhibit in overview.exhibits
    ]
    if len(rows) > 1:
        rows.append((_("All exhibits"), "", overview.ledger))
    return tuple(rows)
