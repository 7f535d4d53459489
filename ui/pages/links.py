"""The links page: which exhibits hold the same pictures and films."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from forensicdesk.language import _
from forensicdesk.model import ItemFilter
from ui.links import pair_sentence, read_links, read_things
from ui.mapping.graph import LinkGraph
from ui.models.links import LinkModel, ThingModel
from ui.widgets.basics import button, label, row
from ui.widgets.page import OrSentence, ReadWhenSeen, page_layout
from ui.widgets.tables import ROW_HEIGHT, grow_with_rows, make_table
from ui.words import breakable, counted, number

if TYPE_CHECKING:
    from forensicdesk.session import Session
    from ui.links import Links, PairThings
    from ui.tasks import TaskRunner

READING = _("Reading what the exhibits share…")
ONE_EXHIBIT = _("This case has fewer than two exhibits. Add another one on the Case page to see what they share.")
NOT_STACKED = _(" No stacks have been made yet, so only equal bytes are compared; finish processing first.")
SAYS = _("Exact: equal bytes. Near: forms of one stack, such as a smaller copy. Who copied from whom is not told.")
CHOOSE = _("Choose two exhibits in the table above.")
CELL_WIDTH = 130


class LinksPage(ReadWhenSeen):
    """A matrix of exhibits, and below it what the chosen two share."""

    items_asked = Signal(object, str)
    """Item numbers to show in the gallery, and what they have in common."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._runner = runner
        self._session: Session | None = None
        self.model = LinkModel(self)
        self.thing_model = ThingModel(self)
        self.sum = label(kind="muted", wrap=True)
        self.matrix = _matrix(self.model)
        self.graph = LinkGraph()
        self.as_graph = button(_("As a g&raph"), self._turn, "small", _("Show the exhibits as a graph, or as a table"))
        self.as_graph.setCheckable(True)
        self.pair = label(CHOOSE, wrap=True)
        self.things = make_table(self.thing_model, _("What the chosen exhibits share"))
        self.show_one = button(
            _("Show in the &gallery"), self._ask_one, "small", _("The items of the chosen line (Enter)")
        )
        self.show_all = button(
            _("Show &all of them"), self._ask_all, "small", _("All items that the two exhibits share")
        )
        self._pages = OrSentence(READING)
        self._build()
        self.matrix.selectionModel().currentChanged.connect(lambda *_: self._pair_chosen())
        self.matrix.activated.connect(self._ask_all)
        self.things.activated.connect(self._ask_one)
        self.graph.pair_chosen.connect(self._choose_pair)
        self.graph.opened.connect(self._open_chosen)

    def _build(self) -> None:
        shown = QWidget()
        layout = page_layout(shown)
        layout.addLayout(row(label(_("What the exhibits share"), "heading"), 1, self.as_graph))
        layout.addWidget(self.sum)
        layout.addWidget(self.matrix, 2)
        layout.addWidget(self.graph, 3)
        self.graph.hide()
        layout.addLayout(row(label(_("The chosen two"), "heading"), 1, self.show_one, self.show_all))
        layout.addWidget(self.pair)
        layout.addWidget(self.things, 3)
        layout.addStretch()
        grow_with_rows(self.matrix)
        self._pages.addWidget(shown)
        self._pages.fill(self)

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Show another case, or none."""
        self._session = session
        self._pages.say(READING)
        self.refresh()

    # --- within -------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        session = self._session
        if session is None:
            return
        self._stale = False
        self._runner.read(
            _("reading what exhibits share"),
            lambda: (session, read_links(session)),
            self,
            lambda answer: self._show(*answer),
        )

    def _show(self, session: Session, links: Links) -> None:
        if session is not self._session:
            return
        several = len(links.sources) > 1
        self._pages.word(ONE_EXHIBIT)
        self._pages.show_page(shown=several)
        things = links.shared.things if links.shared is not None else ()
        exact = sum(thing.exact for thing in things)
        told = counted(
            len(things),
            "{count} picture or film is held by several exhibits: ",
            "{count} pictures and films are held by several exhibits: ",
        )
        told += _("{exact} with equal bytes, {things} in another form only. {says}").format(
            exact=number(exact), things=number(len(things) - exact), says=SAYS
        )
        self.sum.setText(told + ("" if links.stacked else NOT_STACKED))
        self.model.set_links(links)
        self.graph.show_links(links)
        first = self.model.first_pair()
        if first.isValid():
            self.matrix.setCurrentIndex(first)
        self._pair_chosen()

    def _turn(self) -> None:
        """Table or graph."""
        drawn = self.as_graph.isChecked()
        self.matrix.setVisible(not drawn)
        self.graph.setVisible(drawn)
        (self.graph if drawn else self.matrix).setFocus()

    def _choose_pair(self, first: int, second: int) -> None:
        """The line of the graph that is chosen, in the table, too."""
        rows = {source.id: at for at, source in enumerate(self.model.links.sources)}
        self.matrix.setCurrentIndex(self.model.index(rows[first], rows[second]))

    def _open_chosen(self) -> None:
        """Show the items of the graph's line, exhibit or camera in the gallery."""
        session, node, said = self._session, self.graph.chosen_node, self.graph.sentence()
        if node is None:
            self._ask_all()
        elif session is not None:
            source, serial = node.source, node.serial
            self._runner.read(
                _("looking up the items of an exhibit or a camera"),
                lambda: session.items_of_camera(serial) if serial else session.item_ids(ItemFilter(source_id=source)),
                self,
                lambda found: self.items_asked.emit(tuple(found), said) if found else None,
            )

    def _pair_chosen(self) -> None:
        session, links = self._session, self.model.links
        pair = self.model.pair_at(self.matrix.currentIndex())
        self.thing_model.set_things(None)
        self._enable()
        if session is None or pair is None:
            self.pair.setText(CHOOSE)
            return
        names = self.model.name_of(pair[0]), self.model.name_of(pair[1])
        self.pair.setText(breakable(pair_sentence(links.pair(*pair), *names)))
        self._runner.read(
            _("reading what two exhibits share"), lambda: read_things(session, links, pair), self, self._show_things
        )

    def _show_things(self, things: PairThings) -> None:
        if things.pair == self.model.pair_at(self.matrix.currentIndex()):
            first, second = map(self.model.name_of, things.pair)
            self.thing_model.set_things(things, first, second)
            self._enable()

    def _enable(self) -> None:
        things = self.thing_model.things
        for pressed in (self.show_one, self.show_all):
            pressed.setEnabled(things is not None and bool(things.items))

    def _ask_one(self) -> None:
        thing = self.thing_model.at(max(0, self.things.currentIndex().row()))
        if thing is not None:
            self.items_asked.emit(thing.items, _("In both exhibits: {name}").format(name=thing.name))

    def _ask_all(self) -> None:
        things = self.thing_model.things
        if things is not None:
            first, second = map(self.model.name_of, things.pair)
            self.items_asked.emit(things.items, _("In both {first} and {second}").format(first=first, second=second))


def _matrix(model: LinkModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(_("Exhibits against exhibits: how many pictures and films they share"))
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setDefaultSectionSize(CELL_WIDTH)
    for header in (table.verticalHeader(), table.horizontalHeader()):
        header.setHighlightSections(False)
    return table
