"""A table of any values: each becomes a row of texts when it is drawn, so that many cost no more than a few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.words import tooltip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")


class RowModel(QAbstractTableModel, Generic[T]):
    """One row for each value.

    Args:
        headers: titles of the columns, as shown.
        tell: the texts of a value, one for each column.
    """

    def __init__(
        self, headers: Sequence[str], tell: Callable[[T], Sequence[str]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._tell = tell
        self._rows: Sequence[T] = ()

    @property
    def rows(self) -> Sequence[T]:
        """What is shown; never changed, only replaced."""
        return self._rows

    def set_rows(self, rows: Sequence[T], headers: Sequence[str] | None = None) -> None:
        """Show these, under other titles if they are given."""
        self.beginResetModel()
        self._rows = rows
        self._headers = self._headers if headers is None else tuple(headers)
        self.endResetModel()

    def at(self, row: int) -> T | None:
        """The value in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Values."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """What is told of each."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Column titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section] if 0 <= section < len(self._headers) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Text."""
        value = self.at(index.row()) if index.isValid() else None
        if value is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        texts = self._tell(value)
        text = texts[index.column()] if index.column() < len(texts) else ""
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else text
