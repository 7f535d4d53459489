"""Python's search for objects that only hold each other, on the event loop's thread and on no other.

Python runs that search on whatever thread makes the next object. A window that is found there would be taken apart on a
worker's thread, while Qt draws or answers for it on its own, and the process would end without a word. So the search is
switched off for all threads, and a timer makes it on the one thread that may.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 1_000


class Collector(QObject):
    """Lets go of what is not used any more, as often as Python itself would; ends with its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._limits = gc.get_threshold()
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Search the generations that are due."""
        due = [at for at, (count, limit) in enumerate(zip(gc.get_count(), self._limits, strict=True)) if count > limit]
        if due:
            gc.collect(due[-1])

    def end(self) -> None:
        """Leave it to Python again, if it was before; of windows that are gone nothing is left to find."""
        self._timer.stop()
        gc.collect()
        if self._was_on:
            gc.enable()
