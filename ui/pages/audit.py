"""The audit log page: every act on the case in plain words, with a mark that says whether its chain holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit, QPlainTextEdit, QWidget

from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import _, later
from ui.audit_text import Wanted, action_text, as_text, choose, read_log, verified_sentence
from ui.models.rows import RowModel
from ui.saying import Reader
from ui.widgets.basics import button, label, restyle, row
from ui.widgets.page import OrSentence, page_layout
from ui.widgets.tables import make_table
from ui.words import breakable, moment_text, number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from forensicdesk.session import Session
    from ui.audit_text import Line, Log
    from ui.dialogs.chooser import Chooser
    from ui.tasks import TaskRunner

READING = later("Reading the audit log and following its chain…")
BLIND = later(
    "A second reading is going on. The log names the decisions of the first, so it is shown when the reading ends."
)
TYPING_MS = 200
WIDTHS = (80, 160, 160, 300)
DETAIL_HEIGHT = 110


class AuditPage(QWidget):
    """Filters above the records, the chosen one whole below."""

    exported = Signal(object, int)
    """The file that was written, and how many records it holds."""

    def __init__(self, runner: TaskRunner, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._runner = runner
        self._chooser = chooser
        self._session: Session | None = None
        self._reader = Reader()
        self._log: Log | None = None
        self.verified = label(_(READING), wrap=True, selectable=True)
        self.search = QLineEdit()
        self.action = _box(_("What was done"))
        self.actor = _box(_("Who did it"))
        self.day = _box(_("On which day (UTC)"))
        self.count = label(kind="muted")
        self.export = button(_("&Export these lines…"), self._ask_export, "small", _("The lines shown, as a text file"))
        titles = (_("Record"), _("Time"), _("Who"), _("What"), _("In detail"))
        self.model: RowModel[Line] = RowModel(titles, line_texts, self)
        self.table = make_table(self.model, _("Records of the audit log"), wide_column=4)
        self.detail = QPlainTextEdit()
        self._pages = OrSentence(_(READING))
        self._later = QTimer(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.search.setPlaceholderText(_("Search the log"))
        self.search.setAccessibleName(_("Search the log"))
        self.search.setClearButtonEnabled(True)
        self.detail.setReadOnly(True)
        self.detail.setPlaceholderText(_("Choose a record to read all of it."))
        self.detail.setProperty("kind", "mono")
        self.detail.setAccessibleName(_("The chosen record, whole"))
        self.detail.setMaximumHeight(DETAIL_HEIGHT)
        self.detail.setTabChangesFocus(True)
        header = self.table.horizontalHeader()
        for column, width in enumerate(WIDTHS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        shown = QWidget()
        layout = page_layout(shown)
        layout.addLayout(row(label(_("Audit log"), "heading"), 1, self.count, self.export))
        layout.addWidget(self.verified)
        line = row(self.search, self.action, self.actor, self.day)
        line.setStretch(0, 3)
        for place in (1, 2, 3):
            line.setStretch(place, 2)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        self._pages.addWidget(shown)
        self._pages.fill(self)

    def _connect(self) -> None:
        self._later.setSingleShot(True)
        self._later.setInterval(TYPING_MS)
        self._later.timeout.connect(self._filter)
        self.search.textChanged.connect(self._later.start)
        for box in (self.action, self.actor, self.day):
            box.currentIndexChanged.connect(self._later.start)
        self.table.selectionModel().currentRowChanged.connect(lambda *_ignored: self._show_detail())

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Show another case, or none."""
        self._session = session
        self._drop(_(READING))
        self.refresh()

    def set_reader(self, reader: Reader) -> None:
        """Show nothing to a blind reader: the log names what the first examiner decided."""
        self._reader = reader
        self._drop(_(BLIND) if reader.shown is not None else _(READING))
        self.refresh()

    def refresh(self) -> None:
        """Read anew if the page is seen; else it is read when it is."""
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was added since the page was seen last."""
        super().showEvent(event)
        self._read()

    @property
    def wanted(self) -> Wanted:
        """The filter as set."""
        chosen = (str(box.currentData() or "") for box in (self.action, self.actor, self.day))
        return Wanted(self.search.text(), *chosen)

    # --- within -------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        session, reader = self._session, self._reader
        if session is None or reader.shown is not None:
            return
        self._runner.read(
            _("reading the audit log"), lambda: read_log(session), self, lambda log: self._show(session, reader, log)
        )

    def _show(self, session: Session, reader: Reader, log: Log) -> None:
        if session is not self._session or reader != self._reader:
            return
        self._log = log
        self.verified.setText(breakable(verified_sentence(log)))
        restyle(self.verified, "verified", "no" if log.problems else "yes")
        _offer(self.action, _("Everything"), [(action_text(one), one) for one in log.actions])
        _offer(self.actor, _("Everybody"), [(one, one) for one in log.actors])
        _offer(self.day, _("Every day"), [(one, one) for one in log.days])
        self._pages.show_page()
        self._filter()

    def _filter(self) -> None:
        log, wanted = self._log, self.wanted
        if log is None:
            return
        if wanted == Wanted():
            self._show_lines(log, wanted, log.lines)
        else:
            self._runner.read(
                _("searching the audit log"),
                lambda: choose(log.lines, wanted),
                self,
                lambda lines: self._show_lines(log, wanted, lines),
            )

    def _show_lines(self, log: Log, wanted: Wanted, lines: tuple[Line, ...]) -> None:
        if log is not self._log or wanted != self.wanted:
            return
        bar = self.table.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        self.model.set_rows(lines)
        if at_end:
            self.table.scrollToBottom()
        shown = _("{shown} of {count} records").format(shown=number(len(lines)), count=number(len(log.lines)))
        self.count.setText(shown)
        self.export.setEnabled(bool(lines))
        self._show_detail()

    def _show_detail(self) -> None:
        one = self.model.at(self.table.currentIndex().row())
        told = "" if one is None else "\n".join((f"{one.sequence}  {one.time}  {one.actor}  {one.action}", one.said))
        self.detail.setPlainText(told)

    def _drop(self, why: str) -> None:
        self._log = None
        self.model.set_rows(())
        self.detail.clear()
        self._pages.say(why)

    # --- export -------------------------------------------------------------------------------------------------

    def _ask_export(self) -> None:
        log, session = self._log, self._session
        if log is None or session is None:
            return
        start = session.folder.with_name(f"{session.folder.stem}-audit-log.txt")
        target = self._chooser.new_file(self, _("Export the lines shown"), start)
        if target is None:
            return
        lines = tuple(self.model.rows)
        text = as_text(lines, verified_sentence(log))
        self._runner.write(
            _("writing lines of the audit log"),
            lambda: write_new(target, text),
            self,
            lambda _done: self.exported.emit(target, len(lines)),
        )


def line_texts(one: Line) -> Sequence[str]:
    """A line as the columns of the table."""
    return number(one.sequence), moment_text(one.time), one.actor, action_text(one.action), one.said


def write_new(target: Path, text: str) -> None:
    """Write a file that is not there yet; called off the event loop.

    Raises:
        EnvironmentProblem: it is there already, or cannot be written.
    """
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        msg = _("There is a file {target} already; choose another name.").format(target=target)
        raise EnvironmentProblem(msg) from error
    except OSError as error:
        msg = _("The file {target} cannot be written: {strerror}. Choose another place, or free space.").format(
            target=target, strerror=error.strerror
        )
        raise EnvironmentProblem(msg) from error


def _box(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(10)
    return made


def _offer(box: QComboBox, everything: str, entries: Sequence[tuple[str, str]]) -> None:
    """Fill a box anew; what was chosen stays chosen where it is still there."""
    kept = box.currentData()
    blocker = QSignalBlocker(box)
    box.clear()
    box.addItem(everything, "")
    for text, value in entries:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(kept or "")))
    blocker.unblock()
