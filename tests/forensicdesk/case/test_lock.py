"""One writer at a time, and no lock outlives its holder."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import CaseLockedError
from tests.forensicdesk.case.building import new_case, opened, run_python

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen

HOLD = """
import os, sys, time
from pathlib import Path
from tests.forensicdesk.case.building import opened
store = opened(Path(sys.argv[1]))
child = os.fork() if "fork" in sys.argv else 1
if child:
    print(child, flush=True)
time.sleep(60)
"""


def ends(process: Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=30)


def first_line(process: Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_program_is_told_who_has_the_case_and_can_still_read(tmp_path: Path) -> None:
    path = new_case(tmp_path)
    holder = run_python(HOLD, str(path))
    assert first_line(holder)

    with pytest.raises(CaseLockedError) as caught:
        opened(path)

    expected = rf"open for writing in another program \(process {holder.pid}, since 2026-01-31T09:30:00.000Z\)"
    assert re.search(expected, str(caught.value))
    assert caught.value.exit_code == 3
    with opened(path, writable=False) as store:
        assert store.reader.info().number == "2026-17"
    ends(holder)


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    path = new_case(tmp_path)
    holder = run_python(HOLD, str(path))
    assert first_line(holder)

    ends(holder)

    opened(path).close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_process_does_not_keep_the_lock_of_its_killed_parent(tmp_path: Path) -> None:
    path = new_case(tmp_path)
    holder = run_python(HOLD, str(path), "fork")
    child = int(first_line(holder))

    holder.kill()
    holder.wait(timeout=30)
    time.sleep(0.1)

    try:
        opened(path).close()
        os.kill(child, 0)  # the child is still alive
    finally:
        os.kill(child, signal.SIGTERM)
        holder.communicate(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses in other words")
def test_the_same_program_cannot_open_a_case_twice_for_writing(tmp_path: Path) -> None:
    path = new_case(tmp_path)

    with opened(path), pytest.raises(CaseLockedError, match=f"process {os.getpid()}"):
        opened(path)

    opened(path).close()
