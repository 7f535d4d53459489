"""What was on the screen: which items stood there for a moment, noted in batches beside everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from forensicdesk.language import _
from ui.models.looks import Look

if TYPE_CHECKING:
    from forensicdesk.session import Session
    from ui.tasks import TaskRunner
    from ui.widgets.gallery_view import GalleryView

MOMENT_MS = 1000
"""An item that was on the screen for so long counts as seen."""
BATCH_MS = 4000
"""What was seen is written this long after the first of it, together."""


class Seeing(QObject):
    """Watches a gallery: what stays on the screen for a moment was seen by whoever reads."""

    looked = Signal(int)
    """How many items came into sight that had not been there before in this case."""

    def __init__(self, runner: TaskRunner, view: GalleryView) -> None:
        super().__init__(view)
        self._runner = runner
        self._view = view
        self._session: Session | None = None
        self._examiner = ""
        self._look_now = Look()
        self._pending: set[int] = set()
        self._known: set[int] = set()
        self._moment = self._timer(MOMENT_MS, self._look)
        self._batch = self._timer(BATCH_MS, self.flush)
        view.rows_rested.connect(self._moment.start)
        view.model().dataChanged.connect(lambda *_: self._moment.start())

    def watch(self, session: Session | None, examiner: str) -> None:
        """Note for this case and examiner from now on; None for a case that cannot be written, or for none."""
        self.flush()
        self._session, self._examiner = session, examiner
        self._known.clear()
        self._moment.start()

    def set_look(self, look: Look) -> None:
        """Pictures are shown in this look from now on; what is hidden is not seen."""
        self._look_now = look
        self._moment.start()

    def flush(self) -> None:
        """Write what was seen and is not written yet."""
        self._batch.stop()
        session, examiner, items = self._session, self._examiner, tuple(sorted(self._pending))
        self._pending.clear()
        if session is not None and items:
            self._runner.write(
                _("noting what was seen"), lambda: session.mark_seen(items, examiner=examiner), self, lambda _: None
            )

    def _look(self) -> None:
        if not self._view.isVisible() or self._look_now.hidden:
            return
        new = {item for item in self._view.visible_items() if item not in self._known}
        self._known |= new
        if new:
            self.looked.emit(len(new))
        if new and self._session is not None:
            self._pending |= new
            if not self._batch.isActive():
                self._batch.start()

    def _timer(self, pause_ms: int, called: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause_ms)
        timer.timeout.connect(called)
        return timer
