"""A batch does many jobs, and whatever ends it, the same command gives the exports of an undisturbed one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from forensicdesk.cli.documents import item_document
from forensicdesk.model import ItemFilter, State
from forensicdesk.session import Session
from tests.flow.test_resumption import report_without_times
from tests.support.evidence import write_picture
from tests.support.program import command, document, environment, forensicdesk
from tests.support.schema import faults, output_schema

if TYPE_CHECKING:
    from pathlib import Path

JOBS = ("phone", "drive", "stick")
QUICK = ("--jobs", 2, "--workers", 1, "--least-free", 0)


def make_evidence(folder: Path) -> None:
    """Three small exhibits with a copy in common, and a list that knows one of the pictures."""
    for number, job in enumerate(JOBS):
        for picture in range(3):
            write_picture(folder / "evidence" / job / f"{picture}.jpg", number * 3 + picture)
        shutil.copy(folder / "evidence" / JOBS[0] / "0.jpg", folder / "evidence" / job / "copy.jpg")
    (folder / "list.txt").write_text("0" * 32 + "\n", encoding="ascii")


def write_queue(folder: Path, jobs: tuple[str, ...] = JOBS) -> Path:
    """A queue of these jobs, of which the last comes first."""
    lines = [
        '[batch]\nexaminer = "Examiner A"\nformats = ["json"]',
        'lists = [{ file = "list.txt", role = "notable" }]',
    ]
    for priority, job in enumerate(jobs):
        lines.append(f'[[job]]\nname = "{job}"\nsources = ["evidence/{job}"]\npriority = {priority}')
    queue = folder / "queue.toml"
    queue.write_text("\n".join(lines), encoding="utf-8")
    return queue


def exports(folder: Path) -> dict[str, tuple[str, str]]:
    """Items and report of each case, without the times at which things were done and without paths."""
    found = {}
    for job in JOBS:
        with Session.open(folder / "cases" / f"{job}.fdcase", writable=False) as session:
            lists = {used.id: used for used in session.lists_used()}
            items = json.dumps([item_document(item, lists) for item in session.items(ItemFilter(tuple(State)))])
        report = report_without_times(folder / "reports" / job / "en" / "report-court.json")
        found[job] = (items, json.dumps(report, sort_keys=True))
    return found


def begun(home: Path, queue: Path, *more: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command("batch", queue, *QUICK, *more),
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def state_of(folder: Path) -> dict[str, Any]:
    path = folder / "status.json"
    known: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {"jobs": []}
    return known


def stages(folder: Path) -> list[str]:
    return [job["stage"] for job in state_of(folder)["jobs"]]


def wait_for_stages(folder: Path, wanted: list[str]) -> None:
    limit = time.monotonic() + 120
    while stages(folder) != wanted:
        assert time.monotonic() < limit, stages(folder)
        time.sleep(0.05)


def wait_until_running(folder: Path, cases: int) -> None:
    """Until so many cases have been made."""
    limit = time.monotonic() + 60
    while len(list((folder / "cases").glob("*.fdcase/case.db"))) < cases:
        assert time.monotonic() < limit
        time.sleep(0.02)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[str, str]]]:
    root = tmp_path_factory.mktemp("batch")
    make_evidence(root)
    done = forensicdesk(root / "home", "batch", write_queue(root), *QUICK, "--json")
    assert done.returncode == 0, done.stderr
    assert document(done)["counts"]["done"] == len(JOBS)
    assert document(done) == state_of(root / "queue-batch")
    schema = output_schema()
    assert list(faults(document(done), schema["properties"]["batch"], schema)) == []
    return root, exports(root / "queue-batch")


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_a_batch_killed_in_the_middle_goes_on_to_the_same_exports_once_what_was_missing_is_there(
    tmp_path: Path, undisturbed: tuple[Path, dict[str, tuple[str, str]]]
) -> None:
    shutil.copytree(undisturbed[0] / "evidence", tmp_path / "evidence")
    shutil.copy(undisturbed[0] / "list.txt", tmp_path)
    (tmp_path / "evidence" / "phone").rename(tmp_path / "unplugged")
    queue, folder, home = write_queue(tmp_path), tmp_path / "queue-batch", tmp_path / "home"
    process = begun(home, queue)
    wait_until_running(folder, 2)
    process.send_signal(signal.SIGSTOP)  # it takes no more notice of its jobs, however fast they are
    second = forensicdesk(home, "batch", queue)
    process.kill()
    process.wait(timeout=60)

    assert second.returncode == 3
    assert "Another program works on the batch" in second.stderr
    assert stages(folder) == ["pending", "running", "running"]

    process = begun(home, queue, "--wait", 1)
    wait_for_stages(folder, ["waiting", "done", "done"])
    assert state_of(folder)["jobs"][0]["cause"] == "missing"
    (tmp_path / "unplugged").rename(tmp_path / "evidence" / "phone")

    assert process.wait(timeout=60) == 0
    assert stages(folder) == ["done", "done", "done"]
    assert exports(folder) == undisturbed[1]


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_ctrl_c_ends_a_batch_in_good_order_and_no_job_goes_on(tmp_path: Path) -> None:
    make_evidence(tmp_path)
    queue, folder, home = write_queue(tmp_path), tmp_path / "queue-batch", tmp_path / "home"
    process = begun(home, queue)
    wait_until_running(folder, 2)
    os.kill(process.pid, signal.SIGINT)

    assert process.wait(timeout=60) == 130
    assert not state_of(folder)["running"]
    assert set(stages(folder)) <= {"pending", "done"}
    with Session.open(folder / "cases" / "stick.fdcase"):
        pass  # nobody has it open any more
