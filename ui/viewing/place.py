"""Where viewer, comparison and similar pictures stand: in the gallery's place, beside the inspector, above deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from forensicdesk.decisions import Scope
from forensicdesk.language import _
from ui.models.gallery import CARD_ROLE
from ui.models.pictures import PictureKey
from ui.viewing.compare import ComparePage
from ui.viewing.compared import MOST_PARTNERS
from ui.viewing.film_bar import time_text
from ui.viewing.similar import Asked, SimilarPage
from ui.viewing.viewer import Viewer
from ui.words import printable

if TYPE_CHECKING:
    from forensicdesk.model import ItemCard
    from forensicdesk.session import Session
    from ui.dialogs.chooser import Chooser
    from ui.models.gallery import GalleryModel
    from ui.models.looks import Look
    from ui.window import MainWindow

AHEAD = (1, -1, 2)
"""Which items beside the one on show are fetched ahead, in this order."""


class ViewingPlace(QObject):
    """Puts the pages into the window; `connect_parts` joins them with what is there, once all of it is."""

    def __init__(self, window: MainWindow, chooser: Chooser) -> None:
        super().__init__(window)
        self._window = window
        self._gallery = window.gallery
        self._session: Session | None = None
        runner = window.work.runner
        self.viewer = Viewer(runner)
        self.compare_page = ComparePage(runner)
        self.similar_page = SimilarPage(runner, chooser)
        self._back: QWidget = self._gallery
        self.pages = QStackedWidget()
        self._build()

    def _build(self) -> None:
        """The bar for deciding moves from below the gallery to below all pages."""
        holder, bar = QWidget(), self._gallery.decide_bar
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        sizes = self._window.review.sizes()
        for page in (self._gallery, self.viewer, self.compare_page, self.similar_page):
            self.pages.addWidget(page)
        layout.addWidget(self.pages, 1)
        layout.addWidget(bar)
        self._window.review.insertWidget(0, holder)
        self._window.review.setStretchFactor(0, 1)
        self._window.review.setSizes(sizes)

    def connect_parts(self) -> None:
        """Join the parts."""
        gallery, viewer = self._gallery, self.viewer
        gallery.item_opened.connect(self.open)
        gallery.item_chosen.connect(self._follow)
        gallery.look_changed.connect(self._set_look)
        gallery.decide_bar.remark.left.connect(self._give_keys_back)
        viewer.left.connect(self.show_gallery)
        viewer.moved.connect(self._move)
        viewer.seen.connect(self._note_seen)
        viewer.similar_asked.connect(self._find_like)
        viewer.compare_asked.connect(lambda _item: self.compare())
        deciding = self._window.deciding
        deciding.reader_changed.connect(self.similar_page.set_reader)
        deciding.reader_changed.connect(self.compare_page.set_reader)
        deciding.standing_read.connect(lambda standing: self.similar_page.model.set_scheme(standing.scheme))
        self.similar_page.left.connect(self.go_back)
        self.similar_page.opened.connect(self._open_similar)
        self.similar_page.items_asked.connect(self._window.commands.show_items)
        self.compare_page.left.connect(self.go_back)
        self.compare_page.said.connect(lambda kind, reason, both: deciding.decide(kind, reason, both, scope=Scope.ITEM))
        deciding.done.connect(lambda done: self.compare_page.show_said(done.items))
        self.compare_page.dismiss_asked.connect(self._window.commands.dismiss)
        self.pages.currentChanged.connect(lambda _page: self._show_bar())
        self._window.commands.deciding.count_keys_in(viewer)
        self._set_look(gallery.bar.look)

    # --- the case -----------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Look into another case, or none."""
        if self._session is not None:
            self._session.stop_viewing()
        self._session = session
        for page in (self.viewer, self.compare_page, self.similar_page):
            page.set_session(session)
        self.pages.setCurrentWidget(self._gallery)

    # --- pages --------------------------------------------------------------------------------------------------

    def show_gallery(self) -> None:
        """Back to the gallery."""
        if self.pages.currentWidget() is not self._gallery:
            self.pages.setCurrentWidget(self._gallery)
            self.viewer.show_nothing()
            self._gallery.view.setFocus()

    def open(self, item_id: int) -> None:
        """Show an item of the gallery large."""
        self._gallery.choose(item_id)
        self.pages.setCurrentWidget(self.viewer)
        self.viewer.setFocus()
        self._show(item_id)

    def go_back(self) -> None:
        """From a comparison or similar pictures to where they were asked for."""
        if self.pages.currentWidget() is self.compare_page and self._back is self.similar_page:
            self.pages.setCurrentWidget(self.similar_page)
            self.similar_page.setFocus()
            self._back = self._gallery
        elif self.viewer.item is not None and self.viewer.item == self._gallery.view.chosen:
            self.pages.setCurrentWidget(self.viewer)
            self.viewer.setFocus()
        else:
            self.show_gallery()

    def find_similar(self) -> None:
        """What looks like the item under the cursor, or like the frame on the screen."""
        if self.pages.currentWidget() is self.viewer:
            self.viewer.ask_similar()
        elif (wanted := self.in_front or self._gallery.view.chosen) is not None:
            self._find_like(wanted, None)
        else:
            self._show_similar()
            self.similar_page.offer()

    def compare(self) -> None:
        """The selected two, or the item under the cursor and what belongs to it."""
        selected = self._gallery.view.selected_items()
        chosen = self._gallery.view.chosen
        if chosen is None:
            return
        self._window.tabs.setCurrentWidget(self._window.review)
        partners = None
        if len(selected) > 1:
            chosen, *others = selected
            partners = [(item, printable(self._name(item))) for item in others[:MOST_PARTNERS]]
        self._begin_comparing(chosen, partners, self._gallery)

    def open_chosen(self) -> None:
        """Show the item under the cursor large."""
        if self._gallery.view.chosen is not None:
            self.open(self._gallery.view.chosen)

    def selected_items(self) -> list[int]:
        """The items that an act is about: the selected ones, or in the viewer at least what is seen there.

        A decided item can leave the gallery while the viewer still shows it.
        """
        selected = self._gallery.view.selected_items()
        seen = self.viewer.item if self.pages.currentWidget() is self.viewer else None
        return selected if seen is None or seen in selected else [seen]

    @property
    def in_front(self) -> int | None:
        """The item that is seen: large, as the first of two, or under the cursor of similar pictures or the gallery.

        A decided item can leave the gallery while another page still shows it.
        """
        page = self.pages.currentWidget()
        if page is self.viewer:
            return self.viewer.item
        if page is self.compare_page:
            return self.compare_page.first
        return (self.similar_page if page is self.similar_page else self._gallery).view.chosen

    # --- within -------------------------------------------------------------------------------------------------

    def _begin_comparing(self, first: int, partners: list[tuple[int, str]] | None, back: QWidget) -> None:
        self._back = back
        self.compare_page.compare(first, self._name(first), partners)
        self.pages.setCurrentWidget(self.compare_page)
        self.compare_page.setFocus()

    def _find_like(self, item_id: int, at_s: float | None) -> None:
        name = self._name(item_id)
        if at_s is not None:
            name = _("{name} at {time}").format(name=name, time=time_text(at_s))
        self._show_similar()
        self.similar_page.look_for(Asked(name, item_id, at_s))

    def _show_similar(self) -> None:
        self._window.tabs.setCurrentWidget(self._window.review)
        self.pages.setCurrentWidget(self.similar_page)
        self.similar_page.setFocus()

    def _open_similar(self, asked: int | None, found: int) -> None:
        """Beside what was asked for; what is like a file is shown in the gallery."""
        if asked is None:
            self._window.commands.go_to(found)
            return
        near = _card_in(self.similar_page.model, found)
        self._begin_comparing(asked, [(found, printable(near.name) if near else str(found))], self.similar_page)

    def _name(self, item_id: int) -> str:
        card = _card_in(self._gallery.model, item_id) or _card_in(self.similar_page.model, item_id)
        return card.name if card else _("item {number}").format(number=item_id)

    def _show_bar(self) -> None:
        """Decisions are about the gallery's items: where others are seen, nothing is decided."""
        self._gallery.decide_bar.setVisible(self.pages.currentWidget() in (self._gallery, self.viewer))

    def _show(self, item_id: int) -> None:
        card = _card_in(self._gallery.model, item_id)
        self.viewer.show_item(item_id, card.name if card else "", self._placeholder(card), self._beside(item_id))

    def _follow(self, item_id: int) -> None:
        """The gallery's cursor has moved, by a decision perhaps: the viewer goes with it."""
        if self.pages.currentWidget() is self.viewer:
            self._show(item_id)

    def _move(self, places: int) -> None:
        model, view = self._gallery.model, self._gallery.view
        near = model.nearest_place(view.place + places, places)  # heads of groups are no items
        item_id = None if near is None else model.item_at(model.index_at(near))
        if item_id is not None and item_id != self.viewer.item:
            view.choose_item(item_id)
            self._show(item_id)

    def _beside(self, item_id: int) -> tuple[int, ...]:
        model, place = self._gallery.model, self._gallery.view.place
        found = (model.item_at(model.index_at(place + step)) for step in AHEAD)
        return tuple(item for item in found if item is not None and item != item_id)

    def _placeholder(self, card: ItemCard | None) -> QImage:
        """The gallery's own picture in the look that is set; films have a strip there, which would mislead."""
        model = self._gallery.model
        if card is None or card.content_id is None or card.duration_s is not None:
            return QImage()
        return model.pictures.get(PictureKey(card.content_id, model.look)) or QImage()

    def _set_look(self, look: Look) -> None:
        for page in (self.viewer, self.compare_page, self.similar_page):
            page.set_look(look)

    def _note_seen(self, item_id: int) -> None:
        session, work = self._session, self._window.work
        if session is not None and work.writable:
            examiner = self._window.deciding.reader.examiner
            work.runner.write(
                _("noting what was seen"), lambda: session.mark_seen([item_id], examiner=examiner), self, lambda _: None
            )

    def _give_keys_back(self) -> None:
        if self.pages.currentWidget() is self.viewer:
            self.viewer.setFocus()


def _card_in(model: GalleryModel, item_id: int) -> ItemCard | None:
    """What a model knows of an item that it shows."""
    index = model.index_of(item_id)
    card: ItemCard | None = index.data(CARD_ROLE) if index.isValid() else None
    return card
