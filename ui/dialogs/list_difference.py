"""What one list version has that another has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout

from forensicdesk.language import _, retold, shown
from forensicdesk.session import difference
from ui.widgets.basics import GAP, WIDE_GAP, button, copy_text, label, row
from ui.widgets.column_fit import ColumnFit
from ui.widgets.room import resize_within
from ui.widgets.tables import fill, grow_with_rows, text_table
from ui.words import DIGEST_NAMES, ENTRY_KINDS, list_text, number, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtWidgets import QTableWidget, QWidget

    from forensicdesk.model import HashList
    from forensicdesk.session import Example, KindDifference, Library
    from ui.tasks import TaskRunner, Trouble

HINT = _(
    "Counted are different values of each kind. The first of them are shown below, in order of "
    "value. Where both lists have a value, other label says that the lists call it differently."
)
COUNTS = (_("Kind"), _("Only in the newer"), _("Only in the older"), _("In both"), _("Other label"))
EXAMPLES = ("", _("Kind"), _("Value"), _("Entry"), _("Label before"), _("Label now"))
COMPARING = _("Comparing the two lists…")
NARROWEST_PX = 60
GIVING = (5, 2, 4, 3)
"""Columns of the examples that become narrower than their texts, as far as there is no room: values and labels."""
SAME = _("No difference: both lists have the same values under the same labels.")


class ListDifferenceDialog(QDialog):
    """Two boxes to choose from, counts for each kind, and examples."""

    def __init__(
        self, library: Library, lists: Sequence[HashList], chosen: HashList, runner: TaskRunner, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Compare two lists"))
        resize_within(self, 1000, 600)
        self._library, self._lists, self._runner = library, lists, runner
        older, newer = first_pair(lists, chosen)
        self.older = _box(_("The older list"), lists, older)
        self.newer = _box(_("The newer list"), lists, newer)
        self.says = label(COMPARING, wrap=True)
        self.counts = _table(_("Differences by kind of value"), COUNTS)
        self.examples = _table(_("Examples of what differs"), EXAMPLES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(label(_("Compare two lists"), "heading"))
        layout.addWidget(label(HINT, "muted", wrap=True))
        swap = button(_("S&wap"), self._swap, "small", _("The older one becomes the newer one"))
        choice = row(_named(_("&Older"), self.older), self.older, _named(_("&Newer"), self.newer), self.newer, swap)
        choice.setStretch(1, 1)
        choice.setStretch(3, 1)
        layout.addLayout(choice)
        layout.addWidget(self.says)
        grow_with_rows(self.counts)
        layout.addWidget(self.counts, 2)
        layout.addWidget(self.examples, 3)
        copy = button(_("&Copy"), lambda: copy_text(self._as_text()))
        end = row(copy, 1, button(_("C&lose"), self.accept, "primary"), spacing=WIDE_GAP)
        layout.addLayout(end)
        for box in (self.older, self.newer):
            box.currentIndexChanged.connect(self.compare)
        self.compare()

    def compare(self) -> None:
        """Compare what is chosen, off the event loop."""
        pair = self._pair()
        self.says.setText(COMPARING)
        for table in (self.counts, self.examples):
            table.setRowCount(0)
        self._runner.read(
            _("comparing two lists"),
            lambda: (pair, difference(self._library, *pair)),
            self,
            lambda answer: self._show(*answer),
            self._failed,
        )

    def _pair(self) -> tuple[str, str]:
        return str(self.older.currentData()), str(self.newer.currentData())

    def _swap(self) -> None:
        older, newer = self.older.currentIndex(), self.newer.currentIndex()
        self.older.setCurrentIndex(newer)
        self.newer.setCurrentIndex(older)

    def _show(self, pair: tuple[str, str], found: tuple[KindDifference, ...]) -> None:
        if pair != self._pair():
            return
        self.says.setText(SAME if all(one.same for one in found) else _("The lists differ."))
        fill(self.counts, [_counts(one) for one in found])
        fill(self.examples, [line for one in found for line in example_rows(one)])

    def _failed(self, trouble: Trouble) -> None:
        self.says.setText(trouble.sentence)

    def _as_text(self) -> str:
        lines = [f"{self.older.currentText()} -> {self.newer.currentText()}", self.says.text(), "\t".join(COUNTS)]
        lines += _lines(self.counts)
        lines.append("\t".join(EXAMPLES))
        return "\n".join((*lines, *_lines(self.examples)))


def first_pair(lists: Sequence[HashList], chosen: HashList) -> tuple[HashList, HashList]:
    """The version before the chosen one and the chosen one; else the chosen one and the next, or any other list."""
    same = sorted((known for known in lists if known.name == chosen.name), key=lambda known: known.version)
    before = [known for known in same if known.version < chosen.version]
    after = [known for known in same if known.version > chosen.version]
    if before:
        return before[-1], chosen
    others = after or [known for known in lists if known.id != chosen.id]
    return (chosen, others[0]) if others else (chosen, chosen)


def example_rows(one: KindDifference) -> Iterator[tuple[str, ...]]:
    """The examples of a kind as rows of a table; what is left out is counted."""
    parts = (
        (_("added"), one.added_examples, one.added),
        (_("removed"), one.removed_examples, one.removed),
        (_("other label"), one.relabelled_examples, one.relabelled or 0),
    )
    name = DIGEST_NAMES.get(one.kind, one.kind)
    for what, examples, count in parts:
        yield from (_example(what, name, example) for example in examples)
        if count > len(examples):
            yield (what, name, _("… and {count} more").format(count=number(count - len(examples))), "", "", "")


def _example(what: str, kind: str, example: Example) -> tuple[str, ...]:
    old, new = (
        " | ".join(printable(retold(text)) or _("(none)") for text in side)
        for side in (example.old_labels, example.new_labels)
    )
    return (what, kind, example.value, printable(retold(example.entry)), old, new)


def _counts(one: KindDifference) -> tuple[str, ...]:
    name = ENTRY_KINDS.get(one.kind, one.kind)
    if one.not_compared:
        return (
            name,
            _("not compared: {not_compared}").format(not_compared=printable(shown(one.not_compared))),
            "",
            "",
            "",
        )
    relabelled = "" if one.relabelled is None else number(one.relabelled)
    return (name, number(one.added), number(one.removed), number(one.kept), relabelled)


def _lines(table: QTableWidget) -> list[str]:
    cells = [[table.item(line, column) for column in range(table.columnCount())] for line in range(table.rowCount())]
    return ["\t".join("" if cell is None else cell.text() for cell in line) for line in cells]


def _named(text: str, box: QComboBox) -> QWidget:
    made = label(text)
    made.setBuddy(box)
    return made


def _box(name: str, lists: Sequence[HashList], chosen: HashList) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for known in lists:
        box.addItem(list_text(known), known.id)
    box.setCurrentIndex(max(0, box.findData(chosen.id)))
    return box


def _table(name: str, headers: tuple[str, ...]) -> QTableWidget:
    table = text_table(name, headers)
    ColumnFit(table, [column for column in GIVING if column < len(headers)], NARROWEST_PX)
    return table
