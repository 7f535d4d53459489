"""The matrix of exhibits, and what a chosen pair shares one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from forensicdesk.language import _, later
from ui.links import Links, pair_sentence, pair_text
from ui.words import number, printable, tooltip

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.links import Pair, PairThings, ThingRow

MEDIA_NAMES = {"picture": later("picture"), "film": later("film")}
Index = QModelIndex | QPersistentModelIndex
LONGEST_LABEL = 22


class LinkModel(QAbstractTableModel):
    """Exhibits against exhibits; each cell says how many pictures and films the two share."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._links = Links()

    @property
    def links(self) -> Links:
        """What is shown."""
        return self._links

    def set_links(self, links: Links) -> None:
        """Show this."""
        self.beginResetModel()
        self._links = links
        self.endResetModel()

    def pair_at(self, index: Index) -> Pair | None:
        """The source numbers of a cell, None on the diagonal and outside."""
        sources = self._links.sources
        if not index.isValid() or index.row() == index.column():
            return None
        return sources[index.row()].id, sources[index.column()].id

    def first_pair(self) -> QModelIndex:
        """The cell of the first two exhibits that share something, invalid if there are none."""
        shared = self._links.shared
        if shared is None or not shared.pairs:
            return QModelIndex()
        rows = {source.id: row for row, source in enumerate(self._links.sources)}
        return self.index(rows[shared.pairs[0].first], rows[shared.pairs[0].second])

    def name_of(self, source_id: int) -> str:
        """The label of an exhibit."""
        return next((printable(source.label) for source in self._links.sources if source.id == source_id), "")

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Exhibits."""
        return 0 if parent.isValid() else len(self._links.sources)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Exhibits again."""
        return 0 if parent.isValid() else len(self._links.sources)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Labels of the exhibits."""
        del orientation
        if not 0 <= section < len(self._links.sources):
            return None
        name = printable(self._links.sources[section].label)
        if role == Qt.ItemDataRole.DisplayRole:
            return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
        return tooltip(name) if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The diagonal can be neither chosen nor reached."""
        return super().flags(index) if self.pair_at(index) is not None else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Counts, or all of it in words."""
        pair = self.pair_at(index)
        if pair is None:
            return "—" if role == Qt.ItemDataRole.DisplayRole and index.isValid() else None
        found = self._links.pair(*pair)
        if role == Qt.ItemDataRole.DisplayRole:
            return pair_text(found)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = pair_sentence(found, self.name_of(pair[0]), self.name_of(pair[1]))
            return text if role == Qt.ItemDataRole.AccessibleTextRole else tooltip(text)
        return Qt.AlignmentFlag.AlignCenter if role == Qt.ItemDataRole.TextAlignmentRole else None


class ThingModel(QAbstractTableModel):
    """What two exhibits share, one row for each picture or film."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._things: PairThings | None = None
        self._names = ("", "")

    @property
    def things(self) -> PairThings | None:
        """What is shown."""
        return self._things

    def set_things(self, things: PairThings | None, first: str = "", second: str = "") -> None:
        """Show these; the names of the exhibits head their columns."""
        self.beginResetModel()
        self._things, self._names = things, (first, second)
        self.endResetModel()

    def at(self, row: int) -> ThingRow | None:
        """The thing in a row."""
        rows = self._things.rows if self._things is not None else ()
        return rows[row] if 0 <= row < len(rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Things."""
        return 0 if parent.isValid() or self._things is None else len(self._things.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Name, what it is, how it is shared, and how many items each exhibit has."""
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Column titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            first, second = self._names
            return (
                _("First item"),
                _("What"),
                _("How"),
                _("Items in {first}").format(first=first),
                _("Items in {second}").format(second=second),
            )[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Text."""
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        how = _("equal bytes") if row.exact else _("another form")
        what = _(MEDIA_NAMES.get(row.media, row.media))
        text = (row.name, what, how, number(row.first), number(row.second))[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else None
