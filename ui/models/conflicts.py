"""Contents that lists label differently, side by side; nothing is merged or preferred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from forensicdesk.language import _
from ui.words import list_text, location_text, printable, tooltip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject

    from forensicdesk.model import Conflict, HashList
    from forensicdesk.session import Session

Index = QModelIndex | QPersistentModelIndex
HEADERS = (_("Item"), "SHA-256", _("What the lists say"))
MOST_CONFLICTS = 500


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One content as the page shows it: the items that have it, the name of the first, and what each list says."""

    items: tuple[int, ...]
    name: str
    sha256: str
    says: str


@dataclass(frozen=True, slots=True)
class Conflicts:
    """The first conflicts of a case, and whether there are more."""

    rows: tuple[ConflictRow, ...] = ()
    more: bool = False


def read_conflicts(session: Session) -> Conflicts:
    """Ask the session; called off the event loop."""
    lists = {used.id: used for used in session.lists_used()}
    found: list[Conflict] = []
    more = False
    for conflict in session.conflicts():
        if len(found) == MOST_CONFLICTS:
            more = True
            break
        found.append(conflict)
    items = session.items_of([conflict.content_id for conflict in found])
    return Conflicts(tuple(_row(session, one, items.get(one.content_id, ()), lists) for one in found), more)


def labels_text(conflict: Conflict, lists: Mapping[str, HashList]) -> str:
    """Every label with the list that gives it."""
    parts = []
    for match in conflict.matches:
        known = lists.get(match.list_id)
        name = list_text(known) if known is not None else match.list_id
        parts.append(f"{name}: {printable(match.label)}")
    return "   ·   ".join(dict.fromkeys(parts))


def _row(session: Session, conflict: Conflict, items: tuple[int, ...], lists: Mapping[str, HashList]) -> ConflictRow:
    name = location_text(session.item(items[0]).location).rpartition("/")[2] if items else ""
    if len(items) > 1:
        name += _(" and {items} more").format(items=len(items) - 1)
    return ConflictRow(items, name, conflict.sha256.hex(), labels_text(conflict, lists))


class ConflictModel(QAbstractTableModel):
    """One row for each content."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found = Conflicts()

    @property
    def found(self) -> Conflicts:
        """What is shown."""
        return self._found

    def set_conflicts(self, found: Conflicts) -> None:
        """Show these."""
        if found != self._found:
            self.beginResetModel()
            self._found = found
            self.endResetModel()

    def at(self, row: int) -> ConflictRow | None:
        """The conflict in a row."""
        return self._found.rows[row] if 0 <= row < len(self._found.rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Conflicts."""
        return 0 if parent.isValid() else len(self._found.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """What is told of each."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Column titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADERS[section] if 0 <= section < len(HEADERS) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Text."""
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        text = (row.name, row.sha256[:16] + "…", row.says)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return tooltip(f"{row.sha256}\n{row.says}") if role == Qt.ItemDataRole.ToolTipRole else None
