"""The gallery's model: item numbers only, laid out in rows; cards and pictures come for what is on the screen."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.models.pictures import Look, PictureCache, PictureKey
from ui.models.screen import Wanted
from ui.saying import Reader, mark_of
from ui.words import KIND_BADGES, STATES, exact_size, printable, tooltip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QImage

    from forensicdesk.decisions import CategoryScheme
    from forensicdesk.model import ItemCard
    from ui.arranging import StackMark
    from ui.models.screen import Screenful, ScreenLoader, Shelf
    from ui.saying import Mark, Said

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
CARD_ROLE = ITEM_ROLE + 1
PICTURE_ROLE = ITEM_ROLE + 2
STACK_ROLE = ITEM_ROLE + 3
MARK_ROLE = ITEM_ROLE + 4

MOST_CARDS = 20_000
Index = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractTableModel):
    """A million items cost a list of numbers; a cell asks nobody anything."""

    def __init__(self, loader: ScreenLoader, parent: QObject | None = None, *, cache_mib: float = 64) -> None:
        super().__init__(parent)
        self._loader = loader
        self._loader.loaded.connect(self._take)
        self._shelf: Shelf | None = None
        self._ids: Sequence[int] = ()
        self._marks: Mapping[int, StackMark] = {}
        self._columns = 5
        self._cards: OrderedDict[int, ItemCard] = OrderedDict()
        self._said: dict[int, Said] = {}
        self._asked: set[int] = set()
        self._turn = 0
        self._reader = Reader()
        self._scheme: CategoryScheme | None = None
        self._visible = (0, -1)
        self.pictures = PictureCache(cache_mib)
        self.look = Look()

    # --- what Qt asks -------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Rows needed for all items."""
        return 0 if parent.isValid() else -(-len(self._ids) // self._columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Items side by side."""
        return 0 if parent.isValid() else self._columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells behind the last item can be neither chosen nor reached."""
        if self.item_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """What is known of one cell; never asks the case."""
        item_id = self.item_at(index)
        if item_id is None:
            return None
        card = self._cards.get(item_id)
        if role == ITEM_ROLE:
            return item_id
        if role == STACK_ROLE:
            return self._marks.get(item_id)
        return None if card is None else self._tell(card, role)

    def _tell(self, card: ItemCard, role: int) -> object:
        if role == CARD_ROLE:
            return card
        if role == PICTURE_ROLE:
            return self._picture(card)
        mark = self.said_of(card.id)
        if role == MARK_ROLE:
            return mark
        text = describe(card, self._marks.get(card.id), mark)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else None

    # --- layout -------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many items there are."""
        return len(self._ids)

    @property
    def columns(self) -> int:
        """How many items stand side by side."""
        return self._columns

    def set_columns(self, columns: int) -> None:
        """Lay the items out anew."""
        if columns != self._columns:
            self.beginResetModel()
            self._columns = max(1, columns)
            self.endResetModel()

    def item_at(self, index: Index) -> int | None:
        """The item in a cell, None behind the last one."""
        position = index.row() * self._columns + index.column()
        return self._ids[position] if index.isValid() and 0 <= position < len(self._ids) else None

    def index_at(self, position: int) -> QModelIndex:
        """The cell of the n-th item."""
        if not 0 <= position < len(self._ids):
            return QModelIndex()
        return self.index(*divmod(position, self._columns))

    def index_of(self, item_id: int) -> QModelIndex:
        """The cell of an item, invalid if it is not shown."""
        position = bisect_left(self._ids, item_id)
        if position < len(self._ids) and self._ids[position] == item_id:
            return self.index_at(position)
        # The items of a stack may stand out of order; then the whole row of numbers has to be looked through.
        if not self._marks:
            return QModelIndex()
        return self.index_at(self._ids.index(item_id)) if item_id in self._ids else QModelIndex()

    def mark_of(self, item_id: int) -> StackMark | None:
        """The stack that an item stands in or for, None if it is alone."""
        return self._marks.get(item_id)

    def said_of(self, item_id: int) -> Mark | None:
        """What is drawn of decisions about an item, None where nothing was said or it is not known yet."""
        said = self._said.get(item_id)
        return None if said is None else mark_of(said, self._scheme)

    @property
    def ids(self) -> Sequence[int]:
        """The items in the order in which they are shown; never changed, only replaced."""
        return self._ids

    def head_of(self, bundle: int) -> int | None:
        """The item that stands for a stack, None if it is not shown."""
        return next((item for item, mark in self._marks.items() if mark.bundle == bundle and mark.head), None)

    # --- content ------------------------------------------------------------------------------------------------

    def set_shelf(self, shelf: Shelf | None) -> None:
        """Show another case, or none; nothing of the one before stays in memory."""
        self._loader.drop()
        self.beginResetModel()
        self._shelf = shelf
        self._ids, self._marks = (), {}
        self._visible = (0, -1)
        self._cards.clear()
        self._forget_said()
        self.pictures.clear()
        self.endResetModel()

    def set_ids(self, ids: Sequence[int], marks: Mapping[int, StackMark] | None = None) -> None:
        """Show these items; rows come and go at the end so that views keep their place.

        Args:
            ids: ascending, but for the items of stacks.
            marks: of the items that are not alone.
        """
        marked = marks or {}
        # A stack that opens or closes stands for other items than before.
        self._asked.difference_update(item for item in marked if marked[item] != self._marks.get(item))
        if not (marked or self._marks) and len(ids) == len(self._ids) and ids == self._ids:
            return
        self._marks = marked
        before, after = self.rowCount(), -(-len(ids) // self._columns)
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self._ids = ids
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(QModelIndex(), after, before - 1)
            self._ids = ids
            self.endRemoveRows()
        else:
            self._ids = ids
        self._tell_changed()
        self.fetch_visible()

    def forget_cards(self, item_ids: Iterable[int] | None = None) -> None:
        """Read these items anew (all with None) when they are next on the screen."""
        if item_ids is None:
            self._cards.clear()
        else:
            for item_id in item_ids:
                self._cards.pop(item_id, None)
        self.fetch_visible()

    def set_reader(self, reader: Reader) -> None:
        """Show what this one may see, and nothing else from now on."""
        self._reader = reader
        self._forget_said()
        self._tell_changed()
        self.fetch_visible()

    def set_scheme(self, scheme: CategoryScheme | None) -> None:
        """Draw decisions in the colours of this scheme."""
        if scheme != self._scheme:
            self._scheme = scheme
            self._tell_changed()

    def refresh_said(self) -> None:
        """Something was decided: read anew what was said, and show what is known until then."""
        visible = set(self._on_screen())
        self._said = {item: said for item, said in self._said.items() if item in visible}
        self._asked.clear()
        self._turn += 1
        self.fetch_visible()

    def _forget_said(self) -> None:
        self._said.clear()
        self._asked.clear()
        self._turn += 1

    def set_look(self, look: Look) -> None:
        """Show the pictures in another look."""
        if look != self.look:
            self.look = look
            self._tell_changed()
            self.fetch_visible()

    # --- the screen ---------------------------------------------------------------------------------------------

    def show_rows(self, first: int, last: int) -> None:
        """Tell which rows are on the screen; what they lack is fetched."""
        self._visible = (first, last)
        self.fetch_visible()

    def fetch_visible(self) -> None:
        """Fetch what the screen lacks."""
        if self._shelf is None:
            return
        item_ids = self._on_screen()
        known = tuple(card for card in map(self._cards.get, item_ids) if card is not None)
        keys = {PictureKey(card.content_id, self.look) for card in known if card.content_id is not None}
        have = frozenset(key for key in keys if key in self.pictures)
        unsaid = tuple(item for item in item_ids if item not in self._asked)
        if len(known) < len(item_ids) or len(have) < len(keys) or unsaid:
            heads = frozenset(item for item in unsaid if self._stands_for_others(item))
            wanted = Wanted(item_ids, known, have, self.look, unsaid, heads, self._reader, self._turn)
            self._loader.want(self._shelf, wanted)
        else:
            self._loader.drop()

    def _on_screen(self) -> tuple[int, ...]:
        first, last = self._visible
        return tuple(self._ids[max(0, first) * self._columns : (last + 1) * self._columns])

    def _stands_for_others(self, item_id: int) -> bool:
        mark = self._marks.get(item_id)
        return mark is not None and mark.head and not mark.opened

    def _take(self, screenful: Screenful) -> None:
        if self._shelf is None:
            return
        for card in screenful.cards:
            self._cards[card.id] = card
            self._cards.move_to_end(card.id)
        while len(self._cards) > MOST_CARDS:
            self._cards.popitem(last=False)
        if screenful.turn == self._turn:
            self._take_said(screenful)
        for key, picture in screenful.pictures:
            self.pictures.put(key, picture)
        self._tell_changed()

    def _take_said(self, screenful: Screenful) -> None:
        if len(self._asked) > MOST_CARDS:
            self._said.clear()
            self._asked.clear()
        for item in screenful.asked:
            self._said.pop(item, None)
        self._said.update(screenful.said)
        self._asked.update(screenful.asked)

    def _picture(self, card: ItemCard) -> QImage | None:
        if card.content_id is None:
            return None
        return self.pictures.get(PictureKey(card.content_id, self.look))

    def _tell_changed(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self._columns - 1))


def describe(card: ItemCard, mark: StackMark | None = None, said: Mark | None = None) -> str:
    """One item in a few words, for tool tips and screen readers."""
    parts = [printable(card.name), STATES[card.state], card.media_type, exact_size(card.size)]
    if card.match_kinds:
        parts.append("match: " + ", ".join(KIND_BADGES[kind] for kind in card.match_kinds))
    if said is not None and said.code:
        parts.append(f"decided: {said.code} {printable(said.label)}{', disputed' if said.disputed else ''}")
    if said is not None:
        parts.append(printable(said.remarks))
    if mark is not None:
        parts.append(f"one of {mark.count} that belong together" if mark.opened else f"stands for {mark.count} items")
    return " · ".join(part for part in parts if part)
