"""The map page: places that items state, on the globe's lines or on a unit's own map, and from them to the gallery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from forensicdesk.charting import WORLD, Bounds
from forensicdesk.language import _, later, plural
from ui.mapping.canvas import MapCanvas
from ui.mapping.ground import Ground
from ui.mapping.page import ChartPage
from ui.mapping.painting import place_text
from ui.mapping.shown import items_shown
from ui.models.rows import RowModel
from ui.widgets.basics import GAP, button, label, row
from ui.widgets.column_fit import ColumnFit
from ui.widgets.page import page_layout
from ui.widgets.tables import make_table
from ui.words import breakable, exact_size, number, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QShowEvent

    from forensicdesk.basemap.opening import About, BaseMap
    from forensicdesk.charting import Clusters, Fix
    from forensicdesk.session import Session
    from ui.dialogs.chooser import Chooser
    from ui.filters.asking import Asked
    from ui.mapping.shown import Shown
    from ui.tasks import TaskRunner, Trouble

READING = later("Reading the places of the items…")
NOTHING = later("None of these items states a place. Choose another filter in the gallery to see more.")
CAUTION = later(
    "A place is what the file says of itself; it can be wrong or forged. Dashed ring: items that match a list."
)
PLAIN = later("No base map: only degrees. The program never asks a network for one.")
GIVING, NARROWEST_PX = (0, 3), 70
"""Name and time become narrower first where the list is; tool tips say all."""
WHAT_MAY_LACK = (2, 3, 4, 5)
"""Columns that are not shown where no item has anything to say in them."""
KINDS = later("Maps (*.mbtiles *.geojson *.json);;All files (*)")


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be read for the map; `bounds` and `scale` are what is seen, `chosen` what is listed."""

    bounds: Bounds
    scale: int
    chosen: Bounds | None
    asked: Asked
    item: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read.

    Attributes:
        inside: how many items state a place in what is listed.
        fixes: the first of them.
        marked: the place of the gallery's item, None where it states none.
    """

    session: Session
    question: Question
    shown: Shown
    clusters: Clusters
    inside: int
    fixes: tuple[Fix, ...]
    marked: Fix | None


class MapPage(ChartPage):
    """The map, and beside it the places one by one."""

    def __init__(
        self, runner: TaskRunner, asked: Callable[[], Asked], chooser: Chooser, parent: QWidget | None = None
    ) -> None:
        super().__init__(runner, asked, _(READING), parent)
        self._chooser = chooser
        self._answer: Answer | None = None
        self._fitted = False
        self._opening = 0
        self.ground = Ground(runner, self)
        self.canvas = MapCanvas(self.ground)
        self.about = label(kind="muted", wrap=True)
        self.larger = button(_("Larger (+)"), lambda: self.canvas.zoom(1), "small")
        self.smaller = button(_("Smaller (-)"), lambda: self.canvas.zoom(-1), "small")
        self.whole = button(_("All places"), self.show_whole, "small", _("Home in the map"))
        self.choose_map = button(
            _("Base &map…"), self.ask_base_map, "small", _("A map of your own: MBTiles or GeoJSON")
        )
        self.drop_map = button(_("&No base map"), self.take_away_base_map, "small")
        self.map_about = label(_(PLAIN), "muted", wrap=True, selectable=True)
        self.model: RowModel[Fix] = RowModel(
            (_("Item"), _("Place"), _("Altitude"), _("Time"), _("Accuracy"), _("Match")), _texts, self
        )
        self.table = make_table(self.model, _("Places of items"))
        self._fit = ColumnFit(self.table, GIVING, NARROWEST_PX)
        self.listed = label(wrap=True)
        self.unplaced = label(kind="muted", wrap=True)
        self.show_chosen = button(_("Show these in the &gallery"), self.ask_chosen, "primary", _("Enter in the map"))
        self.show_one = button(_("Show the &line"), self.ask_one, "small", _("Enter in the list"))
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = page_layout(self)
        layout.addLayout(
            row(label(_("Places"), "heading"), 1, self.larger, self.smaller, self.whole, self.choose_map, self.drop_map)
        )
        layout.addWidget(self.about)
        beside = QWidget()
        inner = QVBoxLayout(beside)
        inner.setContentsMargins(GAP, 0, 0, 0)
        inner.addWidget(self.listed)
        inner.addWidget(self.table, 1)
        inner.addLayout(row(self.show_chosen, self.show_one, 1))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.canvas)
        split.addWidget(beside)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        split.setSizes([720, 560])
        self._pages.addWidget(split)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.unplaced)
        layout.addWidget(self.map_about)
        layout.addWidget(label(_(CAUTION), "muted", wrap=True))

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.view_changed.connect(self._request)
        canvas.chosen_changed.connect(self._request)
        canvas.opened.connect(self.ask_chosen)
        canvas.whole_asked.connect(self.show_whole)
        self.table.activated.connect(self.ask_one)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._point())

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Show another case, or none; the base map goes with the case."""
        self._session, self._shown, self._answer, self._item = session, None, None, None
        self._fitted = False
        self._opening += 1
        self._set_map(None)
        self.canvas.choose(None)
        self.canvas.show_clusters(())
        self.model.set_rows(())
        self._pages.say(_(READING))
        self.about.setText("")
        self.unplaced.setText("")
        self._enable()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read for the filter that the gallery has now."""
        super().showEvent(event)
        self._refresher.request_now()

    def show_whole(self) -> None:
        """See all places at once."""
        bounds = None if self._answer is None else self._answer.clusters.bounds
        if bounds is not None:
            self.canvas.show_view(self.canvas.view.around(bounds))

    def ask_chosen(self) -> None:
        """Show the items of what is chosen in the gallery, or else of what is seen."""
        answer = self._answer
        if answer is None or not answer.inside:
            return
        session, items, question = answer.session, answer.shown.items, answer.question
        bounds = question.chosen or question.bounds
        middle = place_text((bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2, 2)
        said = _("Places around {place}").format(place=middle)
        self._runner.read(
            _("looking up the items of a part of the map"),
            lambda: session.placed_items(bounds, items),
            self,
            lambda found: self._offer(found, said),
        )

    def ask_one(self) -> None:
        """Show the item of the chosen line in the gallery."""
        fix = self.model.at(self.table.currentIndex().row())
        if fix is not None:
            self.items_asked.emit((fix.item_id,), place_text(fix.latitude, fix.longitude))

    # --- the base map -------------------------------------------------------------------------------------------

    def ask_base_map(self) -> None:
        """Let a person choose a file, read it, and put it on record."""
        path = self._chooser.file(self, _("Choose a base map"), _(KINDS))
        session = self._session
        if path is None or session is None:
            return
        self._opening += 1
        opening = self._opening
        self.map_about.setText(_("Reading the map and computing its SHA-256…"))
        self._runner.read(
            _("reading a base map"),
            lambda: session.choose_base_map(path),
            self,
            lambda base: self._map_opened(opening, base),
            lambda trouble: self._map_refused(opening, trouble),
        )

    def take_away_base_map(self) -> None:
        """Draw only degrees."""
        self._opening += 1
        self._set_map(None)

    def _map_opened(self, opening: int, base: BaseMap) -> None:
        if opening == self._opening:
            self._set_map(base)
        else:
            self._runner.write(_("closing a base map"), base.close, self, lambda _none: None)

    def _map_refused(self, opening: int, trouble: Trouble) -> None:
        if opening == self._opening:
            base = self.ground.map
            self.map_about.setText(_(PLAIN) if base is None else _about_text(base.about))
        self._runner.trouble_met.emit(trouble)

    def _set_map(self, base: BaseMap | None) -> None:
        self.ground.set_map(base)
        self.map_about.setText(_(PLAIN) if base is None else breakable(_about_text(base.about)))
        self.drop_map.setEnabled(base is not None)

    # --- within -------------------------------------------------------------------------------------------------

    def _request(self) -> None:
        if self.isVisible():
            self._refresher.request_now()

    def _question(self) -> Question:
        canvas = self.canvas
        return Question(canvas.view.bounds, canvas.view.scale, canvas.chosen, self._asked(), self._item)

    def _ask(self) -> bool:
        session, question, known = self._session, self._question(), self._shown
        if session is None:
            return False
        self._runner.read(
            _("reading places"), lambda: read_map(session, question, known), self, self._take, self._failed
        )
        return True

    def _take(self, answer: Answer) -> None:
        self._refresher.answered()
        if answer.session is not self._session:
            return
        anything = answer.clusters.bounds is not None
        self._pages.word(_(NOTHING))
        self._pages.show_page(shown=anything)
        self._answer, self._shown = answer, answer.shown
        if anything and not self._fitted and self.canvas.isVisible():
            self._fitted = True
            QTimer.singleShot(0, self.show_whole)  # once the map has the size that it will be seen in
            return
        if answer.question != self._question():
            self._refresher.request_now()
        self.canvas.show_clusters(answer.clusters.clusters)
        self._tell(answer)
        self._enable()

    def _tell(self, answer: Answer) -> None:
        self.about.setText(answer.shown.sentence)
        count = answer.clusters.unplaced
        said = plural("{count} item states no place.", "{count} items state no place.", count)
        self.unplaced.setText(said.format(count=number(count)))
        where = _("Chosen") if answer.question.chosen is not None else _("In the part that is seen")
        listed = len(answer.fixes)
        more = " " + _("(the first {count} are listed)").format(count=number(listed)) if listed < answer.inside else ""
        told = plural("{where}: {count} item", "{where}: {count} items", answer.inside)
        self.listed.setText(told.format(where=where, count=number(answer.inside)) + more)
        if self.model.rows != answer.fixes:
            self._show_columns(answer.fixes)
            self.model.set_rows(answer.fixes)
        self._point()

    def _show_columns(self, fixes: Sequence[Fix]) -> None:
        """Leave the room of empty columns to the others."""
        texts = [_texts(fix) for fix in fixes]
        for column in WHAT_MAY_LACK:
            self.table.setColumnHidden(column, not any(line[column] for line in texts))

    def _point(self) -> None:
        """Point at the chosen line's place, else at that of the gallery's item."""
        fix = self.model.at(self.table.currentIndex().row())
        if fix is None and self._answer is not None:
            fix = self._answer.marked
        self.canvas.point_at(None if fix is None else (fix.latitude, fix.longitude))
        self.show_one.setEnabled(self.table.currentIndex().isValid())

    def _enable(self) -> None:
        inside = self._answer is not None and self._answer.inside > 0
        self.show_chosen.setEnabled(inside)
        self.show_one.setEnabled(self.table.currentIndex().isValid())
        self.choose_map.setEnabled(self._session is not None)


def read_map(session: Session, question: Question, known: Shown | None) -> Answer:
    """Read what a map shows; called off the event loop."""
    shown = items_shown(session, question.asked, known)
    clusters = session.clusters(_wider(question.bounds), question.scale, shown.items)
    inside = session.placed_items(question.chosen or question.bounds, shown.items)
    marked = next(iter(session.fixes([question.item])), None) if question.item is not None else None
    return Answer(session, question, shown, clusters, len(inside), session.fixes(inside), marked)


def _wider(bounds: Bounds) -> Bounds:
    """A part of the globe with as much around it, so that what is moved into sight is there already."""
    across, down = (bounds.east - bounds.west) / 2, (bounds.north - bounds.south) / 2
    return Bounds(
        max(WORLD.west, bounds.west - across), max(WORLD.south, bounds.south - down),
        min(WORLD.east, bounds.east + across), min(WORLD.north, bounds.north + down),
    )  # fmt: skip


def _texts(fix: Fix) -> Sequence[str]:
    """A line of the list."""
    match = _("match") if fix.hit else ""
    place = place_text(fix.latitude, fix.longitude)
    return printable(fix.name), place, printable(fix.altitude), printable(fix.time), printable(fix.accuracy), match


def _about_text(about: About) -> str:
    """What is known of a base map."""
    said = _("Base map: {file}, {kind}, {size}, SHA-256 {sha256}").format(
        file=printable(about.path.name), kind=about.kind, size=exact_size(about.size), sha256=about.sha256
    )
    further = [printable(text) for text in (about.name, about.attribution) if text]
    if about.left_out:
        further.append(_("{count} points of it are none on the globe").format(count=number(about.left_out)))
    return ". ".join((said, *further))
