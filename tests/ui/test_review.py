"""Reviewing a processed and matched case in the window: stacks, judgements, lists, links. Real case, real session."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QPushButton

from forensicdesk.model import ItemFilter, Role
from forensicdesk.session import ImportSettings, Library, Session, default_folder, utc_now
from tests.ui.driving import LONG_MS, any_dialog, dialog, newest_message, wait_idle
from tests.ui.reviewed import name_of
from ui.dialogs.changes import ChangesDialog
from ui.dialogs.list_difference import ListDifferenceDialog
from ui.dialogs.list_export import ListExportDialog
from ui.dialogs.results import ResultDialog
from ui.pages.inspector import MATCHES_TAB, RELATED_TAB
from ui.window import GALLERY_TAB, LINKS_TAB, LISTS_TAB
from ui.work import Act, ListRequest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.ui.reviewed import Reviewed
    from ui.app import Desktop

ALL = 9
"""Pictures in the case."""
STACKED = 5
"""What stands for them: the first with its copies and its smaller form, the second with its own, and three alone."""


@pytest.fixture
def open_case(qtbot: QtBot, desktop: Desktop, reviewed: Reviewed) -> Desktop:
    """The desktop with the case open and everything read."""
    desktop.work.open_case(reviewed.case)
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count == STACKED, timeout=LONG_MS)
    qtbot.waitUntil(lambda: bool(desktop.window.case_page.list_model.lists), timeout=LONG_MS)
    wait_idle(qtbot, desktop)
    return desktop


def items_by_name(desktop: Desktop) -> dict[str, int]:
    """The number of each item by its file name."""
    session = desktop.work.session
    assert session is not None
    return {name_of(record): record.id for record in session.items(ItemFilter())}


def look_at(qtbot: QtBot, desktop: Desktop, name: str) -> int:
    """Put the cursor on an item and wait until the inspector shows it."""
    item_id = items_by_name(desktop)[name]
    desktop.window.commands.go_to(item_id)
    qtbot.waitUntil(lambda: shown(desktop) == item_id, timeout=LONG_MS)
    return item_id


def shown(desktop: Desktop) -> int | None:
    """The item that the inspector shows."""
    record = desktop.window.inspector.record
    return None if record is None else record.id


def texts(widget: QWidget) -> str:
    """All labels of a widget, without the invisible places to break."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel)).replace("\N{ZERO WIDTH SPACE}", "")


def press(widget: QWidget, text: str) -> None:
    """Press the button with this text or this name for screen readers."""
    buttons = widget.findChildren(QPushButton)
    next(made for made in buttons if text in {made.text().replace("&", ""), made.accessibleName()}).click()


# --- stacks -------------------------------------------------------------------------------------------------------


def test_a_stack_stands_once_and_opens_in_place(qtbot: QtBot, open_case: Desktop) -> None:
    gallery, names = open_case.window.gallery, items_by_name(open_case)
    assert gallery.bar.count.text() == f"{ALL} items, {STACKED} shown"
    gallery.view.choose_item(names["again.jpg"])

    qtbot.keyClick(gallery.view, Qt.Key.Key_Space)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: gallery.model.count == STACKED + 3, timeout=LONG_MS)

    order = [gallery.model.item_at(gallery.model.index_at(place)) for place in range(4)]
    assert order == [names[name] for name in ("again.jpg", "p0.jpg", "small0.jpg", "backup.jpg")]
    gallery.view.choose_item(names["backup.jpg"])
    qtbot.keyClick(gallery.view, Qt.Key.Key_Space)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: gallery.model.count == STACKED, timeout=LONG_MS)
    assert gallery.view.chosen == names["again.jpg"]


def test_without_stacks_every_item_stands_by_itself(qtbot: QtBot, open_case: Desktop) -> None:
    gallery = open_case.window.gallery

    open_case.window.actions_["stacks"].trigger()
    qtbot.waitUntil(lambda: gallery.model.count == ALL, timeout=LONG_MS)

    assert gallery.bar.count.text() == f"{ALL} items"
    assert not gallery.bar.stacks.isChecked()


def test_what_belongs_to_an_item_leads_to_it(qtbot: QtBot, open_case: Desktop) -> None:
    window, names = open_case.window, items_by_name(open_case)
    look_at(qtbot, open_case, "p0.jpg")
    window.actions_["related"].trigger()
    assert window.inspector.tabs.currentIndex() == RELATED_TAB
    told = texts(window.inspector.related)
    assert "Equal bytes (2)" in told
    assert "PDQ differs from" in told

    press(window.inspector.related, "Go to small0.jpg")
    qtbot.waitUntil(lambda: shown(open_case) == names["small0.jpg"], timeout=LONG_MS)
    press(window.inspector.related, f"Show in the gallery: {stack_title(told)}")
    qtbot.waitUntil(lambda: window.gallery.model.count == 4, timeout=LONG_MS)

    assert window.gallery.selection.isVisible()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window.gallery.view, Qt.Key.Key_Escape)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: not window.gallery.selection.isVisible(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: window.gallery.model.count > 4, timeout=LONG_MS)


