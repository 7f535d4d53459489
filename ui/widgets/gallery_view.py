"""The gallery's view: fixed cells in rows, so that a million items lay out like ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from forensicdesk.language import _
from ui.arranging import StackMark
from ui.models.gallery import STACK_ROLE
from ui.widgets.gallery_delegate import GalleryDelegate, cell_size, count_rect
from ui.widgets.gallery_list import ROW_HEIGHT, ListDelegate, ListHeader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPersistentModelIndex, QRect
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from ui.models.gallery import GalleryModel

SCROLL_PAUSE_MS = 15
CHOICE_PAUSE_MS = 40
DEFAULT_PICTURE_PX = 170


class GalleryView(QTableView):
    """Shows a `GalleryModel`."""

    item_chosen = Signal(int)
    """The number of the item under the cursor, after it has rested for a moment."""
    item_opened = Signal(int)
    """The number of an item that was double-clicked or entered."""
    stack_toggled = Signal(int)
    """The number of an item of which the stack is to be opened or closed."""
    selection_rested = Signal()
    """Other items are selected, and have been for a moment."""
    rows_rested = Signal()
    """The view shows other rows, and has done so for a moment."""

    def __init__(self, model: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setAccessibleName(_("Gallery of pictures and films"))
        self._gallery = model
        self._picture_px = DEFAULT_PICTURE_PX
        self._listing = False
        self._grid = GalleryDelegate(self)
        self.header = ListHeader(self)
        self.header.hide()
        self._rows = ListDelegate(self.header, self)
        self.header.sectionResized.connect(lambda *_: self.lay_out())
        self.header.sectionMoved.connect(lambda *_: self.viewport().update())
        self._chosen: int | None = None
        self._anchor: int | None = None
        self._look_later = _timer(self, SCROLL_PAUSE_MS, self._show_rows)
        self._choose_later = _timer(self, CHOICE_PAUSE_MS, self._choose)
        self._set_up()
        self.setModel(model)
        model.rowsInserted.connect(self._moved)
        model.rowsRemoved.connect(self._moved)
        model.modelReset.connect(self._look_later.start)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look_later.start())
        self.horizontalScrollBar().valueChanged.connect(self.header.setOffset)
        self.activated.connect(self._open)

    def _set_up(self) -> None:
        self.setItemDelegate(self._grid)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)

    # --- layout -------------------------------------------------------------------------------------------------

    def set_picture_size(self, picture_px: int) -> None:
        """Draw pictures of about this width."""
        self._picture_px = picture_px
        self.lay_out()

    def set_listing(self, *, listing: bool) -> None:
        """Show items as rows of a table, or as pictures side by side; the cursor keeps its item."""
        self._listing = listing
        self.setItemDelegate(self._rows if listing else self._grid)
        self.header.setVisible(listing)
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if listing else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(policy)
        self.lay_out()

    def lay_out(self) -> None:
        """As many columns as fit, sharing the width evenly; the item under the cursor stays in sight."""
        chosen, selected = self._gallery.item_at(self.currentIndex()), self.selected_items()
        size = cell_size(self._picture_px)
        if self._listing:
            self.header.fit(self.viewport().width())
        width = max(self.viewport().width(), self.header.length() if self._listing else 0)
        columns = 1 if self._listing else max(1, width // size.width())
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT if self._listing else size.height())
        self._gallery.set_columns(columns)
        self.horizontalHeader().setDefaultSectionSize(max(1, width // columns))
        if chosen is not None and self.chosen != chosen:
            self.choose_item(chosen)
            if len(selected) > 1:
                self.select_items(selected)
        self._look_later.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        self.lay_out()

    # --- choosing -----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> int | None:
        """The item under the cursor."""
        return self._gallery.item_at(self.currentIndex())

    def choose_item(self, item_id: int) -> None:
        """Put the cursor on an item."""
        index = self._gallery.index_of(item_id)
        if index.isValid():
            self._anchor = item_id
            self.setCurrentIndex(index)
            self.scrollTo(index)
            # Another item may have come into the cell where the cursor stood already.
            self._choose_later.start()

    @property
    def place(self) -> int:
        """How many cells stand before the cursor; 0 without one."""
        index = self.currentIndex()
        return index.row() * self._gallery.columns + index.column() if index.isValid() else 0

    def choose_place(self, place: int) -> None:
        """Put the cursor on the n-th cell or the next with an item, or on the last; nowhere where nothing is shown."""
        near = self._gallery.nearest_place(place, 1)
        item_id = None if near is None else self._gallery.item_at(self._gallery.index_at(near))
        if item_id is None:
            self.setCurrentIndex(QModelIndex())
        else:
            self.choose_item(item_id)

    def selected_items(self) -> list[int]:
        """The selected items in the order in which they are shown; the one under the cursor if none is selected."""
        model = self._gallery
        columns, chosen = model.columns, np.zeros(model.rowCount() * model.columns, bool)
        lines = chosen.reshape(-1, columns)
        selection = self.selectionModel().selection()
        for part in (selection.at(place) for place in range(selection.count())):
            lines[part.top() : part.bottom() + 1, part.left() : part.right() + 1] = True
        cells = model.cells[chosen[: len(model.cells)]]
        found: list[int] = cells[cells > 0].tolist()
        return found or ([self.chosen] if self.chosen is not None else [])

    def select_items(self, items: Sequence[int]) -> None:
        """Select exactly those of these items that are shown; the cursor stays."""
        places = self._gallery.places_of(items) if items else []
        self.selectionModel().select(runs(self._gallery, places), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def select_group(self, place: int | None = None, *, add: bool = False) -> None:
        """Select every item of the group in which a cell lies, by default that under the cursor.

        Args:
            place: the n-th cell.
            add: keep selected what is selected, and the cursor where it is.
        """
        items = self._gallery.group_around(self.place if place is None else place)
        if not items:
            return
        if add:
            self.select_items([*self.selected_items(), *items])
            return
        if self.chosen not in items:
            self.choose_item(items[0])
        self.select_items(items)

    def step_group(self, groups: int) -> None:
        """Put the cursor on the first item of the next group, or of the one before."""
        item_id = self._gallery.group_beside(self.place, groups)
        if item_id is not None:
            self.choose_item(item_id)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """With Shift the items from one to the other are selected in reading order, not a rectangle of cells."""
        flags = QItemSelectionModel.SelectionFlag
        start = QModelIndex() if self._anchor is None else self._gallery.index_of(self._anchor)
        current = self.currentIndex()
        if command & flags.Current and not command & flags.Toggle and start.isValid() and current.isValid():
            ends = sorted(place.row() * self._gallery.columns + place.column() for place in (start, current))
            chosen = runs(self._gallery, range(ends[0], ends[1] + 1))
            self.selectionModel().select(chosen, flags.ClearAndSelect)
            return
        self._anchor = self.chosen
        super().setSelection(rect, command)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell soon that other items are selected."""
        super().selectionChanged(selected, deselected)
        self._choose_later.start()

    def keep_item(self, item_id: int | None) -> None:
        """After other items came or went: the cursor follows its item, the view stays where it is."""
        index = QModelIndex() if item_id is None else self._gallery.index_of(item_id)
        if index != self.currentIndex():
            scrolled = self.verticalScrollBar().value()
            self.setCurrentIndex(index)
            self.verticalScrollBar().setValue(scrolled)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell soon which item is under the cursor."""
        super().currentChanged(current, previous)
        self._choose_later.start()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: ARG002 - Qt's signature
        """Left and right go on in the next row; Home and End mean first and last item."""
        model, current = self._gallery, self.currentIndex()
        if model.count == 0:
            return QModelIndex()
        if not current.isValid():
            return model.index_at(model.nearest_place(0, 1) or 0)
        position = current.row() * model.columns + current.column()
        moves = QAbstractItemView.CursorAction
        targets = {
            moves.MoveLeft: position - 1,
            moves.MovePrevious: position - 1,
            moves.MoveRight: position + 1,
            moves.MoveNext: position + 1,
            moves.MoveUp: position - model.columns if current.row() else position,
            moves.MoveDown: self._below(position),
            moves.MovePageUp: self._page(position, -1),
            moves.MovePageDown: self._page(position, 1),
            moves.MoveHome: 0,
            moves.MoveEnd: len(model.cells) - 1,
        }
        target = targets.get(action, position)
        near = model.nearest_place(target, 1 if target > position else -1)
        return model.index_at(position if near is None else near)

    def _below(self, position: int) -> int:
        columns, last = self._gallery.columns, len(self._gallery.cells) - 1
        if position // columns == last // columns:
            return position
        return min(position + columns, last)

    def _page(self, position: int, direction: int) -> int:
        rows = max(1, self.viewport().height() // self.verticalHeader().defaultSectionSize())
        return position + direction * rows * self._gallery.columns

    def keyboardSearch(self, search: str) -> None:
        """Typing letters does nothing: searching through every name would need every item."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens on every platform."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self.item_opened.emit(self.chosen)
            return
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Space and plain and self.chosen is not None:
            self.stack_toggled.emit(self.chosen)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pressing the count of a stack opens or closes it; pressing the head of a group selects the group."""
        index = self.indexAt(event.position().toPoint())
        if self._gallery.group_at(index) is not None and event.button() == Qt.MouseButton.LeftButton:
            adding = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.select_group(index.row() * self._gallery.columns + index.column(), add=adding)
            return
        mark = index.data(STACK_ROLE) if index.isValid() else None
        super().mousePressEvent(event)
        if (
            isinstance(mark, StackMark)
            and mark.head
            and not self._listing
            and event.button() == Qt.MouseButton.LeftButton
        ):
            place = count_rect(self.visualRect(index), mark, self.fontMetrics())
            item_id = self._gallery.item_at(index)
            if item_id is not None and place.contains(event.position().toPoint()):
                self.stack_toggled.emit(item_id)

    # --- within -------------------------------------------------------------------------------------------------

    def visible_rows(self) -> tuple[int, int]:
        """First and last row on the screen."""
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else self._gallery.rowCount() - 1

    def look_now(self) -> bool:
        """Have what is on the screen fetched without waiting for rest; whether there is anything to wait for."""
        self._look_later.stop()
        self._show_rows()
        return self._gallery.fetching

    def _show_rows(self) -> None:
        self._gallery.show_rows(*self.visible_rows())
        self.rows_rested.emit()

    def visible_items(self) -> tuple[int, ...]:
        """The items of which pictures are on the screen; none in the table, whose pictures are too small to look at."""
        if self._listing:
            return ()
        first, last = self.visible_rows()
        columns = self._gallery.columns
        return tuple(self._gallery.items_between(first * columns, (last + 1) * columns - 1))

    def _moved(self) -> None:
        self._look_later.start()

    def _choose(self) -> None:
        item_id = self.chosen
        if item_id is not None and item_id != self._chosen:
            self.item_chosen.emit(item_id)
        self._chosen = item_id
        self.selection_rested.emit()

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        item_id = self._gallery.item_at(index)
        if item_id is not None:
            self.item_opened.emit(item_id)


def runs(model: GalleryModel, places: Sequence[int]) -> QItemSelection:
    """These places, ascending, as a selection of few rectangles: whole rows are one."""
    selection, columns, at = QItemSelection(), model.columns, 0
    while at < len(places):
        first = last = places[at]
        while at + 1 < len(places) and places[at + 1] == last + 1:
            at += 1
            last = places[at]
        at += 1
        for begin, end in _rectangles(first, last, columns):
            selection.select(model.index_at(begin), model.index_at(end))
    return selection


def _rectangles(first: int, last: int, columns: int) -> list[tuple[int, int]]:
    """The places from first to last as at most three rectangles, by their corners."""
    if first // columns == last // columns:
        return [(first, last)]
    parts = []
    if first % columns:
        parts.append((first, first // columns * columns + columns - 1))
        first = parts[-1][1] + 1
    whole = (last + 1) // columns * columns - 1
    if whole >= first:
        parts.append((first, whole))
        first = whole + 1
    if first <= last:
        parts.append((first, last))
    return parts


def _timer(parent: GalleryView, pause_ms: int, called: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause_ms)
    timer.timeout.connect(called)
    return timer
