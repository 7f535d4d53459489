"""The passphrase of encrypted thumbnails is asked for when a case is opened, until it is right or left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QWidget

from forensicdesk.session import Session
from tests.ui.driving import wait_idle
from ui.unlocking import unlock
from ui.work import NewCase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

PASSPHRASE = "correct horse"  # noqa: S105 - of a case that a test makes


def answering(answers: Iterator[str | None], heard: list[str]) -> Callable[[], None]:
    """Types the next answer into the dialog that is open; None presses Cancel."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QInputDialog):
            return
        text = next(answers)
        heard.append(dialog.labelText())
        if text is None:
            dialog.reject()
        else:
            dialog.setTextValue(text)
            dialog.accept()

    return answer


def ask(qtbot: QtBot, session: Session, *answers: str | None) -> list[str]:
    parent = QWidget()
    heard: list[str] = []
    qtbot.addWidget(parent)
    timer = QTimer(parent)
    timer.timeout.connect(answering(iter(answers), heard))
    timer.start(20)
    unlock(parent, session)
    timer.stop()
    return heard


def test_a_case_made_in_the_desktop_with_a_passphrase_needs_it_afterwards(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    folder = tmp_path / "c.fdcase"
    desktop.work.create_case(NewCase(folder, "2026-001", "Examiner A", encrypted=True, passphrase=PASSPHRASE))
    qtbot.waitUntil(lambda: desktop.work.session is not None)
    wait_idle(qtbot, desktop)
    assert desktop.work.session is not None
    assert not desktop.work.session.locked
    desktop.work.close_case()
    wait_idle(qtbot, desktop)

    with Session.open(folder, writable=False) as session:
        assert session.locked
        session.unlock(PASSPHRASE)
    kept = [path for place in (folder, tmp_path / "settings", tmp_path / "home") for path in place.rglob("*")]
    assert not [path for path in kept if path.is_file() and PASSPHRASE.encode() in path.read_bytes()]


def test_it_is_asked_until_it_is_right_or_left(qtbot: QtBot, tmp_path: Path) -> None:
    with Session.create(tmp_path / "c", "2026-001", "Examiner A") as session:
        assert ask(qtbot, session) == []
        session.veil(PASSPHRASE)
        folder = session.folder
    with Session.open(folder) as session:
        assert len(ask(qtbot, session, None)) == 1
        assert session.locked
        heard = ask(qtbot, session, "wrong horse", PASSPHRASE)
        assert "encrypted" in heard[0]
        assert "wrong" in heard[1]
        assert not session.locked