def stack_title(told: str) -> str:
    """The name of the button that shows the stack; told is what the tab says."""
    line = next(line for line in told.splitlines() if line.startswith("Stack "))
    title, _, count = line.partition(" (")
    return f"{title}: {count.rstrip(')')} others".replace(": 1 others", ": 1 other")


# --- judgements ---------------------------------------------------------------------------------------------------


def test_not_a_match_is_recorded_with_its_reason_and_can_be_taken_back(
    qtbot: QtBot, open_case: Desktop, reviewed: Reviewed
) -> None:
    window = open_case.window
    look_at(qtbot, open_case, "p2.jpg")

    window.actions_["dismiss"].trigger()
    assert window.inspector.tabs.currentIndex() == MATCHES_TAB
    card = window.inspector.matches.cards[0]
    assert not card.record.isEnabled()
    qtbot.keyClicks(card.reason, "another place")  # type: ignore[no-untyped-call]
    qtbot.keyClick(card.reason, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: is_dismissed(open_case), timeout=LONG_MS)
    wait_idle(qtbot, open_case)
    assert "said by Examiner A" in texts(window.inspector.matches)
    assert "another place" in texts(window.inspector.matches)

    card = window.inspector.matches.cards[0]
    press(card, "Take it back…")
    card.reason.setText("looked again")
    press(card, "Record")
    qtbot.waitUntil(lambda: not is_dismissed(open_case), timeout=LONG_MS)
    wait_idle(qtbot, open_case)

    open_case.work.close_case()
    open_case.shut_down()
    with Session.open(reviewed.case, writable=False) as session:
        said = [(word.reason, word.revoked) for word in session.dismissals()]
    assert said == [("another place", False), ("looked again", True)]


def is_dismissed(desktop: Desktop) -> bool:
    """Whether the first card says that its match is none."""
    cards = desktop.window.inspector.matches.cards
    return bool(cards) and cards[0].match.dismissed is not None


def test_nothing_can_be_said_of_a_match_while_the_case_is_open_for_reading_only(
    qtbot: QtBot, desktop: Desktop, reviewed: Reviewed
) -> None:
    desktop.work.open_case(reviewed.case, writable=False)
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count == STACKED, timeout=LONG_MS)
    wait_idle(qtbot, desktop)
    look_at(qtbot, desktop, "p2.jpg")

    card = desktop.window.inspector.matches.cards[0]

    assert not card.judge.isEnabled()
    assert "open for writing" in card.judge.toolTip()
    assert not desktop.window.actions_["dismiss"].isEnabled()


def test_lists_that_disagree_are_told_on_the_item_and_lead_to_it(qtbot: QtBot, open_case: Desktop) -> None:
    window = open_case.window
    look_at(qtbot, open_case, "p0.jpg")
    told = texts(window.inspector.matches)
    assert "Lists disagree about this content" in told
    assert "unit, version 1: first kind" in told
    assert "other, version 1: class 9" in told
    qtbot.waitUntil(lambda: window.lists_page.conflict_model.rowCount() == 1, timeout=LONG_MS)
    window.actions_["lists_page"].trigger()
    assert window.tabs.currentIndex() == LISTS_TAB

    window.lists_page.show_items.click()
    qtbot.waitUntil(lambda: window.gallery.model.count == 3, timeout=LONG_MS)

    assert window.tabs.currentIndex() == GALLERY_TAB
    assert "first kind" in window.gallery.selection.text()


def test_the_nearest_entry_that_is_no_match_is_told(qtbot: QtBot, open_case: Desktop) -> None:
    look_at(qtbot, open_case, "p3.jpg")

    told = texts(open_case.window.inspector.matches)

    assert "Nearest entries that are no match" in told
    assert "nearest entry line 3 at 40, threshold 31" in told


def test_a_near_match_says_how_much_chance_alone_brings(qtbot: QtBot, open_case: Desktop) -> None:
    look_at(qtbot, open_case, "p2.jpg")

    assert "to be expected by chance" in texts(open_case.window.inspector.matches)


# --- lists --------------------------------------------------------------------------------------------------------


