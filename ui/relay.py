"""From the pipeline's thread to Qt signals, at most ten times a second however much is reported."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from forensicdesk.events import ItemsStored

if TYPE_CHECKING:
    from forensicdesk.events import Event, Progress

INTERVAL_MS = 100


class EventRelay(QObject):
    """A listener for the session: keeps the newest progress and collects stored items between two ticks."""

    progressed = Signal(object)
    """The newest `Progress`."""
    items_stored = Signal(object)
    """A tuple of item numbers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._progress: Progress | None = None
        self._stored: list[int] = []
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.flush)

    def listen(self, event: Event) -> None:
        """Take one event; called on any thread."""
        with self._lock:
            if isinstance(event, ItemsStored):
                self._stored.extend(event.item_ids)
            else:
                self._progress = event

    def start(self) -> None:
        """Begin to tick."""
        self._timer.start()

    def stop(self) -> None:
        """Pass on what is left and rest."""
        self._timer.stop()
        self.flush()

    def flush(self) -> None:
        """Pass on what has come since the last time."""
        with self._lock:
            progress, self._progress = self._progress, None
            stored, self._stored = tuple(self._stored), []
        if stored:
            self.items_stored.emit(stored)
        if progress is not None:
            self.progressed.emit(progress)
