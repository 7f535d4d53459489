"""Whatever can have the keyboard in the window has a name for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QDialog,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)

from tests.support.choosing import NoChooser
from tests.ui.driving import any_dialog, dialog
from ui.dialogs.exhibits import ExhibitsDialog
from ui.dialogs.passwords import PasswordsDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

CONTAINERS = (QMainWindow, QScrollArea, QStackedWidget, QTabBar, QTabWidget)
"""These lead to others, which have names; a bar of tabs reads out its tabs."""


def without_a_name(root: QWidget) -> list[str]:
    """The widgets below `root` that take the keyboard and have no name."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, CONTAINERS) or of_qt(widget):
            continue
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return sorted(set(found))


def of_qt(widget: QWidget) -> bool:
    """Whether it is a part that Qt made inside another widget."""
    holder = widget.parent()
    boxed = holder is not None and holder.metaObject().className() == "QComboBoxPrivateContainer"
    return boxed or isinstance(holder, QAbstractScrollArea) or widget.objectName().startswith("qt_")


def test_every_place_for_the_keyboard_has_a_name(open_case: Desktop) -> None:
    open_case.window.actions_["settings"].trigger()
    assert without_a_name(open_case.window) == []


@pytest.mark.parametrize(
    "name",
    ["report", "new", "load_list", "compare_lists", "export_list", "scheme", "second", "keys", "doctor"],
)
def test_every_dialog_has_names_for_the_keyboard_and_closes_by_escape(
    qtbot: QtBot, open_case: Desktop, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The barrier stays for good, and other tests of this process start servers.
    monkeypatch.setattr("forensicdesk.doctor.forbid_network", lambda: "Not enforced: a test of the windows.")
    open_case.window.show_lists()
    open_case.window.lists_page.table.selectRow(0)
    qtbot.waitUntil(open_case.window.actions_[name].isEnabled)

    open_case.window.actions_[name].trigger()
    qtbot.waitUntil(lambda: any_dialog(QDialog), timeout=20_000)

    asked = dialog(QDialog)
    assert without_a_name(asked) == []
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any_dialog(QDialog))


def test_the_window_of_batches_and_the_dialogs_of_exhibits_and_passwords_have_names(
    open_case: Desktop, tmp_path: Path
) -> None:
    window, chooser = open_case.window, NoChooser()
    window.batch.show()

    for made in (window.batch, ExhibitsDialog(chooser, [tmp_path], window), PasswordsDialog(chooser, window)):
        assert without_a_name(made) == []
    window.batch.close()
