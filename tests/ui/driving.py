"""What tests do with the running desktop: find its dialogs, and wait until it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from forensicdesk.model import ItemFilter
from tests.ui.reviewed import name_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
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


def destroy_waiting() -> None:
    """Destroy at once every window that is to be destroyed later.

    A window that was never shown, and is still there when the style sheet of the application is taken away and given
    anew, stays entered in what Qt keeps for style sheets after it is destroyed (Qt 6.11): the sheet after that ends the
    process. The program gives sheets and takes none away; tests dress for each of their windows.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


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


def items_by_name(desktop: Desktop) -> dict[str, int]:
    """The number of each item by its file name."""
    session = desktop.work.session
    assert session is not None
    return {name_of(record): record.id for record in session.items(ItemFilter())}


def look_at(qtbot: QtBot, desktop: Desktop, name: str) -> int:
    """Put the cursor on an item and wait until the inspector shows it."""
    item_id = items_by_name(desktop)[name]
    desktop.window.commands.go_to(item_id)
    qtbot.waitUntil(lambda: shown(desktop) == item_id, timeout=LONG_MS)
    return item_id


def shown(desktop: Desktop) -> int | None:
    """The item that the inspector shows."""
    record = desktop.window.inspector.record
    return None if record is None else record.id


def texts(widget: QWidget) -> str:
    """All labels of a widget, without the invisible places to break."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel)).replace("\N{ZERO WIDTH SPACE}", "")


def press(widget: QWidget, text: str) -> None:
    """Press the button with this text or this name for screen readers."""
    buttons = widget.findChildren(QPushButton)
    next(made for made in buttons if text in {made.text().replace("&", ""), made.accessibleName()}).click()
