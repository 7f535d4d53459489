"""The bar below the gallery: categories with their keys, to how many items an act applies, notes and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from forensicdesk.decisions import Reading
from forensicdesk.language import _
from ui.widgets.basics import WIDE_GAP, button, label, row
from ui.widgets.flow import FlowLayout
from ui.widgets.legend import Legend
from ui.widgets.remark_line import RemarkLine
from ui.widgets.short_label import ShortLabel
from ui.words import SCOPES, counted, printable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from forensicdesk.decisions import Scope
    from ui.deciding import Standing
    from ui.saying import Reader

NO_SCHEME = _("No categories are chosen for this case. Choose some to decide about items; notes and tags need none.")


class DecideBar(QFrame):
    """What can be said of the selected items; what is pressed leaves as signals."""

    scope_changed = Signal(object)
    """The `Scope`."""
    scheme_pressed = Signal()
    reading_ended = Signal()

    def __init__(self, count: QLabel, parent: QWidget | None = None) -> None:
        """Take the label that says how many items are shown; it stands in this bar."""
        super().__init__(parent)
        self._count = count
        self.setProperty("kind", "strip")
        self.legend = Legend()
        self.remark = RemarkLine()
        self.scope_box = QComboBox()
        self.scope_box.addItems([name for name, _ in SCOPES.values()])
        self.scope_box.setAccessibleName(_("To which items a decision applies"))
        self.scope_box.currentIndexChanged.connect(lambda _: self.scope_changed.emit(self.scope))
        self.applies = label()
        self.said = ShortLabel()
        self.said.setProperty("kind", "muted")
        self._why = ""
        self.advance = button(_("Next undecided"), lambda: None, "small")
        self.advance.setCheckable(True)
        self.advance.setChecked(True)
        self.advance.setToolTip(_("After each decision go to the next undecided item"))
        self.choose = button(_("Choose categories…"), self.scheme_pressed.emit, "small")
        self.reading = label(wrap=True)
        self.end = button(_("End this reading"), self.reading_ended.emit, "small")
        self._build()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE_GAP, 6, WIDE_GAP, 6)
        layout.setSpacing(6)
        self._reading_row = _holder(self.reading, self.end)
        self.no_scheme = _holder(label(NO_SCHEME, "muted", wrap=True), self.choose)
        for part in (self._reading_row, self.no_scheme, self.legend):
            layout.addWidget(part)
        line = FlowLayout()
        for part in (self.scope_box, self.applies, self.said):
            line.addWidget(part)
        line.add_last(self._count, self.advance)
        layout.addLayout(line)
        layout.addWidget(self.remark)
        self._reading_row.hide()
        self.legend.hide()

    # --- what is shown ------------------------------------------------------------------------------------------

    @property
    def scope(self) -> Scope:
        """What a decision applies to."""
        return tuple(SCOPES)[self.scope_box.currentIndex()]

    def next_scope(self) -> None:
        """Take the next of the three."""
        self.scope_box.setCurrentIndex((self.scope_box.currentIndex() + 1) % len(SCOPES))

    def show_standing(self, standing: Standing) -> None:
        """Show the categories and how many items they have."""
        counts = dict.fromkeys((one.code for one in standing.scheme.categories), 0) if standing.scheme else {}
        self.legend.show_scheme(standing.scheme, counts | dict(standing.counts) if standing.counts else {})
        self.legend.setVisible(standing.scheme is not None)
        self.no_scheme.setVisible(standing.scheme is None)
        self.remark.set_tags(standing.tags)

    def show_reader(self, reader: Reader, left: int | None) -> None:
        """Say who reads, if it is not the first examiner, and how much is left."""
        self._reading_row.setVisible(reader.reading is not Reading.FIRST)
        rest = "" if left is None else counted(left, " {count} item left.", " {count} items left.")
        said = _("Second reading by {examiner}: {items}.{rest} Nothing of the first reading is shown.")
        items = counted(len(reader.items or ()), "{count} item", "{count} items")
        self.reading.setText(said.format(examiner=printable(reader.examiner), items=items, rest=rest))

    def show_spread(self, named: int, items: int | None) -> None:
        """Say to how many items an act would apply; None while it is counted."""
        if not named:
            self.applies.setText(_("No item is selected"))
        elif items is None:
            self.applies.setText(_("Applies to …"))
        else:
            more = counted(named, " ({count} item selected)", " ({count} items selected)") if items != named else ""
            self.applies.setText(
                _("Applies to {items}{more}").format(items=counted(items, "{count} item", "{count} items"), more=more)
            )

    def say(self, text: str) -> None:
        """Say what was recorded, or why not."""
        self.said.setText(text)

    def allow(self, *, enabled: bool, why: str) -> None:
        """Say whether something can be decided now, and why not."""
        for part in (self.legend, self.scope_box, self.choose, self.remark, self.advance, self.end):
            part.setEnabled(enabled)
        if why or not enabled or self.said.text() == self._why:
            self.say(why)
        self._why = why

    def set_scope(self, scope: Scope) -> None:
        """Show this scope without telling."""
        blocker = QSignalBlocker(self.scope_box)
        self.scope_box.setCurrentIndex(tuple(SCOPES).index(scope))
        blocker.unblock()


def _holder(text: QWidget, end: QWidget) -> QWidget:
    holder = QWidget()
    layout = row(text, end)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setStretch(0, 1)
    holder.setLayout(layout)
    return holder
