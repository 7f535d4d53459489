"""The choice of labels for a list's category numbers: none, a preset, or a file of the unit's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from forensicdesk.language import _, spoken
from forensicdesk.session import find_scheme, presets
from ui.widgets.basics import label
from ui.words import breakable, printable

if TYPE_CHECKING:
    from forensicdesk.session import Scheme
    from ui.dialogs.chooser import Chooser
    from ui.tasks import TaskRunner, Trouble

NONE, FILE = "", "file"
NO_LABELS = _("Category numbers stay numbers.")
LABELS_SHOWN = 4


class SchemeChoice(QWidget):
    """A box, and under it what the chosen scheme says."""

    changed = Signal()

    def __init__(self, chooser: Chooser, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chooser = chooser
        self._runner = runner
        self._trouble = ""
        self.box = QComboBox()
        self.box.setAccessibleName(_("Labels of the category numbers"))
        self.box.addItem(_("no labels"), NONE)
        for name in presets():
            self.box.addItem(_("preset {name}").format(name=name), name)
        self.box.addItem(_("a file of labels…"), FILE)
        self.says = label(NO_LABELS, "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.box)
        layout.addWidget(self.says)
        self.setFocusProxy(self.box)
        self.box.activated.connect(self._chosen)

    def path(self) -> Path | None:
        """The preset or the file, None for no labels."""
        said = str(self.box.currentData())
        return Path(said) if said else None

    def missing(self) -> str:
        """Why the chosen scheme cannot be used, "" if it can."""
        return self._trouble

    def choose_path(self, wanted: Path | None) -> None:
        """Choose a preset or a file."""
        said = NONE if wanted is None else str(wanted)
        if self.box.findData(said) < 0:
            self.box.insertItem(self.box.count() - 1, printable(Path(said).name), said)
        self.box.setCurrentIndex(self.box.findData(said))
        self._show()

    def _chosen(self) -> None:
        if self.box.currentData() == FILE:
            self.choose_path(
                self._chooser.file(self, _("Choose a file of category labels"), _("TOML (*.toml);;All files (*)"))
            )
        else:
            self._show()

    def _show(self) -> None:
        wanted = self.path()
        self._trouble = ""
        self.says.setText(NO_LABELS)
        if wanted is not None:
            self._runner.read(
                _("reading a scheme of categories"),
                lambda: (wanted, find_scheme(wanted)),
                self,
                lambda answer: self._found(*answer),
                self._not_found,
            )
        self.changed.emit()

    def _found(self, wanted: Path, scheme: Scheme) -> None:
        if wanted != self.path():
            return
        shown = list(scheme.labels_in(spoken()).items())[:LABELS_SHOWN]
        said = ", ".join(f"{number} = {text}" for number, text in shown)
        rest = ", …" if len(scheme.labels) > LABELS_SHOWN else ""
        self.says.setText(breakable(printable(f"{said}{rest}")))
        self.says.setToolTip("")
        self.changed.emit()

    def _not_found(self, trouble: Trouble) -> None:
        self._trouble = trouble.sentence
        self.says.setText(breakable(printable(trouble.sentence)))
        self.changed.emit()
