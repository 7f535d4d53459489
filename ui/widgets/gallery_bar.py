"""The bar above the gallery: which items are shown, whether stacks stand once, and how pictures look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QSlider, QWidget

from forensicdesk.language import _, spoken
from forensicdesk.model import ItemFilter, MatchKind, State
from ui.models.looks import Look
from ui.saying import ALL_SAID, SAID, UNSEEN, SaidChoice
from ui.widgets.basics import WIDE_GAP, button, label, row
from ui.widgets.flow import FlowLayout
from ui.widgets.gallery_view import DEFAULT_PICTURE_PX
from ui.words import printable, tooltip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ui.deciding import Standing

SMALLEST_PX, LARGEST_PX, STEP_PX = 90, 330, 40
SLIDER_PX = 70
WIDEST_BOX_PX = 240
"""A box is as wide as its longest entry, and no wider than this."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of "Show": its name, its filter, and what to say when nothing passes it."""

    name: str
    where: ItemFilter
    empty: str


NO_ITEMS = _("No pictures or films yet")
CHOICES = (
    Choice(_("All items"), ItemFilter(), NO_ITEMS),
    Choice(_("With a match"), ItemFilter(matched=True), _("No item has a match")),
    Choice(_("Exact matches"), ItemFilter(match_kind=MatchKind.EXACT), _("No item has an exact match")),
    Choice(_("Near matches"), ItemFilter(match_kind=MatchKind.NEAR), _("No item has a near match")),
    Choice(_("Film matches"), ItemFilter(match_kind=MatchKind.VIDEO), _("No film shares frames with a list")),
    Choice(_("Without a match"), ItemFilter(matched=False), _("No item is without a match")),
    Choice(_("Failed"), ItemFilter(states=(State.FAILED,)), _("No item failed")),
    Choice(_("Unsupported"), ItemFilter(states=(State.UNSUPPORTED,)), _("No item is of an unsupported kind")),
    Choice(_("Encrypted"), ItemFilter(states=(State.ENCRYPTED,)), _("No item is encrypted")),
    Choice(_("Excluded"), ItemFilter(states=(State.EXCLUDED,)), _("No item was excluded")),
)


