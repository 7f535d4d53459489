"""Where the window stands, how it is divided and how wide columns are, from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QEvent, QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter

    from ui.recent import Memory
    from ui.window import MainWindow

_GEOMETRY, _REVIEW = "window/geometry", "window/review"
INSPECTOR_SHARE, WIDEST_INSPECTOR = 0.24, 400
"""What of the width the inspector has until somebody divides it otherwise, and how many pixels at most."""


class _Part(Protocol):
    """A splitter, or the titles of columns."""

    def saveState(self) -> QByteArray:
        """As bytes."""

    def restoreState(self, state: QByteArray) -> bool:
        """From bytes; what is none changes nothing."""


class _Division(QObject):
    """Divides gallery and inspector when both are first shown: only then their width is known."""

    def __init__(self, review: QSplitter) -> None:
        super().__init__(review)
        self._review = review

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nothing is kept from whom it is for."""
        if event.type() == QEvent.Type.Show:
            watched.removeEventFilter(self)
            width = self._review.width()
            inspector = min(round(width * INSPECTOR_SHARE), WIDEST_INSPECTOR)
            self._review.setSizes([width - inspector, inspector])
        return False


def _parts(window: MainWindow) -> dict[str, _Part]:
    """What people make as wide as they like, by the key it is kept under; the table of the gallery keeps its own."""
    return {
        _REVIEW: window.review,
        "window/lists": window.lists_page.split,
        "window/metadata": window.inspector.tree.header(),
        "window/audit": window.further.audit.table.horizontalHeader(),
    }


def restore(window: MainWindow, memory: Memory) -> None:
    """Put the window where it was; what is not known, or is damaged, changes nothing."""
    puts = {_GEOMETRY: window.restoreGeometry} | {key: part.restoreState for key, part in _parts(window).items()}
    for key, put in puts.items():
        kept = memory.text(key)
        if kept:
            put(QByteArray.fromBase64(kept.encode("ascii", "ignore")))
    if not memory.text(_REVIEW):
        window.review.installEventFilter(_Division(window.review))


def remember(window: MainWindow, memory: Memory) -> None:
    """Keep where the window is."""
    memory.keep(_GEOMETRY, _text(window.saveGeometry()))
    for key, part in _parts(window).items():
        memory.keep(key, _text(part.saveState()))


def _text(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode("ascii")
