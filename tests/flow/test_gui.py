"""`forensicdesk gui` is the desktop: whoever ends the command ends the window, in good order."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.program import command, environment, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flow.conftest import FinishedRun


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


def wait_until_opened(log: Path, before: int) -> None:
    """Wait until the window has put on record that it opened the case. Opening it here would keep the window out."""
    for _ in range(300):
        if len(log.read_bytes().splitlines()) > before:
            return
        time.sleep(0.1)
    pytest.fail("the window did not open the case in time")