def choose_list(qtbot: QtBot, desktop: Desktop, name: str) -> None:
    """Put the cursor on the newest version of a list and wait until its details are read."""
    known = [one for one in desktop.window.case_page.list_model.lists if one.name == name][-1]
    desktop.window.commands.lists.show_list(known)
    qtbot.waitUntil(lambda: desktop.window.lists_page.details.title.text().startswith(f"{name}, "), timeout=LONG_MS)


def test_everything_about_a_list_is_told(qtbot: QtBot, open_case: Desktop) -> None:
    choose_list(qtbot, open_case, "unit")
    details = open_case.window.lists_page.details

    told = texts(details)

    assert "table (csv)" in told
    assert "2 SHA-256" in told
    assert details.refusals.rowCount() == 1
    line = details.refusals.item(0, 0)
    assert line is not None
    assert line.text() == "4"


def test_checking_a_list_says_whether_it_is_intact(qtbot: QtBot, open_case: Desktop) -> None:
    choose_list(qtbot, open_case, "near")
    model, row = open_case.window.case_page.list_model, open_case.window.lists_page.table.currentIndex().row()
    assert model.index(row, 6).data() == "passed at import"

    open_case.window.actions_["check_list"].trigger()
    qtbot.waitUntil(lambda: model.index(row, 6).data() == "intact", timeout=LONG_MS)

    assert "is intact" in newest_message(open_case)


def test_a_damaged_list_is_found(qtbot: QtBot, open_case: Desktop, reviewed: Reviewed) -> None:
    choose_list(qtbot, open_case, "near")
    known = open_case.window.lists_page.chosen()
    assert known is not None
    stored = reviewed.home / "lists" / f"{known.id}.fdlist"
    with sqlite3.connect(stored) as connection:
        connection.execute("UPDATE entry SET quality = 99")
    connection.close()

    open_case.window.actions_["check_list"].trigger()
    qtbot.waitUntil(lambda: any_dialog(ResultDialog), timeout=LONG_MS)

    result = dialog(ResultDialog).result_shown
    assert result.heading == "near, version 1: 1 problem was found"
    assert open_case.window.case_page.list_model.index(0, 6).data() == "1 problem"


def test_two_versions_are_compared_and_the_new_one_says_what_changed(
    qtbot: QtBot, open_case: Desktop, reviewed: Reviewed
) -> None:
    text = (reviewed.lists / "unit.csv").read_text("utf-8").replace("second kind", "other kind")
    (reviewed.lists / "unit 2.csv").write_text(f"{text}\n{'ab' * 32};new", encoding="utf-8")
    Library(default_folder()).import_with(
        reviewed.lists / "unit 2.csv", ImportSettings(Role.NOTABLE, "unit"), utc_now()
    )
    open_case.window.case_page.refresh_now()
    qtbot.waitUntil(lambda: len(open_case.window.case_page.list_model.lists) == 4, timeout=LONG_MS)
    choose_list(qtbot, open_case, "unit")

    open_case.window.actions_["compare_lists"].trigger()
    compared = dialog(ListDifferenceDialog)
    qtbot.waitUntil(lambda: compared.counts.rowCount() == 1, timeout=LONG_MS)

    counts = [cell.text() for cell in (compared.counts.item(0, column) for column in range(5)) if cell is not None]
    assert counts == ["SHA-256", "1", "0", "2", "1"]
    kinds = [cell.text() for cell in (compared.examples.item(line, 0) for line in range(2)) if cell is not None]
    assert kinds == ["added", "other label"]
    press(compared, "Swap")
    qtbot.waitUntil(lambda: counted_removed(compared) == "1", timeout=LONG_MS)
    compared.close()


def counted_removed(compared: ListDifferenceDialog) -> str:
    """What the comparison counts as only in the older list."""
    cell = compared.counts.item(0, 2)
    return "" if cell is None else cell.text()


def test_a_list_is_written_to_a_new_file_and_none_is_replaced(
    qtbot: QtBot, open_case: Desktop, reviewed: Reviewed
) -> None:
    choose_list(qtbot, open_case, "unit")
    out = reviewed.lists / "out.txt"
    open_case.window.actions_["export_list"].trigger()
    asked = dialog(ListExportDialog)
    asked.shape.setCurrentIndex(asked.shape.findData("text"))
    asked.path.setText(str(reviewed.lists / "unit.csv"))
    assert asked.missing.text().startswith("This file exists")
    asked.path.setText(str(out))

    asked.go.click()
    qtbot.waitUntil(lambda: "Wrote unit" in newest_message(open_case), timeout=LONG_MS)

    assert len(out.read_text("utf-8").split()) == 2


