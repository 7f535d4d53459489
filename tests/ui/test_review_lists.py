"""Hash lists in the window: told, checked, compared, exported, removed, matched again. Real case, real lists."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from forensicdesk.model import Role
from forensicdesk.session import ImportSettings, Library, default_folder, utc_now
from tests.ui.driving import LONG_MS, any_dialog, dialog, items_by_name, newest_message, press, texts, wait_idle
from ui.dialogs.changes import ChangesDialog
from ui.dialogs.hash_list import HashListDialog
from ui.dialogs.list_difference import ListDifferenceDialog
from ui.dialogs.list_export import ListExportDialog
from ui.dialogs.results import ResultDialog
from ui.work import Act, ListRequest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.reviewed import Reviewed
    from ui.app import Desktop


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


def test_the_items_that_match_a_list_are_shown(qtbot: QtBot, open_case: Desktop) -> None:
    choose_list(qtbot, open_case, "unit")

    open_case.window.lists_page.show_matches.click()
    qtbot.waitUntil(lambda: open_case.window.gallery.model.count == 4, timeout=LONG_MS)

    assert open_case.window.gallery.selection.text() == "Match with unit, version 1 (4 items)"


def test_checking_a_list_says_whether_it_is_intact(qtbot: QtBot, open_case: Desktop) -> None:
    choose_list(qtbot, open_case, "near")
    model, row = open_case.window.case_page.list_model, open_case.window.lists_page.table.currentIndex().row()
    assert model.index(row, 6).data() == "passed"

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
    told = [cell.text() for cell in (changed.table.item(0, column) for column in range(6)) if cell is not None]
    assert told == ["new", "exact", "fresh, version 1", "line 2", "", "p4.jpg"]
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


def test_a_file_that_is_there_already_is_said_to_be(qtbot: QtBot, open_case: Desktop, reviewed: Reviewed) -> None:
    stated = ImportSettings(Role.NOTABLE, "unit", undecided="ask")

    open_case.work.import_list(ListRequest(reviewed.lists / "unit.csv", stated))
    qtbot.waitUntil(lambda: "already" in newest_message(open_case), timeout=LONG_MS)

    assert newest_message(open_case) == "The library has this file already as unit, version 1; nothing was added."


def test_digits_that_a_late_line_brings_up_are_asked_for_without_naming_options(
    qtbot: QtBot, open_case: Desktop, reviewed: Reviewed
) -> None:
    path = reviewed.lists / "late.txt"
    path.write_text("\n".join([*(f"{number:032x}" for number in range(1, 900)), "ab" * 32]))

    open_case.work.import_list(ListRequest(path, ImportSettings(Role.NOTABLE, undecided="ask")))
    qtbot.waitUntil(lambda: "late.txt" in newest_message(open_case), timeout=LONG_MS)
    assert "--" not in newest_message(open_case)
    press(open_case.window.banners, "Change the settings…")
    asked = dialog(HashListDialog)
    qtbot.waitUntil(lambda: "plain-text" in asked.preview.heading.text(), timeout=LONG_MS)

    assert asked.preview.answer.isVisible()
    asked.close()


def test_a_fresh_list_is_said_to_be_loaded_however_often_the_case_was_read_meanwhile(
    qtbot: QtBot, open_case: Desktop, reviewed: Reviewed
) -> None:
    path = reviewed.lists / "fresh.txt"
    path.write_text(f"SHA-256\n{'ab' * 32}\n")
    open_case.work.progressed.connect(lambda _: open_case.window.case_page.refresh_now())

    open_case.work.import_list(ListRequest(path, ImportSettings(Role.NOTABLE, undecided="ask")))
    qtbot.waitUntil(lambda: "fresh" in newest_message(open_case), timeout=LONG_MS)

    assert newest_message(open_case) == "Loaded fresh, version 1: 1 SHA-256; 0 lines refused."
