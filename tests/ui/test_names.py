"""Whatever can have the keyboard in the window has a name for screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)

from tests.ui.driving import dialog
from ui.dialogs.new_case import NewCaseDialog
from ui.dialogs.report import ReportDialog

if TYPE_CHECKING:
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

    open_case.window.commands.export_report()
    asked = dialog(ReportDialog)
    assert without_a_name(asked) == []
    asked.reject()
    open_case.window.commands.new_case()
    new = dialog(NewCaseDialog)
    assert without_a_name(new) == []
    new.reject()
