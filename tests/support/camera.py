"""What takes the pictures of `tests.support.screenshots`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.app import Desktop

PATIENCE_S = 60.0
ROUNDS = 20


class Camera:
    """Takes pictures of windows in every theme, after everything has come to rest."""

    def __init__(self, desktop: Desktop, out: Path, themes: Sequence[str], only: str) -> None:
        self.desktop = desktop
        self.taken: list[Path] = []
        self._out, self._themes, self._only = out, themes, only.split(",")

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Let the window work until this holds.

        Raises:
            RuntimeError: it does not hold in time; `what` says what was waited for.
        """
        end = time.monotonic() + PATIENCE_S
        while not until():
            if time.monotonic() > end:
                msg = f"Waited in vain for {what}."
                raise RuntimeError(msg)
            QApplication.processEvents()
            time.sleep(0.005)

    def rest(self, seconds: float = 0.4) -> None:
        """Let the window work for a while, and until nothing is read any more."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end and self.desktop.work.act is None, "the act that runs")
        for _ in range(ROUNDS):  # on a busy machine the time is over before what was read is laid out
            QApplication.processEvents()
            time.sleep(0.005)

    def take(self, name: str, window: QWidget | None = None) -> None:
        """Keep a picture of a window, by default the main one."""
        if not self._wanted(name):
            return
        for theme in self._themes:
            self.desktop.window.change_appearance(theme)
            self.rest(0.15)
            path = self._out / f"{name}-{theme}.png"
            (window or self.desktop.window).grab().save(str(path))
            self.taken.append(path)

    def _wanted(self, name: str) -> bool:
        return any(part in name for part in self._only)

    def dialog(self, name: str, opened: Callable[[], object], seconds: float = 0.5) -> None:
        """Open a dialog, keep a picture of it, and close it."""
        if not self._wanted(name):
            return
        opened()
        self.wait(lambda: _open_dialog() is not None, f"the dialog of {name}")
        self.rest(seconds)
        shown = _open_dialog()
        if shown is None:
            msg = f"The dialog of {name} closed by itself."
            raise RuntimeError(msg)
        self.take(name, shown)
        shown.close()
        self.rest(0.1)


def _open_dialog() -> QWidget | None:
    return QApplication.activeModalWidget() or QApplication.activePopupWidget()
