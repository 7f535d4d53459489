"""The agreement page: how far two examiners agree, where they differ, and what a supervisor decides."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from forensicdesk.language import _, later
from ui.agreeing import (
    agreement_sentence,
    compared_sentence,
    label_of,
    matrix_of,
    read_agreeing,
)
from ui.models.rows import RowModel
from ui.saying import Reader
from ui.widgets.basics import button, label, row
from ui.widgets.page import OrSentence, ReadWhenSeen, page_layout
from ui.widgets.tables import grow_with_rows, make_table
from ui.words import breakable, moment_text, number, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QTableView

    from forensicdesk.decisions import Act
    from forensicdesk.session import Session
    from ui.agreeing import (
        Agreeing,
        Dispute,
        Settled,
    )
    from ui.tasks import TaskRunner, Trouble

READING = later("Reading how far the examiners agree…")
BLIND = later(
    "A second reading is going on. Nothing of the first reading is shown until it ends (Decide, End this reading)."
)
NOTHING = later("No second reading has decided anything yet. Begin one with Decide, Begin a second reading.")
MEANING = later(
    "Cohen's kappa is agreement beyond what the habits of both alone would bring: 1 is full agreement, 0 is none beyond"
    " chance."
)


class AgreementPage(ReadWhenSeen):
    """Numbers, the table of both readings, the queue of differences with a line to settle them."""

    items_asked = Signal(object, str)
    """Item numbers to show in the gallery, and what they have in common."""
    settled = Signal(object)
    """The items that were settled."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._runner = runner
        self._session: Session | None = None
        self._reader = Reader()
        self._writable = False
        self._told: Agreeing | None = None
        self.compared = label(wrap=True)
        self.sentence = label(kind="heading", wrap=True)
        self.matrix_model: RowModel[tuple[str, ...]] = RowModel((), lambda line: line, self)
        self.matrix = make_table(self.matrix_model, _("Categories of both readings"))
        self.dispute_model: RowModel[Dispute] = RowModel(
            (_("Item"), _("First reading"), _("Second reading")), self._dispute_texts, self
        )
        self.disputes = make_table(self.dispute_model, _("Items on which the readings differ"))
        self.settled_model: RowModel[Settled] = RowModel(
            (_("Item"), _("First"), _("Second"), _("Settled as"), _("By"), _("Why")), self._settled_texts, self
        )
        self.settlements = make_table(self.settled_model, _("Items that a supervisor has settled"), wide_column=5)
        self.differing = label(kind="heading", wrap=True)
        self.show_all = button(
            _("Show in the &gallery"), self._ask_items, "small", _("The chosen lines, or all (Enter)")
        )
        self.supervisor = _line(_("Supervisor's name"))
        self.category = QComboBox()
        self.category.setAccessibleName(_("Category that the supervisor decides on"))
        self.reason = _line(_("Why the supervisor decides so"))
        self.record = button(_("&Settle"), self.settle, "primary", _("Record the decision for the chosen lines"))
        self.said = label(kind="muted", wrap=True)
        self._pages = OrSentence(_(READING))
        self._build()
        self._connect()

    def _build(self) -> None:
        shown = QWidget()
        layout = page_layout(shown)
        for part in (self.sentence, self.compared, label(_(MEANING), "muted", wrap=True)):
            layout.addWidget(part)
        layout.addWidget(self.matrix, 2)
        layout.addLayout(row(self.differing, 1, self.show_all))
        layout.addWidget(self.disputes, 4)
        self.settling = QWidget()
        line = row(self.supervisor, self.category, self.reason, self.record)
        line.setContentsMargins(0, 0, 0, 0)
        line.setStretch(0, 2)
        line.setStretch(1, 2)
        line.setStretch(2, 4)
        self.settling.setLayout(line)
        layout.addWidget(self.settling)
        layout.addWidget(self.said)
        self._settled_title = label(_("Settled"), "heading")
        layout.addWidget(self._settled_title)
        layout.addWidget(self.settlements, 3)
        layout.addStretch()
        for table in (self.matrix, self.disputes, self.settlements):
            grow_with_rows(table)
        self._pages.addWidget(shown)
        self._pages.fill(self)

    def _connect(self) -> None:
        self.disputes.activated.connect(self._ask_items)
        for table, other in ((self.disputes, self.settlements), (self.settlements, self.disputes)):
            table.setSelectionMode(table.SelectionMode.ExtendedSelection)
            table.selectionModel().selectionChanged.connect(partial(self._chosen_in, table, other))
        for field in (self.supervisor, self.reason):
            field.textChanged.connect(self._enable)
            field.returnPressed.connect(self.settle)

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None, *, writable: bool) -> None:
        """Show another case, or none."""
        self._session, self._writable = session, writable
        self.supervisor.clear()
        self.reason.clear()
        self.said.setText("")
        self._drop(_(READING))
        self.refresh()

    def set_reader(self, reader: Reader) -> None:
        """Show nothing to a blind reader."""
        self._reader = reader
        self._drop(_(BLIND) if reader.shown is not None else _(READING))
        self.refresh()

    # --- settling -----------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Record the supervisor's decision about the chosen differences."""
        session, chosen = self._session, self.chosen()
        code, who, reason = str(self.category.currentData() or ""), self.supervisor.text(), self.reason.text()
        if session is None or not chosen or not self.record.isEnabled():
            return
        self.record.setEnabled(False)

        def work() -> tuple[Act, Act]:
            return session.settle(chosen, code, examiner=who, reason=reason)

        self._runner.write(
            _("recording a supervisor's decision"), work, self, lambda _acts: self._recorded(chosen), self._refused
        )

    def chosen(self) -> tuple[int, ...]:
        """The items of the chosen lines: of differences, or of what is settled and is to be settled anew."""
        differing = (self.dispute_model.at(line) for line in _lines(self.disputes))
        settled = (self.settled_model.at(line) for line in _lines(self.settlements))
        items = [one.item for one in differing if one is not None]
        return tuple(items + [one.told.item_id for one in settled if one is not None])

    # --- within -------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        session, reader = self._session, self._reader
        if session is None or reader.shown is not None:
            return
        self._stale = False
        self._runner.read(
            _("reading how far examiners agree"),
            lambda: read_agreeing(session),
            self,
            lambda told: self._show(session, reader, told),
        )

    def _show(self, session: Session, reader: Reader, told: Agreeing) -> None:
        if session is not self._session or reader != self._reader:
            return
        self._told = told
        anything = bool(told.found.items or told.disputes or told.settled)
        self._pages.word(_(NOTHING) if told.begun is None else f"{compared_sentence(told)}")
        self._pages.show_page(shown=anything)
        self.sentence.setText(agreement_sentence(told))
        self.compared.setText(breakable(compared_sentence(told)))
        headers, lines = matrix_of(told)
        self.matrix_model.set_rows(lines, headers)
        self.dispute_model.set_rows(told.disputes)
        self.settled_model.set_rows(told.settled)
        self.differing.setText(self._differing_text(told))
        _show((self._settled_title, self.settlements), bool(told.settled))
        _show((self.disputes, self.show_all), bool(told.disputes))
        _show((self.settling,), bool(told.disputes or told.settled))
        kept = self.category.currentData()
        self.category.clear()
        for one in told.scheme.categories if told.scheme else ():
            self.category.addItem(label_of(told.scheme, one.code), one.code)
        self.category.setCurrentIndex(max(0, self.category.findData(kept)))
        if told.disputes:
            self.disputes.selectRow(0)
        self._enable()

    def _differing_text(self, told: Agreeing) -> str:
        if not told.differing:
            return _("Nothing is left to settle")
        more = len(told.disputes) < told.differing
        first = " " + _("(the first {count} are listed)").format(count=number(len(told.disputes))) if more else ""
        return _("To settle: {count}").format(count=number(told.differing)) + first

    def _drop(self, why: str) -> None:
        """Let go of what was shown."""
        self._told = None
        for model in (self.matrix_model, self.dispute_model, self.settled_model):
            model.set_rows(())
        self.sentence.setText("")
        self._pages.say(why)

    def _chosen_in(self, table: QTableView, other: QTableView, *_ignored: object) -> None:
        """Lines are chosen in one of the two tables only."""
        if _lines(table):
            other.clearSelection()
        self._enable()

    def _enable(self) -> None:
        filled = bool(self.supervisor.text().strip() and self.reason.text().strip() and self.category.count())
        self.settling.setEnabled(self._writable)
        self.record.setEnabled(self._writable and filled and bool(self.chosen()))

    def _recorded(self, items: tuple[int, ...]) -> None:
        self.reason.clear()
        self.said.setText(_("Recorded, with name and reason: {count}").format(count=number(len(items))))
        self.settled.emit(items)
        self.refresh()

    def _refused(self, trouble: Trouble) -> None:
        self.said.setText(trouble.sentence)
        self._enable()

    def _ask_items(self) -> None:
        items = self.chosen() or tuple(one.item for one in self.dispute_model.rows)
        if items:
            self.items_asked.emit(items, _("The readings differ"))

    def _dispute_texts(self, one: Dispute) -> Sequence[str]:
        scheme = self._told.scheme if self._told else None
        return one.name, label_of(scheme, one.first), label_of(scheme, one.second)

    def _settled_texts(self, one: Settled) -> Sequence[str]:
        scheme, told = self._told.scheme if self._told else None, one.told
        decision = told.decision
        by = f"{printable(decision.examiner)}, {moment_text(decision.said_at)}"
        readings = label_of(scheme, told.first), label_of(scheme, told.second)
        return one.name, *readings, label_of(scheme, decision.code), by, printable(told.reason)


def _lines(table: QTableView) -> tuple[int, ...]:
    """The chosen lines of a table, ascending."""
    return tuple(sorted({index.row() for index in table.selectionModel().selectedRows()}))


def _show(parts: Sequence[QWidget], shown: bool) -> None:  # noqa: FBT001 - said by the name
    for part in parts:
        part.setVisible(shown)


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    return made
