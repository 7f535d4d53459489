"""Viewer, film player, comparison and similar pictures in the real window, with real children."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest

from forensicdesk.deciding.scheme_file import find_category_scheme
from forensicdesk.facets import Grouping
from forensicdesk.viewed import COARSE_SIDE
from tests.support.viewing import FILM_S, FRAMES, RATE, make_case
from tests.ui.driving import look_at, texts, wait_idle
from ui.viewing.compare import DIFFERENCE, FLICKER
from ui.viewing.hex_tab import hex_lines
from ui.viewing.judging import NOTHING_SAID
from ui.viewing.pixels import Levels
from ui.viewing.similar import Asked
from ui.window import GALLERY_TAB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from forensicdesk.session import Session
    from ui.app import Desktop
    from ui.viewing.place import ViewingPlace

Key = Qt.Key
SOON_MS = 30_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("looked-at")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORENSICDESK_HOME", str(folder / "home"))
        return folder, make_case(folder)


@pytest.fixture
def desk(qtbot: QtBot, desktop: Desktop, made: tuple[Path, dict[str, int]]) -> Iterator[Desktop]:
    """The desktop with the case, the gallery in front, the window active."""
    desktop.work.open_case(made[0] / "c.fdcase")
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count > 0, timeout=SOON_MS)
    wait_idle(qtbot, desktop)
    with qtbot.waitActive(desktop.window):
        desktop.window.activateWindow()
    desktop.window.show_gallery()
    yield desktop
    desktop.work.close_case()


@pytest.fixture
def items(made: tuple[Path, dict[str, int]]) -> dict[str, int]:
    return made[1]


def session_of(desktop: Desktop) -> Session:
    assert desktop.work.session is not None
    return desktop.work.session


def place_of(desktop: Desktop) -> ViewingPlace:
    return desktop.window.viewing


def open_viewer(qtbot: QtBot, desk: Desktop, item: int, *, clear: bool = True) -> None:
    """Open an item with Enter and wait for its picture."""
    gallery, viewer = desk.window.gallery, place_of(desk).viewer
    if clear and gallery.bar.blur.isChecked():
        desk.window.actions_["blur"].trigger()
    gallery.choose(item)
    QTest.keyClick(gallery.view, Key.Key_Return)
    qtbot.waitUntil(lambda: viewer.item == item and "pixels" in viewer.facts.text(), timeout=SOON_MS)


# --- pictures -----------------------------------------------------------------------------------------------------


def test_enter_shows_an_item_large_and_what_is_blurred_is_never_decoded_finely(
    qtbot: QtBot, desk: Desktop, items: dict[str, int]
) -> None:
    place = place_of(desk)
    widths: set[int] = set()
    place.viewer.canvas.looked.connect(lambda: widths.add(place.viewer.canvas.image.width()))

    open_viewer(qtbot, desk, items["other.jpg"], clear=False)
    assert place.pages.currentWidget() is place.viewer
    assert max(widths) <= COARSE_SIDE
    assert "blurred" in place.viewer.facts.text()

    desk.window.actions_["blur"].trigger()
    qtbot.waitUntil(lambda: place.viewer.canvas.image.width() == 480, timeout=SOON_MS)
    widths.clear()
    desk.window.actions_["blur"].trigger()
    assert place.viewer.canvas.image.width() <= COARSE_SIDE
    qtbot.waitUntil(lambda: "blurred" in place.viewer.facts.text(), timeout=SOON_MS)
    assert max(widths) <= COARSE_SIDE

    desk.window.actions_["blur"].trigger()
    desk.window.actions_["grey"].trigger()
    qtbot.waitUntil(lambda: place.viewer.canvas.image.width() == 480, timeout=SOON_MS)
    assert place.viewer.canvas.image.isGrayscale()
    QTest.keyClick(place.viewer.canvas, Key.Key_Escape)
    assert place.pages.currentWidget() is desk.window.gallery
    assert desk.window.gallery.view.hasFocus()


def test_arrows_go_through_the_gallery_and_keys_change_the_view(
    qtbot: QtBot, desk: Desktop, items: dict[str, int]
) -> None:
    viewer, gallery = place_of(desk).viewer, desk.window.gallery
    first, second = gallery.model.ids.tolist()[:2]
    open_viewer(qtbot, desk, first)
    canvas = viewer.canvas
    fitted = canvas.zoom

    QTest.keyClick(canvas, Key.Key_Plus)
    assert canvas.zoom == pytest.approx(fitted * 1.25)
    QTest.keyClick(canvas, Key.Key_1)
    assert canvas.zoom == 1.0
    QTest.keyClick(canvas, Key.Key_0)
    assert canvas.zoom == pytest.approx(fitted)
    before = canvas.grab().toImage()
    QTest.keyClick(canvas, Key.Key_R)
    assert canvas.grab().toImage() != before
    QTest.keyClick(canvas, Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.grab().toImage() == before
    viewer.levels.gamma.setValue(80)
    assert canvas.grab().toImage() != before
    viewer.levels.reset()
    assert canvas.grab().toImage() == before

    QTest.keyClick(canvas, Key.Key_Right)
    qtbot.waitUntil(lambda: viewer.item == second and gallery.view.chosen == second, timeout=SOON_MS)
    QTest.keyClick(canvas, Key.Key_Left)
    qtbot.waitUntil(lambda: viewer.item == first and gallery.view.chosen == first, timeout=SOON_MS)
    assert viewer.item == items[min(items, key=items.__getitem__)]


def test_the_thumbnail_that_differs_stands_beside_and_pages_are_stepped_through(
    qtbot: QtBot, desk: Desktop, items: dict[str, int]
) -> None:
    viewer = place_of(desk).viewer
    open_viewer(qtbot, desk, items["edited.jpg"])
    assert viewer.thumbnail.isVisible()
    assert viewer.thumbnail.picture.width() == 160

    open_viewer(qtbot, desk, items["moving.gif"])
    assert not viewer.thumbnail.isVisible()
    for number in range(2, FRAMES + 1):
        QTest.keyClick(viewer.canvas, Key.Key_Period)
        qtbot.waitUntil(lambda number=number: viewer.pages.text() == f"{number} of {FRAMES}", timeout=SOON_MS)  # type: ignore[misc]
    QTest.keyClick(viewer.canvas, Key.Key_Comma)
    qtbot.waitUntil(lambda: viewer.pages.text() == f"{FRAMES - 1} of {FRAMES}", timeout=SOON_MS)


def test_a_category_decides_about_what_is_seen_and_the_viewer_goes_on(
    qtbot: QtBot, desk: Desktop, items: dict[str, int], tmp_path: Path
) -> None:
    del items, tmp_path
    session, viewer = session_of(desk), place_of(desk).viewer
    scheme = find_category_scheme(Path("neutral"))
    session.choose_scheme(scheme)
    desk.window.deciding.refresh()
    qtbot.waitUntil(lambda: desk.window.deciding.standing.scheme is not None, timeout=SOON_MS)
    first, second = desk.window.gallery.model.ids.tolist()[:2]
    open_viewer(qtbot, desk, first)
    category = next(one for one in scheme.categories if one.key)

    QTest.keyClick(viewer.canvas, category.key.upper())  # type: ignore[call-overload]

    qtbot.waitUntil(lambda: bool(session.judgements([first])), timeout=SOON_MS)
    decision = session.judgements([first])[first].decision
    assert decision is not None
    assert decision.code == category.code
    qtbot.waitUntil(lambda: viewer.item == second, timeout=SOON_MS)
    session.undo()


# --- films --------------------------------------------------------------------------------------------------------


def test_a_film_plays_by_its_times_and_stops_by_itself(qtbot: QtBot, desk: Desktop, items: dict[str, int]) -> None:
    viewer = place_of(desk).viewer
    player = viewer.player
    open_viewer(qtbot, desk, items["film.mp4"])
    qtbot.waitUntil(lambda: viewer.bar.strip.count > 1, timeout=SOON_MS)
    shown: list[float] = []
    player.frame_due.connect(lambda frame: shown.append(frame.facts.time_s))

    QTest.keyClick(viewer.canvas, Key.Key_Period)
    qtbot.waitUntil(lambda: player.at_s == pytest.approx(0.1), timeout=SOON_MS)
    QTest.keyClick(viewer.canvas, Key.Key_Comma)
    qtbot.waitUntil(lambda: player.at_s == 0.0, timeout=SOON_MS)
    strip = viewer.bar.strip
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.rect().center())
    qtbot.waitUntil(lambda: abs(player.at_s - FILM_S / 2) <= 2 / RATE, timeout=SOON_MS)
    shown.clear()
    QTest.keyClick(viewer.canvas, Key.Key_BracketRight)
    assert player.speed == 2.0

    QTest.keyClick(viewer.canvas, Key.Key_Space)
    assert player.playing
    qtbot.waitUntil(lambda: not player.playing, timeout=SOON_MS)

    assert shown == sorted(shown)
    assert shown[-1] == pytest.approx(FILM_S - 1 / RATE)
    assert viewer.bar.time.text() == "0:02.900 / 0:03.000"
    assert viewer.bar.play.text() == "Play"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_film_whose_child_dies_says_so_and_plays_again(qtbot: QtBot, desk: Desktop, items: dict[str, int]) -> None:
    import multiprocessing

    viewer = place_of(desk).viewer
    before = {child.pid for child in multiprocessing.active_children()}
    open_viewer(qtbot, desk, items["film.mp4"])
    qtbot.waitUntil(lambda: viewer.bar.strip.count > 1, timeout=SOON_MS)
    for child in multiprocessing.active_children():
        if child.pid is not None and child.pid not in before:
            os.kill(child.pid, signal.SIGKILL)

    for _attempt in range(2):
        viewer.player.seek(1.0)
        qtbot.waitUntil(lambda: bool(viewer.note.text()) or viewer.player.at_s == pytest.approx(1.0), timeout=SOON_MS)
    assert "ended" in viewer.note.text() or viewer.player.at_s == pytest.approx(1.0)

    viewer.player.seek(2.0)
    qtbot.waitUntil(lambda: viewer.player.at_s == pytest.approx(2.0), timeout=SOON_MS)
    assert not viewer.note.text()


# --- comparing ----------------------------------------------------------------------------------------------------


def test_two_selected_items_are_compared_in_three_ways(qtbot: QtBot, desk: Desktop, items: dict[str, int]) -> None:
    gallery, place = desk.window.gallery, place_of(desk)
    desk.window.actions_["blur"].trigger()
    desk.window.actions_["stacks"].trigger()
    qtbot.waitUntil(lambda: gallery.model.index_of(items["plain.png"]).isValid(), timeout=SOON_MS)
    gallery.view.choose_item(items["mirrored.jpg"])
    gallery.view.select_items([items["mirrored.jpg"], items["plain.png"]])

    QTest.keyClick(gallery.view, Key.Key_C)

    page = place.compare_page
    qtbot.waitUntil(lambda: page.compared is not None, timeout=SOON_MS)
    assert place.pages.currentWidget() is page
    assert not gallery.decide_bar.isVisible()
    assert page.one.image.width() == page.two.image.width() == 480
    assert "mirrored left to right" in texts(page)
    QTest.keyClick(page.one, Key.Key_Plus)
    QTest.keyClick(page.one, Key.Key_Plus)
    QTest.keyClick(page.one, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert page.one.sight[0] == pytest.approx(1.25**2)
    assert page.two.sight == pytest.approx(page.one.sight)
    page.two.zoom_by(3)
    assert page.one.sight == pytest.approx(page.two.sight)
    QTest.keyClick(page.one, Key.Key_0)
    assert page.two.sight == pytest.approx(page.one.sight)
    assert page.two.zoom == pytest.approx(page.one.zoom, rel=0.05)
    page.set_mode(FLICKER)
    seen = set()
    for _turn in range(4):
        seen.add(page.whose.text())
        QTest.keyClick(page.both, Key.Key_Space)
    assert seen == {"B", "A on B"}
    page.set_mode(DIFFERENCE)
    assert page.both.image.width() == 480

    desk.window.actions_["blur"].trigger()
    assert page.both.image.isNull()
    qtbot.waitUntil(lambda: page.compared is not None, timeout=SOON_MS)
    assert page.both.image.width() <= COARSE_SIDE
    QTest.keyClick(page.one, Key.Key_Escape)
    qtbot.waitUntil(lambda: place.pages.currentWidget() is gallery, timeout=SOON_MS)
    assert gallery.decide_bar.isVisible()


def test_one_item_is_compared_with_its_stack(qtbot: QtBot, open_case: Desktop) -> None:
    look_at(qtbot, open_case, "p0.jpg")
    page = place_of(open_case).compare_page

    place_of(open_case).compare()
    qtbot.waitUntil(lambda: page.compared is not None, timeout=SOON_MS)

    names = [page.partner.itemText(at) for at in range(page.partner.count())]
    assert len(names) >= 2
    assert any("(Equal bytes)" in name for name in names)
    assert all(name.endswith(")") and ", item " in name for name in names)
    assert open_case.window.tabs.currentIndex() == GALLERY_TAB
    assert "Both have equal bytes." in texts(page)
    assert page.one.image.width() <= COARSE_SIDE

    QTest.keyClick(page.one, Key.Key_S)
    qtbot.waitUntil(lambda: "Shows the same as item" in page.judging.standing.text(), timeout=SOON_MS)
    QTest.keyClick(page.one, Key.Key_D)
    QTest.keyClicks(page.judging.remark.field, "another lamp")
    QTest.keyClick(page.judging.remark.field, Key.Key_Return)
    qtbot.waitUntil(lambda: "another lamp" in page.judging.standing.text(), timeout=SOON_MS)
    session = open_case.work.session
    assert session is not None
    both = [page.compared.first, page.compared.second] if page.compared else []
    assert [pair.same for item in both for pair in session.judgements([item])[item].pairs] == [False, False]
    open_case.window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: "Shows the same as item" in page.judging.standing.text(), timeout=SOON_MS)
    open_case.window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: page.judging.standing.text() == NOTHING_SAID, timeout=SOON_MS)


def test_of_those_that_are_compared_the_first_is_in_front_wherever_the_cursor_is(desk: Desktop) -> None:
    gallery, place = desk.window.gallery, place_of(desk)
    first, *_others, last = (int(item) for item in gallery.model.ids)
    gallery.view.choose_item(last)
    gallery.view.select_items([first, last])

    place.compare()

    assert (place.in_front, gallery.view.chosen) == (first, last)


def test_the_viewer_goes_through_groups_as_through_one_row(qtbot: QtBot, desk: Desktop) -> None:
    gallery, viewer = desk.window.gallery, place_of(desk).viewer
    gallery.filters.set_grouping(Grouping.STACK)
    qtbot.waitUntil(lambda: int((gallery.model.cells < 0).sum()) > 1, timeout=SOON_MS)
    order = [int(item) for item in gallery.model.cells if item > 0]
    place_of(desk).open(order[0])

    there = [viewer.item]
    for _ in order:
        QTest.keyClick(viewer.canvas, Key.Key_Right)
        there.append(viewer.item)
    back = []
    for _ in order:
        QTest.keyClick(viewer.canvas, Key.Key_Left)
        back.append(viewer.item)

    assert there == [*order, order[-1]]
    assert back == [*order[-2::-1], order[0]]


# --- similar ------------------------------------------------------------------------------------------------------


def test_similar_pictures_of_an_item_a_file_and_a_frame(
    qtbot: QtBot, desk: Desktop, items: dict[str, int], made: tuple[Path, dict[str, int]]
) -> None:
    gallery, place = desk.window.gallery, place_of(desk)
    page = place.similar_page
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    gallery.choose(items["mirrored.jpg"])
    QTest.keyClick(gallery.view, Key.Key_F)
    qtbot.waitUntil(lambda: page.model.count == 1, timeout=SOON_MS)
    assert list(page.model.ids) == [items["plain.png"]]
    page.slider.setValue(0)
    assert page.model.count == 0
    page.slider.setValue(60)
    assert page.model.count >= 1

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(made[0] / "evidence" / "other.jpg"))])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    qtbot.waitUntil(lambda: list(page.model.ids)[:1] == [items["other.jpg"]], timeout=SOON_MS)
    assert page.title.text().replace("\N{ZERO WIDTH SPACE}", "") == "Like other.jpg"
    page.view.choose_item(items["other.jpg"])
    QTest.keyPress(page.view, Key.Key_F2)
    assert place.in_front == items["other.jpg"] != gallery.view.chosen
    QTest.keyRelease(page.view, Key.Key_F2)
    place.show_gallery()
    open_viewer(qtbot, desk, items["film.mp4"])
    QTest.keyClick(place.viewer.canvas, Key.Key_F)
    qtbot.waitUntil(lambda: "0:00.000" in page.title.text(), timeout=SOON_MS)
    qtbot.waitUntil(lambda: "Searching" not in page.instead.text(), timeout=SOON_MS)
    QTest.keyClick(page.view, Key.Key_Escape)
    assert place.pages.currentWidget() is place.viewer

    place.show_gallery()
    gallery.choose(items["mirrored.jpg"])
    place.find_similar()
    qtbot.waitUntil(lambda: page.model.count > 0, timeout=SOON_MS)
    found = set(page.model.ids)
    page.gallery.click()
    qtbot.waitUntil(lambda: set(gallery.model.ids) == found, timeout=SOON_MS)
    assert gallery.selection.isVisible()


def test_a_file_can_be_looked_for_where_no_item_is_chosen(
    qtbot: QtBot, desk: Desktop, items: dict[str, int], made: tuple[Path, dict[str, int]]
) -> None:
    place, gallery = place_of(desk), desk.window.gallery
    gallery.filters.text.setText("no such word")
    qtbot.waitUntil(lambda: gallery.model.count == 0, timeout=SOON_MS)

    desk.window.actions_["similar"].trigger()

    page = place.similar_page
    assert place.pages.currentWidget() is page
    assert "Drop a picture or film here" in page.instead.text()
    page.slider.setValue(20)
    assert "Drop a picture or film here" in page.instead.text()
    page.look_for(Asked("other.jpg", path=made[0] / "evidence" / "other.jpg"))
    qtbot.waitUntil(lambda: list(page.model.ids) == [items["other.jpg"]], timeout=SOON_MS)
    gallery.filters.text.clear()


# --- bytes --------------------------------------------------------------------------------------------------------


def test_the_first_bytes_stand_in_the_inspector(qtbot: QtBot, desk: Desktop, items: dict[str, int]) -> None:
    inspector = desk.window.inspector
    desk.window.gallery.choose(items["edited.jpg"])
    qtbot.waitUntil(
        lambda: inspector.record is not None and inspector.record.id == items["edited.jpg"], timeout=SOON_MS
    )
    assert inspector.bytes.text.toPlainText() == ""

    inspector.tabs.setCurrentWidget(inspector.bytes)

    qtbot.waitUntil(lambda: inspector.bytes.text.toPlainText().startswith("0000  ff d8 ff"), timeout=SOON_MS)
    assert "4,096" in inspector.bytes.said.text()


def test_bytes_are_written_in_lines() -> None:
    assert hex_lines(b"\x00A\x7fz" * 3, 8) == (
        "0000  00 41 7f 7a 00 41 7f 7a  .A.z.A.z\n0008  00 41 7f 7a              .A.z"
    )
    assert hex_lines(b"") == ""


def test_levels_are_a_table_of_256() -> None:
    assert Levels().table() == bytes(range(256))
    table = Levels(50, 200, 2.0).table()
    assert (table[50], table[200], table[255]) == (0, 255, 255)
    assert list(table) == sorted(table)
    assert table[125] > 127
