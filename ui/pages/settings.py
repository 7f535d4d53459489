"""The settings page: what holds for every case of this person on this workstation; kept at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from forensicdesk.language import _, later
from ui.models.looks import BLURS, Blur
from ui.preferences import LEAST_LIMIT_PX, MOST_LIMIT_PX, MOST_MINUTES, MOST_VIEWS, Preferences
from ui.widgets.basics import GAP, PAGE_MARGIN, WIDE_GAP, button, card, label, row
from ui.words import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLayout

    from ui.counting import Count

COLUMN_WIDTH = 760
SPIN_WIDTH, FIELD_HEIGHT = 150, 28
LANGUAGE_NAMES = {"": _("Like the system"), "en": "English", "es": "Español", "pt": "Português"}
APPEARANCES = (("system", later("Like the system")), ("light", later("Light")), ("dark", later("Dark")))
MINUTE_S = 60
ONLY_YOURS = later("Only you see these numbers. They are kept in your settings, never in a case and never in a report.")

B = TypeVar("B", bound=QWidget)


class SettingsPage(QWidget):
    """A column of settings; what is changed leaves as a signal."""

    changed = Signal(object)
    """The `Preferences`."""
    appearance_chosen = Signal(str)
    examiner_changed = Signal(str)
    forget_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.chosen = Preferences()
        self.language = _box(_("Language of the program"), LANGUAGE_NAMES.items())
        self.appearance = _box(_("Light or dark"), ((name, _(text)) for name, text in APPEARANCES))
        self.examiner = _named(QLineEdit(), _("Examiner's name offered for new cases"))
        self.unit = _named(QLineEdit(), _("Unit offered for new cases"))
        self.blur = _box(_("How strongly pictures are blurred"), ((one.value, _(BLURS[one][1])) for one in Blur))
        self.grey = QCheckBox(_("Open cases in shades of &grey"))
        self.lines = QCheckBox(_("Show line &drawings where pictures are not blurred"))
        self.limit = _spin(_("Longest side of a picture on the screen"), MOST_LIMIT_PX, _("No limit"), _(" pixels"))
        self.hide_on_leave = QCheckBox(_("Hide pictures while another program is in &front"))
        self.only_open = QCheckBox(_("Open cases with the &undecided items alone"))
        self.minutes = _spin(_("Offer a pause after so many minutes"), MOST_MINUTES, _("Never"), _(" minutes"))
        self.views = _spin(_("Offer a pause after so many pictures"), MOST_VIEWS, _("Never"), _(" pictures"))
        self.count = label(wrap=True)
        self.forget = button(_("&Begin at nothing"), self.forget_pressed.emit, "small")
        self.back = button(_("&Back"), self.back_pressed.emit)
        self.said = label(kind="muted", wrap=True)
        self.said.hide()
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QWidget()
        column.setObjectName("inside")
        column.setMaximumWidth(COLUMN_WIDTH)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
        layout.setSpacing(WIDE_GAP)
        layout.addLayout(row(label(_("Settings"), "title"), 1, self.back))
        hint = _("They hold for every case on this account, and are kept as soon as they are changed.")
        layout.addWidget(label(hint, "muted", wrap=True))
        layout.addWidget(
            _part(
                _("Program"),
                (_("&Language"), self.language),
                (_("&Appearance"), self.appearance),
                (_("&Examiner"), self.examiner),
                (_("U&nit"), self.unit),
                self.said,
            )
        )
        layout.addWidget(
            _part(
                _("Pictures"),
                label(_("A case always opens blurred."), "muted", wrap=True),
                (_("Bl&ur"), self.blur),
                (_("&Size limit"), self.limit),
                self.grey,
                self.lines,
                self.hide_on_leave,
                self.only_open,
            )
        )
        layout.addWidget(_part(_("Pauses"), (_("A&fter"), self.minutes), (_("&Or after"), self.views)))
        layout.addWidget(_part(_("Today"), self.count, label(_(ONLY_YOURS), "muted", wrap=True), row(self.forget, 1)))
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        holder = QWidget()
        holder.setObjectName("inside")
        holder.setLayout(row(1, column, 1))
        area.setWidget(holder)
        column.setMinimumWidth(min(COLUMN_WIDTH, 620))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _connect(self) -> None:
        for box in (self.language, self.blur):
            box.currentIndexChanged.connect(self._change)
        for tick in (self.grey, self.lines, self.hide_on_leave, self.only_open):
            tick.toggled.connect(self._change)
        for spin in (self.limit, self.minutes, self.views):
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(self._change)
        self.unit.editingFinished.connect(self._change)
        self.examiner.editingFinished.connect(lambda: self.examiner_changed.emit(self.examiner.text().strip()))
        self.appearance.currentIndexChanged.connect(
            lambda _at: self.appearance_chosen.emit(str(self.appearance.currentData()))
        )

    # --- what is shown ------------------------------------------------------------------------------------------

    def show_appearance(self, name: str) -> None:
        """Show the look that was taken elsewhere, without telling."""
        with QSignalBlocker(self.appearance):
            self.appearance.setCurrentIndex(max(0, self.appearance.findData(name)))

    def show_settings(self, chosen: Preferences, appearance: str, examiner: str) -> None:
        """Show what is set, without telling."""
        self.chosen = chosen
        blockers = [QSignalBlocker(one) for one in self.findChildren(QWidget)]
        for box, value in ((self.language, chosen.language), (self.blur, chosen.blur), (self.appearance, appearance)):
            box.setCurrentIndex(max(0, box.findData(str(value))))
        for tick, ticked in (
            (self.grey, chosen.grey),
            (self.lines, chosen.lines),
            (self.hide_on_leave, chosen.hide_on_leave),
            (self.only_open, chosen.only_open),
        ):
            tick.setChecked(ticked)
        self.limit.setValue(chosen.limit_px)
        self.minutes.setValue(chosen.pause_minutes)
        self.views.setValue(chosen.pause_views)
        self.unit.setText(chosen.unit)
        self.examiner.setText(examiner)
        self.said.hide()
        for blocker in blockers:
            blocker.unblock()

    def show_count(self, count: Count) -> None:
        """Show what was looked at today."""
        said = _("{views} pictures seen, {clear} of them shown clearly; {minutes} minutes of looking.")
        self.count.setText(
            said.format(views=number(count.views), clear=number(count.clear), minutes=number(count.seconds // MINUTE_S))
        )

    def _change(self, *_ignored: object) -> None:
        limit = self.limit.value()
        chosen = replace(
            self.chosen,
            language=str(self.language.currentData()),
            blur=Blur(str(self.blur.currentData())),
            grey=self.grey.isChecked(),
            lines=self.lines.isChecked(),
            limit_px=max(limit, LEAST_LIMIT_PX) if limit else 0,
            hide_on_leave=self.hide_on_leave.isChecked(),
            only_open=self.only_open.isChecked(),
            pause_minutes=self.minutes.value(),
            pause_views=self.views.value(),
            unit=self.unit.text().strip(),
        )
        if chosen.language != self.chosen.language:
            self.said.setText(_("The program speaks this language from its next start."))
            self.said.show()
        if chosen != self.chosen:
            self.chosen = chosen
            self.changed.emit(chosen)


def _part(title: str, *lines: tuple[str, QWidget] | QWidget | QLayout) -> QWidget:
    """A card: a line is a widget, a layout, or a name with its field."""
    frame, layout = card()
    layout.addWidget(label(title, "heading"))
    form = QFormLayout()
    form.setSpacing(GAP)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    for line in lines:
        if isinstance(line, tuple):
            name = label(line[0])
            name.setBuddy(line[1])
            for part in (name, line[1]):
                part.setMinimumHeight(FIELD_HEIGHT)
            form.addRow(name, line[1])
        else:
            form.addRow(line)
    layout.addLayout(form)
    return frame


def _box(name: str, entries: Iterable[tuple[str, str]]) -> QComboBox:
    made = _named(QComboBox(), name)
    made.setMinimumHeight(FIELD_HEIGHT)
    for value, text in entries:
        made.addItem(text, value)
    return made


def _spin(name: str, most: int, nothing: str, unit: str) -> QSpinBox:
    made = _named(QSpinBox(), name)
    made.setRange(0, most)
    made.setSpecialValueText(nothing)
    made.setSuffix(unit)
    made.setMinimumSize(SPIN_WIDTH, FIELD_HEIGHT)
    return made


def _named(made: B, name: str) -> B:
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
