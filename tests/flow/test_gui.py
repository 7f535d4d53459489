"""`forensicdesk gui` is the desktop: whoever ends the command ends the window, in good order."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.program import command, environment, forensicdesk

if TYPE_CHECKING:
    from tests.flow.conftest import FinishedRun
    from tests.support.postgresql import Server


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_ending_the_command_closes_the_case(finished: FinishedRun, tmp_path: Path) -> None:
    home = environment(finished.home, HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    log = finished.case / "audit.jsonl"
    before = len(log.read_bytes().splitlines())
    window = subprocess.Popen(command("gui", finished.case), env=home, stderr=subprocess.PIPE, text=True)
    wait_until_opened(log, before)
    assert forensicdesk(finished.home, "process", finished.case).returncode == 3

    window.send_signal(signal.SIGTERM)
    _, errors = window.communicate(timeout=60)

    assert window.returncode == 0, errors
    assert "Traceback" not in errors
    assert forensicdesk(finished.home, "case", "verify", finished.case).returncode == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has the barrier")
def test_a_case_at_a_server_on_the_network_is_opened_behind_the_barrier(tmp_path: Path, postgresql: Server) -> None:
    home = environment(tmp_path, HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    case = tmp_path / "far.fdcase"
    made = ("--number", "2026-001", "--examiner", "Examiner A", "--store", postgresql.network_url())
    assert forensicdesk(tmp_path, "case", "new", case, *made).returncode == 0
    log = case / "audit.jsonl"
    before = len(log.read_bytes().splitlines())

    window = subprocess.Popen(command("gui", case), env=home, stderr=subprocess.PIPE, text=True)
    wait_until_opened(log, before)
    said = Path(f"/proc/{window.pid}/status").read_text(encoding="ascii")
    window.send_signal(signal.SIGTERM)
    _, errors = window.communicate(timeout=60)

    assert window.returncode == 0, errors
    assert "Seccomp:\t2" in said


def test_an_address_that_is_none_ends_the_command_before_a_window_opens(tmp_path: Path) -> None:
    said = forensicdesk(tmp_path, "gui", "--store", "postgresql://desk:word@10.0.0.5/desk")

    assert said.returncode == 2
    assert "holds no password" in said.stderr
    assert "word@" not in said.stderr


def wait_until_opened(log: Path, before: int) -> None:
    """Wait until the window has put on record that it opened the case. Opening it here would keep the window out."""
    for _ in range(300):
        if len(log.read_bytes().splitlines()) > before:
            return
        time.sleep(0.1)
    pytest.fail("the window did not open the case in time")
