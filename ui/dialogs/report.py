"""Asks for a report: where, which formats, how much it shows, which language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QGridLayout,
    QGroupBox,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
)

from forensicdesk.language import _, spoken
from ui.dialogs.form import FormDialog, path_row
from ui.dialogs.report_preview import ReportPreviewDialog
from ui.widgets.basics import WIDE_GAP, button, label
from ui.work import ReportRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import (
        QWidget,
    )

    from ui.dialogs.chooser import Chooser
    from ui.dialogs.report_preview import Part
    from ui.tasks import Trouble

FORMATS = (
    ("pdf", "&PDF", _("to read and to print")),
    ("html", "&HTML", _("one file, opens in any browser, needs nothing else")),
    ("json", "&JSON", _("for other programs")),
    ("csv", "&CSV", _("every picture and film as a table for spreadsheets")),
    ("vics", "&VICS", _("every picture and film for programs of the Project VIC kind")),
    ("case-uco", "C&ASE/UCO", _("every picture and film for programs that exchange cases")),
)
USUAL_FORMATS = frozenset({"pdf", "html", "json"})
FORMATS_A_ROW = 3
VARIANTS = (
    ("court", _("C&ourt"), _("Pictures as coarse squares that cannot be recognised. For prosecutors and courts.")),
    ("disclosure", _("&Disclosure"), _("No pictures at all. For handing over to others.")),
    (
        "restricted",
        _("&Restricted"),
        _("Recognisable pictures. Only for people who are allowed to see them; store it as you store the evidence."),
    ),
)
LANGUAGES = {"en": "English", "es": "Español", "pt": "Português"}
HINT = _("The report is written from what is stored in the case. Files that carry the same names are replaced.")


class ReportDialog(FormDialog):
    """Folder, formats, variant, language."""

    report_asked = Signal(object)
    """A `ReportRequest`."""
    preview_asked = Signal(str, str)
    """Variant and language of which to show the words."""

    def __init__(self, chooser: Chooser, folder: Path, languages: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(_("Export a report"), _("Export a report"), HINT, _("Write the report"), parent)
        self._chooser = chooser
        self.folder = QLineEdit(str(folder))
        self.formats: dict[str, QCheckBox] = {}
        self.variants: dict[str, QRadioButton] = {}
        self.language = QComboBox()
        for code in languages:
            self.language.addItem(LANGUAGES.get(code, code), code)
        self.language.setCurrentIndex(max(0, self.language.findData(spoken())))
        self.folder.setAccessibleName(_("Folder for the report"))
        self.form.addRow(_("&Folder"), path_row(self.folder, self._choose))
        self.form.addRow(_("&Language"), self.language)
        self.add_part(self._format_box())
        self.add_part(self._variant_box())
        self.preview = button(_("S&how what it will say…"), self._ask_preview, "", _("Every section as text"))
        self.buttons.addButton(self.preview, QDialogButtonBox.ButtonRole.ActionRole)
        self.folder.textChanged.connect(self.check)
        self.accepted.connect(lambda: self.report_asked.emit(self.request()))
        self.check()

    def request(self) -> ReportRequest:
        """What was chosen."""
        return ReportRequest(
            folder=Path(self.folder.text().strip()).expanduser(),
            formats=tuple(name for name, box in self.formats.items() if box.isChecked()),
            variant=next(name for name, choice in self.variants.items() if choice.isChecked()),
            language=str(self.language.currentData()),
        )

    def what_is_missing(self) -> str:
        """The first thing that is missing."""
        if not self.folder.text().strip():
            return _("Choose a folder for the report.")
        if not any(box.isChecked() for box in self.formats.values()):
            return _("Choose at least one format.")
        return ""

    def _format_box(self) -> QGroupBox:
        box = QGroupBox(_("Formats"))
        layout = QGridLayout(box)
        layout.setSpacing(WIDE_GAP)
        for at, (name, text, meaning) in enumerate(FORMATS):
            choice = QCheckBox(text)
            choice.setChecked(name in USUAL_FORMATS)
            choice.setAccessibleDescription(meaning)
            choice.toggled.connect(self.check)
            self.formats[name] = choice
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(choice)
            column.addWidget(label(meaning, "muted", wrap=True))
            column.addStretch(1)
            layout.addLayout(column, at // FORMATS_A_ROW, at % FORMATS_A_ROW)
        return box

    def _variant_box(self) -> QGroupBox:
        box = QGroupBox(_("How much it shows"))
        layout = QVBoxLayout(box)
        layout.setSpacing(2)
        group = QButtonGroup(self)
        for name, text, meaning in VARIANTS:
            choice = QRadioButton(text)
            choice.setAccessibleDescription(meaning)
            group.addButton(choice)
            self.variants[name] = choice
            words = label(meaning, "muted", wrap=True)
            words.setContentsMargins(24, 0, 0, 6)
            layout.addWidget(choice)
            layout.addWidget(words)
        self.variants["court"].setChecked(True)
        return box

    def _ask_preview(self) -> None:
        asked = self.request()
        self.preview.setEnabled(False)
        self.missing.setText(_("Reading what the report will say…"))
        self.missing.show()
        self.preview_asked.emit(asked.variant, asked.language)

    def show_preview(self, parts: Sequence[Part]) -> None:
        """Show the words that were asked for."""
        self.preview.setEnabled(True)
        self.check()
        ReportPreviewDialog(parts, self).open()

    def refuse_preview(self, trouble: Trouble) -> None:
        """Say why there is nothing to show."""
        self.preview.setEnabled(True)
        self.missing.setText(trouble.sentence)

    def _choose(self) -> None:
        chosen = self._chooser.folder(self, _("Folder for the report"), Path(self.folder.text()).parent)
        if chosen is not None:
            self.folder.setText(str(chosen))
