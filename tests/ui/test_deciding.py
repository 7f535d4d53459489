"""Deciding a whole case with the keyboard alone, in the real window, on a real case."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.model import ItemFilter
from forensicdesk.session import find_category_scheme
from tests.ui.driving import any_dialog, dialog, items_by_name, look_at, shown, texts, wait_idle
from tests.ui.reviewed import ALL, STACKED
from ui.dialogs.category_scheme import FROM_FILE, CategorySchemeDialog
from ui.dialogs.second_reading import SecondReadingDialog
from ui.pages.inspector import SAID_TAB

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from forensicdesk.session import Session
    from tests.ui.reviewed import Reviewed
    from ui.app import Desktop
    from ui.widgets.decide_bar import DecideBar

SOON_MS = 20_000

Key, Modifier = Qt.Key, Qt.KeyboardModifier
SHIFT_CTRL = Modifier.ControlModifier | Modifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, open_case: Desktop) -> Desktop:
    """The gallery in front, with the neutral categories in force."""
    session_of(open_case).choose_scheme(find_category_scheme(Path("neutral")))
    open_case.window.deciding.refresh()
    qtbot.waitUntil(lambda: bool(bar_of(open_case).legend.buttons), timeout=SOON_MS)
    begin(qtbot, open_case)
    return open_case


def begin(qtbot: QtBot, desktop: Desktop) -> None:
    """Show the gallery with the cursor on the first item and the keys in it."""
    window = desktop.window
    window.actions_["gallery"].trigger()
    with qtbot.waitActive(window):
        window.activateWindow()
    window.gallery.view.setFocus()
    press(desktop, Key.Key_Home)


def session_of(desktop: Desktop) -> Session:
    """The open case."""
    assert desktop.work.session is not None
    return desktop.work.session


def bar_of(desktop: Desktop) -> DecideBar:
    """The bar below the gallery."""
    return desktop.window.gallery.decide_bar


def press(desktop: Desktop, key: Qt.Key, modifiers: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    """Press a key where a person would: in the window, wherever the focus is."""
    QTest.keyClick(desktop.window.focusWidget(), key, modifiers)


def waits(qtbot: QtBot, desktop: Desktop, says: str) -> None:
    """Wait until the bar says this."""
    qtbot.waitUntil(lambda: says in bar_of(desktop).said.text(), timeout=SOON_MS)


def codes(desktop: Desktop, reading: Reading | None = None) -> dict[int, str]:
    """The category of each decided item."""
    session = session_of(desktop)
    judged = session.judgements(session.item_ids(ItemFilter()), reading)
    return {item: said.decision.code for item, said in judged.items() if said.decision is not None}


def test_a_case_is_decided_by_keys_alone(qtbot: QtBot, desk: Desktop) -> None:
    view, bar = desk.window.gallery.view, bar_of(desk)
    press(desk, Key.Key_S)
    press(desk, Key.Key_S)
    assert bar.scope is Scope.STACK
    qtbot.waitUntil(lambda: bar.applies.text() == "Applies to 4 items (1 item selected)", timeout=SOON_MS)

    for place, key in enumerate((Key.Key_1, Key.Key_2, Key.Key_0, Key.Key_3, Key.Key_0), 1):
        before = view.chosen
        press(desk, key)
        qtbot.waitUntil(lambda place=place: len(list(session_of(desk).acts())) == place, timeout=SOON_MS)  # type: ignore[misc]
        if place < STACKED:
            qtbot.waitUntil(lambda before=before: view.chosen != before, timeout=SOON_MS)  # type: ignore[misc]
    waits(qtbot, desk, "Everything shown here is decided.")

    names = items_by_name(desk)
    said = codes(desk)
    assert len(said) == ALL
    first = {said[names[name]] for name in ("again.jpg", "p0.jpg", "small0.jpg", "backup.jpg")}
    assert (first, {said[names["p1.jpg"]], said[names["small1.jpg"]]}) == ({"1"}, {"2"})
    qtbot.waitUntil(lambda: "Pertinent · 4" in bar.legend.buttons["1"].toolTip(), timeout=SOON_MS)

    for _ in range(STACKED):
        press(desk, Key.Key_Z, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: codes(desk) == {}, timeout=SOON_MS)
    press(desk, Key.Key_Z, Modifier.ControlModifier)
    waits(qtbot, desk, "There is nothing by Examiner A to undo.")
    for _ in range(STACKED):
        press(desk, Key.Key_Z, SHIFT_CTRL)
    qtbot.waitUntil(lambda: codes(desk) == said, timeout=SOON_MS)


def test_several_items_take_one_decision_and_the_cursor_goes_on_behind_them(qtbot: QtBot, desk: Desktop) -> None:
    gallery = desk.window.gallery
    press(desk, Key.Key_T, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: gallery.model.count == ALL, timeout=SOON_MS)
    press(desk, Key.Key_Home)
    for _ in range(6):
        press(desk, Key.Key_Right, Modifier.ShiftModifier)
    assert gallery.view.selected_items() == list(gallery.model.ids[:7])
    qtbot.waitUntil(lambda: bar_of(desk).applies.text() == "Applies to 7 items", timeout=SOON_MS)

    press(desk, Key.Key_2)
    waits(qtbot, desk, "Recorded: 2 Possibly pertinent, 7 items.")

    assert gallery.view.selected_items() == [gallery.model.ids[7]]
    assert codes(desk) == dict.fromkeys(gallery.model.ids[:7], "2")
    press(desk, Key.Key_Home)
    press(desk, Key.Key_U)
    qtbot.waitUntil(lambda: gallery.view.chosen == gallery.model.ids[7], timeout=SOON_MS)
    press(desk, Key.Key_Home)
    press(desk, Key.Key_Backspace)
    waits(qtbot, desk, "category taken away")
    assert gallery.model.ids[0] not in codes(desk)


def test_the_selection_follows_its_items_when_others_come_and_go(qtbot: QtBot, desk: Desktop) -> None:
    gallery, names = desk.window.gallery, items_by_name(desk)
    press(desk, Key.Key_Right)
    press(desk, Key.Key_Right, Modifier.ShiftModifier)
    selected = gallery.view.selected_items()
    assert len(selected) == 2
    cursor = gallery.view.chosen

    gallery.toggle_stack(names["again.jpg"])
    qtbot.waitUntil(lambda: gallery.model.count == STACKED + 3, timeout=SOON_MS)
    gallery.view.select_items(selected)
    gallery.view.keep_item(cursor)
    gallery.refresh_now()
    qtbot.wait(600)

    assert set(selected) <= set(gallery.model.ids)


def test_filters_know_decisions_tags_and_what_was_seen(qtbot: QtBot, desk: Desktop) -> None:
    gallery, names = desk.window.gallery, items_by_name(desk)
    gallery.filters.hiding.click()
    press(desk, Key.Key_T, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: gallery.model.count == ALL, timeout=SOON_MS)
    session_of(desk).decide(ActKind.TAG, "room", [names["p2.jpg"], names["p3.jpg"]])
    desk.window.deciding.set_session(session_of(desk))
    qtbot.waitUntil(lambda: "room" in desk.window.deciding.standing.tags, timeout=SOON_MS)
    press(desk, Key.Key_1)
    waits(qtbot, desk, "Recorded")

    for kind, value, count in (
        ("open", "", ALL - 1),
        ("decided", "", 1),
        ("category", "1", 1),
        ("tag", "room", 2),
        ("all", "", ALL),
    ):
        gallery.bar.show_said(kind, value)
        qtbot.waitUntil(lambda count=count: gallery.model.count == count, timeout=SOON_MS)  # type: ignore[misc]

    session_of(desk).mark_seen([names["p4.jpg"]], examiner="Examiner B")
    session_of(desk).mark_seen([names["p1.jpg"]])
    gallery.bar.show_said("unseen")
    qtbot.waitUntil(lambda: names["p1.jpg"] not in gallery.model.ids and gallery.model.count > 0, timeout=SOON_MS)


def test_in_the_undecided_each_decision_brings_the_next(qtbot: QtBot, desk: Desktop) -> None:
    gallery = desk.window.gallery
    press(desk, Key.Key_T, Modifier.ControlModifier)
    gallery.bar.show_said("open")
    qtbot.waitUntil(lambda: gallery.model.count == ALL, timeout=SOON_MS)
    press(desk, Key.Key_Home)
    for left in range(ALL - 1, -1, -1):
        press(desk, Key.Key_0)
        qtbot.waitUntil(lambda left=left: gallery.model.count == left, timeout=SOON_MS)  # type: ignore[misc]
        assert (gallery.view.chosen is None) == (left == 0)

    press(desk, Key.Key_Z, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: gallery.model.count == 1, timeout=SOON_MS)


def test_note_and_tag_are_written_in_a_line_and_the_keys_come_back(qtbot: QtBot, desk: Desktop) -> None:
    window, bar = desk.window, bar_of(desk)
    item = window.gallery.view.chosen
    assert item is not None
    press(desk, Key.Key_N)
    assert bar.remark.field.hasFocus()
    QTest.keyClicks(bar.remark.field, "1 to 0, seen on site")
    press(desk, Key.Key_Return)
    waits(qtbot, desk, "Recorded: note, 1 item.")
    assert window.gallery.view.hasFocus()
    press(desk, Key.Key_T)
    QTest.keyClicks(bar.remark.field, "room")
    press(desk, Key.Key_Return)
    waits(qtbot, desk, "Recorded: tag #room, 1 item.")
    press(desk, Key.Key_N)
    press(desk, Key.Key_Escape)
    assert not bar.remark.isVisible()

    said = session_of(desk).judgements([item])[item]
    assert [note.text for note in said.notes] == ["1 to 0, seen on site"]
    assert said.decision is None
    qtbot.waitUntil(lambda: "#room" in texts(window.inspector.decisions), timeout=SOON_MS)
    press(desk, Key.Key_Z, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: "Tag room. Examiner A" in texts(window.inspector.decisions), timeout=SOON_MS)
    qtbot.waitUntil(lambda: "(undone)" in texts(window.inspector.decisions), timeout=SOON_MS)


def test_the_inspector_says_who_decided_and_what_lists_only_suggest(qtbot: QtBot, desk: Desktop) -> None:
    window = desk.window
    item = look_at(qtbot, desk, "p0.jpg")
    told = texts(window.inspector.decisions)
    assert "No examiner has decided about this item." in told
    assert "A suggestion, never a decision." in told
    assert "first kind" in told

    window.gallery.view.setFocus()
    press(desk, Key.Key_1)
    qtbot.waitUntil(lambda: item in codes(desk), timeout=SOON_MS)
    session_of(desk).decide(ActKind.CATEGORY, "2", [item], reading=Reading.SECOND, examiner="Examiner B")
    look_at(qtbot, desk, "p1.jpg")
    look_at(qtbot, desk, "p0.jpg")

    told = texts(window.inspector.decisions)
    assert "The examiners disagree" in told
    assert "1 Pertinent. Examiner A (first reading)" in told
    assert "2 Possibly pertinent. Examiner B (second reading)" in told
    press(desk, Key.Key_I, SHIFT_CTRL)
    assert window.inspector.tabs.currentIndex() == SAID_TAB


def test_a_key_pressed_before_the_next_item_is_there_decides_nothing(qtbot: QtBot, desk: Desktop) -> None:
    first = desk.window.gallery.view.chosen
    press(desk, Key.Key_1)
    press(desk, Key.Key_0)

    qtbot.waitUntil(lambda: desk.window.gallery.view.chosen != first, timeout=SOON_MS)
    assert set(codes(desk).values()) == {"1"}
    assert len(list(session_of(desk).acts())) == 1


def test_who_goes_on_alone_while_a_decision_is_stored_stays_there_and_every_key_counts(
    qtbot: QtBot, desk: Desktop
) -> None:
    view = desk.window.gallery.view
    seen = []
    for key in (Key.Key_1, Key.Key_2, Key.Key_0):
        seen.append(view.chosen)
        press(desk, key)
        press(desk, Key.Key_Right)
    last = view.chosen

    assert len({*seen, last}) == 4
    qtbot.waitUntil(lambda: len(codes(desk)) == 3, timeout=SOON_MS)
    qtbot.waitUntil(lambda: not desk.window.deciding.moving, timeout=SOON_MS)
    assert [codes(desk)[item] for item in seen if item is not None] == ["1", "2", "0"]
    assert view.chosen == last


def test_where_the_gallery_was_read_anew_meanwhile_the_cursor_says_nothing(qtbot: QtBot, desk: Desktop) -> None:
    gallery = desk.window.gallery
    press(desk, Key.Key_1)
    gallery.read_anew.emit()
    press(desk, Key.Key_Right)
    press(desk, Key.Key_2)

    assert "press again" in bar_of(desk).said.text()
    qtbot.waitUntil(lambda: not desk.window.deciding.moving, timeout=SOON_MS)
    assert set(codes(desk).values()) == {"1"}


def test_keys_in_quick_succession_all_count_where_the_cursor_stays(qtbot: QtBot, desk: Desktop) -> None:
    desk.window.deciding.advance = False
    item = desk.window.gallery.view.chosen
    assert item is not None

    for key in (Key.Key_1, Key.Key_2, Key.Key_3):
        press(desk, key)
        assert "press again" not in bar_of(desk).said.text()
    qtbot.waitUntil(lambda: codes(desk).get(item) == "3", timeout=SOON_MS)

    acts = [act.value for act in session_of(desk).history(item) if act.kind is ActKind.CATEGORY]
    assert acts == ["1", "2", "3"]


def test_a_key_pressed_before_an_undone_item_is_back_decides_nothing(qtbot: QtBot, desk: Desktop) -> None:
    first = desk.window.gallery.view.chosen
    press(desk, Key.Key_1)
    qtbot.waitUntil(lambda: not desk.window.deciding.moving, timeout=SOON_MS)
    assert desk.window.gallery.view.chosen != first

    press(desk, Key.Key_Z, Modifier.ControlModifier)
    press(desk, Key.Key_2)

    assert "press again" in bar_of(desk).said.text()
    qtbot.waitUntil(lambda: desk.window.gallery.view.chosen == first, timeout=SOON_MS)
    assert codes(desk) == {}


def test_a_second_reading_shows_its_sample_and_nothing_of_the_first(qtbot: QtBot, desk: Desktop) -> None:
    window, names, session = desk.window, items_by_name(desk), session_of(desk)
    read = [names["p2.jpg"], names["p3.jpg"]]
    window.gallery.filters.hiding.click()
    session.decide(ActKind.CATEGORY, "1", read)
    session.decide(ActKind.NOTE, "words of the first", read)
    window.actions_["second"].trigger()
    qtbot.waitUntil(lambda: any_dialog(SecondReadingDialog), timeout=SOON_MS)
    asked = dialog(SecondReadingDialog)
    asked.name.setText("examiner a")
    assert "needs somebody else" in asked.missing.text()
    asked.name.setText("Examiner B")
    asked.share.setValue(100)
    asked.go.click()
    qtbot.waitUntil(lambda: list(window.gallery.model.ids) == read, timeout=SOON_MS)
    begin(qtbot, desk)

    qtbot.waitUntil(lambda: shown(desk) == read[0], timeout=SOON_MS)
    assert "words of the first" not in texts(window.inspector.decisions)
    assert "Examiner A" not in texts(window.inspector.decisions)
    assert [window.gallery.model.said_of(item) for item in read] == [None, None]
    qtbot.waitUntil(lambda: "2 items left" in bar_of(desk).reading.text(), timeout=SOON_MS)
    press(desk, Key.Key_2)
    qtbot.waitUntil(lambda: codes(desk, Reading.SECOND) == {read[0]: "2"}, timeout=SOON_MS)
    qtbot.waitUntil(lambda: window.gallery.view.chosen == read[1], timeout=SOON_MS)
    assert session.judgements(read)[read[0]].disputed
    assert not window.actions_["second"].isEnabled()

    window.actions_["end_reading"].trigger()
    qtbot.waitUntil(lambda: window.gallery.model.count == STACKED, timeout=SOON_MS)
    assert not bar_of(desk).reading.isVisible()


def test_keys_decide_nothing_where_no_item_is_seen(desk: Desktop) -> None:
    desk.window.actions_["lists_page"].trigger()
    press(desk, Key.Key_1)
    desk.window.actions_["case_page"].trigger()
    press(desk, Key.Key_1)
    press(desk, Key.Key_Backspace)

    assert list(session_of(desk).acts()) == []


def test_categories_are_chosen_in_a_dialog_and_their_keys_come_first(
    qtbot: QtBot, open_case: Desktop, tmp_path: Path
) -> None:
    window, bar = open_case.window, bar_of(open_case)
    begin(qtbot, open_case)
    assert bar.no_scheme.isVisible()
    own = tmp_path / "own.toml"
    own.write_text('title = "Own"\n[categories.1]\nlabel = "One"\nkey = "n"\n[categories.x]\nlabel = "Other & more"\n')
    bar.choose.click()
    asked = dialog(CategorySchemeDialog)
    qtbot.waitUntil(asked.go.isEnabled, timeout=SOON_MS)
    assert "Pertinent" in asked.categories.text()
    asked.box.setCurrentText("us")
    assert not asked.go.isEnabled()
    qtbot.waitUntil(lambda: "Comparison Images" in asked.categories.text(), timeout=SOON_MS)
    assert asked.go.isEnabled()
    asked.box.setCurrentText(FROM_FILE)
    assert not asked.go.isEnabled()
    asked.path.setText(str(tmp_path / "none.toml"))
    qtbot.waitUntil(lambda: "There is no scheme" in asked.missing.text(), timeout=SOON_MS)
    asked.path.setText(str(own))
    qtbot.waitUntil(asked.go.isEnabled, timeout=SOON_MS)
    asked.go.click()
    qtbot.waitUntil(lambda: set(bar.legend.buttons) == {"1", "x"}, timeout=SOON_MS)

    assert not bar.no_scheme.isVisible()
    assert window.actions_["note"].shortcut().toString() == "M"
    begin(qtbot, open_case)
    press(open_case, Key.Key_N)
    waits(qtbot, open_case, "Recorded: 1 One, 1 item.")
    bar.legend.buttons["x"].click()
    waits(qtbot, open_case, "Recorded: x Other & more")


def test_a_decision_is_stored_while_another_act_runs(qtbot: QtBot, desk: Desktop) -> None:
    go = threading.Event()
    desk.work.runner.act("processing", lambda: go.wait(SOON_MS / 1000), desk.window, lambda _: None)

    press(desk, Key.Key_1)
    qtbot.waitUntil(lambda: bool(codes(desk)), timeout=SOON_MS)

    assert not go.is_set()
    go.set()


def test_what_was_on_the_screen_for_a_moment_was_seen(qtbot: QtBot, desk: Desktop) -> None:
    session = session_of(desk)
    visible = set(desk.window.gallery.view.visible_items())
    assert len(visible) == STACKED

    qtbot.waitUntil(lambda: len(session.unseen(ItemFilter(), "Examiner A")) == ALL - STACKED, timeout=SOON_MS)

    assert visible.isdisjoint(session.unseen(ItemFilter(), "Examiner A"))


def test_nothing_can_be_decided_while_the_case_is_open_for_reading_only(
    qtbot: QtBot, desktop: Desktop, reviewed: Reviewed
) -> None:
    desktop.work.open_case(reviewed.case, writable=False)
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count == STACKED, timeout=SOON_MS)
    wait_idle(qtbot, desktop)
    begin(qtbot, desktop)

    assert "reading only" in bar_of(desktop).said.text()
    assert not bar_of(desktop).choose.isEnabled()
    assert not desktop.window.actions_["undo"].isEnabled()
    press(desktop, Key.Key_N)
    assert not bar_of(desktop).remark.isVisible()
    assert shown(desktop) is not None or desktop.window.gallery.view.chosen is not None
