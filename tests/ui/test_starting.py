"""A case at a server of the lab: made in the window, opened again, and told of in a line where it cannot be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.driving import LONG_MS, any_dialog, dialog, newest_message, press, wait_idle
from tests.ui.fakes import FakeChooser
from ui.dialogs.new_case import NewCaseDialog
from ui.starting import reach

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.support.postgresql import Server
    from ui.app import Desktop

pytest.importorskip("psycopg")
NOBODY = "postgresql://desk@127.0.0.1:1/desk"
SECRET = "a5-secret-word"  # noqa: S105 - a test's own


def shown_labels(new: NewCaseDialog) -> list[QLabel]:
    """The labels of a dialog that can be seen."""
    return [one for one in new.findChildren(QLabel) if one.isVisible()]


def fill(qtbot: QtBot, desktop: Desktop, place: Path, address: str) -> NewCaseDialog:
    """The dialog of a new case, filled in, with the address behind More."""
    desktop.window.start.new.click()
    new = dialog(NewCaseDialog)
    new.number.setText("2026-001")
    new.examiner.setText("Examiner A")
    new.place.setText(str(place))
    assert not new.form.isRowVisible(new.store)
    new.more.click()
    new.store.setText(address)
    assert new.form.isRowVisible(new.store)
    qtbot.waitUntil(lambda: all(one.height() >= one.heightForWidth(one.width()) for one in shown_labels(new)))
    return new


def test_a_case_at_a_server_is_made_and_opened_again(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path, postgresql: Server
) -> None:
    fill(qtbot, desktop, tmp_path, postgresql.url()).go.click()
    qtbot.waitUntil(lambda: desktop.work.session is not None, timeout=LONG_MS)
    wait_idle(qtbot, desktop)

    case = tmp_path / "2026-001.fdcase"
    assert json.loads((case / "store.json").read_text())["store"] == postgresql.url()
    assert not (case / "case.db").exists()
    assert str(postgresql.port) not in desktop.window.windowTitle()
    desktop.work.close_case()
    qtbot.waitUntil(lambda: desktop.work.session is None and desktop.work.act is None, timeout=LONG_MS)
    press(desktop.window.start, "Open the case 2026-001")
    qtbot.waitUntil(lambda: desktop.work.session is not None, timeout=LONG_MS)


def test_a_server_that_does_not_answer_is_a_line_and_what_was_filled_in_comes_back(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    new = fill(qtbot, desktop, tmp_path, NOBODY)
    new.encrypted.setChecked(True)
    for field in (new.passphrase, new.again):
        field.setText(SECRET)
    new.go.click()
    qtbot.waitUntil(lambda: bool(newest_message(desktop)), timeout=LONG_MS)

    assert "cannot be reached" in newest_message(desktop)
    assert not (tmp_path / "2026-001.fdcase").exists()
    assert desktop.window.memory.cases() == ()
    press(desktop.window.banners, "Change what was filled in…")
    again = dialog(NewCaseDialog)
    assert (again.number.text(), again.place.text(), again.store.text()) == ("2026-001", str(tmp_path), NOBODY)
    again.more.click()
    assert again.encrypted.isChecked()
    assert again.passphrase.text() == ""
    assert not again.go.isEnabled()
    again.encrypted.setChecked(False)
    again.go.click()
    qtbot.waitUntil(lambda: desktop.work.session is not None, timeout=LONG_MS)
    assert (tmp_path / "2026-001.fdcase" / "case.db").is_file()


@pytest.mark.parametrize("address", [f"postgresql://desk:{SECRET}@10.0.0.5/desk", f"postgresql://desk:{SECRET}@"])
def test_a_password_in_the_address_is_refused_before_anything_is_asked_and_shown_nowhere(
    qtbot: QtBot, tmp_path: Path, address: str
) -> None:
    new = NewCaseDialog(FakeChooser(), "Examiner A")
    qtbot.addWidget(new)
    new.number.setText("1")
    new.place.setText(str(tmp_path))
    assert new.go.isEnabled()

    new.more.click()
    new.store.setText(address)

    assert not new.go.isEnabled()
    assert new.missing.text()
    assert SECRET not in new.missing.text()
    new.reject()
    assert new.store.text() == ""


def test_the_store_that_the_desktop_was_started_with_is_offered(
    desktop: Desktop, postgresql: Server, tmp_path: Path
) -> None:
    started = reach(["--store", postgresql.url()])
    desktop.begin(started)
    assert (started.case, started.trouble) == (None, None)

    desktop.window.start.new.click()

    new = dialog(NewCaseDialog)
    assert new.more.isChecked()
    assert new.address() == postgresql.url()
    new.more.click()
    assert new.address() == ""
    new.reject()
    assert reach([str(tmp_path)]).case == tmp_path


def test_a_server_that_cannot_be_reached_at_the_start_leaves_a_line_and_a_window(desktop: Desktop) -> None:
    desktop.begin(reach(["--store", NOBODY, "case.fdcase"]))

    assert "cannot be reached" in newest_message(desktop)
    assert desktop.work.act is None
    assert any(made.isVisible() for made in desktop.window.start.findChildren(QPushButton))
    assert not any_dialog(NewCaseDialog)
