"""What tests do with the running desktop: find its dialogs, and wait until it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QApplication, QDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

D = TypeVar("D", bound=QDialog)

LONG_MS = 90_000


def all_dialogs(kind: type[D]) -> list[D]:
    """The open dialogs of this kind."""
    return [shown for shown in QApplication.topLevelWidgets() if isinstance(shown, kind) and shown.isVisible()]


def dialog(kind: type[D]) -> D:
    """The open dialog of this kind."""
    return all_dialogs(kind)[0]


def wait_idle(qtbot: QtBot, desktop: Desktop) -> None:
    """Wait until nothing runs and the case page shows what is."""
    qtbot.waitUntil(lambda: desktop.work.act is None, timeout=LONG_MS)


def any_dialog(kind: type[QDialog]) -> bool:
    """Whether a dialog of this kind is open."""
    return bool(all_dialogs(kind))


def newest_message(desktop: Desktop) -> str:
    """The newest message in the window, "" if there is none."""
    messages = desktop.window.banners.messages()
    return messages[0].text if messages else ""
