"""Asks which scheme of categories a case uses: one that comes with the program, or a file of the unit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from forensicdesk.language import _, spoken
from forensicdesk.session import find_category_scheme, shipped_schemes
from ui.dialogs.form import FormDialog, path_row
from ui.widgets.basics import label
from ui.words import printable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forensicdesk.decisions import CategoryScheme
    from ui.dialogs.chooser import Chooser
    from ui.tasks import TaskRunner, Trouble

HINT = _(
    "The categories, with their keys, that examiners of this case choose from. What was decided "
    "under another scheme stays and keeps its label."
)
FROM_FILE = _("From a file…")
READING = _("Reading the categories…")


class CategorySchemeDialog(FormDialog):
    """A box of shipped schemes, a file, and what is in the chosen one."""

    scheme_asked = Signal(object)
    """A `CategoryScheme`."""

    def __init__(self, chooser: Chooser, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Categories"), _("Choose the categories of this case"), HINT, _("Use these categories"), parent
        )
        self._chooser, self._runner = chooser, runner
        self._scheme: CategoryScheme | None = None
        self._trouble = READING
        self.box = QComboBox()
        self.box.addItems([*(name for name in shipped_schemes()), FROM_FILE])
        self.path = QLineEdit()
        self.path.setPlaceholderText(_("A TOML file; docs/deciding.md says how it is written"))
        self._file = path_row(self.path, self._choose, _("C&hoose…"))
        self.form.addRow(_("&Scheme"), self.box)
        self.form.addRow(_("&File"), self._file)
        self.categories = label(wrap=True)
        self.add_part(self.categories)
        self.box.currentTextChanged.connect(lambda _: self._read())
        self.path.textChanged.connect(lambda _: self._read())
        self.accepted.connect(lambda: self.scheme_asked.emit(self._scheme))
        self.box.setFocus()
        self._read()

    def what_is_missing(self) -> str:
        """Why the chosen scheme cannot be used."""
        return "" if self._scheme is not None else self._trouble

    def _choose(self) -> None:
        path = self._chooser.file(self, _("Choose a file with categories"), _("Categories (*.toml);;All files (*)"))
        if path is not None:
            self.path.setText(str(path))

    def _wanted(self) -> str:
        chosen = self.box.currentText()
        return self.path.text().strip() if chosen == FROM_FILE else chosen

    def _read(self) -> None:
        wanted = self._wanted()
        from_file = self.box.currentText() == FROM_FILE
        self._file.setEnabled(from_file)
        self._scheme, self._trouble = None, READING if wanted else _("Choose the file with the categories.")
        self.categories.setText("")
        self.check()
        if wanted:
            path = Path(wanted).expanduser() if from_file else Path(wanted)
            self._runner.read(
                _("reading categories"),
                lambda: (wanted, find_category_scheme(path)),
                self,
                lambda answer: self._show(*answer),
                lambda trouble: self._fail(wanted, trouble),
            )

    def _show(self, wanted: str, scheme: CategoryScheme) -> None:
        if wanted != self._wanted():
            return
        self._scheme = scheme
        lines = [printable(scheme.title_in(spoken()) or scheme.name)]
        if scheme.source:
            lines.append(_("Source: {source}").format(source=printable(scheme.source)))
        lines += ["", *(_line(one.key, f"{one.code} {one.label_in(spoken())}") for one in scheme.categories)]
        self.categories.setText("\n".join(lines))
        self.check()
        self.adjustSize()

    def _fail(self, wanted: str, trouble: Trouble) -> None:
        if wanted == self._wanted():
            self._trouble = trouble.sentence
            self.check()


def _line(key: str, text: str) -> str:
    shown = printable(key.upper()) or _("(no key)")
    return f"{shown}    {printable(text)}"
