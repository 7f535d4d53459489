"""What an examiner sees of pictures, and what not: by keys, in the real window, on a real case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.driving import LONG_MS, dialog, look_at, press, texts
from ui.calm import TICK_S
from ui.dialogs.about import KeysDialog
from ui.models.gallery import PICTURE_ROLE
from ui.models.looks import Blur, Look, cover
from ui.preferences import Preferences, read_preferences

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.reviewed import Reviewed
    from ui.app import Desktop
    from ui.calm import Calm
    from ui.recent import Memory

SOON_MS = 20_000
Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, open_case: Desktop) -> Desktop:
    """The gallery in front with its pictures there, the window active."""
    window = open_case.window
    window.actions_["gallery"].trigger()
    with qtbot.waitActive(window):
        window.activateWindow()
    look_at(qtbot, open_case, "p0.jpg")
    qtbot.waitUntil(lambda: first_picture(open_case) is not None, timeout=SOON_MS)
    return open_case


def calm_of(desktop: Desktop) -> Calm:
    """The part under test."""
    return desktop.window.further.calm


def first_picture(desktop: Desktop) -> QImage | None:
    """What the first cell of the gallery draws."""
    found = desktop.window.gallery.model.index_at(0).data(PICTURE_ROLE)
    return found if isinstance(found, QImage) else None


def key(desktop: Desktop, wanted: Qt.Key) -> None:
    """Press and let go of a key where the focus is."""
    QTest.keyClick(desktop.window.gallery.view, wanted)


def waits_for(qtbot: QtBot, desktop: Desktop, look: Look) -> QImage:
    """Wait until the first cell has its picture in this look."""
    assert desktop.window.gallery.model.look == look
    qtbot.waitUntil(lambda: first_picture(desktop) is not None, timeout=SOON_MS)
    found = first_picture(desktop)
    assert found is not None
    return found


def test_one_key_hides_every_picture_at_once_and_brings_them_back_blurred(qtbot: QtBot, desk: Desktop) -> None:
    window = desk.window
    window.actions_["blur"].trigger()
    clear = waits_for(qtbot, desk, Look(blurred=False))
    assert clear.width() > 100

    key(desk, Key.Key_F9)
    assert first_picture(desk) in (None, cover())  # at once: before anything was read
    assert window.inspector.picture.picture.isNull() or window.inspector.picture.picture == cover()
    assert waits_for(qtbot, desk, Look(blurred=False, hidden=True)) == cover()
    qtbot.waitUntil(lambda: window.inspector.picture.picture == cover(), timeout=SOON_MS)
    assert window.actions_["hide"].isChecked()
    assert "F9 or Go on" in calm_of(desk).line.text.text()

    key(desk, Key.Key_F9)
    back = waits_for(qtbot, desk, Look())
    assert max(back.width(), back.height()) <= 12


def test_the_key_hides_pictures_behind_an_open_dialog(qtbot: QtBot, desk: Desktop) -> None:
    window = desk.window
    window.actions_["blur"].trigger()
    window.actions_["keys"].trigger()
    shown = dialog(KeysDialog)
    with qtbot.waitActive(shown):
        shown.activateWindow()
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_A)
    assert window.gallery.model.look == Look(blurred=False)

    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_F9)
    assert window.gallery.model.look.hidden
    assert first_picture(desk) in (None, cover())
    QTest.keyClick(shown.windowHandle(), Qt.Key.Key_F9)
    assert window.gallery.model.look.hidden
    shown.reject()


def test_line_drawings_by_key_never_show_the_picture_between(qtbot: QtBot, desk: Desktop) -> None:
    looks: list[Look] = []
    desk.window.gallery.look_changed.connect(looks.append)

    key(desk, Key.Key_F8)
    drawn = waits_for(qtbot, desk, Look(blurred=False, lines=True))
    assert all(drawn.pixelColor(x, 40).saturation() == 0 for x in range(drawn.width()))
    assert desk.window.actions_["lines"].isChecked()
    key(desk, Key.Key_F8)

    assert desk.window.gallery.model.look == Look()
    assert [look for look in looks if look.clear] == []


def test_a_held_key_reveals_one_picture_and_letting_go_drops_it(qtbot: QtBot, desk: Desktop) -> None:
    cover_of = calm_of(desk).revealing.cover
    before = calm_of(desk).today()
    view = desk.window.gallery.view

    QTest.keyPress(view, Key.Key_F2)
    qtbot.waitUntil(cover_of.isVisible, timeout=SOON_MS)
    assert cover_of.picture.width() > 100
    assert desk.window.gallery.model.look == Look()
    QTest.keyRelease(view, Key.Key_F2)

    assert not cover_of.isVisible()
    assert cover_of.picture.isNull()
    assert calm_of(desk).today().clear == before.clear + 1


def test_a_key_let_go_before_the_picture_came_reveals_nothing(qtbot: QtBot, desk: Desktop) -> None:
    revealing = calm_of(desk).revealing
    QTest.keyClick(desk.window.gallery.view, Key.Key_F2)
    with qtbot.waitSignal(desk.window.inspector.said, timeout=300, raising=False):
        desk.window.inspector.reload()

    assert not revealing.cover.isVisible()


def test_the_mouse_held_on_the_inspectors_picture_reveals_it_but_not_while_hidden(qtbot: QtBot, desk: Desktop) -> None:
    revealing, box = calm_of(desk).revealing, desk.window.inspector.picture
    QTest.mousePress(box, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(revealing.cover.isVisible, timeout=SOON_MS)

    key(desk, Key.Key_F9)
    assert not revealing.cover.isVisible()
    QTest.mouseRelease(box, Qt.MouseButton.LeftButton)
    QTest.mousePress(box, Qt.MouseButton.LeftButton)
    waits_for(qtbot, desk, Look(hidden=True))
    QTest.mouseRelease(box, Qt.MouseButton.LeftButton)
    assert revealing.cover.picture.isNull()


def test_leaving_the_program_hides_pictures_only_where_that_is_set(desk: Desktop) -> None:
    app, calm = QApplication.instance(), calm_of(desk)
    assert isinstance(app, QApplication)
    states = Qt.ApplicationState
    app.applicationStateChanged.emit(states.ApplicationInactive)
    assert calm.look == Look()

    calm.prefer(Preferences(hide_on_leave=True))
    app.applicationStateChanged.emit(states.ApplicationInactive)
    assert calm.look == Look(hidden=True)
    app.applicationStateChanged.emit(states.ApplicationActive)
    assert calm.look == Look()

    calm.toggle_hidden()
    app.applicationStateChanged.emit(states.ApplicationInactive)
    app.applicationStateChanged.emit(states.ApplicationActive)
    assert calm.look == Look(hidden=True)  # hidden by the person before, and so afterwards


def test_a_pause_is_offered_in_a_line_put_off_and_made(desk: Desktop) -> None:
    calm = calm_of(desk)
    line = calm.line
    calm.counters.paused()
    calm.prefer(Preferences(pause_minutes=1))
    for _ in range(60 // TICK_S):
        desk.window.gallery.view.rows_rested.emit()
        calm.tick()
    assert line.isVisible()
    assert "1 minute and" in line.text.text()
    assert desk.window.focusWidget() is not line.pause

    line.later.click()
    assert not line.isVisible()
    for _ in range(60 // TICK_S):
        desk.window.gallery.view.rows_rested.emit()
        calm.tick()
    line.pause.click()
    assert calm.look.hidden
    assert line.resume.isVisible()
    line.resume.click()
    assert calm.look == Look()
    assert not line.isVisible()


def test_nobody_who_went_away_is_counted_as_looking(desk: Desktop) -> None:
    calm = calm_of(desk)
    desk.window.gallery.view.rows_rested.emit()
    before = calm.today().seconds
    for _ in range(100):
        calm.tick()

    assert calm.today().seconds - before == 12 * TICK_S


def test_counters_stay_out_of_the_case(qtbot: QtBot, desk: Desktop, memory: Memory, reviewed: Reviewed) -> None:
    del reviewed
    qtbot.waitUntil(lambda: calm_of(desk).today().views > 0, timeout=SOON_MS)
    session = desk.work.session
    assert session is not None
    assert memory.whole("counters/views") > 0
    log = (session.folder / "audit.jsonl").read_text("utf-8")
    assert not any(word in log for word in ("views", "pause", "counter"))


def test_settings_are_kept_and_shown_again(qtbot: QtBot, desk: Desktop, memory: Memory, tmp_path: Path) -> None:
    del tmp_path
    window = desk.window
    window.actions_["settings"].trigger()
    page = window.further.settings
    assert window.pages.currentWidget() is page
    assert "Only you see these numbers" in texts(page)

    page.blur.setCurrentIndex(page.blur.findData("light"))
    page.limit.setValue(40)
    page.minutes.setValue(45)
    page.unit.setText("Unit 7")
    page.unit.editingFinished.emit()
    assert read_preferences(memory) == Preferences(blur=Blur.LIGHT, limit_px=90, pause_minutes=45, unit="Unit 7")
    press(page, "Begin at nothing")
    assert page.count.text().startswith("0 pictures seen, 0 of them shown clearly; 0 minutes")

    press(page, "Back")
    assert window.pages.currentWidget() is window.tabs
    shown = waits_for(qtbot, desk, Look(blur=Blur.LIGHT, limit_px=90))
    assert shown.width() > 100
    assert window.gallery.bar.size_slider.maximum() == 90
    window.actions_["settings"].trigger()
    assert (page.unit.text(), page.minutes.value()) == ("Unit 7", 45)
    window.actions_["gallery"].trigger()
    assert window.pages.currentWidget() is window.tabs


def test_a_case_opens_with_the_undecided_alone_where_that_is_set(
    qtbot: QtBot, desktop: Desktop, reviewed: Reviewed
) -> None:
    desktop.window.further.calm.prefer(Preferences(only_open=True, grey=True))
    desktop.work.open_case(reviewed.case)
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count > 0, timeout=LONG_MS)

    assert desktop.window.gallery.bar.said.kind == "open"
    assert desktop.window.gallery.bar.look == Look(grey=True)
