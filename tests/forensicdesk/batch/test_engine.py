"""What ends one job costs no other, and is tried again as its cause allows."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from forensicdesk.batch.engine import Engine
from forensicdesk.batch.limits import Limits
from forensicdesk.batch.sources import QueueFile
from forensicdesk.batch.state import Stage, read_state
from forensicdesk.session import utc_now
from tests.support.evidence import write_picture

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.batch.state import JobState

QUEUE = """
[batch]
profile = "triage"
formats = ["json"]
[[job]]
name = "killed"
sources = ["evidence"]
priority = 1
[[job]]
name = "refused"
sources = ["evidence"]
lists = [{ file = "list.txt", role = "notable" }]
"""
LIMITS = Limits(workers=1, pause_s=0.1, poll_s=0.05, least_free=0, wait_s=0.0)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))
    (tmp_path / "batch").mkdir()
    (tmp_path / "queue.toml").write_text(QUEUE, encoding="utf-8")
    (tmp_path / "list.txt").write_text("nothing that a list could be", encoding="utf-8")
    write_picture(tmp_path / "evidence" / "one.jpg", 1)
    return tmp_path


def engine(home: Path) -> Engine:
    queue = home / "queue.toml"
    return Engine(home / "batch", queue, QueueFile(queue, home / "batch" / "cases"), LIMITS, utc_now)


def kill_first_child(worked: Engine) -> None:
    """End the process of the first job as soon as there is one."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        for job in list(worked._jobs.values()):
            if job.child is not None:
                job.child.kill()
                return
        time.sleep(0.01)


def by_name(home: Path) -> dict[str, JobState]:
    state = read_state(home / "batch")
    assert state is not None
    return {job.name: job for job in state.jobs}


def test_a_killed_job_is_tried_again_and_a_refused_one_when_the_batch_is_started_again(home: Path) -> None:
    worked = engine(home)
    killer = threading.Thread(target=kill_first_child, args=(worked,))
    killer.start()
    worked.run(lambda: False)
    killer.join()
    first = by_name(home)

    assert (first["killed"].stage, first["killed"].attempts) == (Stage.DONE, 2)
    assert (first["refused"].stage, first["refused"].cause) == (Stage.FAILED, "refused")
    assert (first["refused"].attempts, first["refused"].exit_code) == (1, 2)
    assert "list.txt" in first["refused"].said

    (home / "list.txt").write_text("0" * 32 + "\n", encoding="ascii")
    engine(home).run(lambda: False)
    second = by_name(home)

    assert second["killed"] == first["killed"]
    assert second["refused"].stage is Stage.DONE
    assert [(hit.name, hit.matches) for hit in second["refused"].hits] == [("list", 0)]
