"""The gallery's model: item numbers only, laid out in rows; cards and pictures come for what is on the screen."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from forensicdesk.language import _, plural
from ui.arranging import GivenMarks, StackMarks, as_numbers, lay_cells
from ui.models.looks import Look
from ui.models.pictures import PictureCache, PictureKey
from ui.models.screen import Wanted
from ui.saying import Reader, mark_of
from ui.words import KIND_BADGES, STATES, exact_size, number, printable, tooltip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QImage

    from forensicdesk.decisions import CategoryScheme
    from forensicdesk.model import ItemCard
    from ui.arranging import GroupHead, Marks, Numbers, StackMark
    from ui.models.screen import Screenful, ScreenLoader, Shelf
    from ui.saying import Mark, Said

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
CARD_ROLE = ITEM_ROLE + 1
PICTURE_ROLE = ITEM_ROLE + 2
STACK_ROLE = ITEM_ROLE + 3
MARK_ROLE = ITEM_ROLE + 4
GROUP_ROLE = ITEM_ROLE + 5

MOST_CARDS = 20_000
Index = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractTableModel):
    """A million items cost a list of numbers; a cell asks nobody anything."""

    def __init__(self, loader: ScreenLoader, parent: QObject | None = None, *, cache_mib: float = 64) -> None:
        super().__init__(parent)
        self._loader = loader
        self._loader.loaded.connect(self._take)
        self._shelf: Shelf | None = None
        self._ids: Numbers = as_numbers(())
        self._cells = self._ids
        self._groups: Sequence[GroupHead] = ()
        self._marks: Marks = GivenMarks()
        self._columns = 5
        self._cards: OrderedDict[int, ItemCard] = OrderedDict()
        self._said: dict[int, Said] = {}
        self._asked: dict[int, StackMark | None] = {}
        """The items of which it was asked what was said, each with what it stood for then."""
        self._turn = 0
        self._reader = Reader()
        self._scheme: CategoryScheme | None = None
        self._visible = (0, -1)
        self.pictures = PictureCache(cache_mib)
        self.look = Look()

    # --- what Qt asks -------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Rows needed for all items."""
        return 0 if parent.isValid() else -(-len(self._cells) // self._columns)

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
            group = self.group_at(index)
            return group if role == GROUP_ROLE else None if group is None else tell_group(group, role)
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
            self._cells = lay_cells(self._ids, self._groups, self._columns)
            self.endResetModel()

    def item_at(self, index: Index) -> int | None:
        """The item in a cell, None behind the last one."""
        found = self._cell(index)
        return found if found > 0 else None

    def group_at(self, index: Index) -> GroupHead | None:
        """The group of which the head stands in a cell."""
        found = self._cell(index)
        return self._groups[-found - 1] if found < 0 else None

    def _cell(self, index: Index) -> int:
        place = index.row() * self._columns + index.column()
        return int(self._cells[place]) if index.isValid() and 0 <= place < len(self._cells) else 0

    def index_at(self, place: int) -> QModelIndex:
        """The n-th cell."""
        if not 0 <= place < len(self._cells):
            return QModelIndex()
        return self.index(*divmod(place, self._columns))

    def index_of(self, item_id: int) -> QModelIndex:
        """The cell of an item, invalid if it is not shown."""
        places = self.places_of((item_id,))
        return self.index_at(places[0]) if places else QModelIndex()

    def places_of(self, items: Iterable[int]) -> list[int]:
        """The places of those of these items that are shown, ascending."""
        wanted = as_numbers(list(items))
        found = self._cells == wanted[0] if len(wanted) == 1 else np.isin(self._cells, wanted)
        places: list[int] = np.flatnonzero(found).tolist()
        return places

    def nearest_place(self, place: int, direction: int) -> int | None:
        """The next place with an item from this one on, in one direction and else in the other; None without items."""
        places = self._item_places
        if places is None:
            return min(max(place, 0), len(self._cells) - 1) if len(self._cells) else None
        at = int(np.searchsorted(places, place, "left" if direction > 0 else "right")) - (direction <= 0)
        return int(places[min(max(at, 0), len(places) - 1)]) if len(places) else None

    def items_between(self, first: int, last: int) -> list[int]:
        """The items from one place to another, both included."""
        cells = self._cells[max(0, first) : last + 1]
        found: list[int] = cells[cells > 0].tolist()
        return found

    def group_around(self, place: int) -> tuple[int, ...]:
        """The items of the group in which a cell lies, that of its head included; none where nothing is grouped."""
        heads = np.flatnonzero(self._cells < 0)
        at = int(np.searchsorted(heads, place, "right")) - 1
        if at < 0:
            return ()
        last = int(heads[at + 1]) if at + 1 < len(heads) else len(self._cells)
        return tuple(self.items_between(int(heads[at]), last - 1))

    def group_beside(self, place: int, groups: int) -> int | None:
        """The first item so many groups on from that of a cell, or back; None where there is no such group."""
        heads = np.flatnonzero(self._cells < 0)
        at = int(np.searchsorted(heads, place, "right")) - 1 + groups
        return self.item_at(self.index_at(int(heads[at]) + 1)) if 0 <= at < len(heads) else None

    def mark_of(self, item_id: int) -> StackMark | None:
        """The stack that an item stands in or for, None if it is alone."""
        return self._marks.get(item_id)

    def said_of(self, item_id: int) -> Mark | None:
        """What is drawn of decisions about an item, None where nothing was said or it is not known yet."""
        said = self._said.get(item_id)
        return None if said is None else mark_of(said, self._scheme)

    @property
    def ids(self) -> Numbers:
        """The items in the order in which they are shown; never changed, only replaced."""
        return self._ids

    @property
    def cells(self) -> Numbers:
        """What stands in each cell; see `lay_cells`."""
        return self._cells

    @property
    def _item_places(self) -> Numbers | None:
        """The places with an item, None where that is every place."""
        return np.flatnonzero(self._cells > 0) if self._groups else None

    def head_of(self, bundle: int) -> int | None:
        """The item that stands for a stack, None if it is not shown."""
        return self._marks.head_of(bundle)

    def bundle_of(self, item_id: int) -> int | None:
        """The stack of an item that passes the filter, None if it is alone."""
        return self._marks.bundle_of(item_id)

    # --- content ------------------------------------------------------------------------------------------------

    def set_shelf(self, shelf: Shelf | None) -> None:
        """Show another case, or none; nothing of the one before stays in memory."""
        self._loader.drop()
        self.beginResetModel()
        self._shelf = shelf
        self._ids = self._cells = as_numbers(())
        self._groups, self._marks = (), GivenMarks()
        self._visible = (0, -1)
        self._cards.clear()
        self._forget_said()
        self.pictures.clear()
        self.endResetModel()

    def set_ids(
        self,
        ids: Sequence[int] | Numbers,
        marks: Mapping[int, StackMark] | Marks | None = None,
        groups: Sequence[GroupHead] = (),
    ) -> None:
        """Show these items; rows come and go at the end so that views keep their place.

        Args:
            ids: in the order in which they are shown.
            marks: of the items that are not alone.
            groups: their groups, in order.
        """
        marked = marks if isinstance(marks, StackMarks | GivenMarks) else GivenMarks(marks)  # type: ignore[arg-type]
        self._marks = marked
        shown = as_numbers(ids)
        if groups == self._groups and np.array_equal(shown, self._ids):
            self._tell_screen_changed()
            self.fetch_visible()
            return
        cells = lay_cells(shown, groups, self._columns)
        before, after = self.rowCount(), -(-len(cells) // self._columns)
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self._ids, self._cells, self._groups = shown, cells, groups
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(QModelIndex(), after, before - 1)
            self._ids, self._cells, self._groups = shown, cells, groups
            self.endRemoveRows()
        else:
            self._ids, self._cells, self._groups = shown, cells, groups
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

    @property
    def fetching(self) -> bool:
        """Whether something of the screen is on its way."""
        return self._loader.busy

    def fetch_visible(self) -> None:
        """Fetch what the screen lacks."""
        if self._shelf is None:
            return
        item_ids = self._on_screen()
        known = tuple(card for card in map(self._cards.get, item_ids) if card is not None)
        keys = {PictureKey(card.content_id, self.look) for card in known if card.content_id is not None}
        have = frozenset(key for key in keys if key in self.pictures)
        unsaid = tuple(item for item in item_ids if not self._is_asked(item))
        if len(known) < len(item_ids) or len(have) < len(keys) or unsaid:
            heads = frozenset(item for item in unsaid if self._stands_for_others(item))
            wanted = Wanted(item_ids, known, have, self.look, unsaid, heads, self._reader, self._turn)
            self._loader.want(self._shelf, wanted)
        else:
            self._loader.drop()

    def _is_asked(self, item_id: int) -> bool:
        """A stack that opened or closed since stands for other items than before, and is asked anew."""
        return item_id in self._asked and self._asked[item_id] == self._marks.get(item_id)

    def _on_screen(self) -> tuple[int, ...]:
        first, last = self._visible
        return tuple(self.items_between(first * self._columns, (last + 1) * self._columns - 1))

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
        self._tell_screen_changed()

    def _take_said(self, screenful: Screenful) -> None:
        if len(self._asked) > MOST_CARDS:
            self._said.clear()
            self._asked.clear()
        for item in screenful.asked:
            self._said.pop(item, None)
        self._said.update(screenful.said)
        self._asked.update((item, self._marks.get(item)) for item in screenful.asked)

    def _picture(self, card: ItemCard) -> QImage | None:
        if card.content_id is None:
            return None
        return self.pictures.get(PictureKey(card.content_id, self.look))

    def _tell_screen_changed(self) -> None:
        """Cells that are not on the screen are asked for when they are drawn."""
        first, last = max(0, self._visible[0]), min(self._visible[1], self.rowCount() - 1)
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self._columns - 1))

    def _tell_changed(self) -> None:
        if len(self._cells):
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self._columns - 1))


