"""The gallery page: what to show, how to show it, and the items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSlider, QStackedWidget, QVBoxLayout, QWidget

from forensicdesk.model import ItemFilter, MatchKind, State
from ui.models.gallery import GalleryModel
from ui.models.pictures import Look
from ui.models.screen import ScreenLoader
from ui.refresh import Refresher
from ui.widgets.basics import WIDE_GAP, button, label
from ui.widgets.gallery_view import DEFAULT_PICTURE_PX, GalleryView
from ui.words import counted, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from forensicdesk.model import Source
    from forensicdesk.session import Session
    from ui.tasks import TaskRunner, Trouble

SMALLEST_PX, LARGEST_PX, STEP_PX = 90, 330, 40


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
        self.model = GalleryModel(ScreenLoader(runner, self), self)
        self.view = GalleryView(self.model)
        self.view.item_chosen.connect(self.item_chosen)
        self.view.item_opened.connect(self.item_opened)
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

    def items_stored(self, item_ids: Sequence[int]) -> None:
        """Items were analysed: read them anew and see what there is to show."""
        self.model.forget_cards(item_ids)
        self._refresher.request()

    def refresh_now(self) -> None:
        """Read anew what there is to show, and everything on the screen."""
        self.model.forget_cards()
        self._refresher.request_now()

    def change_size(self, steps: int) -> None:
        """Make the pictures larger or smaller."""
        self.size_slider.setValue(self.size_slider.value() + steps * STEP_PX)

    # --- within -------------------------------------------------------------------------------------------------

    def _ask(self) -> bool:
        session, where = self._session, self.where
        if session is None:
            return False
        self._runner.read(
            "reading which items to show",
            lambda: (session, where, session.item_ids(where)),
            self,
            self._answered,
            self._failed,
        )
        return True

    def _answered(self, answer: tuple[Session, ItemFilter, list[int]]) -> None:
        session, where, ids = answer
        self._refresher.answered()
        if session is not self._session:
            return
        if where != self.where:
            self._refresher.request_now()
            return
        chosen = self.view.chosen
        self.model.set_ids(ids)
        self.view.keep_item(chosen)
        self._show_count()

    def _failed(self, trouble: Trouble) -> None:
        self._refresher.answered()
        self._runner.trouble_met.emit(trouble)

    def _filter_changed(self) -> None:
        self.view.scrollToTop()
        self._refresher.request_now()

    def _change_look(self) -> None:
        look = Look(blurred=self.blur.isChecked(), grey=self.grey.isChecked())
        self.blur.setText("Blurred" if look.blurred else "Not blurred")
        self.model.set_look(look)
        self.look_changed.emit(look)

    def _show_count(self) -> None:
        self.count.setText(counted(self.model.count, "item"))
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
