"""Places in the real window: by keys and mouse, with a unit's own map, and on to the gallery and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.support.maps import colour_of, write_geojson, write_mbtiles
from tests.ui.driving import LONG_MS, newest_message, texts
from tests.ui.fakes import FakeChooser

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.app import Desktop
    from ui.pages.map import MapPage


@pytest.fixture
def page(qtbot: QtBot, charted: Desktop) -> MapPage:
    """The page in front, all places in sight."""
    charted.window.actions_["map_page"].trigger()
    shown = charted.window.further.charts.map
    qtbot.waitUntil(lambda: len(shown.canvas.clusters) == 2, timeout=LONG_MS)
    return shown


def chooser_of(page: MapPage) -> FakeChooser:
    """What the page asks for files."""
    chooser = page._chooser
    assert isinstance(chooser, FakeChooser)
    return chooser


def test_places_are_joined_counted_and_listed(page: MapPage) -> None:
    assert sorted((one.items, one.hits) for one in page.canvas.clusters) == [(1, 0), (3, 1)]
    told = texts(page)
    assert "In the part that is seen: 4 items" in told
    assert "1 item states no place." in told
    assert "The program never asks a network" in told
    row = [str(page.model.data(page.model.index(0, column))) for column in range(6)]
    assert row == ["p0.jpg", "38.72000° N, 9.14000° W", "12 m", "", "4.5", "match"]


def test_the_list_beside_the_map_never_scrolls_sideways_and_hides_what_nobody_states(
    qtbot: QtBot, charted: Desktop, page: MapPage
) -> None:
    charted.window.resize(1366, 768)
    table, header = page.table, page.table.horizontalHeader()

    qtbot.waitUntil(lambda: header.length() <= table.viewport().width())

    assert header.length() == table.viewport().width()
    assert [table.isColumnHidden(column) for column in range(6)] == [False, False, False, True, False, False]
    place = page.model.data(page.model.index(0, 1))
    assert table.columnWidth(1) >= table.fontMetrics().horizontalAdvance(place)


def test_keys_choose_a_cluster_enlarge_it_and_show_it(qtbot: QtBot, charted: Desktop, page: MapPage) -> None:
    canvas = page.canvas
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert "3 items, 1 of them hits" in canvas.accessibleDescription()
    qtbot.waitUntil(lambda: page.listed.text() == "Chosen: 3 items", timeout=LONG_MS)
    while canvas.view.scale < 8:
        QTest.keyClick(canvas, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: {one.items for one in canvas.clusters} == {1, 2}, timeout=LONG_MS)
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.listed.text() == "Chosen: 2 items", timeout=LONG_MS)

    QTest.keyClick(canvas, Qt.Key.Key_Return)
    gallery = charted.window.gallery
    qtbot.waitUntil(lambda: list(gallery.model.ids) == [1, 2], timeout=LONG_MS)
    assert "Places around 38.72° N, 9.14° W" in gallery.selection.text().replace("\N{ZERO WIDTH SPACE}", "")

    charted.window.actions_["map_page"].trigger()
    qtbot.waitUntil(lambda: page.about.text() == "Only what the gallery shows: 2 items.", timeout=LONG_MS)


def test_a_rectangle_chooses_and_dragging_moves(qtbot: QtBot, page: MapPage) -> None:
    canvas = page.canvas
    before = canvas.view
    shift, left = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
    middle = QPoint(canvas.width() // 2, 1)
    QTest.mousePress(canvas, left, shift, middle)
    QTest.mouseMove(canvas, QPoint(canvas.width() - 2, canvas.height() - 2))
    qtbot.waitUntil(lambda: canvas._dragged, timeout=LONG_MS)
    QTest.mouseRelease(canvas, left, shift, QPoint(canvas.width() - 2, canvas.height() - 2))
    qtbot.waitUntil(lambda: page.listed.text() == "Chosen: 1 item", timeout=LONG_MS)
    assert [fix.item_id for fix in page.model.rows] == [4]
    assert canvas.view == before

    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.listed.text() == "In the part that is seen: 4 items", timeout=LONG_MS)
    held = canvas.view.at(100, 100)
    QTest.mousePress(canvas, left, pos=QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(160, 130))
    qtbot.waitUntil(lambda: canvas.view != before, timeout=LONG_MS)
    QTest.mouseRelease(canvas, left, pos=QPoint(160, 130))
    assert canvas.view.at(160, 130) == pytest.approx(held)


def test_a_base_map_is_drawn_from_its_tiles_and_goes_on_record(
    qtbot: QtBot, charted: Desktop, page: MapPage, tmp_path: Path
) -> None:
    canvas = page.canvas
    chooser_of(page).next_file = write_mbtiles(tmp_path / "world.mbtiles", 2)
    page.choose_map.click()

    def shows_tiles() -> bool:
        image = canvas.grab().toImage()
        wanted = {QColor(*colour_of(1, column, row)).rgb() for column in range(2) for row in range(2)}
        seen = {image.pixel(x, y) for x in range(7, image.width(), 23) for y in range(7, image.height(), 23)}
        return bool(wanted & seen)

    qtbot.waitUntil(shows_tiles, timeout=LONG_MS)
    base = page.ground.map
    assert base is not None
    assert base.about.sha256 in texts(page)
    session = charted.work.session
    assert session is not None
    *_, record = session.audit_records()
    assert (record.action, dict(record.detail)["SHA-256"]) == ("base map chosen", base.about.sha256)

    page.drop_map.click()
    assert page.ground.map is None
    assert "No base map" in texts(page)


def test_outlines_are_drawn_and_what_is_no_map_is_said(
    qtbot: QtBot, charted: Desktop, page: MapPage, tmp_path: Path
) -> None:
    chooser = chooser_of(page)
    chooser.next_file = write_geojson(
        tmp_path / "coast.geojson", {"type": "LineString", "coordinates": [[-20, 10], [150, 60]]}
    )
    before = page.canvas.grab().toImage()
    page.choose_map.click()
    qtbot.waitUntil(lambda: page.ground.map is not None, timeout=LONG_MS)
    assert page.canvas.grab().toImage() != before

    chooser.next_file = tmp_path / "nothing.txt"
    chooser.next_file.write_text("no map", "ascii")
    page.choose_map.click()
    qtbot.waitUntil(lambda: "cannot be shown as a map" in newest_message(charted), timeout=LONG_MS)
    assert "coast.geojson" in texts(page)


def test_a_line_points_at_its_place_and_leads_to_its_item(qtbot: QtBot, charted: Desktop, page: MapPage) -> None:
    page.table.selectRow(2)
    assert page.canvas.spot == (38.57, -7.91)
    page.show_one.click()
    qtbot.waitUntil(lambda: list(charted.window.gallery.model.ids) == [3], timeout=LONG_MS)
