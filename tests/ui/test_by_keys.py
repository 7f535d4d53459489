"""What was in the way of somebody who drives the desktop by keys alone stays out of the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

from forensicdesk.facets import Among, Column
from forensicdesk.lists.preview import PreviewColumn
from forensicdesk.session import ListPreview, WrittenReport
from tests.ui.driving import LONG_MS, any_dialog, dialog, look_at
from tests.ui.fakes import FakeChooser
from ui.actions import MENUS
from ui.dialogs.category_scheme import CategorySchemeDialog
from ui.dialogs.chooser import SystemChooser
from ui.dialogs.form import FormDialog
from ui.dialogs.new_case import NewCaseDialog
from ui.dialogs.results import NO_FILE_MANAGER, ResultDialog, report_result
from ui.filters.kept import Filter
from ui.filters.popups import ChoicePopup
from ui.filters.words import Names
from ui.list_look import Looked
from ui.next_step import ADD, Next
from ui.starting import Started
from ui.widgets.decide_bar import DecideBar
from ui.widgets.list_preview import PreviewPanel
from ui.widgets.room import room_for
from ui.widgets.step_card import StepCard
from ui.widgets.wrapped_tabs import WrappedTabs

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

ENTER = Qt.Key.Key_Return


def button(widget: QWidget, text: str) -> QPushButton:
    """The push button with this text, ampersands aside."""
    return next(one for one in widget.findChildren(QPushButton) if one.text().replace("&", "") == text)


def test_enter_presses_the_button_that_has_the_keyboard_in_the_window(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.window.start.new.setFocus()

    QTest.keyClick(desktop.window.start.new, ENTER)

    qtbot.waitUntil(lambda: any_dialog(NewCaseDialog), timeout=LONG_MS)
    dialog(NewCaseDialog).reject()


def test_enter_on_choose_asks_for_the_folder_and_makes_no_case(qtbot: QtBot, tmp_path: Path) -> None:
    form = NewCaseDialog(FakeChooser(folder=tmp_path), "Examiner A")
    qtbot.addWidget(form)
    form.show()
    form.number.setText("2026-001")
    asked: list[object] = []
    form.case_asked.connect(asked.append)
    choose = button(form, "Choose…")
    choose.setFocus()

    QTest.keyClick(choose, ENTER)

    assert (asked, form.place.text()) == ([], str(tmp_path))
    assert form.focusWidget() is form.place  # so that Enter goes on with the form


def test_enter_on_cancel_cancels_and_on_more_shows_more(qtbot: QtBot, tmp_path: Path) -> None:
    form = NewCaseDialog(FakeChooser(), "Examiner A")
    qtbot.addWidget(form)
    form.show()
    form.number.setText("2026-001")
    form.place.setText(str(tmp_path))
    form.more.setFocus()
    QTest.keyClick(form.more, ENTER)
    assert isinstance(form.more, QToolButton)
    assert form.more.isChecked()

    form.store.clear()
    form.more.setChecked(False)
    cancel = button(form, "Cancel")
    cancel.setFocus()
    with qtbot.assertNotEmitted(form.case_asked), qtbot.waitSignal(form.rejected):
        QTest.keyClick(cancel, ENTER)


@pytest.mark.qt_log_ignore("plugin does not support")
def test_a_letter_in_an_open_menu_is_the_menus_own(qtbot: QtBot, open_case: Desktop) -> None:
    window = open_case.window
    look_at(qtbot, open_case, "p0.jpg")
    window.gallery.view.setFocus()
    menu = window.actions_.menus[MENUS[2][0]]
    menu.popup(window.mapToGlobal(QPoint(20, 20)))

    QTest.keyClick(menu, Qt.Key.Key_C)  # "Choose categories", and not the comparison that C means in the gallery

    qtbot.waitUntil(lambda: any_dialog(CategorySchemeDialog), timeout=LONG_MS)
    dialog(CategorySchemeDialog).reject()
    assert not window.viewing.compare_page.isVisible()


@pytest.mark.qt_log_ignore("plugin does not support")
def test_a_letter_in_the_menu_of_filters_is_no_act_behind_it(qtbot: QtBot, open_case: Desktop) -> None:
    window = open_case.window
    look_at(qtbot, open_case, "p0.jpg")
    before = open_case.app.activePopupWidget()
    window.gallery.filters.offer()
    menu = open_case.app.activePopupWidget()
    assert menu is not None
    assert menu is not before

    QTest.keyClick(menu, Qt.Key.Key_C)  # comparing, in the gallery

    menu.close()
    qtbot.wait(50)
    assert not window.viewing.compare_page.isVisible()


def test_the_card_keeps_the_keyboard_while_its_step_is_done(qtbot: QtBot) -> None:
    window = QWidget()
    card, other = StepCard(window), QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    card.show_step(ADD, fresh=True, enabled=True)
    card.button.setFocus()

    card.show_step(ADD, fresh=True, enabled=False)
    assert window.focusWidget() is card
    card.show_step(ADD, fresh=True, enabled=True)
    assert window.focusWidget() is card.button

    card.show_step(ADD, fresh=True, enabled=False)
    other.setFocus()  # who has gone on is not called back
    card.show_step(ADD, fresh=True, enabled=True)
    assert window.focusWidget() is other


@pytest.mark.qt_log_ignore("plugin does not support")
def test_values_of_a_filter_are_reached_ticked_and_left_by_keys(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    popup = ChoicePopup(Column.CAMERA, None, Names(), holder)
    said: list[object] = []
    popup.said.connect(said.append)
    popup.show()
    popup.show_values([("One", 5), ("Two", 3), ("Three", 1)])

    QTest.keyClick(popup.search, Qt.Key.Key_Down)
    assert popup.focusWidget() is popup.values
    assert [one.text() for one in popup.values.selectedItems()] == ["One · 5"]
    QTest.keyClick(popup.values, Qt.Key.Key_Down)
    QTest.keyClick(popup.values, Qt.Key.Key_Space)
    assert said == [Among(Column.CAMERA, ("Two",))]

    popup.show_values([("Two", 3), ("One", 5), ("Three", 1)])  # ticked ones come first
    assert [one.text() for one in popup.values.selectedItems()] == ["Two · 3"]
    QTest.keyClick(popup.values, ENTER)
    assert not isValid(popup) or popup.isHidden()


def test_all_matches_are_shown_whatever_was_filtered_before(qtbot: QtBot, open_case: Desktop) -> None:
    window = open_case.window
    window.gallery.filters.set_filter(Filter(conditions=(Among(Column.CAMERA, ("No such camera",)),)))
    qtbot.waitUntil(lambda: window.gallery.model.count == 0, timeout=LONG_MS)

    window.commands.do_step(Next.REVIEW)

    qtbot.waitUntil(lambda: window.gallery.model.count > 0, timeout=LONG_MS)
    assert window.gallery.filters.filter == Filter()
    assert window.gallery.bar.show_box.currentText() == "With a match"

    window.case_page.details.setFocus()
    window.actions_["case_page"].trigger()  # on the page, the way back leads to the next step
    assert window.focusWidget() is window.case_page.step.button


def test_tab_leads_from_titles_into_what_was_put_on_a_page_later(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tabs, page = WrappedTabs(window), QWidget()
    tabs.addTab(page, "Facts")
    elsewhere = QLineEdit(window)
    late = QPushButton("Not a match", page)
    window.show()
    page.show()

    tabs.order_keys()
    tabs.focus_title()
    title = window.focusWidget()
    assert title is not None
    QTest.keyClick(title, Qt.Key.Key_Tab)

    assert window.focusWidget() is late
    assert not elsewhere.hasFocus()


def test_what_columns_hold_comes_before_their_confirmation(qtbot: QtBot) -> None:
    panel = PreviewPanel()
    qtbot.addWidget(panel)
    after = QLineEdit(panel)
    columns = (PreviewColumn(1, "md5", "md5"), PreviewColumn(2, "category", "category"))
    seen = ListPreview("list.csv", "csv", columns, (), "")
    panel.show_preview(Looked(seen, size=10, lines=2))

    widget, met = panel.columns.nextInFocusChain(), []
    while widget is not None and widget is not panel.columns:
        if widget in (*panel.kinds, panel.sure, after):
            met.append(widget)
        widget = widget.nextInFocusChain()
    assert met[:3] == [*panel.kinds, panel.sure]


def test_why_deciding_waits_goes_when_it_waits_no_more(qtbot: QtBot) -> None:
    bar = DecideBar(QLabel())
    qtbot.addWidget(bar)

    bar.allow(enabled=False, why="Deciding waits.")
    assert bar.said.text() == "Deciding waits."
    bar.allow(enabled=True, why="")
    assert bar.said.text() == ""

    bar.say("Recorded.")
    bar.allow(enabled=True, why="")
    assert bar.said.text() == "Recorded."


def test_the_window_opens_no_larger_than_its_screen(desktop: Desktop) -> None:
    window = desktop.window
    window.resize(4000, 3000)

    desktop.begin(Started(None, ""))

    assert window.height() <= max(room_for(window).height(), window.minimumHeight())


def test_the_folder_of_a_report_opens_or_it_is_said_why_not(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    answers = iter((False, True))

    def take(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return next(answers)

    monkeypatch.setattr("ui.dialogs.results.QDesktopServices.openUrl", take)
    shown = ResultDialog(report_result((WrittenReport("pdf", tmp_path / "report-court.pdf", "0" * 64),)))
    qtbot.addWidget(shown)
    shown.show()
    assert shown.focusWidget() is shown.end

    shown.show_folder.click()
    assert shown.trouble.isVisible()
    assert shown.trouble.text() == NO_FILE_MANAGER
    shown.show_folder.click()
    assert not shown.trouble.isVisible()
    assert opened == [str(tmp_path)] * 2


def test_a_form_opens_as_high_as_it_needs_where_the_screen_leaves_room(qtbot: QtBot) -> None:
    form = FormDialog("Form", "Heading", "", "Go")
    qtbot.addWidget(form)
    inside = QWidget()
    room = room_for(form).height()
    inside.setMinimumHeight(room - 250)  # with heading and buttons more than two thirds of the screen
    form.add_part(inside, 1)

    form.show()

    assert room * 2 / 3 < form.height() <= room


def test_a_file_window_begins_where_the_one_before_was_left(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    begun: list[str] = []

    def folder(_parent: QWidget, _title: str, start: str) -> str:
        begun.append(start)
        return str(tmp_path / "stick")

    monkeypatch.setattr("ui.dialogs.chooser.QFileDialog.getExistingDirectory", folder)
    chooser = SystemChooser()

    assert chooser.folder(parent, "Evidence") == tmp_path / "stick"
    chooser.folder(parent, "Evidence")
    chooser.folder(parent, "Where to put it", tmp_path / "cases")

    assert begun == [str(Path.home()), str(tmp_path), str(tmp_path / "cases")]
