"""A stand-in for the system's windows for files and folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


class NoChooser:
    """Nobody chooses a file."""

    def folder(self, parent: QWidget, title: str, start: Path | None = None) -> None:
        """None."""
        del parent, title, start

    def file(self, parent: QWidget, title: str, kinds: str) -> None:
        """None."""
        del parent, title, kinds

    def new_file(self, parent: QWidget, title: str, start: Path) -> None:
        """None."""
        del parent, title, start
