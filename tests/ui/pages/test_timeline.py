"""Items over time in the real window: by keys and mouse, zones apart, and on to the gallery and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from forensicdesk.charting import DateSource, Grain
from tests.ui.driving import LONG_MS, texts

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop
    from ui.pages.timeline import TimelinePage


@pytest.fixture
def page(qtbot: QtBot, charted: Desktop) -> TimelinePage:
    """The page in front, everything read."""
    charted.window.actions_["timeline_page"].trigger()
    shown = charted.window.further.charts.timeline
    wait_for(qtbot, shown, Grain.YEAR)
    return shown


def wait_for(qtbot: QtBot, page: TimelinePage, grain: Grain) -> None:
    """Wait until bars of this grain are drawn."""
    chart = page.chart
    qtbot.waitUntil(lambda: chart.window_shown.grain is grain and chart.counted() is not None, timeout=LONG_MS)


def test_items_are_counted_with_zones_apart(page: TimelinePage) -> None:
    shown = page.chart.histogram
    assert shown is not None
    assert (shown.dated, shown.undated) == ((1, 3), 1)
    assert page.chart.span_sentence() == "2021 (zone unknown, as recorded): 1 item, 0 of them hits"
    told = texts(page)
    assert "All pictures and films." in told
    assert "1 item has no such date that can be read." in told
    assert "exif:DateTimeOriginal 4" in told


def test_keys_go_from_years_to_hours_and_on_to_the_gallery(qtbot: QtBot, charted: Desktop, page: TimelinePage) -> None:
    chart = page.chart
    for _ in range(2):
        QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.span_sentence() == "2019 (zone unknown, as recorded): 2 items, 1 of them hits"
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    wait_for(qtbot, page, Grain.MONTH)
    assert chart.span_sentence() == "2019-01 - 2019-12 (zone unknown, as recorded): 2 items, 1 of them hits"
    for _ in range(2):
        QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    wait_for(qtbot, page, Grain.DAY)
    for _ in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Up)
    assert chart.span_sentence() == "2019-03-04 (UTC): 1 item, 0 of them hits"
    page.both.setChecked(True)
    assert chart.span_sentence() == "2019-03-04 (both rows): 2 items, 1 of them hits"
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    wait_for(qtbot, page, Grain.HOUR)
    assert not page.finer.isEnabled()

    QTest.keyClick(chart, Qt.Key.Key_Return)
    gallery = charted.window.gallery
    qtbot.waitUntil(lambda: list(gallery.model.ids) == [1, 2], timeout=LONG_MS)
    assert charted.window.tabs.currentWidget() is charted.window.review
    assert "2019-03-04 00 h - 2019-03-04 23 h" in gallery.selection.text().replace("\N{ZERO WIDTH SPACE}", "")

    charted.window.actions_["timeline_page"].trigger()
    qtbot.waitUntil(lambda: page.about.text() == "Only what the gallery shows: 2 items.", timeout=LONG_MS)
    assert page.chart.histogram is not None
    assert page.chart.histogram.dated == (1, 1)


def test_finer_bars_lead_to_where_the_items_are(qtbot: QtBot, page: TimelinePage) -> None:
    chart = page.chart
    QTest.keyClick(chart, Qt.Key.Key_Up)
    for _ in range(2):
        QTest.keyClick(chart, Qt.Key.Key_Left)

    for grain in (Grain.MONTH, Grain.DAY, Grain.HOUR):
        QTest.keyClick(chart, Qt.Key.Key_Plus)
        wait_for(qtbot, page, grain)
        assert len(chart.filled()) == 1

    assert chart.span_sentence() == "2019-03-04 00 h - 2019-03-04 23 h (UTC): 1 item, 0 of them hits"


def test_the_mouse_chooses_a_span_and_tells_each_bar(qtbot: QtBot, page: TimelinePage) -> None:
    chart = page.chart
    first, last = (chart._places().bar(1, at).center() for at in (49, 51))
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(chart, last)
    qtbot.waitUntil(lambda: chart.bar == 51, timeout=LONG_MS)
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=last)

    assert chart.span_sentence() == "2019 - 2021 (zone unknown, as recorded): 3 items, 1 of them hits"
    assert chart.accessibleDescription() == chart.span_sentence()
    assert chart.text_at(first) == "2019: 2 items, 1 of them hits"
    assert chart.text_at(QPoint(0, 0)) == ""


def test_undated_items_are_shown_and_other_dates_can_be_chosen(
    qtbot: QtBot, charted: Desktop, page: TimelinePage
) -> None:
    page.show_undated.click()
    qtbot.waitUntil(lambda: list(charted.window.gallery.model.ids) == [5], timeout=LONG_MS)
    charted.window.gallery.show_all()
    charted.window.actions_["timeline_page"].trigger()

    page.source.setCurrentIndex(page.source.findData(DateSource.FILE))
    undated = "5 items have no such date that can be read."
    qtbot.waitUntil(lambda: page.undated.text() == undated, timeout=LONG_MS)
    assert not page.show_chosen.isEnabled()
    assert not page.chart.isVisible()
    assert "None of these items has such a date" in texts(page)


def test_the_item_of_the_gallery_is_marked(qtbot: QtBot, charted: Desktop, page: TimelinePage) -> None:
    charted.window.commands.go_to(2)
    qtbot.waitUntil(lambda: charted.window.gallery.view.chosen == 2, timeout=LONG_MS)
    charted.window.actions_["timeline_page"].trigger()

    qtbot.waitUntil(lambda: page.chart.marked is not None and page.chart.marked.zoned, timeout=LONG_MS)
    assert page.chart.grab().toImage().size() == page.chart.size() * page.chart.devicePixelRatio()
