"""Collects the folders to add, before anything is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget

from forensicdesk.language import _
from ui.dialogs.form import FormDialog
from ui.widgets.basics import button, row
from ui.words import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.dialogs.chooser import Chooser

HINT = _(
    "Every folder becomes one exhibit. All files in it are listed, at any depth; links are not "
    "followed. Evidence is opened for reading only. Mount it write-protected all the same."
)


class ExhibitsDialog(FormDialog):
    """A list of folders and single files."""

    exhibits_asked = Signal(object)
    """A tuple of paths."""

    def __init__(self, chooser: Chooser, paths: Sequence[Path] = (), parent: QWidget | None = None) -> None:
        super().__init__(_("Add exhibits"), _("Add exhibits to the case"), HINT, _("Add to the case"), parent)
        self._chooser = chooser
        self._paths: list[Path] = []
        self.list = QListWidget()
        self.list.setAccessibleName(_("Folders and files to add"))
        self.list.setMinimumHeight(130)
        self.form.addRow(self.list)
        self._remove = button(_("&Remove"), self._remove_chosen, "small")
        self.add_part(
            row(
                button(_("Another &folder…"), self.choose_folder, "small"),
                button(_("A &single file…"), self._choose_file, "small"),
                self._remove,
                1,
            )
        )
        self.accepted.connect(lambda: self.exhibits_asked.emit(self.paths()))
        for path in paths:
            self.add_path(path)
        self.check()

    def paths(self) -> tuple[Path, ...]:
        """What was collected."""
        return tuple(self._paths)

    def add_path(self, path: Path) -> None:
        """Put a path on the list, once."""
        if path not in self._paths:
            self._paths.append(path)
            self.list.addItem(printable(str(path)))
        self.check()

    def choose_folder(self) -> None:
        """Ask for a folder."""
        chosen = self._chooser.folder(self, _("Choose a folder with evidence"))
        if chosen is not None:
            self.add_path(chosen)

    def what_is_missing(self) -> str:
        """Whether anything was chosen."""
        return "" if self._paths else _("Choose a folder.")

    def check(self) -> None:
        """Enable what can be done."""
        super().check()
        self._remove.setEnabled(bool(self._paths))

    def _choose_file(self) -> None:
        chosen = self._chooser.file(self, _("Choose a file with evidence"), _("All files (*)"))
        if chosen is not None:
            self.add_path(chosen)

    def _remove_chosen(self) -> None:
        line = max(0, self.list.currentRow())
        if line < len(self._paths):
            del self._paths[line]
            self.list.takeItem(line)
        self.check()
