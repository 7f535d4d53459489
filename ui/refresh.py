"""Asks for fresh data often enough to be live, and seldom enough to be cheap."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST_PAUSE_MS = 400
PAUSE_PER_WORK = 4
"""A question that took one second is asked again after four at the earliest."""


class Refresher(QObject):
    """Joins many requests into few questions; never two questions at once."""

    def __init__(self, ask: Callable[[], bool], parent: QObject) -> None:
        """Take `ask`, which starts one question and says whether it did; `answered` must follow."""
        super().__init__(parent)
        self._ask = ask
        self._asking = False
        self._again = False
        self._began = 0.0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._after_pause)

    def request(self) -> None:
        """Ask soon: at once when nothing was asked lately."""
        if self._asking or self._pause.isActive():
            self._again = True
        else:
            self._start()

    def request_now(self) -> None:
        """Ask without waiting for the pause."""
        self._pause.stop()
        self.request()

    def answered(self) -> None:
        """Tell that the question was answered, well or badly."""
        if not self._asking:
            return
        self._asking = False
        took_ms = int((time.monotonic() - self._began) * 1000)
        self._pause.start(max(SHORTEST_PAUSE_MS, took_ms * PAUSE_PER_WORK))

    def _after_pause(self) -> None:
        if self._again:
            self._start()

    def _start(self) -> None:
        self._again = False
        self._began = time.monotonic()
        self._asking = self._ask()
