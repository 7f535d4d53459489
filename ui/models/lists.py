"""The workstation's hash lists; ticked ones are matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from forensicdesk.language import _
from ui.list_words import FORMAT_NAMES, role_text
from ui.words import entries_text, moment_text, number, printable, tooltip

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from forensicdesk.model import HashList

Index = QModelIndex | QPersistentModelIndex
HEADERS = (
    _("List"),
    _("Version"),
    _("Role"),
    _("Format"),
    _("Entries"),
    _("Refused"),
    _("Check"),
    _("Loaded"),
    _("In this case"),
)
BRIEF = (3, 6, 7)
"""Columns that a short table leaves out: format, check, date."""


class ListModel(QAbstractTableModel):
    """One row for each version of each list, with a box to tick."""

    ticked_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lists: tuple[HashList, ...] = ()
        self._used: frozenset[str] = frozenset()
        self._unticked: set[str] = set()
        self._checked: dict[str, str] = {}

    def set_lists(self, lists: tuple[HashList, ...], used: frozenset[str], newest: frozenset[str]) -> None:
        """Show these lists; newest versions come ticked, older ones do not."""
        if (lists, used) == (self._lists, self._used):
            return
        self._unticked |= {known.id for known in (*self._lists, *lists) if known.id not in newest}
        self.beginResetModel()
        self._lists, self._used = lists, used
        self.endResetModel()
        self.ticked_changed.emit()

    def set_checked(self, list_id: str, text: str) -> None:
        """Tell what a check of a list found."""
        self._checked[list_id] = text
        if self._lists:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lists) - 1, len(HEADERS) - 1))

    @property
    def lists(self) -> tuple[HashList, ...]:
        """All of them, in the order of the rows."""
        return self._lists

    def used(self, known: HashList) -> bool:
        """Whether the case was matched against this version."""
        return known.id in self._used

    def row_of(self, list_id: str) -> int:
        """The row of a list, -1 if it is not here."""
        return next((row for row, known in enumerate(self._lists) if known.id == list_id), -1)

    def ticked(self) -> tuple[HashList, ...]:
        """The lists to match."""
        return tuple(known for known in self._lists if known.id not in self._unticked)

    def at(self, row: int) -> HashList | None:
        """The list in a row."""
        return self._lists[row] if 0 <= row < len(self._lists) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Lists."""
        return 0 if parent.isValid() else len(self._lists)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """What is told of each."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Column titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[section] if 0 <= section < len(HEADERS) else None
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Text or tick."""
        known = self.at(index.row()) if index.isValid() else None
        if known is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(known)[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Unchecked if known.id in self._unticked else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(
                _("SHA-256 of the list file: {sha256}\nLoaded: {imported_at}").format(
                    sha256=known.sha256, imported_at=known.imported_at
                )
            )
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        known = self.at(index.row()) if index.isValid() else None
        if known is None or role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._unticked.discard(known.id)
        else:
            self._unticked.add(known.id)
        self.dataChanged.emit(index, index, [role])
        self.ticked_changed.emit()
        return True

    def _texts(self, known: HashList) -> tuple[str, ...]:
        checked = self._checked.get(known.id) or (_("passed") if known.check else "—")
        return (
            printable(known.name),
            str(known.version),
            role_text(known),
            FORMAT_NAMES.get(known.format, known.format),
            entries_text(known),
            number(known.refused) if known.refused else _("none"),
            checked,
            moment_text(known.imported_at).partition(" ")[0],
            _("matched") if known.id in self._used else _("not yet"),
        )
