"""Where a condition is said: ticks beside values with their counts, or two numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from forensicdesk.facets import DATES, Among, Between
from forensicdesk.language import _
from ui.filters.words import COLUMNS, UNITS, number_of, number_text, value_text, with_count
from ui.widgets.basics import GAP, button, label, row
from ui.widgets.entering import ENTER
from ui.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from forensicdesk.facets import Column, Condition, Span
    from ui.filters.words import Names

_VALUE = int(Qt.ItemDataRole.UserRole)
LIST_WIDTH, LIST_HEIGHT = 320, 260


class _Popup(QFrame):
    """A frame over the window that goes away when something else is pressed."""

    said = Signal(object)
    """The condition, None for none."""

    def __init__(self, column: Column, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "card")
        self.column = column
        self.layout_ = QVBoxLayout(self)
        self.layout_.setSpacing(GAP)
        self.layout_.addWidget(label(_(COLUMNS[column]), "heading"))


class _Values(QListWidget):
    """The values; where the keyboard comes to them, one is marked, so that it shows what Space would tick."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the first one, where none is."""
        super().focusInEvent(event)
        self.mark(None)

    def mark(self, value: str | None) -> None:
        """Mark this value; where it is not shown, the first one that is, unless another is marked."""
        shown = [entry for entry in map(self.item, range(self.count())) if not entry.isHidden()]
        found = next((entry for entry in shown if entry.data(_VALUE) == value), None)
        if found is None and not self.selectedItems():
            found = next(iter(shown), None)
        if found is not None:
            self.setCurrentItem(found)


class ChoicePopup(_Popup):
    """Ticks beside the values that there are; every tick counts at once."""

    def __init__(self, column: Column, condition: Among | None, names: Names, parent: QWidget) -> None:
        super().__init__(column, parent)
        self._names = names
        self._chosen = dict.fromkeys(condition.values if condition else ())
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search values"))
        self.search.setAccessibleName(_("Search values"))
        self.search.textChanged.connect(self._search)
        self.values = _Values()
        self.values.setAccessibleName(_(COLUMNS[column]))
        self.values.setMinimumSize(LIST_WIDTH, LIST_HEIGHT)
        self.values.itemChanged.connect(self._ticked)
        self.excluded = QCheckBox(_("All but these"))
        self.excluded.setChecked(bool(condition and condition.excluded))
        self.excluded.toggled.connect(lambda _checked: self._tell())
        self.layout_.addWidget(self.search)
        self.layout_.addWidget(self.values)
        self.layout_.addWidget(self.excluded)
        self.show_values([(value, None) for value in self._chosen])
        self.search.setFocus()

    def show_values(self, counts: Sequence[tuple[str, int | None]]) -> None:
        """Offer these values, the most frequent first; those that are ticked stay."""
        known = dict(counts)
        missing: list[tuple[str, int | None]] = [(value, 0) for value in self._chosen if value not in known]
        ordered = sorted([*counts, *missing], key=lambda one: (one[0] not in self._chosen, -(one[1] or 0), one[0]))
        marked = next((str(entry.data(_VALUE)) for entry in self.values.selectedItems()), None)
        self.values.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.values.clear()
        for value, count in ordered:
            entry = QListWidgetItem(with_count(value_text(self.column, value, self._names), count))
            entry.setData(_VALUE, value)
            entry.setFlags(entry.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            entry.setCheckState(Qt.CheckState.Checked if value in self._chosen else Qt.CheckState.Unchecked)
            self.values.addItem(entry)
        self.values.blockSignals(False)  # noqa: FBT003
        self._search(self.search.text())
        if self.values.hasFocus():  # ticks put values into another order
            self.values.mark(marked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads from the search to the values; Enter is done with them, as Escape is."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.values.setFocus()
        elif event.key() in ENTER:
            self.close()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        for place in range(self.values.count()):
            entry = self.values.item(place)
            entry.setHidden(text.casefold() not in entry.text().casefold())

    def _ticked(self, entry: QListWidgetItem) -> None:
        value = str(entry.data(_VALUE))
        if entry.checkState() is Qt.CheckState.Checked:
            self._chosen[value] = None
        else:
            self._chosen.pop(value, None)
        self._tell()

    def _tell(self) -> None:
        chosen = tuple(self._chosen)
        self.said.emit(Among(self.column, chosen, self.excluded.isChecked()) if chosen else None)


class RangePopup(_Popup):
    """Two fields for the least and the most; Enter says them."""

    def __init__(self, column: Column, condition: Between | None, parent: QWidget) -> None:
        super().__init__(column, parent)
        hint = "2024-12-31" if column in DATES else _(UNITS[column][0])
        self.low, self.high = QLineEdit(), QLineEdit()
        for place, (field, name, value) in enumerate(
            (
                (self.low, _("from"), condition.low if condition else None),
                (self.high, _("to"), condition.high if condition else None),
            )
        ):
            field.setText(number_text(column, value))
            field.setPlaceholderText(hint)
            field.setAccessibleName(f"{_(COLUMNS[column])} {name}")
            field.returnPressed.connect(self.tell)
            self.layout_.addLayout(row(label(name), field))
            if place == 0:
                field.setFocus()
        self.span = label(_("Counting…"), "muted", wrap=True)
        self.layout_.addWidget(self.span)
        self.trouble = label(kind="muted", wrap=True)
        self.layout_.addWidget(self.trouble)
        self.layout_.addLayout(row(1, button(_("Use"), self.tell, "primary")))

    def show_span(self, span: Span | None) -> None:
        """Say which numbers there are, of the items that pass everything else."""
        if span is None:
            self.span.setText(_("No item has it."))
            return
        unit = "" if self.column in DATES else f" {_(UNITS[self.column][0])}"
        least, most = (number_text(self.column, one, digits=4) for one in (span.least, span.most))
        text = counted(
            span.items,
            "{count} item has it: from {least} to {most}",
            "{count} items have it: from {least} to {most}",
            least=least,
            most=most,
        )
        self.span.setText(text + unit)

    def tell(self) -> None:
        """Say what was typed, or what is wrong with it."""
        try:
            low = number_of(self.column, self.low.text())
            high = number_of(self.column, self.high.text(), last=True)
        except ValueError:
            dates = self.column in DATES
            self.trouble.setText(_("Write a date as 2024-12-31.") if dates else _("Write a number, such as 1.5."))
            return
        said: Condition | None = None if low is None and high is None else Between(self.column, low, high)
        self.said.emit(said)
        self.close()
