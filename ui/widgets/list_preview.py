"""What a list file would be read as: its format, its columns or first entries, and the question that it leaves open."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHeaderView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from forensicdesk.language import _
from forensicdesk.session import LIST_CHOICES
from ui.list_words import column_text, format_text, question_choices, question_text
from ui.widgets.basics import GAP, label, restyle
from ui.widgets.tables import fill, set_text, text_table
from ui.words import breakable, counted, counts_text, exact_size, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.session import ListPreview
    from ui.list_look import Looked

CHOOSE_FILE = _("Choose a file. What it would be read as is shown here before anything is stored.")
READING = _("Looking at the beginning of the file…")
SAMPLES = 3
LONGEST_SAMPLE = 18
BOTH = "both"
CONFIRM = _("These columns are &right")


class PreviewPanel(QWidget):
    """Shows a `ListPreview`; what a person says of it leaves as `changed`."""

    changed = Signal()
    """The answer to the question, or what a column holds, is another now."""
    confirmed = Signal()
    """The columns were confirmed, or are no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = label(CHOOSE_FILE, "muted", wrap=True)
        self.answer = QComboBox()
        self.answer.setAccessibleName(_("What the values are"))
        self.answer.activated.connect(lambda _: self.changed.emit())
        self._question = label(wrap=True)
        self._question_card = _question_card(self._question, self.answer)
        self.columns = text_table(_("Columns of the table"), (_("Column"), _("Holds"), _("First values")))
        self.columns.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.columns.horizontalHeader().resizeSection(1, 220)
        self.columns.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.columns.verticalHeader().setDefaultSectionSize(34)
        self.rows = text_table(_("First entries of the list"), ())
        self.sure = QCheckBox(CONFIRM)
        self.sure.toggled.connect(lambda _: self.confirmed.emit())
        self.kinds: list[QComboBox] = []
        self.counts = label(wrap=True)
        self.counts.setAccessibleName(_("How many values of each kind it has"))
        self._insisting = False
        self._expected: dict[str, str] = {}
        self._numbers: tuple[int, ...] = ()
        self._tables = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for part in (self.heading, self._question_card):
            layout.addWidget(part)
        for table in (QWidget(), self.columns, self.rows):
            self._tables.addWidget(table)
        layout.addWidget(self._tables, 1)
        layout.addWidget(self.counts)
        layout.addWidget(self.sure)
        self.show_nothing(CHOOSE_FILE)

    # --- what is shown ------------------------------------------------------------------------------------------

    def show_nothing(self, text: str) -> None:
        """Show a sentence alone, and forget what was said of another file."""
        self.show_text(text)
        self._question_card.hide()
        self._insisting = False
        self.answer.clear()
        self.columns.setRowCount(0)
        self.kinds.clear()
        self._numbers = ()

    def show_text(self, text: str, *, trouble: bool = False) -> None:
        """Show a sentence in place of the tables; one about trouble is not muted."""
        restyle(self.heading, "kind", "" if trouble else "muted")
        self.heading.setText(breakable(printable(text)))
        self._tables.setCurrentIndex(0)
        self.counts.hide()
        self.sure.hide()

    def insist(self, question: str) -> None:
        """Ask what the beginning of the file does not: a later line brought it up."""
        self._insisting = True
        self._ask(question)

    def _ask(self, question: str) -> None:
        """Show a question with its answers; none is chosen beforehand. An answer that was given stays."""
        said = self.answer.currentData() or ""
        self._question.setText(breakable(question_text(question)))
        self.answer.clear()
        self.answer.addItem(_("Choose…"), "")
        for setting, words in question_choices(question):
            self.answer.addItem(words, setting)
        self.answer.setCurrentIndex(max(0, self.answer.findData(said)))
        self._question_card.show()

    def expect(self, mapping: Sequence[tuple[str, str]]) -> None:
        """What columns were said to hold before; it is said again when the table is shown."""
        self._expected = dict(mapping)

    def show_preview(self, looked: Looked) -> None:
        """Show what a file would be read as."""
        seen = looked.preview
        restyle(self.heading, "kind", "muted")
        known = f"{format_text(seen.format)}, {exact_size(looked.size)}"
        if looked.lines is not None:
            known += ", " + counted(looked.lines, "{count} line", "{count} lines")
        if seen.question:
            self._ask(seen.question)
        elif not (self._insisting or self.answer.currentData()):
            self._question_card.hide()
        if seen.columns:
            self.heading.setText(
                _("Recognised: {known}. Look at what each column holds; change what is wrong.").format(known=known)
            )
            self._show_columns(seen)
        else:
            self.heading.setText(
                _("Recognised: {known}. These are the first of its lines or entries.").format(known=known)
            )
            self._show_rows(seen.rows)
        counts = counts_text(seen.counts, seen.entries, whole=seen.whole)
        self.counts.setText(counts)
        self.counts.setVisible(bool(counts))
        self._tables.setCurrentWidget(self.columns if seen.columns else self.rows)
        self.sure.setVisible(bool(seen.columns))

    # --- what was said ------------------------------------------------------------------------------------------

    def hash_type(self) -> str | None:
        """What the values were said to be, None if nothing was said or both senses are to be searched."""
        said = self.answer.currentData() or ""
        return said if said not in {"", BOTH} else None

    def both(self) -> bool:
        """Whether the values are to be searched in both senses."""
        return bool(self.answer.currentData() == BOTH)

    def unanswered(self) -> bool:
        """Whether a question stands open."""
        return not self._question_card.isHidden() and not self.answer.currentData()

    def unconfirmed(self) -> bool:
        """Whether there are columns that nobody has confirmed."""
        return not self.sure.isHidden() and not self.sure.isChecked()

    def mapping(self) -> tuple[tuple[str, str], ...]:
        """(number, kind) of the columns of which a person said what they hold."""
        said = zip(self._numbers, self.kinds, strict=True)
        return tuple((str(number), box.currentData()) for number, box in said if box.currentData())

    # --- within -------------------------------------------------------------------------------------------------

    def _show_columns(self, seen: ListPreview) -> None:
        numbers = tuple(column.number for column in seen.columns)
        if numbers != self._numbers:
            self._make_boxes(numbers)
            self.sure.setChecked(False)
            if self.mapping():
                self.changed.emit()
        for line, column in enumerate(seen.columns):
            box = self.kinds[line]
            if not box.currentData():
                box.setItemText(0, column_text(column.kind))
            box.setAccessibleName(
                _("What column {number}, {title}, holds").format(number=column.number, title=printable(column.title))
            )
            values = [row[line] for row in seen.rows if line < len(row) and row[line]][:SAMPLES]
            set_text(self.columns, line, 0, f"{column.number}  {printable(column.title)}")
            set_text(self.columns, line, 2, "  ·  ".join(_sample(printable(value)) for value in values))

    def _make_boxes(self, numbers: tuple[int, ...]) -> None:
        self._numbers = numbers
        self.kinds.clear()
        self.columns.setRowCount(len(numbers))
        for line, number in enumerate(numbers):
            box = QComboBox()
            box.addItem("", "")
            for kind in LIST_CHOICES.column_kinds:
                box.addItem(column_text(kind), kind)
            box.setCurrentIndex(max(0, box.findData(self._expected.get(str(number), ""))))
            box.activated.connect(lambda _: self.changed.emit())
            self.kinds.append(box)
            self.columns.setCellWidget(line, 1, box)
        for before, after in pairwise((self.columns, *self.kinds, self.sure)):
            self.setTabOrder(before, after)  # boxes made later would come last in the dialog

    def _show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        self._numbers = ()
        self.kinds.clear()
        width = max((len(row) for row in rows), default=1)
        self.rows.setColumnCount(width)
        fill(self.rows, [[printable(text) for text in row] for row in rows])
        for column in range(width):
            self.rows.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.rows.horizontalHeader().setStretchLastSection(True)
        self.rows.horizontalHeader().hide()


def _sample(text: str) -> str:
    return text if len(text) <= LONGEST_SAMPLE else f"{text[: LONGEST_SAMPLE - 1]}…"


def _question_card(question: QWidget, answer: QComboBox) -> QFrame:
    card = QFrame()
    card.setProperty("kind", "step")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(12, 10, 12, 10)
    layout.addWidget(question)
    layout.addWidget(answer, 0, Qt.AlignmentFlag.AlignLeft)
    return card
