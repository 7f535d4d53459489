"""The gallery's bars cut nothing off on a narrow screen: they go on in a second line, and what is shortened is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from tests.ui.driving import LONG_MS
from ui.filters.bar import FilterBar
from ui.widgets.decide_bar import DecideBar
from ui.widgets.flow import FlowLayout
from ui.widgets.gallery_bar import GalleryBar
from ui.widgets.short_label import ShortLabel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CONTROLS = (QComboBox, QLabel, QPushButton, QSlider)
LONG = "Recorded: 2 A category with a very long name indeed, 1,204 items. Everything shown here is decided."


def bars(qtbot: QtBot, width: int) -> QWidget:
    """The three bars below each other, as wide as a gallery beside an inspector."""
    page, top, filters = QWidget(), GalleryBar(), FilterBar()
    below = DecideBar(top.count)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    for bar in (top, filters, below):
        layout.addWidget(bar)
    layout.addWidget(QFrame(), 1)
    filters.show_hidden(1_234_567)
    top.count.setText("1,234,567 items, 1,204,312 shown")
    below.show_spread(3, 12)
    below.say(LONG)
    qtbot.addWidget(page)
    page.resize(width, 420)
    page.show()
    qtbot.waitUntil(lambda: page.isVisible() and page.width() == width, timeout=LONG_MS)
    return page


@pytest.mark.parametrize("width", [560, 720, 1000, 1600])
def test_every_control_has_the_room_it_asks_for_inside_its_bar(qtbot: QtBot, width: int) -> None:
    page = bars(qtbot, width)
    seen = [one for kind in CONTROLS for one in page.findChildren(kind) if one.isVisible()]

    assert len(seen) > 12
    for one in seen:
        told = (type(one).__name__, one.accessibleName() or getattr(one, "text", str)())
        assert one.width() >= min(one.sizeHint().width(), one.maximumWidth()) or (
            isinstance(one, QLabel) and one.wordWrap()
        ), told
        at = one.mapTo(page, one.rect().topRight())
        assert at.x() < width, told


def test_a_message_that_is_too_long_is_shortened_and_whole_in_its_tip(qtbot: QtBot) -> None:
    page = bars(qtbot, 560)
    (said,) = page.findChildren(ShortLabel)

    assert said.seen.endswith("…")
    assert said.text() == LONG
    assert LONG in said.toolTip()


@pytest.mark.parametrize(
    ("width", "places"),
    [(400, [(0, 0), (58, 0), (192, 0), (300, 0)]), (240, [(0, 0), (58, 0), (32, 24), (140, 24)])],
)
def test_the_last_stay_together_at_the_right_whatever_is_added_later(
    qtbot: QtBot, width: int, places: list[tuple[int, int]]
) -> None:
    holder = QWidget()
    flow = FlowLayout(holder, gap=8)
    parts = [QWidget() for _ in range(4)]
    for part, wide in zip(parts, (50, 60, 100, 100), strict=True):
        part.setFixedSize(wide, 20)
    flow.addWidget(parts[0])
    flow.add_last(*parts[2:])
    flow.addWidget(parts[1])
    qtbot.addWidget(holder)
    holder.resize(width, 60)
    holder.show()

    assert [(part.x(), part.y()) for part in parts] == places
    entries = [flow.itemAt(at) for at in range(flow.count())]
    assert [entry.widget() for entry in entries if entry is not None] == parts
    flow.removeWidget(parts[3])
    assert flow.count() == 3
