"""The bar of chips: what the gallery is filtered by, how it is grouped, and what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QSizePolicy

from forensicdesk.facets import NUMBERS, OF_READINGS, SEVERAL, Among, Between, Column, Grouping
from forensicdesk.language import _, plural
from ui.filters.kept import Filter, KeptFilters
from ui.filters.popups import ChoicePopup, RangePopup
from ui.filters.words import COLUMNS, GROUPINGS, Names, condition_text, with_count
from ui.widgets.basics import WIDE_GAP, button, label
from ui.widgets.flow import FlowLayout
from ui.widgets.menu import LetterMenu
from ui.words import number

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QWidget

    from forensicdesk.facets import Condition, Span
    from ui.recent import Memory

TYPING_PAUSE_MS = 250
TEXT_WIDTH = 240
Counts = dict[Column, tuple[tuple[str, int], ...]]


class FilterBar(QFrame):
    """Chips, a text box, groups; what is set leaves as signals."""

    filter_changed = Signal()
    grouping_changed = Signal()
    hiding_changed = Signal()
    values_asked = Signal(object)
    """The `Column` of which the values are to be counted, for `show_values`."""

    span_asked = Signal(object)
    """The `Column` of which the least and the most number are to be said, for `show_span`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._conditions: dict[Column, Condition] = {}
        self._chips: dict[Column, QPushButton] = {}
        self._counts: Counts = {}
        self._names = Names()
        self._kept: KeptFilters | None = None
        self._blind = False
        self._popup: ChoicePopup | None = None
        self._ranging: RangePopup | None = None
        self.add = button(_("Add filter"), self.offer, "small", _("Filter by a column (Ctrl+Shift+F)"))
        self.saved = button(_("Saved"), self._offer_saved, "small", _("Filters kept by name"))
        self.name = QLineEdit()
        self.text = QLineEdit()
        self.grouping_box = QComboBox()
        self.hidden = label(kind="muted")
        self.hiding = button(_("Show"), self._turn_hiding, "small")
        self.hide_decided = True
        self.hidden_count = 0
        self._later = QTimer(self)
        self._build()

    def _build(self) -> None:
        self._later.setSingleShot(True)
        self._later.setInterval(TYPING_PAUSE_MS)
        self._later.timeout.connect(self.filter_changed)
        self.text.setPlaceholderText(_("Path, metadata, camera, hash…"))
        told = _("Words in path, metadata or camera, or the beginning of a hash")
        self.text.setAccessibleName(told)
        self.text.setToolTip(told)
        self.text.setClearButtonEnabled(True)
        _fix_width(self.text)
        self.text.textChanged.connect(lambda _text: self._later.start())
        self.name.setPlaceholderText(_("Name of this filter, then Enter"))
        self.name.setAccessibleName(_("Name of this filter"))
        _fix_width(self.name)
        self.name.hide()
        self.name.returnPressed.connect(self._keep)
        self.grouping_box.setAccessibleName(_("Group items by"))
        for grouping in Grouping:
            self.grouping_box.addItem(_(GROUPINGS[grouping]), grouping.value)
        self.grouping_box.currentIndexChanged.connect(lambda _place: self.grouping_changed.emit())
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(WIDE_GAP, 4, WIDE_GAP, 6)
        for part in (self.text, self.add, self.saved, self.name):
            self._flow.addWidget(part)
        self._flow.add_last(self.hidden, self.hiding, self.grouping_box)
        self.show_hidden(0)

    # --- what is set --------------------------------------------------------------------------------------------

    @property
    def filter(self) -> Filter:
        """Chips and text as set."""
        return Filter(tuple(self._conditions.values()), self.text.text().strip())

    @property
    def grouping(self) -> Grouping:
        """The entry of the box of groups."""
        return Grouping(str(self.grouping_box.currentData()))

    def set_grouping(self, grouping: Grouping) -> None:
        """Choose an entry of the box of groups."""
        self.grouping_box.setCurrentIndex(tuple(Grouping).index(grouping))

    def set_filter(self, filter_: Filter) -> None:
        """Put this filter in place of what is set, and tell."""
        self._replace(filter_)
        self.filter_changed.emit()

    def show_everything(self) -> None:
        """Let everything pass, without telling."""
        self._replace(Filter())

    def set_condition(self, column: Column, condition: Condition | None) -> None:
        """Put a condition on a column, or take it away, and tell."""
        self._put(column, condition)
        self.filter_changed.emit()

    def set_names(self, names: Names) -> None:
        """What lists, exhibits and categories are called."""
        self._names = names
        self._tell_chips()

    def set_blind(self, *, blind: bool) -> None:
        """Offer nothing that a second examiner must not see of others."""
        self._blind = blind
        for column in OF_READINGS if blind else ():
            self._put(column, None)

    def use(self, memory: Memory) -> None:
        """Keep filters by name here."""
        self._kept = KeptFilters(memory)

    # --- what comes back ----------------------------------------------------------------------------------------

    @property
    def counted(self) -> tuple[Column, ...]:
        """The columns of which chips show how many items they let pass."""
        return tuple(self._conditions)

    def show_span(self, column: Column, span: Span | None) -> None:
        """Say which numbers a column has that was asked for."""
        if self._ranging is not None and self._ranging.column is column:
            self._ranging.show_span(span)

    def show_values(self, column: Column, counts: tuple[tuple[str, int], ...]) -> None:
        """Offer the values of a column that was asked for."""
        if self._popup is not None and self._popup.column is column:
            self._popup.show_values(counts)

    def show_counts(self, counts: Counts) -> None:
        """Say on the chips how many items have their values."""
        self._counts = counts
        self._tell_chips()
        if self._popup is not None and self._popup.column in counts:
            self._popup.show_values(counts[self._popup.column])

    def show_hidden(self, count: int) -> None:
        """Say how many decided and known items are hidden."""
        self.hidden.setVisible(self.hide_decided and count > 0)
        said = plural("{count} decided or known is hidden", "{count} decided or known are hidden", count)
        self.hidden.setText(said.format(count=number(count)))
        self.hidden_count = count
        self.hiding.setVisible(count > 0 or not self.hide_decided)
        self.hiding.setText(_("Show") if self.hide_decided else _("Hide decided and known"))
        told = _("Decided items, and what equals an entry of an ignorable list, are hidden until they are asked for")
        self.hiding.setToolTip(told)
        self.hiding.setAccessibleDescription(told)

    # --- within -------------------------------------------------------------------------------------------------

    def _turn_hiding(self) -> None:
        self.hide_decided = not self.hide_decided
        self.show_hidden(0)
        self.hiding_changed.emit()

    def _replace(self, filter_: Filter) -> None:
        for column in tuple(self._conditions):
            self._put(column, None)
        for condition in filter_.conditions:
            if not (self._blind and condition.column in OF_READINGS):
                self._put(condition.column, condition)
        blocker = QSignalBlocker(self.text)
        self.text.setText(filter_.text)
        blocker.unblock()
        self._later.stop()

    def _put(self, column: Column, condition: Condition | None) -> None:
        chip = self._chips.get(column)
        if condition is None:
            self._conditions.pop(column, None)
            if chip is not None:
                self._flow.removeWidget(self._chips.pop(column))
                chip.hide()
                chip.deleteLater()
            return
        self._conditions[column] = condition
        if chip is None:
            chip = self._chips[column] = button("", lambda: self._edit(column), "small")
            chip.setCheckable(True)
            remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), chip, lambda: self.set_condition(column, None))
            remove.setContext(Qt.ShortcutContext.WidgetShortcut)
            chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            chip.customContextMenuRequested.connect(lambda _place: self.set_condition(column, None))
            chip.setToolTip(_("Press to change; Delete or the right button takes it away"))
            self._flow.addWidget(chip)
        self._tell_chip(column)
        chip.show()

    def _tell_chips(self) -> None:
        for column in self._chips:
            self._tell_chip(column)

    def _tell_chip(self, column: Column) -> None:
        condition, chip = self._conditions[column], self._chips[column]
        count = None
        if isinstance(condition, Between) and column in self._counts:
            count = sum(having for _, having in self._counts[column])
        one = isinstance(condition, Among) and (column not in SEVERAL or len(condition.values) == 1)
        if one and isinstance(condition, Among) and not condition.excluded and column in self._counts:
            having = dict(self._counts[column])
            count = sum(having.get(value, 0) for value in condition.values)
        text = with_count(condition_text(condition, self._names), count)
        chip.setText(text.replace("&", "&&"))
        chip.setAccessibleName(text)
        chip.setChecked(True)
        chip.updateGeometry()

    def offer(self) -> None:
        """Offer every column to filter by."""
        menu = LetterMenu(self)
        for column, name in COLUMNS.items():
            if not (self._blind and column in OF_READINGS):
                menu.addAction(_(name)).triggered.connect(lambda _on=False, column=column: self._edit(column))
        menu.addSeparator()
        clear = menu.addAction(_("Clear all"))
        clear.triggered.connect(lambda: self.set_filter(Filter()))
        clear.setEnabled(not self.filter.empty)
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def _edit(self, column: Column) -> None:
        condition = self._conditions.get(column)
        place = self._chips.get(column, self.add)
        place.setChecked(place is not self.add)
        popup: ChoicePopup | RangePopup
        if column in NUMBERS:
            popup = self._ranging = RangePopup(column, condition if isinstance(condition, Between) else None, self)
            self.span_asked.emit(column)
        else:
            popup = ChoicePopup(column, condition if isinstance(condition, Among) else None, self._names, self)
            self._popup = popup
            self.values_asked.emit(column)
        popup.destroyed.connect(lambda _gone=None, popup=popup: self._closed(popup))
        popup.said.connect(lambda said: self.set_condition(column, said))
        popup.move(place.mapToGlobal(QPoint(0, place.height())))
        popup.show()

    def _closed(self, popup: ChoicePopup | RangePopup) -> None:
        if self._popup is popup:
            self._popup = None
        if self._ranging is popup:
            self._ranging = None

    def _offer_saved(self) -> None:
        if self._kept is None:
            return
        kept, menu = self._kept, LetterMenu(self)
        for name in kept.names():
            menu.addAction(name.replace("&", "&&")).triggered.connect(lambda _on=False, name=name: self._use(name))
        menu.addSeparator()
        keep = menu.addAction(_("Keep this filter…"))
        keep.setEnabled(not self.filter.empty)
        keep.triggered.connect(self._ask_name)
        if kept.names():
            forget = menu.addMenu(_("Forget"))
            for name in kept.names():
                forget.addAction(name.replace("&", "&&")).triggered.connect(
                    lambda _on=False, name=name: kept.forget(name)
                )
        menu.popup(self.saved.mapToGlobal(QPoint(0, self.saved.height())))

    def _use(self, name: str) -> None:
        known = None if self._kept is None else self._kept.read(name)
        if known is not None:
            self.set_filter(known)

    def _ask_name(self) -> None:
        self.name.clear()
        self.name.show()
        self.name.setFocus()

    def _keep(self) -> None:
        name = self.name.text().strip()
        self.name.hide()
        if name and self._kept is not None:
            self._kept.keep(name, self.filter)


def _fix_width(field: QLineEdit) -> None:
    """A field that takes nothing of what its line has to spare."""
    field.setFixedWidth(TEXT_WIDTH)
    field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
