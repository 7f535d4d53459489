"""The case page: what to do next, the numbers, the exhibits with their accounts, the hash lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.models.ledger import LedgerModel
from ui.models.lists import BRIEF, ListModel
from ui.next_step import Next, next_step
from ui.overview import read_overview
from ui.problems import problems_of
from ui.refresh import Refresher
from ui.widgets.basics import GAP, PAGE_MARGIN, button, label, row
from ui.widgets.column_fit import ColumnFit
from ui.widgets.problem_list import ProblemList
from ui.widgets.scrolled import whole_page
from ui.widgets.step_card import StepCard
from ui.widgets.tables import grow_with_rows, make_table
from ui.widgets.tiles import Tiles
from ui.words import CASE_FIELDS, breakable, ledger_sentence, moment_text, printable
from ui.work import Act

if TYPE_CHECKING:
    from forensicdesk.model import HashList
    from forensicdesk.session import Session
    from ui.overview import Overview
    from ui.tasks import Trouble
    from ui.work import CaseWork

NO_LISTS = _("No hash lists on this workstation yet. Load one to find known files.")
NO_EXHIBITS = _("No exhibits yet.")
NARROWEST_PX = 72
"""So narrow columns become where the window is; what is cut off of a name or title ends with dots."""


class CasePage(QWidget):
    """Shows an `Overview`; what is pressed leaves as signals."""

    step_pressed = Signal(object)
    """The `Next` to do."""
    add_pressed = Signal()
    problem_pressed = Signal(object)
    """The `Way` to a problem."""
    load_list_pressed = Signal()
    match_pressed = Signal()
    report_pressed = Signal()
    verify_pressed = Signal()
    list_details_asked = Signal(object)
    """The `HashList` to tell about."""
    overview_read = Signal(object)
    """The `Overview` that is shown now."""

    def __init__(self, work: CaseWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._work = work
        self._session: Session | None = None
        self._refresher = Refresher(self._ask, self)
        self.overview: Overview | None = None
        self.ledger_model = LedgerModel(self)
        self.list_model = ListModel(self)
        self.step = StepCard()
        self.problems = ProblemList()
        self._blind = False
        self.tiles = Tiles()
        self._title = label(kind="title", wrap=True)
        self._subtitle = label(kind="muted", wrap=True)
        self._sum = label(NO_EXHIBITS, "muted", wrap=True)
        self._list_note = label(NO_LISTS, "muted", wrap=True)
        self._build()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(whole_page(self))
        layout.setContentsMargins(PAGE_MARGIN, 14, PAGE_MARGIN, 14)
        layout.setSpacing(12)
        self.verify = button(
            _("Verif&y…"), self.verify_pressed.emit, tip=_("Check the case and every file of the evidence")
        )
        self.report = button(_("Export &report…"), self.report_pressed.emit, tip=_("Write PDF, HTML or JSON (Ctrl+E)"))
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        head = row(spacing=GAP)
        head.addLayout(names, 1)
        head.addWidget(self.verify)
        head.addWidget(self.report)
        layout.addLayout(head)
        layout.addWidget(self.step)
        layout.addWidget(self.problems)
        layout.addWidget(self.tiles)
        self.add = button(_("&Add a folder…"), self.add_pressed.emit, "small", _("Add a folder with evidence (Ctrl+D)"))
        self.exhibits = make_table(self.ledger_model, _("Exhibits with their accounts"))
        layout.addLayout(row(label(_("Exhibits"), "heading"), 1, self.add))
        layout.addWidget(self.exhibits, 3)
        layout.addWidget(self._sum)
        self.load_list = button(
            _("&Load a hash list…"), self.load_list_pressed.emit, "small", _("Load a hash list (Ctrl+L)")
        )
        self.details = button(
            _("De&tails…"), self._ask_details, "small", _("Everything about the list, on the Lists page (Ctrl+3)")
        )
        self.match = button(
            _("&Match ticked lists"), self.match_pressed.emit, "small", _("Match with the ticked lists (Ctrl+M)")
        )
        self.lists = make_table(self.list_model, _("Hash lists of this workstation"))
        for column in BRIEF:
            self.lists.hideColumn(column)
        self.lists.doubleClicked.connect(self._ask_details)
        self.list_model.ticked_changed.connect(self._enable)
        layout.addLayout(row(label(_("Hash lists"), "heading"), 1, self.details, self.load_list, self.match))
        layout.addWidget(self.lists, 2)
        layout.addWidget(self._list_note)
        layout.addStretch()
        for table in (self.exhibits, self.lists):
            grow_with_rows(table)
        ColumnFit(self.exhibits, (0,), NARROWEST_PX)
        self.step.pressed.connect(self.step_pressed)
        self.problems.pressed.connect(self.problem_pressed)

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Show another case, or none."""
        self._session = session
        self.overview = None
        self.ledger_model.set_overview(None)
        self.problems.show_problems((), enabled=False)
        self.refresh_now()

    def refresh(self) -> None:
        """Read the case anew soon."""
        self._refresher.request()

    def refresh_now(self) -> None:
        """Read the case anew at once."""
        self._refresher.request_now()

    def ticked_lists(self) -> tuple[HashList, ...]:
        """The lists to match."""
        return self.list_model.ticked()

    def set_blind(self, *, blind: bool) -> None:
        """Tell a second examiner nothing of the first reading."""
        self._blind = blind
        self._enable()

    def show_busy(self) -> None:
        """Enable what can be done now."""
        self._enable()

    # --- within -------------------------------------------------------------------------------------------------

    def _ask(self) -> bool:
        session, library = self._session, self._work.library
        if session is None:
            return False
        self._work.runner.read(
            _("reading the case"),
            lambda: (session, read_overview(session, library)),
            self,
            self._answered,
            self._failed,
            patient=True,
        )
        return True

    def _answered(self, answer: tuple[Session, Overview]) -> None:
        session, overview = answer
        self._refresher.answered()
        if session is not self._session:
            return
        self.overview = overview
        info = overview.info
        self._title.setText(breakable(_("Case {number}").format(number=printable(info.number))))
        fields = "".join(
            f"   ·   {printable(CASE_FIELDS.get(name, name))}: {printable(value)}" for name, value in info.fields
        )
        made = _("Examiner: {examiner}   ·   created {moment_text}{fields}").format(
            examiner=printable(info.examiner), moment_text=moment_text(info.created_at), fields=fields
        )
        self._subtitle.setText(breakable(f"{made}\n{printable(str(info.path))}"))
        self.tiles.show_overview(overview)
        self.ledger_model.set_overview(overview)
        self._sum.setText(ledger_sentence(overview.ledger) if overview.exhibits else NO_EXHIBITS)
        self.list_model.set_lists(overview.library, overview.used, overview.newest)
        self._list_note.setVisible(not overview.library)
        self._enable()
        self.overview_read.emit(overview)

    def _failed(self, trouble: Trouble) -> None:
        self._refresher.answered()
        self._work.trouble_met.emit(trouble)

    def _enable(self) -> None:
        overview = self.overview
        if overview is None:
            return
        idle = self._work.act is None
        can_write = idle and self._work.writable
        processing = self._work.act is Act.PROCESS
        step = next_step(overview, writable=self._work.writable, processing=processing)
        self.step.show_step(
            step, fresh=overview.ledger.media == 0, enabled=idle or step.what in (Next.REVIEW, Next.WATCH)
        )
        self.problems.show_problems(problems_of(overview, blind=self._blind), enabled=idle)
        self.add.setEnabled(can_write)
        self.load_list.setEnabled(idle)
        self.details.setEnabled(bool(overview.library))
        self.match.setEnabled(can_write and bool(self.list_model.ticked()) and overview.ledger.media > 0)
        self.report.setEnabled(can_write and bool(overview.exhibits))
        self.verify.setEnabled(idle)

    def _ask_details(self) -> None:
        chosen = self.list_model.at(max(0, self.lists.currentIndex().row()))
        if chosen is not None:
            self.list_details_asked.emit(chosen)
