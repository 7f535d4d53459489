"""The first start of a version checks the installation, says how it stands, and leads to the details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from tests.ui.driving import LONG_MS, newest_message
from ui.first_check import check_at_first

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop
    from ui.recent import Memory


def test_the_installation_is_checked_once_and_again_while_it_is_not_in_order(
    qtbot: QtBot, desktop: Desktop, memory: Memory
) -> None:
    assert check_at_first(desktop.window, memory, lambda: ("known answers",))
    qtbot.waitUntil(lambda: "not in order: known answers." in newest_message(desktop), timeout=LONG_MS)
    (banner,) = desktop.window.banners.messages()
    assert [made for made in banner.findChildren(QPushButton) if made.text() == "Show the check"]
    banner.dismiss()

    assert check_at_first(desktop.window, memory)
    qtbot.waitUntil(lambda: "are in order" in newest_message(desktop), timeout=LONG_MS)
    assert not check_at_first(desktop.window, memory)
