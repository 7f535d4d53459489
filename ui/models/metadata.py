"""An item's metadata as a tree that can be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from forensicdesk.language import _
from forensicdesk.language.fields import field_name, group_name
from ui.words import number, printable, tooltip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from hashing.values import MetadataGroup

VALUE_ROLE = int(Qt.ItemDataRole.UserRole)
LONGEST_SHOWN = 400


def shortened(value: str) -> str:
    """A value to read in one line; what is left out is said."""
    if len(value) <= LONGEST_SHOWN:
        return value
    return _("{value} … ({count} characters)").format(value=value[:LONGEST_SHOWN], count=number(len(value)))


class MetadataModel(QSortFilterProxyModel):
    """Groups with fields and values; the search looks at all three."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(0, 2, self)
        self._items.setHorizontalHeaderLabels([_("Field"), _("Value")])
        self.setSourceModel(self._items)
        self.setRecursiveFilteringEnabled(True)
        self.setAutoAcceptChildRows(True)
        self.setFilterKeyColumn(-1)
        self.setFilterRole(VALUE_ROLE)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def set_groups(self, groups: Sequence[MetadataGroup]) -> None:
        """Show this metadata."""
        self._items.removeRows(0, self._items.rowCount())
        for name, fields in groups:
            group = _cell(name, group_name(name))
            for field, value in fields:
                group.appendRow([_cell(field, field_name(name, field)), _cell(value)])
            self._items.appendRow([group, _cell("")])

    def search(self, text: str) -> None:
        """Show only what contains this text, literally."""
        self.setFilterFixedString(text)


def _cell(value: str, said: str = "") -> QStandardItem:
    """A cell that shows `said`, or the value itself, and is searched for both."""
    text = printable(said or value)
    cell = QStandardItem(shortened(text))
    cell.setData(text if said else value, VALUE_ROLE)
    cell.setEditable(False)
    if text:
        cell.setToolTip(tooltip(shortened(text)))
    return cell
