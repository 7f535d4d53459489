"""Many requests become few questions, and the last one is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.refresh import Refresher

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Questions:
    """Counts the questions that are begun."""

    def __init__(self, *, started: bool = True) -> None:
        self.count = 0
        self._started = started

    def ask(self) -> bool:
        """Count one."""
        self.count += 1
        return self._started


def test_requests_during_a_question_become_one_more_question(qtbot: QtBot) -> None:
    owner, asked = QObject(), Questions()
    refresher = Refresher(asked.ask, owner)

    for _ in range(50):
        refresher.request()
    assert asked.count == 1
    refresher.answered()
    qtbot.waitUntil(lambda: asked.count == 2)
    refresher.answered()
    qtbot.wait(600)

    assert asked.count == 2


def test_an_urgent_request_does_not_wait_for_the_pause() -> None:
    owner, asked = QObject(), Questions()
    refresher = Refresher(asked.ask, owner)
    refresher.request()
    refresher.answered()

    refresher.request_now()

    assert asked.count == 2


def test_with_nothing_to_ask_the_next_request_asks_again() -> None:
    owner, asked = QObject(), Questions(started=False)
    refresher = Refresher(asked.ask, owner)
    refresher.request()
    refresher.request()

    assert asked.count == 2
