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
    window = subprocess.Popen(command("gui", finished.case), env=home, stderr=subprocess.PIPE, text=True)
    wait_until_locked(finished)

    window.send_signal(signal.SIGTERM)
    _, errors = window.communicate(timeout=60)

    assert window.returncode == 0, errors
    assert "Traceback" not in errors
    assert forensicdesk(finished.home, "case", "verify", finished.case).returncode == 0


def wait_until_locked(finished: FinishedRun) -> None:
    """Wait until the window has the case open, which keeps others from writing."""
    for _ in range(60):
        if forensicdesk(finished.home, "process", finished.case).returncode == 3:
            return
        time.sleep(0.2)
    pytest.fail("the window did not open the case in time")
