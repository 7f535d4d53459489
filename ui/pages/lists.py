"""The lists page: every version of every list of this workstation, and what lists disagree about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from forensicdesk.language import _
from forensicdesk.model import ItemFilter
from forensicdesk.session import list_notes
from ui.models.conflicts import ConflictModel, read_conflicts
from ui.widgets.basics import GAP, PAGE_MARGIN, button, label, row
from ui.widgets.column_fit import ColumnFit
from ui.widgets.flow import FlowLayout
from ui.widgets.list_details import ListDetails
from ui.widgets.tables import grow_with_rows, make_table
from ui.words import counted, list_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from forensicdesk.model import HashList
    from forensicdesk.session import ListNotes, Session
    from ui.models.conflicts import Conflicts
    from ui.models.lists import ListModel
    from ui.work import CaseWork

Notes = tuple["HashList", "ListNotes", "HashList | None"]

EMPTY = _("There is no list on this workstation yet. Load one to find known files.")
ABOUT_LISTS = _(
    "Ticked versions are matched with the case. A version never changes; a changed file is loaded beside it."
)
NO_CONFLICTS = _("No content of this case has different labels in the lists.")
DETAILS_WIDTH = 400
GIVING, NARROWEST_PX = (0, 3, 4, 1, 6), 64
"""Name, format, entries, version and check become narrower first where the page is; tool tips say all."""


class ListsPage(QWidget):
    """Shows the case page's model of lists; what is pressed leaves as signals."""

    load_pressed = Signal()
    match_pressed = Signal()
    compare_pressed = Signal()
    export_pressed = Signal()
    check_pressed = Signal()
    remove_pressed = Signal()
    items_asked = Signal(object, str)
    """Item numbers to show in the gallery, and what they have in common."""

    def __init__(self, work: CaseWork, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._work = work
        self._session: Session | None = None
        self._shown: str | None = None
        self.model = model
        self.conflict_model = ConflictModel(self)
        self.details = ListDetails()
        self.table = make_table(model, _("Hash lists of this workstation"))
        self._fit = ColumnFit(self.table, GIVING, NARROWEST_PX)
        self.conflicts = make_table(self.conflict_model, _("Contents that lists label differently"), 2)
        self._note = label(ABOUT_LISTS, "muted", wrap=True)
        self._conflict_note = label(NO_CONFLICTS, "muted", wrap=True)
        self._build()
        self._connect()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.load = _small(_("&Load…"), self.load_pressed.emit, _("Load a hash list (Ctrl+L)"))
        self.match = _small(
            _("&Match this case again"),
            self.match_pressed.emit,
            _("Match with the ticked lists, and say what changed (Ctrl+M)"),
        )
        self.compare = _small(
            _("Compare versio&ns…"), self.compare_pressed.emit, _("What one version has and another has not")
        )
        self.export = _small(_("E&xport…"), self.export_pressed.emit, _("Write the chosen list to a file"))
        self.check = _small(
            _("Chec&k"), self.check_pressed.emit, _("Whether the stored list is unchanged and its near search complete")
        )
        self.remove = _small(
            _("Rem&ove…"), self.remove_pressed.emit, _("Remove the chosen version from this workstation")
        )
        self.show_matches = _small(_("Show its ma&tches"), self._ask_matches, _("The items that match the chosen list"))
        self.show_items = _small(_("Sho&w in the gallery"), self._ask_items, _("Show the items of the chosen content"))
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(PAGE_MARGIN, 14, GAP, 14)
        layout.setSpacing(GAP)
        top = row(label(_("Hash lists of this workstation"), "heading", wrap=True), self.load, self.match)
        top.setStretch(0, 1)
        layout.addLayout(top)
        layout.addWidget(self._note)
        layout.addWidget(self.table, 3)
        acts = FlowLayout()
        for pressed in (self.show_matches, self.compare, self.export, self.check, self.remove):
            acts.addWidget(pressed)
        layout.addLayout(acts)
        layout.addSpacing(GAP)
        layout.addLayout(row(label(_("Lists disagree"), "heading"), 1, self.show_items))
        layout.addWidget(self._conflict_note)
        layout.addWidget(self.conflicts, 2)
        layout.addStretch()
        grow_with_rows(self.conflicts)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(GAP, 14, PAGE_MARGIN, 14)
        beside.addWidget(self.details)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(left)
        self.split.addWidget(right)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([900, DETAILS_WIDTH])
        self.split.setChildrenCollapsible(False)
        right.setMinimumWidth(320)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.split)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._list_chosen())
        self.model.modelReset.connect(self._keep_choice)
        self.model.ticked_changed.connect(self.enable)
        self.conflicts.doubleClicked.connect(self._ask_items)
        self.conflicts.activated.connect(self._ask_items)
        self.conflict_model.modelReset.connect(self.enable)
        self.enable()

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Show another case, or none."""
        self._session = session
        self.refresh_conflicts()

    def refresh_conflicts(self) -> None:
        """Read anew what the lists disagree about."""
        session = self._session
        if session is None:
            return
        self._work.runner.read(
            _("reading what lists disagree about"),
            lambda: (session, read_conflicts(session)),
            self,
            lambda answer: self._show_conflicts(*answer),
            patient=True,
        )

    def chosen(self) -> HashList | None:
        """The list under the cursor."""
        return self.model.at(self.table.currentIndex().row())

    def choose(self, list_id: str) -> None:
        """Put the cursor on a list."""
        line = self.model.row_of(list_id)
        if line >= 0:
            self.table.selectionModel().setCurrentIndex(
                self.model.index(line, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )

    def enable(self) -> None:
        """Enable what can be done now."""
        idle, chosen = self._work.act is None, self.chosen() is not None
        self.load.setEnabled(idle)
        self.match.setEnabled(idle and self._work.writable and bool(self.model.ticked()))
        for pressed in (self.export, self.remove):
            pressed.setEnabled(idle and chosen)
        self.check.setEnabled(chosen)
        known = self.chosen()
        self.show_matches.setEnabled(known is not None and self.model.used(known))
        self.compare.setEnabled(chosen and len(self.model.lists) > 1)
        self._note.setText(ABOUT_LISTS if self.model.lists else EMPTY)
        found = self.conflict_model.found
        self.show_items.setEnabled(bool(found.rows))
        self.show_items.setVisible(bool(found.rows))
        self.conflicts.setVisible(bool(found.rows))

    # --- within -------------------------------------------------------------------------------------------------

    def _list_chosen(self) -> None:
        known = self.chosen()
        self._shown = known.id if known is not None else None
        self.details.show_list(known)
        self.enable()
        if known is None:
            return
        library, lists = self._work.library, self.model.lists

        def work() -> Notes:
            notes = list_notes(library, known)
            return known, notes, next((one for one in lists if one.id == notes.base), None)

        self._work.runner.read(_("reading about a list"), work, self, self._show_notes)

    def _show_notes(self, answer: Notes) -> None:
        if answer[0].id == self._shown:
            self.details.show_list(*answer)

    def _keep_choice(self) -> None:
        if self._shown is not None and self.model.row_of(self._shown) >= 0:
            self.choose(self._shown)
        elif self.model.lists:
            self.choose(self.model.lists[0].id)
        else:
            self._list_chosen()

    def _show_conflicts(self, session: Session, found: Conflicts) -> None:
        if session is not self._session:
            return
        self.conflict_model.set_conflicts(found)
        text = counted(
            len(found.rows),
            "{count} content has different labels by equal digests. None is preferred or merged.",
            "{count} contents have different labels by equal digests. None is preferred or merged.",
        )
        text += _(" These are the first of them.") if found.more else ""
        self._conflict_note.setText(text if found.rows else NO_CONFLICTS)
        self.enable()

    def _ask_matches(self) -> None:
        session, known = self._session, self.chosen()
        if session is None or known is None:
            return
        self._work.runner.read(
            _("looking for the items that match a list"),
            lambda: session.item_ids(ItemFilter(list_id=known.id)),
            self,
            lambda items: self.items_asked.emit(items, _("Match with {list_text}").format(list_text=list_text(known))),
        )

    def _ask_items(self) -> None:
        chosen = self.conflict_model.at(max(0, self.conflicts.currentIndex().row()))
        if chosen is not None:
            self.items_asked.emit(chosen.items, _("Lists disagree about this content: {says}").format(says=chosen.says))


def _small(text: str, pressed: Callable[[], object], tip: str) -> QPushButton:
    return button(text, pressed, "small", tip)