def tell_group(group: GroupHead, role: int) -> str | None:
    """The head of a group in words."""
    text = plural("{count} item", "{count} items", group.items).format(count=number(group.items))
    told = f"{group.title} · {text}"
    if group.hits:
        told = _("{group} · {count} with a match").format(group=told, count=number(group.hits))
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return told
    return tooltip(told) if role == Qt.ItemDataRole.ToolTipRole else None


def describe(card: ItemCard, mark: StackMark | None = None, said: Mark | None = None) -> str:
    """One item in a few words, for tool tips and screen readers."""
    parts = [printable(card.name), STATES[card.state], card.media_type, exact_size(card.size)]
    if card.match_kinds:
        parts.append(_("match: {kinds}").format(kinds=", ".join(KIND_BADGES[kind] for kind in card.match_kinds)))
    if said is not None and said.code:
        parts.append(
            _("decided: {code} {label}{value}").format(
                code=said.code, label=printable(said.label), value=_(", disputed") if said.disputed else ""
            )
        )
    if said is not None:
        parts.append(printable(said.remarks))
    if mark is not None:
        parts.append(
            _("one of {count} that belong together").format(count=mark.count)
            if mark.opened
            else _("stands for {count} items").format(count=mark.count)
        )
    return " · ".join(part for part in parts if part)
