"""The gallery page: what to show, how to show it, and the items."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from forensicdesk.language import _, later, spoken
from ui.filters.asking import Asked, answer, count_values, read_span
from ui.filters.bar import FilterBar
from ui.filters.looks import GalleryLooks
from ui.filters.words import Names
from ui.first_screen import FirstScreen
from ui.models.gallery import GalleryModel
from ui.models.screen import ScreenLoader
from ui.nothing_shown import nothing_shown
from ui.refresh import Refresher
from ui.saying import Reader
from ui.widgets.basics import GAP, WIDE_GAP, button, label
from ui.widgets.decide_bar import DecideBar
from ui.widgets.gallery_bar import GalleryBar
from ui.widgets.gallery_view import GalleryView
from ui.words import breakable, counted, list_text, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.facets import Column
    from forensicdesk.model import HashList, ItemFilter, Source
    from forensicdesk.session import Session
    from ui.deciding import Standing
    from ui.filters.asking import Answer
    from ui.filters.kept import Filter
    from ui.recent import Memory
    from ui.tasks import TaskRunner, Trouble

_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
FOLDED = later("The others stand in closed stacks, which are shown once; Space opens a stack.")


class GalleryPage(QWidget):
    """Filters, look and size above the items."""

    item_chosen = Signal(int)
    item_opened = Signal(int)
    look_changed = Signal(object)
    """The `Look` the pictures have now."""
    read_anew = Signal()
    """What is shown is about to be laid out anew; the cursor may move without anybody's doing."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session: Session | None = None
        self._refresher = Refresher(self._ask, self)
        self._only: tuple[int, ...] | None = None
        self._opened: frozenset[int] = frozenset()
        self._around: int | None = None
        self._wanted: int | None = None
        self._reveal = False
        self._whole = False
        self._looks: GalleryLooks | None = None
        self._names = Names()
        loader = ScreenLoader(runner, self)
        self.model = GalleryModel(loader, self)
        self.view = GalleryView(self.model)
        self._first = FirstScreen(runner, loader, self.view, self)
        self.view.item_chosen.connect(self.item_chosen)
        self.view.item_opened.connect(self.item_opened)
        self.view.stack_toggled.connect(self.toggle_stack)
        self.answers = 0
        self._total = 0
        self._reader = Reader()
        self.bar = GalleryBar()
        self.filters = FilterBar()
        self.filters.filter_changed.connect(self._filter_changed)
        self.filters.grouping_changed.connect(self._stacks_changed)
        self.filters.hiding_changed.connect(self._stacks_changed)
        self.filters.values_asked.connect(self._count_column)
        self.filters.span_asked.connect(self._ask_span)
        self.decide_bar = DecideBar(self.bar.count)
        self.bar.filter_changed.connect(self._filter_changed)
        self.bar.stacks_changed.connect(self._stacks_changed)
        self.bar.look_changed.connect(self._change_look)
        self.bar.size_changed.connect(self.view.set_picture_size)
        self.bar.listing.toggled.connect(lambda on: self.view.set_listing(listing=on))
        self._empty_title = label(kind="heading")
        self._empty_text = label(kind="muted", wrap=True)
        self._build()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.filters)
        layout.addWidget(self._selection_bar())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty_page())
        self._stack.addWidget(self._items())
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.decide_bar)
        self._show_count()

    def _items(self) -> QWidget:
        """The items, below the titles of their table's columns."""
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view.header)
        layout.addWidget(self.view, 1)
        return page

    def _selection_bar(self) -> QFrame:
        """Says that only chosen items are shown, and leads back to all."""
        bar = QFrame()
        bar.setProperty("banner", "notice")
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(WIDE_GAP, 6, WIDE_GAP, 6)
        self.selection = label(wrap=True)
        self.back = button(_("Show &all again"), self.show_all, "small", _("Back to what the filter shows (Escape)"))
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
        self.clear = button(_("Show everything"), self._clear_filter)
        layout.addSpacing(GAP)
        layout.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)
        return page

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Show another case, or none; pictures start blurred."""
        self._session = session
        self.bar.blur.setChecked(True)
        self.model.set_shelf(session)
        self._show_everything()
        self._total, self._whole, self._reveal = 0, False, False
        self._only, self._opened, self._wanted, self._around = None, frozenset(), None, None
        self._names = Names()
        self._selected.hide()
        self._show_count()
        if session is not None:
            self._first.begin()
        else:
            self._first.end()
        self.refresh_now()

    @property
    def total(self) -> int:
        """How many items pass, those in closed stacks included."""
        return self._total

    @property
    def whole(self) -> bool:
        """Whether the case has been read to its end."""
        return self._whole

    @property
    def where(self) -> ItemFilter:
        """The filter as set."""
        return self.bar.where

    @property
    def asked(self) -> Asked:
        """What is shown, as a question that others can put as well."""
        return self._asked()

    def show_choice(self, name: str) -> None:
        """Choose an entry of "Show" by name; what else hides items is put away, or some would be missed."""
        self._leave_selection()
        self._show_everything()
        self.bar.show_box.setCurrentText(name)
        self._refresher.request_now()

    def show_filter(self, filter_: Filter) -> None:
        """Show what passes this filter, whatever was chosen before."""
        self.bar.show_everything()
        self.filters.set_filter(filter_)

    def show_items(self, items: Sequence[int], what: str, *, in_order: bool = False) -> None:
        """Show these items alone, each by itself, by number or `in_order` as given; `what` says what they share."""
        self._only = tuple(dict.fromkeys(items)) if in_order else tuple(sorted(items))
        self._wanted = self._only[0] if self._only else None
        count = counted(len(self._only), "{count} item", "{count} items")
        self.selection.setText(breakable(f"{what} ({count})"))
        self._selected.show()
        self.view.scrollToTop()
        self._refresher.request_now()

    def show_all(self) -> None:
        """Show again what the filter shows; the item under the cursor stays under it."""
        if self._only is None:
            return
        self._leave_selection()
        self._wanted = self._around = self.view.chosen
        self._refresher.request_now()

    def go_to(self, item_id: int) -> None:
        """Put the cursor on an item; what hides it is put away."""
        self._wanted = item_id
        if self._only is not None and item_id not in self._only:
            self._leave_selection()
        if self._only is None:
            self._show_everything()
            self._around, self._reveal = item_id, True
        self._refresher.request_now()

    def toggle_stack(self, item_id: int) -> None:
        """Open or close the stack of an item; a closed one is shown by its first item."""
        mark = self.model.mark_of(item_id)
        if mark is None:
            return
        self._opened ^= {mark.bundle}
        self._wanted = item_id
        self._refresher.request_now()

    def use(self, memory: Memory) -> None:
        """Keep filters, and how the gallery looks, from one start to the next."""
        self.filters.use(memory)
        self._looks = GalleryLooks(self.bar, self.filters, self.view.header, memory)

    def set_sources(self, sources: Sequence[Source]) -> None:
        """Offer these exhibits."""
        self._name(replace(self._names, sources={str(source.id): source.label for source in sources}))

    def set_lists(self, lists: Sequence[HashList]) -> None:
        """What the lists are called that the case was matched with."""
        self._name(replace(self._names, lists={used.id: list_text(used) for used in lists}))

    def _name(self, names: Names) -> None:
        self._names = names
        self.filters.set_names(names)

    def _clear_filter(self) -> None:
        """Let everything pass again that nobody has hidden."""
        self._show_everything()
        self._filter_changed()
        self.view.setFocus()

    def _leave_selection(self) -> None:
        self._only = None
        self._selected.hide()

    def _show_everything(self) -> None:
        self.bar.show_everything()
        self.filters.show_everything()

    def items_stored(self, item_ids: Sequence[int]) -> None:
        """Items were analysed: read them anew and see what there is to show."""
        if self._session is not None:
            self._session.items_changed(item_ids)
        self.model.forget_cards(item_ids)
        self._refresher.request()

    def refresh_now(self) -> None:
        """Read anew what there is to show, and everything on the screen."""
        if self._session is not None and self._whole:
            self._session.items_changed()
        self.model.forget_cards()
        self._refresher.request_now()

    def set_reader(self, reader: Reader) -> None:
        """Show only what this one reads, and nothing that they must not see."""
        self._reader = reader
        self._leave_selection()
        self._show_everything()
        self.filters.set_blind(blind=reader.shown is not None)
        self.model.set_reader(reader)
        self._refresher.request_now()

    def show_standing(self, standing: Standing) -> None:
        """Show how far deciding is."""
        self.model.set_scheme(standing.scheme)
        self.decide_bar.show_standing(standing)
        labels = {one.code: one.label_in(spoken()) for one in standing.scheme.categories} if standing.scheme else {}
        self._name(replace(self._names, categories=labels))
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
        if self.bar.said.kind != "all" or self.filters.filter.conditions or (turned and head is None):
            self._wanted = target
            self._refresher.request_now()

    def after_selection(self) -> Iterator[int]:
        """The items behind the last selected one, then those from the beginning; each is shown once."""
        model, selected = self.model, self.view.selected_items()
        index = model.index_of(selected[-1]) if selected else self.view.currentIndex()
        place = index.row() * model.columns + index.column() + 1 if index.isValid() else 0
        rest, begun = model.cells[place:], model.cells[:place]
        return (int(item) for item in chain(rest, begun) if item > 0)

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
        return Asked(
            where=self.where,
            only=self._only,
            stacked=self.bar.stacks.isChecked(),
            opened=self._opened,
            said=self.bar.said,
            reader=self._reader,
            filter=self.filters.filter,
            grouping=self.filters.grouping,
            hide=self.filters.hide_decided,
            at_once=not self._whole,
            around=self._around,
        )

    def _ask(self) -> bool:
        session, asked, names = self._session, self._asked(), self._names
        if session is None:
            return False
        what = _("reading which items to show")
        self._runner.read(what, lambda: answer(session, asked, names), self, self._answered, self._failed)
        return True

    def _answered(self, found: Answer) -> None:
        self._refresher.answered()
        if found.session is not self._session:
            return
        if found.asked != self._asked():
            self._refresher.request_now()
            return
        shown = found.shown
        self._opened, self._around, self._whole = found.opened, None, shown.complete or found.asked.only is not None
        self.read_anew.emit()
        chosen, selected, place = self.view.chosen, self.view.selected_items(), self.view.place
        self.model.set_ids(shown.ids, shown.marks, shown.groups)
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
        self.answers += 1
        self.filters.show_hidden(shown.hidden)
        self._show_count(complete=shown.complete)
        missed = wanted if head is None else None
        self._first.answered(lambda: self._go_on(missed))

    def _go_on(self, missed: int | None) -> None:
        """Ask again for what is not read yet, or for what is hidden and was to be gone to."""
        if not self._whole:
            self._wanted = missed
            self._refresher.request_now()
        elif missed is not None and self._reveal and self.filters.hide_decided:
            self._wanted = self._around = missed
            self.filters.hide_decided = False
            self._refresher.request_now()
        else:
            self._reveal = False
            self._count_values(self.filters.counted)

    def _count_column(self, column: Column) -> None:
        self._count_values((column,))

    def _ask_span(self, column: Column) -> None:
        session, asked = self._session, self._asked()
        if session is not None:
            self._runner.read(
                _("counting what filters would show"),
                lambda: read_span(session, asked, column),
                self,
                lambda span: self.filters.show_span(column, span),
            )

    def _count_values(self, columns: tuple[Column, ...]) -> None:
        """Count what chips and their lists say; an answer to something else than what is asked now is left."""
        session, asked = self._session, self._asked()
        if session is None or not columns:
            return
        self._runner.read(
            _("counting what filters would show"),
            lambda: count_values(session, asked, columns),
            self,
            lambda counts: self.filters.show_counts(counts) if asked == self._asked() else None,
        )

    def _head_of(self, item_id: int) -> int | None:
        """The item itself where it is shown, else the one that stands for its stack."""
        if self.model.index_of(item_id).isValid():
            return item_id
        bundle = self.model.bundle_of(item_id)
        return None if bundle is None else self.model.head_of(bundle)

    def _failed(self, trouble: Trouble) -> None:
        self._refresher.answered()
        self._first.end()
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

    def _show_count(self, *, complete: bool = True) -> None:
        text = counted(self._total, "{count} item", "{count} items")
        if not complete:
            text = _("{items}, reading on…").format(items=text)
        folded = self._total > self.model.count
        shown = number(self.model.count)
        self.bar.count.setText(_("{text}, {count} shown").format(text=text, count=shown) if folded else text)
        self.bar.count.setToolTip(_(FOLDED) if folded else "")
        title, said, filtered = nothing_shown(self.bar, self.filters)
        self._empty_title.setText(title)
        self._empty_text.setText(said)
        self.clear.setVisible(filtered)
        self._stack.setCurrentIndex(1 if self.model.count else 0)
