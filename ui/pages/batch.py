"""The batch window: jobs of a queue, how far they are, and a start and stop for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from forensicdesk.batch.state import FINISHED, Stage
from forensicdesk.batch.work import ask_to_stop, batch_folder, see_batch, start_batch
from forensicdesk.language import _, plural
from ui.models.batch import BatchModel
from ui.widgets.basics import GAP, PAGE_MARGIN, button, label, row
from ui.widgets.room import resize_within
from ui.widgets.tables import make_table
from ui.words import breakable, printable

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QShowEvent

    from forensicdesk.batch.work import Seen
    from ui.dialogs.chooser import Chooser
    from ui.tasks import TaskRunner, Trouble

LOOK_AGAIN_MS = 2_000
WHY_COLUMN = 6


class BatchPage(QWidget):
    """A window of its own, because a batch belongs to no case; it goes on when the desktop is closed."""

    def __init__(self, runner: TaskRunner, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("batch")  # not "page": that is transparent, and this is a window of its own
        self.setWindowTitle(_("Batch of jobs"))
        resize_within(self, 1100, 560)
        self._runner, self._chooser = runner, chooser
        self._queue: Path | None = None
        self._folder: Path | None = None
        self._refused = ""
        self.model = BatchModel(self)
        self.table = make_table(self.model, _("Jobs of the batch"), wide_column=WHY_COLUMN)
        self.where = label(kind="muted", wrap=True)
        self.said = label(wrap=True)
        self.at_once = QSpinBox()
        self.choose = button(_("Choose a &queue…"), self._choose_queue)
        self.look = button(_("Show a batch &folder…"), self._choose_folder)
        self.start = button(_("&Start"), self._start, "primary")
        self.stop = button(_("S&top"), self._stop, tip=_("What is running is stored; the next start continues it"))
        self.summary = button(_("Open the su&mmary"), self._open_summary)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self._build()
        self._show(None)

    def _build(self) -> None:
        self.at_once.setRange(1, 64)
        self.at_once.setAccessibleName(_("Jobs at a time"))
        at_once = label(_("Jobs at a time"))
        at_once.setBuddy(self.at_once)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PAGE_MARGIN, 14, PAGE_MARGIN, 14)
        layout.setSpacing(GAP)
        layout.addWidget(label(_("Batch of jobs"), "heading"))
        layout.addWidget(self.where)
        layout.addLayout(row(self.choose, self.look, 1, at_once, self.at_once, self.start, self.stop, self.summary))
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show_folder(self, folder: Path, queue: Path | None = None) -> None:
        """Show the batch in a folder; `queue` is what a start would work off, None takes what the batch says."""
        self._folder, self._queue, self._refused = folder, queue, ""
        self.refresh()

    def refresh(self) -> None:
        """Read the state on disk anew."""
        folder = self._folder
        if folder is not None:
            self._runner.read(
                _("reading the state of a batch"),
                lambda: (folder, see_batch(folder)),
                self,
                lambda found: self._read(*found),
                self._trouble,
            )

    def showEvent(self, event: QShowEvent) -> None:
        """Look again and again while it is seen."""
        super().showEvent(event)
        self._timer.start()
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Look no more; the batch goes on."""
        self._timer.stop()
        super().closeEvent(event)

    # --- within -------------------------------------------------------------------------------------------------------

    def _read(self, folder: Path, seen: Seen | None) -> None:
        if folder == self._folder:
            self._show(seen)

    def _show(self, seen: Seen | None) -> None:
        if seen is not None and self._queue is None:
            self._queue = Path(seen.state.queue)
        self.model.set_jobs(seen.state.jobs if seen else ())
        place = self._queue or self._folder
        self.where.setText(breakable(printable(str(place))) if place else _("Choose a queue to begin with."))
        at_work = seen is not None and seen.at_work
        self._refused = "" if at_work else self._refused
        self.said.setText(self._refused or (_sentence(seen) if self._folder else ""))
        self.start.setEnabled(self._queue is not None and not at_work)
        self.at_once.setEnabled(not at_work)
        self.stop.setEnabled(at_work)
        self.summary.setEnabled(self._folder is not None and (self._folder / "summary.html").exists())

    def _trouble(self, trouble: Trouble) -> None:
        """Say what went wrong, for as long as nothing else is begun."""
        self._refused = printable(trouble.sentence)
        self._show(None)

    def _choose_queue(self) -> None:
        kinds = _("Queues (*.toml);;All files (*)")
        file = self._chooser.file(self, _("Choose a queue of jobs"), kinds)
        if file is not None:
            self.show_folder(batch_folder(file), file)

    def _choose_folder(self) -> None:
        folder = self._chooser.folder(self, _("Choose the folder of a batch"))
        if folder is not None:
            self.show_folder(folder)

    def _start(self) -> None:
        queue, folder, at_once = self._queue, self._folder, self.at_once.value()
        if queue is not None and folder is not None:
            self.start.setEnabled(False)
            self._runner.read(
                _("starting a batch"),
                lambda: start_batch(queue, folder, at_once),
                self,
                lambda _done: self.refresh(),
                self._trouble,
            )

    def _stop(self) -> None:
        folder = self._folder
        if folder is not None:
            self.stop.setEnabled(False)
            self._runner.read(
                _("stopping a batch"), lambda: ask_to_stop(folder), self, lambda _done: self.refresh(), self._trouble
            )

    def _open_summary(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder / "summary.html")))


def _sentence(seen: Seen | None) -> str:
    """How the batch stands, in one line."""
    if seen is None:
        return _("This batch has not begun yet.")
    state = seen.state
    done, total = state.count(*FINISHED), len(state.jobs)
    told = plural("{done} of {total} job is done", "{done} of {total} jobs are done", total)
    parts = [told.format(done=done, total=total)]
    for stage, text in ((Stage.RUNNING, _("{count} running")), (Stage.WAITING, _("{count} waiting")),
                        (Stage.FAILED, _("{count} failed"))):  # fmt: skip
        if state.count(stage):
            parts.append(text.format(count=state.count(stage)))
    at_work = _("The batch is at work.") if seen.at_work else _("The batch is not at work.")
    return f"{at_work} {', '.join(parts)}."