class GalleryBar(QFrame):
    """Boxes, buttons and a slider; what is set leaves as signals."""

    filter_changed = Signal()
    stacks_changed = Signal()
    look_changed = Signal()
    size_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.calm = Look()
        """How strongly pictures are blurred, and what else of their look has no button here."""
        self.show_box = _combo(_("Which items to show"), [choice.name for choice in CHOICES])
        self.said_box = _combo(_("Decided, undecided, or with which category or tag"), [ALL_SAID.name])
        self._said: tuple[SaidChoice, ...] = (ALL_SAID,)
        self.count = label(kind="muted")
        self.stacks = _toggle(_("Stacks"), _("Show each stack once; Space opens and closes it (Ctrl+T)"), pressed=True)
        self.listing = _toggle(_("List"), _("Show items as a table (Ctrl+Shift+L)"), pressed=False)
        self.blur = _toggle(_("Blurred"), _("Blur pictures: only coarse squares are drawn (Ctrl+B)"), pressed=True)
        self.grey = _toggle(_("Grey"), _("Show pictures in shades of grey (Ctrl+G)"), pressed=False)
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self._build()

    def _build(self) -> None:
        show = label(_("Sho&w"))
        show.setBuddy(self.show_box)
        named = QWidget()
        beside = row(show, self.show_box)
        beside.setContentsMargins(0, 0, 0, 0)
        named.setLayout(beside)
        layout = FlowLayout(self)
        layout.setContentsMargins(WIDE_GAP, 8, WIDE_GAP, 8)
        for part in (named, self.said_box):
            layout.addWidget(part)
        layout.add_last(self.stacks, self.listing, self.blur, self.grey, self.size_slider)
        self.size_slider.setRange(SMALLEST_PX, LARGEST_PX)
        self.size_slider.setValue(DEFAULT_PICTURE_PX)
        self.size_slider.setSingleStep(STEP_PX // 2)
        self.size_slider.setPageStep(STEP_PX)
        self.size_slider.setFixedWidth(SLIDER_PX)
        self.size_slider.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.size_slider.setAccessibleName(_("Size of the pictures"))
        self.size_slider.setToolTip(_("Size of the pictures (Ctrl++ and Ctrl+-)"))
        for box in (self.show_box, self.said_box):
            box.currentIndexChanged.connect(lambda _: self.filter_changed.emit())
        self.stacks.toggled.connect(lambda _: self.stacks_changed.emit())
        for toggle in (self.blur, self.grey):
            toggle.toggled.connect(self._look_changed)
        self.size_slider.valueChanged.connect(self.size_changed)

    # --- what is set --------------------------------------------------------------------------------------------

    @property
    def where(self) -> ItemFilter:
        """The filter as set."""
        return self.choice.where

    @property
    def choice(self) -> Choice:
        """The entry of "Show" that is set."""
        return CHOICES[self.show_box.currentIndex()]

    @property
    def said(self) -> SaidChoice:
        """The entry of the box of decisions that is set."""
        return self._said[self.said_box.currentIndex()]

    def show_said(self, kind: str, value: str = "") -> None:
        """Choose an entry of the box of decisions."""
        place = next(place for place, one in enumerate(self._said) if (one.kind, one.value) == (kind, value))
        self.said_box.setCurrentIndex(place)

    def set_said(self, standing: Standing, *, blind: bool) -> bool:
        """Offer categories and tags; a blind reading is offered its own only. True if what was set is gone."""
        codes = standing.scheme.categories if standing.scheme and not blind else ()
        categories = [
            SaidChoice(printable(f"{one.code} {one.label_in(spoken())}"), "category", one.code) for one in codes
        ]
        tags = [SaidChoice(f"#{printable(tag)}", "tag", tag) for tag in standing.tags]
        offered = (*SAID, *categories, *tags, UNSEEN)
        if offered == self._said:
            return False
        chosen = (self.said.kind, self.said.value)
        self._said = offered
        place = next((at for at, one in enumerate(offered) if (one.kind, one.value) == chosen), None)
        blocker = QSignalBlocker(self.said_box)
        self.said_box.clear()
        self.said_box.addItems([one.name for one in offered])
        self.said_box.setCurrentIndex(place or 0)
        blocker.unblock()
        return place is None

    @property
    def look(self) -> Look:
        """How pictures are to look."""
        return replace(self.calm, blurred=self.blur.isChecked(), grey=self.grey.isChecked())

    def set_calm(self, look: Look) -> None:
        """Take over what has no button here: strength, lines, hidden, the limit of size."""
        self.calm = look
        self.size_slider.setMaximum(min(look.limit_px or LARGEST_PX, LARGEST_PX))
        self.look_changed.emit()

    def show_everything(self) -> None:
        """Set the filter so that everything passes, without telling."""
        for box in (self.show_box, self.said_box):
            blocker = QSignalBlocker(box)
            box.setCurrentIndex(0)
            blocker.unblock()

    def change_size(self, steps: int) -> None:
        """Make the pictures larger or smaller."""
        self.size_slider.setValue(self.size_slider.value() + steps * STEP_PX)

    def _look_changed(self) -> None:
        self.blur.setText(_("Blurred") if self.blur.isChecked() else _("Not blurred"))
        self.look_changed.emit()


def _combo(name: str, entries: list[str]) -> QComboBox:
    box = QComboBox()
    box.addItems(entries)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMaximumWidth(WIDEST_BOX_PX)
    box.setAccessibleName(name)
    box.setToolTip(tooltip(f"{name}: {box.currentText()}"))
    box.currentTextChanged.connect(lambda chosen: box.setToolTip(tooltip(f"{name}: {chosen}")))
    return box


def _toggle(text: str, tip: str, *, pressed: bool) -> QPushButton:
    made = button(text, lambda: None, "small", tip)
    made.setCheckable(True)
    made.setChecked(pressed)
    return made
