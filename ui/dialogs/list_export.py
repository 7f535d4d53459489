"""Asks how to write a list to a file for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy

from forensicdesk.language import _
from forensicdesk.session import EXPORT_FORMS
from ui.dialogs.form import FormDialog, path_row
from ui.widgets.basics import label
from ui.words import ENTRY_KINDS, list_text, number
from ui.work import ExportRequest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forensicdesk.model import HashList
    from ui.dialogs.chooser import Chooser

HINT = _(
    "The list is written to a new file; a file that is there already is never replaced. Handle "
    "it as you handle the list itself."
)
FORMS = {
    "csv": (_("Table (CSV)"), ".csv", _("One row for each entry, with everything that is known of it.")),
    "vics": (
        "VICS JSON",
        ".json",
        _("A hash set for other programs; entries that came from VICS get every field back."),
    ),
    "text": (_("Bare values"), ".txt", _("The values of one kind, one a line.")),
}
FILMS = "vpdq"
NO_VALUES = ("vpdq_frames", "pdq_below_quality_")


class ListExportDialog(FormDialog):
    """Form, kind of value where it matters, file."""

    export_asked = Signal(object)
    """An `ExportRequest`."""

    def __init__(self, chooser: Chooser, used: HashList, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Export a list"),
            _("Export {list_text}").format(list_text=list_text(used)),
            HINT,
            _("Write the file"),
            parent,
        )
        self._chooser = chooser
        self._used = used
        self._kinds = {kind: count for kind, count in used.entries if count and not kind.startswith(NO_VALUES)}
        self._named = False
        self.shape = QComboBox()
        for form in EXPORT_FORMS:
            self.shape.addItem(FORMS[form][0], form)
        self.kind = QComboBox()
        self.path = QLineEdit()
        self._says = label(kind="muted", wrap=True)
        self._says.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.form.addRow(_("F&orm"), self.shape)
        self.form.addRow("", self._says)
        self.form.addRow(_("&Values"), self.kind)
        self.form.addRow(_("&File"), path_row(self.path, self._choose))
        self.shape.currentIndexChanged.connect(self._shape_changed)
        self.path.textChanged.connect(self.check)
        self.path.textEdited.connect(self._keep_name)
        self.accepted.connect(lambda: self.export_asked.emit(self.request()))
        self._shape_changed()

    def request(self) -> ExportRequest:
        """What was chosen."""
        path = Path(self.path.text().strip()).expanduser()
        return ExportRequest(self._used, path, str(self.shape.currentData()), self.kind.currentData() or None)

    def what_is_missing(self) -> str:
        """The first thing that is missing."""
        path = Path(self.path.text().strip()).expanduser()
        if not self.path.text().strip():
            return _("Say which file to write.")
        if not path.parent.is_dir():
            return _("There is no such folder; choose one that exists.")
        return _("This file exists already; give another name.") if path.exists() else ""

    def _shape_changed(self) -> None:
        form = str(self.shape.currentData())
        self._says.setText(FORMS[form][2])
        self.kind.clear()
        for value, text in self._choices(form):
            self.kind.addItem(text, value)
        self.form.setRowVisible(self.kind, self.kind.count() > 1 or form == "text")
        if not self._named:
            name = "".join(char if char.isalnum() or char in "-_. " else "-" for char in self._used.name)
            self.path.setText(str(Path.home() / f"{name}-{self._used.version}{FORMS[form][1]}"))
        self.check()

    def _choices(self, form: str) -> list[tuple[str, str]]:
        if form == "text":
            values = [(kind, count) for kind, count in self._kinds.items() if kind != FILMS]
            return [(kind, f"{ENTRY_KINDS.get(kind, kind)} ({number(count)})") for kind, count in values]
        if form == "csv" and FILMS in self._kinds and len(self._kinds) > 1:
            return [("", _("the entries")), (FILMS, _("the frames of films"))]
        return [("", _("the entries"))]

    def _choose(self) -> None:
        chosen = self._chooser.new_file(self, _("Write the list to"), Path(self.path.text()))
        if chosen is not None:
            self._named = True
            self.path.setText(str(chosen))

    def _keep_name(self) -> None:
        self._named = True
