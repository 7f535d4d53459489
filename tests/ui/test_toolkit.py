"""The Qt binding that is pinned does not damage the interpreter it runs in."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QStandardItemModel

CALLS = 300


class Emitter(QObject):
    """Has a signal."""

    happened = Signal()


def test_signals_and_empty_cells_do_not_use_up_true_and_none() -> None:
    emitter, model = Emitter(), QStandardItemModel(1, 1)
    cell = model.index(0, 0)
    before = sys.getrefcount(True), sys.getrefcount(None)

    for _ in range(CALLS):
        emitter.happened.emit()
        cell.data()

    # On Python 3.11 these objects can die: PySide6 6.12.0 takes one reference of each away with every call.
    assert sys.getrefcount(True) > before[0] - CALLS // 3
    assert sys.getrefcount(None) > before[1] - CALLS // 3
