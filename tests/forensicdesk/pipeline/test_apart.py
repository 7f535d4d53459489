"""Stacks that a process of its own finds are those of this one; and whatever ends it, the case stays whole."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.stack_case import make_case
from forensicdesk.case.store import open_case
from forensicdesk.errors import EnvironmentProblem, Interrupted
from forensicdesk.pipeline.apart import Apart
from forensicdesk.pipeline.relate import relate
from forensicdesk.relations import ContentLink, LinkKind, Reason
from tests.forensicdesk.test_relate import make_evidence, processed

if TYPE_CHECKING:
    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Event

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TABLES = ("stacks", "stack_members", "clusters", "cluster_members", "content_links", "grouping")
SCENES, SEED = 3, 5


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose stacks take some seconds."""
    folder = tmp_path_factory.mktemp("apart") / "a.fdcase"
    make_case(folder, 6_000, 0, SEED, SCENES)
    return folder


def opened(case: Path) -> CaseStore:
    return open_case(case, writable=True, now=NOW, actor="Examiner A")


def stored(case: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(f"file:{case / 'case.db'}?mode=ro", uri=True)) as database:
        return {
            table: database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608 - ours
            for table in TABLES
        }


def unexpected(case: Path) -> list[str]:
    """What lies in a case folder and is no part of a case."""
    known = ("case.db", "thumbnails.db", "audit.jsonl", "lock", "seal.json", "reports")
    return [path.name for path in case.iterdir() if not path.name.startswith(known)]


def ignore(_event: Event) -> None:
    """Nobody listens."""


def children(pid: int) -> list[int]:
    """The processes in which a process finds stacks, or tries to (Linux)."""
    said = [path.read_text("ascii").split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    numbers = {int(number) for some in said for number in some}
    return [one for one in numbers if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def test_a_process_of_its_own_finds_the_same_stacks(tmp_path: Path) -> None:
    case = processed(tmp_path / "case", make_evidence(tmp_path / "evidence"), "thorough")
    here = stored(case)
    assert here["stacks"]

    with opened(case) as store:
        store.related.replace((), "nothing", "0", {}, NOW)
        assert relate(store, ignore, now=datetime(2026, 3, 1, 12, tzinfo=UTC), apart_from=0) is True

    assert stored(case) == here
    assert unexpected(case) == []


def test_an_answer_that_breaks_off_in_the_middle_is_not_taken_for_all_of_it() -> None:
    said = iter([("found", ContentLink(1, LinkKind.PART, Reason(2, "pdq", 0, 31))), ("more",)])

    class Talking(Apart):
        def __init__(self) -> None:
            """No process: what one would say is given."""

        def _message(self) -> tuple[object, ...]:
            return next(said)

    talking = Talking()
    talking._first = next(said)
    with pytest.raises(EnvironmentProblem, match="no answer"):
        list(talking.relations())


def test_a_stop_ends_the_process_at_once_and_changes_nothing(case: Path) -> None:
    stop, before = threading.Event(), stored(case)
    with opened(case) as store:
        threading.Timer(0.5, stop.set).start()
        with pytest.raises(Interrupted):
            relate(store, ignore, now=NOW, stop=stop, apart_from=0)
        assert unexpected(case) == []
    assert stored(case) == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are found through /proc")
def test_a_process_that_is_killed_is_told_and_changes_nothing(case: Path) -> None:
    before = stored(case)

    def kill(_event: Event) -> None:
        for child in children(os.getpid()):
            os.kill(child, signal.SIGKILL)

    with opened(case) as store:
        with pytest.raises(EnvironmentProblem, match="it ended with the code -9") as problem:
            relate(store, kill, now=NOW, apart_from=0)
        assert problem.value.exit_code == 3
    assert stored(case) == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="children are found through /proc")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 130), (signal.SIGKILL, -9)])
def test_whatever_ends_the_program_leaves_no_process_and_no_file_and_the_case_whole(
    case: Path, number: signal.Signals, code: int
) -> None:
    before = stored(case)
    command = [sys.executable, "-m", "forensicdesk", "stacks", str(case), "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while not (found := children(process.pid)):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(number)
        assert process.wait(timeout=60) == code
    until = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in found) and time.monotonic() < until:
        time.sleep(0.05)

    assert not any(Path(f"/proc/{child}").exists() for child in found)
    assert stored(case) == before
    assert unexpected(case) == []


def test_after_all_that_the_next_run_makes_the_stacks(case: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "forensicdesk", "stacks", str(case), "--json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["stacks"]) == SCENES
    assert sum(int(str(row[-1])) for row in stored(case)["stacks"]) == 6_000
