"""Whoever uses the keyboard sees where they are: what has it looks different, and the difference can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QScrollArea, QTabWidget, QWidget

from tests.ui.driving import LONG_MS, look_at
from tests.ui.test_names import of_qt
from ui.resources.theme import dress

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.reviewed import Reviewed
    from ui.app import Desktop

SEEN = 3.0
"""The contrast that WCAG 2 asks of what is no text, here between a pixel without the keyboard and with it."""
FEWEST_PIXELS = 24
PAGES = ("case_page", "gallery", "lists_page", "links_page", "timeline_page", "map_page", "audit_page", "settings")


def luminance(widget: QWidget) -> np.ndarray:
    """Relative luminance of each pixel of a widget, before what is behind it in its window."""
    window = widget.window()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    image = window.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    value = lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def changed(before: np.ndarray, after: np.ndarray) -> int:
    """How many pixels differ so much that it can be seen."""
    if before.shape != after.shape:
        return before.size
    light, dark = np.maximum(before, after), np.minimum(before, after)
    return int(((light + 0.05) / (dark + 0.05) >= SEEN).sum())


def places(root: QWidget) -> list[QWidget]:
    """What Tab leads to, as far as it is on show; tables with nothing in them have nothing to show."""
    found = []
    for widget in root.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
        if not reached or of_qt(widget) or isinstance(widget, (QScrollArea, QTabWidget)) or widget.focusProxy():
            continue
        empty = isinstance(widget, QAbstractItemView) and widget.model().rowCount() == 0
        if not empty and widget.visibleRegion().boundingRect().size() == widget.size():
            found.append(widget)
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_has_the_keyboard_can_be_seen(qtbot: QtBot, open_case: Desktop, theme: str) -> None:
    window = open_case.window
    dress(open_case.app, theme)
    window.resize(1600, 1000)
    look_at(qtbot, open_case, "p0.jpg")
    window.activateWindow()
    unseen: set[str] = set()
    looked = 0
    for page in PAGES:
        window.actions_[page].trigger()
        QTest.qWait(50)
        for widget in places(window):
            window.menuBar().setFocus()
            before = luminance(widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            if widget.hasFocus():
                looked += 1
                if changed(before, luminance(widget)) < FEWEST_PIXELS:
                    unseen.add(f"{page}: {type(widget).__name__} {named(widget)}")

    assert sorted(unseen) == []
    assert looked > 60


def test_the_next_step_has_the_keyboard_when_a_case_is_opened(
    qtbot: QtBot, desktop: Desktop, reviewed: Reviewed
) -> None:
    window = desktop.window
    window.start.findChildren(QPushButton)[0].setFocus()

    desktop.work.open_case(reviewed.case)

    qtbot.waitUntil(lambda: window.focusWidget() is window.case_page.step.button, timeout=LONG_MS)


def named(widget: QWidget) -> str:
    """How a widget is called."""
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (str(text()) if callable(text) else "") or widget.objectName()
