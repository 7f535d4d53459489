"""What is encrypted is said in the window; passwords given there open it, and are kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.forensicdesk.evidence.containers.androidbackups import make_ab
from tests.support.archives import tar_of
from tests.support.pictures import jpeg
from tests.ui.driving import LONG_MS, dialog, press, wait_idle
from tests.ui.fakes import FakeChooser
from ui.dialogs.passwords import PasswordsDialog
from ui.work import NewCase

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

SECRET = "Kept by nobody 8153"  # noqa: S105 - of backups made for this test


def try_passwords(qtbot: QtBot, desktop: Desktop, typed: str, file: Path | None = None) -> str:
    """Give passwords in the dialog, wait, and tell what the line says then, "" if it is gone."""
    line = desktop.window.encrypted
    press(line, "Try passwords…")
    asked = dialog(PasswordsDialog)
    assert not asked.go.isEnabled()
    if file is not None:
        chooser = desktop.window.encrypted.chooser
        assert isinstance(chooser, FakeChooser)
        chooser.next_file = file
        asked.choose_file()
    asked.password.setText(typed)
    press(asked, "Try them")
    wait_idle(qtbot, desktop)
    qtbot.waitUntil(lambda: shows_how_things_stand(desktop), timeout=LONG_MS)
    return "" if line.isHidden() else line.sentence.text()


def shows_how_things_stand(desktop: Desktop) -> bool:
    """Whether the line is about the whole case as it is now: it is read again several times while work goes on."""
    line, session = desktop.window.encrypted, desktop.work.session
    ledger = session.ledger() if session else None
    if ledger is None or ledger.pending:
        return False
    if not ledger.encrypted:
        return line.isHidden()
    said = line.sentence.text()
    return line.isVisible() and said.startswith(f"{ledger.encrypted} item") and "still" in said


def test_passwords_given_in_the_window_open_what_was_encrypted(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    evidence, case = tmp_path / "phone", tmp_path / "c.fdcase"
    evidence.mkdir()
    for number, secret in enumerate((SECRET, f"{SECRET} too")):
        (evidence / f"{number}.ab").write_bytes(make_ab(tar_of({"a/1.jpg": jpeg(number)}), password=secret))
    (tmp_path / "passwords.txt").write_text(f"no\n{SECRET} too\n", encoding="utf-8")
    desktop.work.create_case(NewCase(case, "2026-1", "Examiner A"))
    qtbot.waitUntil(lambda: desktop.work.session is not None)
    wait_idle(qtbot, desktop)
    desktop.work.add_sources([evidence])
    wait_idle(qtbot, desktop)
    assert desktop.window.encrypted.isHidden()
    desktop.work.process("triage")
    wait_idle(qtbot, desktop)
    said = desktop.window.encrypted.sentence
    qtbot.waitUntil(lambda: said.isVisible() and said.text() == "2 items are encrypted.", timeout=LONG_MS)

    assert try_passwords(qtbot, desktop, SECRET).startswith("1 item is still encrypted")
    assert not try_passwords(qtbot, desktop, "", tmp_path / "passwords.txt")

    assert desktop.work.session is not None
    assert desktop.work.session.ledger().analysed == 2
    kept = [path for folder in (case, tmp_path / "settings", tmp_path / "home") for path in folder.rglob("*")]
    assert not [path for path in kept if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_a_file_that_holds_no_passwords_is_refused_in_the_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"\n")
    asked = PasswordsDialog(FakeChooser(file=tmp_path / "empty.txt"))
    qtbot.addWidget(asked)

    asked.choose_file()

    assert "holds no password" in asked.missing.text()
    assert not asked.go.isEnabled()
