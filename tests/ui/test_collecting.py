"""What only holds itself is let go on the thread of the event loop, however much workers make."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.collecting import Collector

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.tasks import TaskRunner

MADE = 20_000


class Held:
    """Holds itself, and says on which thread it went."""

    def __init__(self, went: list[threading.Thread]) -> None:
        self.itself = self
        self.went = went

    def __del__(self) -> None:
        self.went.append(threading.current_thread())


def make_many() -> int:
    """Far more objects than Python lets be before it searches."""
    return len([[at] for at in range(MADE)])


def test_no_worker_takes_apart_what_belongs_to_windows(qtbot: QtBot, runner: TaskRunner) -> None:
    parent = QObject()
    went: list[threading.Thread] = []
    told: list[int] = []
    gc.collect()
    gc.enable()
    collector = Collector(parent)
    try:
        Held(went)
        runner.read("making many", make_many, parent, told.append)
        qtbot.waitUntil(lambda: told == [MADE])
        assert went == []

        kept = [[at] for at in range(MADE)]
        collector.look()

        assert len(kept) == MADE
        assert went == [threading.main_thread()]
    finally:
        collector.end()
    assert gc.isenabled()
