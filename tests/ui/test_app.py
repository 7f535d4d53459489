"""The desktop starts as a program, without a network, and nothing that goes wrong is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from forensicdesk.session import Session
from tests.ui.driving import destroy_waiting
from tests.ui.fakes import FakeChooser
from ui.app import Desktop

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.recent import Memory

START = """
import signal, socket, sys, threading, time
from ui.app import main

def look():
    while signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        time.sleep(0.05)
    time.sleep({seconds})
    try:
        socket.socket(socket.AF_INET)
    except OSError as error:
        print("refused:", error, flush=True)
    print("network modules:", [name for name in sys.modules if "QtNetwork" in name or "QtSql" in name], flush=True)
    print("decoders:", [name for name in ("av", "cv2", "pi_heif") if name in sys.modules], flush=True)

threading.Thread(target=look, daemon=True).start()
sys.exit(main(["forensicdesk", {case!r}]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the refusal of sockets is a Linux feature")
def test_the_program_opens_a_case_has_no_network_and_ends_when_asked(tmp_path: Path) -> None:
    case = tmp_path / "c.fdcase"
    Session.create(case, "7", "A. Examiner").close()
    code = START.format(seconds=1.5, case=str(case))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")}
    root = Path(__file__).parents[2]

    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, env=environment, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        said = [program.stdout.readline() for _ in range(3)]
        time.sleep(0.5)
        program.send_signal(signal.SIGTERM)
        code_at_end = program.wait(30)

    assert said[0].startswith("refused:")
    assert said[1] == "network modules: []\n"
    assert said[2] == "decoders: []\n"
    assert code_at_end == 0
    assert str(case) in next((tmp_path / "config").rglob("desktop.ini")).read_text()


ENDED_EARLY = """
import os, signal, sys
from ui import app

app.check_at_first = lambda *_: os.kill(os.getpid(), signal.SIGTERM)  # the window is shown, its loop not yet running
sys.exit(app.main(["forensicdesk"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_a_program_that_is_asked_to_end_before_its_loop_runs_ends(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config")}

    done = subprocess.run(
        [sys.executable, "-c", ENDED_EARLY], cwd=Path(__file__).parents[2], env=environment, timeout=60, check=False
    )

    assert done.returncode == 0


def test_an_error_in_an_event_is_shown_with_details(
    qtbot: QtBot, memory: Memory, capsys: pytest.CaptureFixture[str]
) -> None:
    del qtbot
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desktop = Desktop(app, memory, FakeChooser())
    error = ValueError("odd")

    desktop.catch(ValueError, error, None)

    assert desktop.window.banners.messages()[0].text.startswith("Something unexpected happened")
    assert "ValueError: odd" in capsys.readouterr().err
    desktop.shut_down()
    desktop.window.deleteLater()
    destroy_waiting()
    app.setStyleSheet("")


def test_a_window_that_was_never_shown_leaves_nothing_that_the_next_look_would_touch(
    qtbot: QtBot, memory: Memory
) -> None:
    del qtbot
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for _ in range(2):
        desktop = Desktop(app, memory, FakeChooser())
        desktop.shut_down()
        desktop.window.change_appearance("dark")
        desktop.window.change_appearance("light")
        desktop.window.deleteLater()
        destroy_waiting()
        assert not shiboken6.isValid(desktop.window)
        app.setStyleSheet("")
