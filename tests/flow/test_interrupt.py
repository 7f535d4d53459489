"""Stopping a run, politely or not, loses at most the last unwritten batch; the same command continues."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.evidence import write_picture
from tests.support.program import command, document, environment, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


MANY = 500
"""So many pictures that one child is still at work when the first batch is stored."""

AT_MOST_S = 180
"""By then even a machine with ten times as much to do has stored a batch."""


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    write_picture(tmp_path / "e" / "000.jpg", 1)
    picture = (tmp_path / "e" / "000.jpg").read_bytes()
    for number in range(1, MANY):
        (tmp_path / "e" / f"{number:03}.jpg").write_bytes(picture + number.to_bytes(4, "big"))
    return tmp_path / "e"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_was_stopped_continues(evidence: Path, tmp_path: Path, how: signal.Signals) -> None:
    order = ("run", evidence, "--case", tmp_path / "c", "--workers", 1, "--report", tmp_path / "r", "--json")
    process = subprocess.Popen(
        command(*order), env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    stored = wait_for_items(process, tmp_path)
    process.send_signal(how)
    process.communicate(timeout=60)

    kept = count_analysed(tmp_path)
    done = forensicdesk(tmp_path, *order)

    assert process.returncode == (-signal.SIGKILL if how is signal.SIGKILL else 130)
    assert kept >= stored > 0
    assert document(done)["ledger"]["analysed"] == MANY
    assert forensicdesk(tmp_path, "verify", tmp_path / "c.fdcase").returncode == 0
    assert len({item["item"] for item in all_items(tmp_path)}) == MANY


def wait_for_items(process: subprocess.Popen[str], home: Path) -> int:
    """Wait until some, but not all items are stored: as long as the run is at it, however busy the machine is."""
    latest = time.monotonic() + AT_MOST_S
    while process.poll() is None and time.monotonic() < latest:
        if (home / "c.fdcase" / "case.db").exists() and (count := count_analysed(home)):
            return count
        time.sleep(0.05)
    if process.poll() is None:
        process.kill()
        pytest.fail(f"no item was stored within {AT_MOST_S} s")
    pytest.fail(f"the run ended ({process.returncode}) before an item was stored: {process.communicate()[1]}")


def count_analysed(home: Path) -> int:
    done = forensicdesk(home, "case", "info", home / "c.fdcase", "--json")
    if done.returncode:
        return 0
    count = document(done)["ledger"]["analysed"]
    assert isinstance(count, int)
    return count


def all_items(home: Path) -> list[dict[str, object]]:
    lines = forensicdesk(home, "items", home / "c.fdcase").stdout.splitlines()
    return [json.loads(line) for line in lines]
