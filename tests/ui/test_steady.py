"""The interpreter survives what PySide6 does to its singletons."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QStandardItemModel

from ui.steady import ENOUGH, FIRST_SAFE, hold_singletons

MANY = 20_000


class Emitter(QObject):
    """Has a signal."""

    happened = Signal()


def test_many_signals_and_empty_cells_do_not_use_up_true_and_none() -> None:
    needed = hold_singletons()
    emitter, model = Emitter(), QStandardItemModel(1, 1)
    cell = model.index(0, 0)

    for _ in range(MANY):
        emitter.happened.emit()
        cell.data()

    assert needed is (sys.version_info < FIRST_SAFE)
    if needed:
        assert sys.getrefcount(None) > ENOUGH
        assert sys.getrefcount(True) > ENOUGH


def test_a_second_call_changes_nothing() -> None:
    hold_singletons()
    before = sys.getrefcount(NotImplemented)

    hold_singletons()

    assert sys.getrefcount(NotImplemented) == before
