"""The gallery page: what to show, how to show it, and the items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSlider, QStackedWidget, QVBoxLayout, QWidget

from forensicdesk.model import ItemFilter, MatchKind, State
from ui.arranging import Arrangement, arrange
from ui.models.gallery import GalleryModel
from ui.models.pictures import Look
from ui.models.screen import ScreenLoader
from ui.refresh import Refresher
from ui.widgets.basics import WIDE_GAP, button, label
from ui.widgets.gallery_view import DEFAULT_PICTURE_PX, GalleryView
from ui.words import breakable, counted, number, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from forensicdesk.model import Source
    from forensicdesk.session import Session
    from ui.tasks import TaskRunner, Trouble

_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
SMALLEST_PX, LARGEST_PX, STEP_PX = 90, 330, 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gallery is asked to show.

    Attributes:
        where: the filter.
        only: items to show in place of those that pass the filter, None for none.
        stacked: whether a stack is shown once.
        opened: numbers of the stacks that are shown whole.
    """

    where: ItemFilter
    only: tuple[int, ...] | None
    stacked: bool
    opened: frozenset[int]


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of "Show": its name, its filter, and what to say when nothing passes it."""

    name: str
    where: ItemFilter
    empty: str


NO_ITEMS = "No pictures or films yet"
CHOICES = (
    Choice("All pictures and films", ItemFilter(), NO_ITEMS),
    Choice("With a match", ItemFilter(matched=True), "No item has a match"),
    Choice("Exact matches", ItemFilter(match_kind=MatchKind.EXACT), "No item has an exact match"),
    Choice("Near matches", ItemFilter(match_kind=MatchKind.NEAR), "No item has a near match"),
    Choice("Film matches", ItemFilter(match_kind=MatchKind.VIDEO), "No film shares frames with a list"),
    Choice("Without a match", ItemFilter(matched=False), "No item is without a match"),
    Choice("Failed", ItemFilter(states=(State.FAILED,)), "No item failed"),
    Choice("Unsupported", ItemFilter(states=(State.UNSUPPORTED,)), "No item is of an unsupported kind"),
    Choice("Encrypted", ItemFilter(states=(State.ENCRYPTED,)), "No item is encrypted"),
    Choice("Excluded", ItemFilter(states=(State.EXCLUDED,)), "No item was excluded"),
)
MEDIA = (("Pictures and films", None), ("Pictures", "picture"), ("Films", "film"))


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
        self._sources: tuple[Source, ...] = ()
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
        self.count = label(kind="muted")
        self._empty_title = label(kind="heading")
        self._empty_text = label(kind="muted", wrap=True)
        self._build()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        layout.addWidget(self._selection_bar())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty_page())
        self._stack.addWidget(self.view)
        layout.addWidget(self._stack, 1)
        self._show_count()

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(WIDE_GAP, 8, WIDE_GAP, 8)
        self.show_box = _combo("Which items to show", [choice.name for choice in CHOICES])
        self.media_box = _combo("Pictures, films or both", [name for name, _ in MEDIA])
        self.source_box = _combo("Items of which exhibit", ["All exhibits"])
        self.source_box.setMaximumWidth(180)
        show = label("S&how")
        show.setBuddy(self.show_box)
        for box in (self.show_box, self.media_box, self.source_box):
            box.currentIndexChanged.connect(self._filter_changed)
        for part in (show, self.show_box, self.media_box, self.source_box, self.count):
            layout.addWidget(part)
        layout.addStretch(1)
        self.stacks = _toggle("Stacks", "Show each stack once; Space opens and closes it (Ctrl+T)", pressed=True)
        self.stacks.toggled.connect(self._stacks_changed)
        layout.addWidget(self.stacks)
        self.blur = _toggle("Blurred", "Blur pictures: only coarse squares are drawn (Ctrl+B)", pressed=True)
        self.grey = _toggle("Grey", "Show pictures in shades of grey (Ctrl+G)", pressed=False)
        self.blur.toggled.connect(self._change_look)
        self.grey.toggled.connect(self._change_look)
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(SMALLEST_PX, LARGEST_PX)
        self.size_slider.setValue(DEFAULT_PICTURE_PX)
        self.size_slider.setSingleStep(STEP_PX // 2)
        self.size_slider.setPageStep(STEP_PX)
        self.size_slider.setFixedWidth(110)
        self.size_slider.setAccessibleName("Size of the pictures")
        self.size_slider.setToolTip("Size of the pictures (Ctrl++ and Ctrl+-)")
        self.size_slider.valueChanged.connect(self.view.set_picture_size)
        for tool in (self.blur, self.grey, label("Size", "muted"), self.size_slider):
            layout.addWidget(tool)
        return bar

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
        self.blur.setChecked(True)
        self.model.set_shelf(session)
        self.show_box.setCurrentIndex(0)
        self.media_box.setCurrentIndex(0)
        self.set_sources(())
        self._total, self._bundles = 0, None
        self._only, self._opened, self._wanted = None, frozenset(), None
        self._selected.hide()
        self._show_count()
        self.refresh_now()

    def set_sources(self, sources: Sequence[Source]) -> None:
        """Offer these exhibits in the filter."""
        if tuple(sources) == self._sources:
            return
        self._sources = tuple(sources)
        chosen = self.source_box.currentIndex()
        blocker = QSignalBlocker(self.source_box)
        self.source_box.clear()
        self.source_box.addItem("All exhibits")
        self.source_box.addItems([printable(source.label) for source in sources])
        self.source_box.setCurrentIndex(max(0, min(chosen, len(sources))))
        blocker.unblock()

    @property
    def where(self) -> ItemFilter:
        """The filter as set."""
        source = self.source_box.currentIndex() - 1
        return replace(
            CHOICES[self.show_box.currentIndex()].where,
            media=MEDIA[self.media_box.currentIndex()][1],
            source_id=self._sources[source].id if 0 <= source < len(self._sources) else None,
        )

    def show_choice(self, name: str) -> None:
        """Choose an entry of "Show" by name."""
        self.show_box.setCurrentText(name)

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
        self._only = None
        self._wanted = self.view.chosen
        self._open_around(self._wanted)
        self._selected.hide()
        self._refresher.request_now()

    def go_to(self, item_id: int) -> None:
        """Put the cursor on an item; what hides it is put away."""
        self._wanted = item_id
        if self._only is not None and item_id not in self._only:
            self._only = None
            self._selected.hide()
        if self._only is None:
            for box in (self.show_box, self.media_box, self.source_box):
                blocker = QSignalBlocker(box)
                box.setCurrentIndex(0)
                blocker.unblock()
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

    def change_size(self, steps: int) -> None:
        """Make the pictures larger or smaller."""
        self.size_slider.setValue(self.size_slider.value() + steps * STEP_PX)

    # --- within -------------------------------------------------------------------------------------------------

    def _asked(self) -> Asked:
        return Asked(self.where, self._only, self.stacks.isChecked(), self._opened)

    def _ask(self) -> bool:
        session, asked, bundles = self._session, self._asked(), self._bundles
        if session is None:
            return False

        def work() -> Answer:
            known = session.bundles() if bundles is None else bundles
            if asked.only is not None:
                return session, asked, Arrangement(asked.only, total=len(asked.only)), known
            ids = session.item_ids(asked.where)
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
        chosen = self.view.chosen
        self.model.set_ids(shown.ids, shown.marks)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self._head_of(wanted) is not None:
            self.view.choose_item(self._head_of(wanted) or wanted)
        else:
            self.view.keep_item(chosen)
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
        self.view.scrollToTop()
        self._refresher.request_now()

    def _stacks_changed(self) -> None:
        self._wanted = self.view.chosen
        self._refresher.request_now()

    def _change_look(self) -> None:
        look = Look(blurred=self.blur.isChecked(), grey=self.grey.isChecked())
        self.blur.setText("Blurred" if look.blurred else "Not blurred")
        self.model.set_look(look)
        self.look_changed.emit(look)

    def _show_count(self) -> None:
        text = counted(self._total, "item")
        self.count.setText(f"{text}, {number(self.model.count)} shown" if self._total > self.model.count else text)
        choice = CHOICES[self.show_box.currentIndex()]
        self._empty_title.setText(choice.empty)
        first = "Add a folder on the Case page and start processing; items appear here while the work runs."
        self._empty_text.setText(first if choice.empty is NO_ITEMS else "Choose another entry under Show to see more.")
        self._stack.setCurrentIndex(1 if self.model.count else 0)


def _combo(name: str, entries: list[str]) -> QComboBox:
    box = QComboBox()
    box.addItems(entries)
    box.setAccessibleName(name)
    box.setToolTip(name)
    return box


def _toggle(text: str, tip: str, *, pressed: bool) -> QPushButton:
    made = button(text, lambda: None, tip=tip)
    made.setCheckable(True)
    made.setChecked(pressed)
    return made
