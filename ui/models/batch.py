"""The jobs of a batch, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from forensicdesk.batch.state import Stage
from forensicdesk.language import _, later
from ui.words import number, printable, tooltip

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from forensicdesk.batch.state import JobState

Index = QModelIndex | QPersistentModelIndex

COLUMNS = (
    later("Job"),
    later("State"),
    later("Progress"),
    later("Pictures, films"),
    later("Matches"),
    later("Time"),
    later("Why not done"),
)
_NUMBERS = (3, 4, 5)
STAGES = {
    Stage.PENDING: later("to be done"),
    Stage.RUNNING: later("running"),
    Stage.WAITING: later("waiting"),
    Stage.DONE: later("done"),
    Stage.DIFFERENCES: later("done, some items failed"),
    Stage.FAILED: later("failed"),
}


class BatchModel(QAbstractTableModel):
    """Jobs in the order of their queue."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: tuple[JobState, ...] = ()

    @property
    def jobs(self) -> tuple[JobState, ...]:
        """What is shown."""
        return self._jobs

    def set_jobs(self, jobs: tuple[JobState, ...]) -> None:
        """Show these; the chosen row stays where the number of jobs does."""
        if len(jobs) != len(self._jobs):
            self.beginResetModel()
            self._jobs = jobs
            self.endResetModel()
        elif jobs != self._jobs:
            self._jobs = jobs
            self.dataChanged.emit(self.index(0, 0), self.index(len(jobs) - 1, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Jobs."""
        return 0 if parent.isValid() else len(self._jobs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """See `COLUMNS`."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Column titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(COLUMNS[section]) if 0 <= section < len(COLUMNS) else None
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt declares it
        """Text."""
        if not index.isValid() or index.row() >= len(self._jobs):
            return None
        text = printable(_texts(self._jobs[index.row()])[index.column()])
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole and text else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _texts(job: JobState) -> tuple[str, ...]:
    ledger = dict(job.ledger)
    seconds = int(job.seconds)
    return (
        job.name,
        _(STAGES[job.stage]),
        _progress(job),
        number(ledger["media"]) if ledger else "",
        number(sum(hit.matches for hit in job.hits)) if ledger else "",
        f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" if seconds else "",
        job.said,
    )


def _progress(job: JobState) -> str:
    if job.stage is not Stage.RUNNING or job.progress is None:
        return ""
    total = "" if job.progress.total is None else f" / {number(job.progress.total)}"
    return f"{job.progress.phase} {number(job.progress.done)}{total}"
