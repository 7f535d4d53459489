"""Where the window stands and how it is divided, from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter, QWidget

    from ui.recent import Memory

_GEOMETRY, _REVIEW = "window/geometry", "window/review"


def restore(window: QWidget, review: QSplitter, memory: Memory) -> None:
    """Put the window where it was; what is not known, or is damaged, changes nothing."""
    for key, put in ((_GEOMETRY, window.restoreGeometry), (_REVIEW, review.restoreState)):
        kept = memory.text(key)
        if kept:
            put(QByteArray.fromBase64(kept.encode("ascii", "ignore")))


def remember(window: QWidget, review: QSplitter, memory: Memory) -> None:
    """Keep where the window is."""
    memory.keep(_GEOMETRY, _text(window.saveGeometry()))
    memory.keep(_REVIEW, _text(review.saveState()))


def _text(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode("ascii")
