"""What is seen first of a case is read before everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.driving import LONG_MS, wait_idle
from ui.models.gallery import CARD_ROLE, PICTURE_ROLE

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from tests.ui.reviewed import Reviewed
    from ui.app import Desktop


def test_the_first_screen_of_the_gallery_stands_before_the_case_is_counted(
    qtbot: QtBot, desktop: Desktop, reviewed: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forensicdesk.case.facts.store.FIRST", 2)
    window, steps = desktop.window, list[str]()

    def drawn() -> bool:
        first = window.gallery.model.index(0, 0)
        card = first.data(CARD_ROLE)
        return card is not None and (card.content_id is None or first.data(PICTURE_ROLE) is not None)

    window.case_page.overview_read.connect(lambda _: steps.append(f"counted, drawn: {drawn()}"))
    desktop.work.case_opened.connect(lambda _: window.show_gallery())
    desktop.work.open_case(reviewed.case)
    qtbot.waitUntil(lambda: bool(steps), timeout=LONG_MS)

    assert steps[0] == "counted, drawn: True"
    qtbot.waitUntil(lambda: window.gallery.whole, timeout=LONG_MS)
    wait_idle(qtbot, desktop)


def test_a_case_that_is_closed_at_once_leaves_nothing_waiting(
    qtbot: QtBot, desktop: Desktop, reviewed: Reviewed
) -> None:
    desktop.work.case_opened.connect(lambda _: desktop.work.close_case())
    desktop.work.open_case(reviewed.case)
    qtbot.waitUntil(lambda: desktop.work.session is None and desktop.work.act is None, timeout=LONG_MS)

    desktop.work.case_opened.disconnect()
    desktop.work.case_opened.connect(desktop.window._case_opened)
    desktop.work.open_case(reviewed.case)
    qtbot.waitUntil(lambda: desktop.window.case_page.overview is not None, timeout=LONG_MS)
