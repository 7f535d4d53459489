"""The gallery page: what to show, how to show it, and the items."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from forensicdesk.model import ItemFilter, MatchKind
from ui.arranging import Arrangement, arrange
from ui.models.gallery import GalleryModel
from ui.models.screen import ScreenLoader
from ui.refresh import Refresher
from ui.saying import Reader, passing
from ui.widgets.basics import WIDE_GAP, button, label
from ui.widgets.decide_bar import DecideBar
from ui.widgets.gallery_bar import NO_ITEMS, GalleryBar
from ui.widgets.gallery_view import GalleryView
from ui.words import breakable, counted, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.session import Session
    from ui.deciding import Standing
    from ui.saying import SaidChoice
    from ui.tasks import TaskRunner, Trouble

_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gallery is asked to show.

    Attributes:
        where: the filter.
        only: items to show in place of those that pass the filter, None for none.
        stacked: whether a stack is shown once.
        opened: numbers of the stacks that are shown whole.
        said: what is to have been decided.
        reader: who decides, and about which items.
    """

    where: ItemFilter
    only: tuple[int, ...] | None
    stacked: bool
    opened: frozenset[int]
    said: SaidChoice
    reader: Reader


Answer = tuple["Session", Asked, Arrangement, dict[int, int]]


class GalleryPage(QWidget):
    """Filters, look and size above the items."""

    item_chosen = Signal(int)
    item_opened = Signal(int)
    look_changed = Signal(object)
    """The `Look` the pictures have now."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session: Session | None = None
        self._refresher = Refresher(self._ask, self)
        self._only: tuple[int, ...] | None = None
        self._opened: frozenset[int] = frozenset()
        self._bundles: dict[int, int] | None = None
        self._wanted: int | None = None
        self.model = GalleryModel(ScreenLoader(runner, self), self)
        self.view = GalleryView(self.model)
        self.view.item_chosen.connect(self.item_chosen)
        self.view.item_opened.connect(self.item_opened)
        self.view.stack_toggled.connect(self.toggle_stack)
        self._total = 0
        self._reader = Reader()
        self.bar = GalleryBar()
        self.decide_bar = DecideBar(self.bar.count)
        self.bar.filter_changed.connect(self._filter_changed)
        self.bar.stacks_changed.connect(self._stacks_changed)
        self.bar.look_changed.connect(self._change_look)
        self.bar.size_changed.connect(self.view.set_picture_size)
        self._empty_title = label(kind="heading")
        self._empty_text = label(kind="muted", wrap=True)
        self._build()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._selection_bar())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty_page())
        self._stack.addWidget(self.view)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.decide_bar)
        self._show_count()

    def _selection_bar(self) -> QFrame:
        """Says that only chosen items are shown, and leads back to all."""
        bar = QFrame()
        bar.setProperty("banner", "notice")
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(WIDE_GAP, 6, WIDE_GAP, 6)
        self.selection = label(wrap=True)
        self.back = button("Show &all again", self.show_all, "small", "Back to what the filter shows (Escape)")
        layout.addWidget(self.selection, 1)
        layout.addWidget(self.back)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.show_all, context=_WITHIN)
        bar.hide()
        self._selected = bar
        return bar

    def _empty_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addStretch(2)
        for part in (self._empty_title, self._empty_text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(part)
        layout.addStretch(3)
        return page

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Show another case, or none; pictures start blurred."""
        self._session = session
        self.bar.blur.setChecked(True)
        self.model.set_shelf(session)
        self.bar.show_everything()
        self.bar.set_sources(())
        self._total, self._bundles = 0, None
        self._only, self._opened, self._wanted = None, frozenset(), None
        self._selected.hide()
        self._show_count()
        self.refresh_now()

    @property
    def where(self) -> ItemFilter:
        """The filter as set."""
        return self.bar.where

    def show_choice(self, name: str) -> None:
        """Choose an entry of "Show" by name."""
        self._leave_selection()
        self.bar.show_box.setCurrentText(name)
        self._refresher.request_now()

    def show_items(self, items: Sequence[int], what: str) -> None:
        """Show these items alone, each by itself; `what` says what they have in common."""
        self._only = tuple(sorted(items))
        self._wanted = self._only[0] if self._only else None
        self.selection.setText(breakable(f"{what} ({counted(len(self._only), 'item')})"))
        self._selected.show()
        self.view.scrollToTop()
        self._refresher.request_now()

    def show_all(self) -> None:
        """Show again what the filter shows; the item under the cursor stays under it."""
        if self._only is None:
            return
        self._leave_selection()
        self._wanted = self.view.chosen
        self._open_around(self._wanted)
        self._refresher.request_now()

    def go_to(self, item_id: int) -> None:
        """Put the cursor on an item; what hides it is put away."""
        self._wanted = item_id
        if self._only is not None and item_id not in self._only:
            self._leave_selection()
        if self._only is None:
            self.bar.show_everything()
            self._open_around(item_id)
        self._refresher.request_now()

    def toggle_stack(self, item_id: int) -> None:
        """Open or close the stack of an item; a closed one is shown by its first item."""
        mark = self.model.mark_of(item_id)
        if mark is None:
            return
        self._opened ^= {mark.bundle}
        self._wanted = item_id
        self._refresher.request_now()

    def _leave_selection(self) -> None:
        self._only = None
        self._selected.hide()

    def _open_around(self, item_id: int | None) -> None:
        bundle = (self._bundles or {}).get(item_id or 0)
        if bundle is not None:
            self._opened |= {bundle}

    def items_stored(self, item_ids: Sequence[int]) -> None:
        """Items were analysed: read them anew and see what there is to show."""
        self._bundles = None
        self.model.forget_cards(item_ids)
        self._refresher.request()

    def refresh_now(self) -> None:
        """Read anew what there is to show, and everything on the screen."""
        self._bundles = None
        self.model.forget_cards()
        self._refresher.request_now()

    def set_reader(self, reader: Reader) -> None:
        """Show only what this one reads, and nothing that they must not see."""
        self._reader = reader
        self._leave_selection()
        self.bar.show_everything()
        self.model.set_reader(reader)
        self._refresher.request_now()

    def show_standing(self, standing: Standing) -> None:
        """Show how far deciding is."""
        self.model.set_scheme(standing.scheme)
        self.decide_bar.show_standing(standing)
        if self.bar.set_said(standing, blind=self._reader.shown is not None):
            self._filter_changed()

    def show_decided(self, items: Sequence[int], following: int | None, *, turned: bool) -> None:
        """Show an act that was stored, and go to the item that follows; `turned` acts are gone back to."""
        self.model.refresh_said()
        target = following
        if turned and self.view.chosen not in items:
            target = items[0] if items else None
        head = None if target is None else self._head_of(target)
        if head is not None:
            self.view.choose_item(head)
        if self.bar.said.kind != "all":
            self._wanted = target
            self._refresher.request_now()

    def after_selection(self) -> Iterator[int]:
        """The items behind the last selected one, then those from the beginning; each is shown once."""
        ids, selected = self.model.ids, self.view.selected_items()
        index = self.model.index_of(selected[-1]) if selected else self.view.currentIndex()
        place = index.row() * self.model.columns + index.column() + 1 if index.isValid() else 0
        return chain(islice(ids, place, None), islice(ids, place))

    def choose(self, item_id: int) -> None:
        """Put the cursor on an item that is shown, or on the one that stands for its stack."""
        head = self._head_of(item_id)
        if head is not None:
            self.view.choose_item(head)

    def change_size(self, steps: int) -> None:
        """Make the pictures larger or smaller."""
        self.bar.change_size(steps)

    # --- within -------------------------------------------------------------------------------------------------

    def _asked(self) -> Asked:
        stacked = self.bar.stacks.isChecked()
        return Asked(self.where, self._only, stacked, self._opened, self.bar.said, self._reader)

    def _ask(self) -> bool:
        session, asked, bundles = self._session, self._asked(), self._bundles
        if session is None:
            return False

        def work() -> Answer:
            known = session.bundles() if bundles is None else bundles
            if asked.only is not None:
                allowed = asked.reader.items
                only = asked.only if allowed is None else tuple(item for item in asked.only if item in allowed)
                return session, asked, Arrangement(only, total=len(only)), known
            ids = passing(session, asked.where, asked.said, asked.reader)
            if not asked.stacked:
                return session, asked, Arrangement(ids, total=len(ids)), known
            matched = {kind: frozenset(session.item_ids(ItemFilter(match_kind=kind))) for kind in MatchKind}
            return session, asked, arrange(ids, known, asked.opened, matched), known

        self._runner.read("reading which items to show", work, self, self._answered, self._failed)
        return True

    def _answered(self, answer: Answer) -> None:
        session, asked, shown, bundles = answer
        self._refresher.answered()
        if session is not self._session:
            return
        self._bundles = bundles
        if asked != self._asked():
            self._refresher.request_now()
            return
        chosen, selected, place = self.view.chosen, self.view.selected_items(), self.view.place
        self.model.set_ids(shown.ids, shown.marks)
        wanted, self._wanted = self._wanted, None
        head = None if wanted is None else self._head_of(wanted)
        if head is not None:
            self.view.choose_item(head)
        elif chosen is None or self.model.index_of(chosen).isValid():
            self.view.keep_item(chosen)
            if selected != self.view.selected_items():
                self.view.select_items(selected)
        else:
            self.view.choose_place(place)
        self._total = shown.total
        self._show_count()

    def _head_of(self, item_id: int) -> int | None:
        """The item itself where it is shown, else the one that stands for its stack."""
        if self.model.index_of(item_id).isValid():
            return item_id
        bundle = (self._bundles or {}).get(item_id)
        return None if bundle is None else self.model.head_of(bundle)

    def _failed(self, trouble: Trouble) -> None:
        self._refresher.answered()
        self._runner.trouble_met.emit(trouble)

    def _filter_changed(self) -> None:
        self._leave_selection()
        self.view.scrollToTop()
        self._refresher.request_now()

    def _stacks_changed(self) -> None:
        self._wanted = self.view.chosen
        self._refresher.request_now()

    def _change_look(self) -> None:
        look = self.bar.look
        self.model.set_look(look)
        self.look_changed.emit(look)

    def _show_count(self) -> None:
        text = counted(self._total, "item")
        self.bar.count.setText(f"{text}, {number(self.model.count)} shown" if self._total > self.model.count else text)
        choice = self.bar.choice
        self._empty_title.setText(choice.empty)
        first = "Add a folder on the Case page and start processing; items appear here while the work runs."
        self._empty_text.setText(first if choice.empty is NO_ITEMS else "Choose another entry under Show to see more.")
        self._stack.setCurrentIndex(1 if self.model.count else 0)
