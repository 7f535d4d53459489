"""What is seen first of a case that was just opened comes before everything else that is read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.models.screen import ScreenLoader
    from ui.tasks import TaskRunner
    from ui.widgets.gallery_view import GalleryView

LONGEST_MS = 2_000
"""Nothing else waits longer than this for the first screen."""


class FirstScreen(QObject):
    """Holds patient reads back, and the rest of the gallery, until the first screen is there or cannot be."""

    def __init__(self, runner: TaskRunner, loader: ScreenLoader, view: GalleryView, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._view = view
        self._waiting = False
        self._then: Callable[[], None] | None = None
        self._longest = QTimer(self)
        self._longest.setSingleShot(True)
        self._longest.setInterval(LONGEST_MS)
        self._longest.timeout.connect(self.end)
        loader.loaded.connect(lambda _: self._loaded())

    def begin(self) -> None:
        """A case was opened; its gallery is asked for next."""
        self._waiting, self._then = True, None
        self._runner.hold()
        self._longest.start()

    def answered(self, then: Callable[[], None]) -> None:
        """The items of the gallery are known: do `then` once those on the screen are drawn, or at once later on."""
        if not self._waiting:
            then()
            return
        self._then = then
        if self._view.isVisible() and self._view.look_now():
            return
        self.end()

    def end(self) -> None:
        """Let everything else begin."""
        if not self._waiting:
            return
        self._waiting = False
        self._longest.stop()
        then, self._then = self._then, None
        if then is not None:
            then()
        self._runner.go_on()

    def _loaded(self) -> None:
        if self._then is not None:
            self.end()