def test_a_list_is_removed_after_asking(qtbot: QtBot, open_case: Desktop) -> None:
    choose_list(qtbot, open_case, "other")
    open_case.window.actions_["remove_list"].trigger()
    box = dialog(QMessageBox)
    assert "Remove other, version 1" in box.text()

    press(box, "Remove the list")
    qtbot.waitUntil(lambda: len(open_case.window.case_page.list_model.lists) == 2, timeout=LONG_MS)

    assert [known.name for known in Library(default_folder()).lists()] == ["near", "unit"]


def test_matching_again_says_what_is_new_and_leads_to_it(qtbot: QtBot, open_case: Desktop, reviewed: Reviewed) -> None:
    session = open_case.work.session
    assert session is not None
    digest = session.item(items_by_name(open_case)["p4.jpg"]).analysis
    assert digest is not None
    assert digest.digests is not None
    path = reviewed.lists / "fresh.txt"
    path.write_text(f"SHA-256\n{digest.digests.sha256.hex()}\n")
    Library(default_folder()).import_with(path, ImportSettings(Role.NOTABLE), utc_now())
    open_case.window.case_page.refresh_now()
    qtbot.waitUntil(lambda: len(open_case.window.case_page.list_model.lists) == 4, timeout=LONG_MS)

    open_case.window.lists_page.match.click()
    wait_idle(qtbot, open_case)
    press(open_case.window.banners, "Show what changed…")
    qtbot.waitUntil(lambda: any_dialog(ChangesDialog), timeout=LONG_MS)
    changed = dialog(ChangesDialog)
    assert changed.table.rowCount() == 1
    changed.show_new.click()
    qtbot.waitUntil(lambda: open_case.window.gallery.model.count == 1, timeout=LONG_MS)

    assert (
        open_case.window.gallery.model.item_at(open_case.window.gallery.model.index_at(0))
        == items_by_name(open_case)["p4.jpg"]
    )


def test_matching_can_be_stopped_and_says_so(qtbot: QtBot, open_case: Desktop) -> None:
    open_case.window.actions_["match"].trigger()
    assert open_case.work.act is Act.MATCH
    open_case.window.actions_["stop"].trigger()
    wait_idle(qtbot, open_case)

    assert "Something unexpected" not in newest_message(open_case)


def test_loading_a_list_can_be_stopped_and_leaves_nothing(qtbot: QtBot, open_case: Desktop, reviewed: Reviewed) -> None:
    path = reviewed.lists / "large.txt"
    path.write_text("\n".join(f"{number:032x}" for number in range(1, 400_000)))

    open_case.work.import_list(ListRequest(path, ImportSettings(Role.NOTABLE, "large")))
    assert open_case.window.strip.stop.isVisible()
    open_case.window.actions_["stop"].trigger()
    wait_idle(qtbot, open_case)

    assert newest_message(open_case) == "Loading was stopped; nothing of the list was stored."
    assert [known.name for known in Library(default_folder()).lists()] == ["near", "other", "unit"]


# --- links --------------------------------------------------------------------------------------------------------


def test_the_matrix_says_what_exhibits_share_and_leads_to_it(qtbot: QtBot, open_case: Desktop) -> None:
    window = open_case.window
    window.actions_["links_page"].trigger()
    assert window.tabs.currentIndex() == LINKS_TAB
    links = window.links_page
    qtbot.waitUntil(lambda: links.model.rowCount() == 3, timeout=LONG_MS)
    cells = [[links.model.index(row, column).data() for column in range(3)] for row in range(3)]
    assert cells == [["—", "2 near", "1 exact"], ["2 near", "—", "1 near"], ["1 exact", "1 near", "—"]]

    links.matrix.setCurrentIndex(links.model.index(0, 2))
    qtbot.waitUntil(lambda: links.thing_model.rowCount() == 1, timeout=LONG_MS)
    row = [links.thing_model.index(0, column).data() for column in range(5)]
    assert row == ["again.jpg", "picture", "equal bytes", "2", "1"]
    links.show_one.click()
    qtbot.waitUntil(lambda: window.gallery.model.count == 3, timeout=LONG_MS)

    assert window.tabs.currentIndex() == GALLERY_TAB
    assert window.gallery.selection.text().startswith("In both exhibits")


def test_every_field_and_table_has_a_name_for_screen_readers(open_case: Desktop) -> None:
    window = open_case.window
    for page in (window.lists_page, window.links_page, window.gallery):
        for field in page.findChildren(QLineEdit):
            assert field.accessibleName(), field
    for table in (
        window.lists_page.table,
        window.lists_page.conflicts,
        window.links_page.matrix,
        window.links_page.things,
    ):
        assert table.accessibleName()
        assert table.focusPolicy() & Qt.FocusPolicy.TabFocus
