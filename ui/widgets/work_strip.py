"""The line at the bottom that says what is going on, how fast, and how long it will take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy

from forensicdesk.language import _
from ui.list_import import KEEP, READ, SUM
from ui.widgets.basics import WIDE_GAP, button, label
from ui.words import counted, decimal, number, size_text, time_left
from ui.work import STOPPABLE, Act

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forensicdesk.events import Progress

DOING = {
    Act.OPEN: _("Opening the case…"),
    Act.ADD: _("Listing the files of the exhibit…"),
    Act.PROCESS: _("Processing…"),
    Act.MATCH: _("Matching with the hash lists…"),
    Act.REPORT: _("Writing the report…"),
    Act.VERIFY: _("Verifying the case and its evidence…"),
    Act.IMPORT: _("Loading the hash list…"),
    Act.EXPORT: _("Exporting the hash list…"),
    Act.REMOVE: _("Removing the hash list…"),
    Act.JUDGE: _("Recording what was said of the match…"),
    Act.CLOSE: _("Closing the case…"),
}
PHASES = {
    "walk": _("Listing the files of the exhibit…"),
    "stack": _("Putting together what belongs together…"),
    SUM: _("Taking the SHA-256 of the list…"),
    READ: _("Reading the entries of the list…"),
    KEEP: _("Checking the list and storing it…"),
}
STOPPING = {
    Act.IMPORT: _("Stopping; nothing of the list is kept…"),
    Act.MATCH: _("Stopping; lists that are done are kept…"),
}
STEPS = 1000
SHORTEST_RATE_S = 0.5
BAR_WIDTH = 260
NARROWEST_TEXT = 200


def progress_text(progress: Progress) -> str:
    """How far, how fast, how long still."""
    parts = []
    if progress.phase in (SUM, READ, KEEP):
        parts.append(_("{elapsed_s:.0f} s so far").format(elapsed_s=progress.elapsed_s))
    elif progress.total is None:
        walking = progress.phase == "walk"
        files = counted(progress.done, "{count} file", "{count} files")
        parts.append(files if walking else counted(progress.done, "{count} item", "{count} items"))
    else:
        parts.append(_("{done} of {total}").format(done=number(progress.done), total=number(progress.total)))
    if progress.bytes_total:
        parts.append(
            _("{done} of {total}").format(done=size_text(progress.bytes_done), total=size_text(progress.bytes_total))
        )
    if progress.done and progress.elapsed_s >= SHORTEST_RATE_S:
        parts.append(_("{rate} items/s").format(rate=decimal(progress.done / progress.elapsed_s)))
        if progress.bytes_done:
            parts.append(f"{size_text(progress.bytes_done / progress.elapsed_s)}/s")
    if progress.seconds_left is not None:
        parts.append(time_left(progress.seconds_left))
    return " · ".join(parts)


def progress_share(progress: Progress) -> float | None:
    """How much is done, 0 to 1; by bytes where they are known, because large films take longer."""
    if progress.bytes_total > 0:
        return min(1.0, progress.bytes_done / progress.bytes_total)
    if progress.total:
        return min(1.0, progress.done / progress.total)
    return None


class WorkStrip(QFrame):
    """Hidden while nothing runs."""

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "strip")
        self._act: Act | None = None
        self.what = label(kind="heading")
        self.how_far = label(kind="muted")
        self.how_far.setMinimumWidth(NARROWEST_TEXT)
        self.how_far.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(BAR_WIDTH)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = button(_("&Stop"), self._ask_stop, tip=_("End soon; everything finished so far is kept"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(WIDE_GAP, 8, WIDE_GAP, 8)
        layout.setSpacing(WIDE_GAP)
        for part in (self.what, self.bar):
            layout.addWidget(part)
        layout.addWidget(self.how_far, 1)
        layout.addWidget(self.stop)
        self.hide()

    def begin(self, act: Act) -> None:
        """Show what has begun."""
        self._act = act
        self.what.setText(DOING[act])
        self.how_far.setText("")
        self.bar.setRange(0, 0)
        self.stop.setVisible(act in STOPPABLE)
        self.stop.setEnabled(True)
        self.stop.setText(_("&Stop"))
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        if self._act is None:
            return
        if self.stop.isEnabled():
            self.what.setText(PHASES.get(progress.phase, DOING[self._act]))
        self.how_far.setText(progress_text(progress))
        share = progress_share(progress)
        if share is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, STEPS)
            self.bar.setValue(round(share * STEPS))

    def end(self) -> None:
        """Nothing runs any more."""
        self._act = None
        self.hide()

    def show_stopping(self) -> None:
        """Say that the end was asked for."""
        soon = self._act in STOPPABLE
        stopping = _("Stopping; finished items are being stored…")
        if self._act is not None:
            stopping = STOPPING.get(self._act, stopping)
        self.what.setText(stopping if soon else _("Closing once this has ended…"))
        self.stop.setEnabled(False)

    def _ask_stop(self) -> None:
        self.show_stopping()
        self.stop_asked.emit()
