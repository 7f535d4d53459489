"""What was made as wide as somebody likes is so again after the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from tests.ui.driving import destroy_waiting
from tests.ui.fakes import FakeChooser
from ui import window_state
from ui.app import Desktop

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.recent import Memory
    from ui.window import MainWindow


def begin(qtbot: QtBot, memory: Memory) -> tuple[Desktop, MainWindow]:
    """Start the desktop."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desktop = Desktop(app, memory, FakeChooser())
    desktop.window.show()
    qtbot.waitExposed(desktop.window)
    return desktop, desktop.window


def end(desktop: Desktop) -> None:
    """End it."""
    desktop.window.close()
    desktop.shut_down()
    desktop.window.deleteLater()
    destroy_waiting()


def test_columns_grouping_and_look_come_back(qtbot: QtBot, memory: Memory) -> None:
    desktop, window = begin(qtbot, memory)
    window.inspector.tree.header().resizeSection(0, 222)
    window.further.audit.table.horizontalHeader().resizeSection(2, 155)
    window.gallery.view.header.resizeSection(1, 333)
    window.gallery.bar.listing.setChecked(True)
    window.gallery.bar.stacks.setChecked(False)
    window.gallery.filters.grouping_box.setCurrentIndex(2)
    window.change_appearance("dark")
    grouping = window.gallery.filters.grouping
    end(desktop)

    desktop, window = begin(qtbot, memory)

    assert window.gallery.filters.grouping is grouping
    assert window.inspector.tree.header().sectionSize(0) == 222
    assert window.further.audit.table.horizontalHeader().sectionSize(2) == 155
    assert window.gallery.view.header.sectionSize(1) == 333
    assert window.gallery.bar.listing.isChecked()
    assert not window.gallery.bar.stacks.isChecked()
    assert memory.appearance == "dark"
    end(desktop)


def test_what_is_damaged_changes_nothing(qtbot: QtBot, memory: Memory) -> None:
    for key in ("window/geometry", "window/review", "window/lists", "window/metadata", "window/audit"):
        memory.keep(key, "no state \N{GREEK SMALL LETTER PI}")

    desktop, window = begin(qtbot, memory)

    assert window.inspector.tree.header().sectionSize(0) > 0
    end(desktop)


@pytest.mark.parametrize(("width", "inspector"), [(1200, 288), (2400, 400)])
def test_the_inspector_has_a_share_of_the_width_there_is_until_somebody_divides_it(
    qtbot: QtBot, width: int, inspector: int
) -> None:
    review = QSplitter()
    for _ in range(2):
        review.addWidget(QWidget())
    review.setStretchFactor(0, 1)
    review.setHandleWidth(0)
    review.installEventFilter(window_state._Division(review))
    qtbot.addWidget(review)
    review.resize(width, 300)
    review.show()
    assert review.sizes() == [width - inspector, inspector]

    review.setSizes([width // 2, width // 2])
    review.hide()
    review.show()
    assert review.sizes() == [width // 2, width // 2]
