"""Windows open no larger than their screen leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from ui.dialogs.about import KeysDialog
from ui.dialogs.form import FormDialog
from ui.dialogs.report_preview import ReportPreviewDialog
from ui.widgets.room import FRAME, resize_within, room_for
from ui.widgets.scrolled import Peephole, Scrolled

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop


@pytest.mark.parametrize(("asked", "beyond"), [((300, 200), False), ((9_000, 200), True), ((9_000, 9_000), True)])
def test_a_window_takes_what_it_asks_for_up_to_the_room_of_its_screen(
    qtbot: QtBot, asked: tuple[int, int], *, beyond: bool
) -> None:
    parent = QWidget()
    dialog = QDialog(parent)
    qtbot.addWidget(parent)
    screen = QApplication.primaryScreen().availableGeometry().size()

    resize_within(dialog, *asked)

    assert room_for(dialog) == screen - FRAME
    assert dialog.width() == min(asked[0], screen.width() - FRAME.width())
    assert dialog.height() == min(asked[1], screen.height() - FRAME.height())
    assert beyond == (dialog.size().toTuple() != asked)


def test_dialogs_open_within_the_screen_and_stay_there_when_they_grow(qtbot: QtBot) -> None:
    form = FormDialog("A form", "A form", "", "Go on")
    tall = QWidget()
    QVBoxLayout(tall).addSpacing(5_000)
    form.add_part(Scrolled(tall))
    for made in (ReportPreviewDialog(), KeysDialog(()), form):
        qtbot.addWidget(made)
        made.show()
        room = room_for(made)
        assert made.width() <= room.width()
        assert made.height() <= room.height()

    form.fit_height()

    assert form.sizeHint().height() > 5_000
    assert form.height() == room_for(form).height()


def test_on_a_screen_that_is_too_small_the_window_is_moved_over_what_it_holds(desktop: Desktop) -> None:
    window = desktop.window
    hole = window.centralWidget()
    assert isinstance(hole, Peephole)
    bars = (hole.horizontalScrollBar(), hole.verticalScrollBar())

    for size, moved in (((683, 384), True), ((1366, 768), False)):  # a screen of 1366 x 768 at 200 and at 100 %
        window.resize(*size)
        QApplication.processEvents()
        assert [bar.maximum() > 0 for bar in bars] == [moved, moved]
        assert window.size().toTuple() == size
