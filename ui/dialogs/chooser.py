"""The system's windows for choosing files and folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Chooser(Protocol):
    """Asks a person for a path; None when they think better of it."""

    def folder(self, parent: QWidget, title: str, start: Path | None = None) -> Path | None:
        """An existing folder."""

    def file(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """An existing file."""

    def new_file(self, parent: QWidget, title: str, start: Path) -> Path | None:
        """A file that is to be written; `start` is the name to begin with."""


class SystemChooser:
    """Asks with the system's own windows; each begins where the one before was left, the first in the home folder."""

    def __init__(self) -> None:
        self._left = Path.home()

    def folder(self, parent: QWidget, title: str, start: Path | None = None) -> Path | None:
        """An existing folder."""
        chosen = QFileDialog.getExistingDirectory(parent, title, str(start or self._left))
        return self._note(Path(chosen).parent, chosen)

    def file(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """An existing file; `kinds` is a Qt filter such as "Text (*.txt);;All files (*)"."""
        chosen, _ = QFileDialog.getOpenFileName(parent, title, str(self._left), kinds)
        return self._note(Path(chosen).parent, chosen)

    def new_file(self, parent: QWidget, title: str, start: Path) -> Path | None:
        """A file that is to be written."""
        chosen, _ = QFileDialog.getSaveFileName(
            parent, title, str(start), options=QFileDialog.Option.DontConfirmOverwrite
        )
        return Path(chosen) if chosen else None

    def _note(self, place: Path, chosen: str) -> Path | None:
        """What was chosen, None where nothing was; the next one begins in this place."""
        if not chosen:
            return None
        self._left = place
        return Path(chosen)
