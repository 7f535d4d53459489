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
    QLineEdit,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from forensicdesk.language import _, later, spoken
from ui.dialogs.form import FormDialog, path_row
from ui.dialogs.report_fields import FieldsPage
from ui.dialogs.report_unit import SigningPage, UnitPage
from ui.report_request import ReportRequest
from ui.widgets.basics import GAP, WIDE_GAP, button, label
from ui.widgets.scrolled import Scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.dialogs.chooser import Chooser

FORMATS = (
    ("pdf", "&PDF", later("to read and to print")),
    ("html", "&HTML", later("one file for any browser")),
    ("json", "&JSON", later("for other programs")),
    ("csv", "&CSV", later("every item as a plain table")),
    ("xlsx", "&XLSX", later("every item for spreadsheets")),
    ("hashes", later("Has&hes"), later("a list of the decided items")),
    ("vics", "&VICS", later("for programs of the Project VIC kind")),
    ("case-uco", "C&ASE/UCO", later("for programs that exchange cases")),
    ("geojson", "&GeoJSON", later("places, for maps")),
    ("kml", "&KML", later("places, for globes")),
)
USUAL_FORMATS = frozenset({"pdf", "html", "json"})
WITHOUT_FILES = frozenset({"pdf", "html", "json", "xlsx"})
"""What a report of numbers alone can be written as."""
FORMATS_A_ROW = 2
WIDTH = 780
VARIANTS = (
    ("court", later("C&ourt"), later("Pictures as coarse squares that cannot be recognised.")),
    ("disclosure", later("&Disclosure"), later("No pictures at all, for handing over to others.")),
    ("restricted", later("&Restricted"), later("Recognisable pictures: store it as you store the evidence.")),
    ("statistics", later("&Statistics"), later("Numbers alone: no path, no hash, no picture.")),
)
LANGUAGES = {"en": "English", "es": "Español", "pt": "Português"}
HINT = _("The report is written from what is stored in the case. Files that carry the same names are replaced.")


class ReportDialog(FormDialog):
    """Folder, language, formats and variant; what it shows; what the unit adds; what it signs with."""

    report_asked = Signal(object)
    """A `ReportRequest`."""
    preview_asked = Signal()
    changed = Signal()
    """Something else may be chosen."""

    def __init__(self, chooser: Chooser, folder: Path, languages: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(_("Export a report"), _("Export a report"), HINT, _("Write the report"), parent)
        self.setMinimumWidth(WIDTH)
        self._chooser = chooser
        self.folder = QLineEdit(str(folder))
        self.formats: dict[str, QCheckBox] = {}
        self.variants: dict[str, QRadioButton] = {}
        self.language = QComboBox()
        for code in languages:
            self.language.addItem(LANGUAGES.get(code, code), code)
        self.language.setCurrentIndex(max(0, self.language.findData(spoken())))
        self.language.setAccessibleName(_("Language of the report"))
        self.folder.setAccessibleName(_("Folder for the report"))
        self.form.addRow(_("&Folder"), path_row(self.folder, self._choose))
        self.form.addRow(_("&Language"), self.language)
        self.fields, self.unit, self.signing = FieldsPage(), UnitPage(chooser), SigningPage(chooser)
        self.pages = QTabWidget()
        self.pages.addTab(Scrolled(self._content()), _("Content"))
        self.pages.addTab(Scrolled(self.fields), _("What it shows"))
        self.pages.addTab(Scrolled(self.unit), _("What the unit adds"))
        self.pages.addTab(Scrolled(self.signing), _("Signing"))
        self.add_part(self.pages)
        self.preview = button(
            _("Previe&w…"), self.preview_asked.emit, "", _("Its pages and its words, before it is written")
        )
        self.buttons.addButton(self.preview, QDialogButtonBox.ButtonRole.ActionRole)
        self.folder.textChanged.connect(self.check)
        self.language.currentIndexChanged.connect(self.check)
        self.fields.changed.connect(self.check)
        self.unit.changed.connect(self.check)
        self.signing.changed.connect(self.check)
        self.accepted.connect(lambda: self.report_asked.emit(self.request()))
        self.finished.connect(lambda *_: self.signing.forget())
        self.check()

    def request(self) -> ReportRequest:
        """What was chosen."""
        return ReportRequest(
            folder=Path(self.folder.text().strip()).expanduser(),
            formats=tuple(name for name, box in self.formats.items() if box.isChecked() and box.isEnabled()),
            variant=self._variant(),
            language=str(self.language.currentData()),
            template=self.unit.template_folder(),
            amends=self.unit.amends.text().strip(),
            reason=self.unit.reason.text().strip(),
            accepted=self.unit.accepted.text().strip(),
            certificate_draft=self.unit.draft.isChecked(),
            with_media=self.unit.media.isEnabled() and self.unit.media.isChecked(),
            signing=self.signing.signing(),
            fields=self.fields.fields(),
        )

    def check(self) -> None:
        """Enable what goes together; say what is missing."""
        variant = self._variant()
        for name, box in self.formats.items():
            box.setEnabled(variant != "statistics" or name in WITHOUT_FILES)
        self.fields.use_variant(variant)
        vics = self.formats["vics"]
        self.unit.media.setEnabled(variant == "restricted" and vics.isEnabled() and vics.isChecked())
        super().check()
        self.changed.emit()

    def what_is_missing(self) -> str:
        """The first thing that is missing."""
        if not self.folder.text().strip():
            return _("Choose a folder for the report.")
        if not any(box.isChecked() and box.isEnabled() for box in self.formats.values()):
            return _("Choose at least one format.")
        return self.unit.what_is_missing() or self.signing.what_is_missing()

    def _variant(self) -> str:
        return next(name for name, choice in self.variants.items() if choice.isChecked())

    def _content(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(GAP)
        layout.addWidget(label(_("Formats"), "heading"))
        layout.addLayout(self._format_grid())
        layout.addSpacing(GAP)
        layout.addWidget(label(_("How much it shows"), "heading"))
        layout.addLayout(self._variant_grid())
        layout.addStretch(1)
        return page

    def _format_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(WIDE_GAP)
        for at, (name, text, meaning) in enumerate(FORMATS):
            choice = QCheckBox(_(text))
            choice.setChecked(name in USUAL_FORMATS)
            choice.setAccessibleDescription(_(meaning))
            choice.toggled.connect(self.check)
            self.formats[name] = choice
            line, column = divmod(at, FORMATS_A_ROW)
            grid.addWidget(choice, line, 2 * column)
            grid.addWidget(label(_(meaning), "muted"), line, 2 * column + 1)
        grid.setColumnStretch(2 * FORMATS_A_ROW - 1, 1)
        return grid

    def _variant_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(WIDE_GAP)
        group = QButtonGroup(self)
        for line, (name, text, meaning) in enumerate(VARIANTS):
            choice = QRadioButton(_(text))
            choice.setAccessibleDescription(_(meaning))
            group.addButton(choice)
            self.variants[name] = choice
            grid.addWidget(choice, line, 0)
            grid.addWidget(label(_(meaning), "muted"), line, 1)
        self.variants["court"].setChecked(True)
        for choice in self.variants.values():
            choice.toggled.connect(self.check)
        grid.setColumnStretch(1, 1)
        return grid

    def _choose(self) -> None:
        chosen = self._chooser.folder(self, _("Folder for the report"), Path(self.folder.text()).parent)
        if chosen is not None:
            self.folder.setText(str(chosen))
