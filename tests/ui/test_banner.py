"""Messages are seen, do not pile up, and errors are not pushed away by good news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from ui.banner import Banners
from ui.dialogs.details import DetailsDialog
from ui.tasks import Trouble, unexpected

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.banner import Banner


@pytest.fixture
def banners(qtbot: QtBot) -> Banners:
    """No message yet."""
    made = Banners()
    qtbot.addWidget(made)
    made.show()
    return made


def press(banner: Banner, text: str) -> None:
    """Press the button with this text."""
    next(made for made in banner.findChildren(QPushButton) if made.text() == text).click()


def texts(banners: Banners) -> list[str]:
    """What is shown, newest first."""
    return [banner.text for banner in banners.messages()]


def test_good_news_replaces_good_news_and_leaves_errors(banners: Banners) -> None:
    banners.show_trouble(Trouble("The list is damaged."))
    banners.show_message("One.", "done")
    banners.show_message("Two.", "done")

    assert texts(banners) == ["Two.", "The list is damaged."]


def test_only_the_last_errors_stay_and_none_twice(banners: Banners) -> None:
    for number in (1, 2, 3, 4, 4):
        banners.show_trouble(Trouble(f"Error {number}."))

    assert texts(banners) == ["Error 4.", "Error 3.", "Error 2."]


def test_a_message_can_be_dismissed_and_an_action_taken(banners: Banners) -> None:
    pressed: list[str] = []
    banner = banners.show_message("The case is in use.")
    banner.add_action("Open for reading only", lambda: pressed.append("read"))

    press(banner, "Open for reading only")

    assert pressed == ["read"]
    assert texts(banners) == []


def test_the_unforeseen_opens_advice_and_details_to_copy(banners: Banners) -> None:
    banner = banners.show_trouble(unexpected("reading an item", ValueError("odd value")))

    press(banner, "What to do…")

    dialog = next(shown for shown in QApplication.topLevelWidgets() if isinstance(shown, DetailsDialog))
    assert "odd value" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    next(made for made in dialog.findChildren(QPushButton) if made.text() == "&Copy details").click()
    assert "ValueError: odd value" in QApplication.clipboard().text()
    dialog.close()


def test_markup_in_a_message_is_shown_as_text(banners: Banners) -> None:
    banner = banners.show_trouble(Trouble("The file <b>x</b> is damaged."))

    assert {shown.textFormat() for shown in banner.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
