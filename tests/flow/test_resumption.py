"""Whatever interrupts a run, the same command finishes it, and the exports are those of an undisturbed run."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.support.archives import tar_of, zip_of
from tests.support.evidence import make_small_evidence, texture
from tests.support.program import command, environment, forensicdesk

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for child processes in /proc")

RUNS = 40
"""So often the same command is given at most."""


def picture(seed: int, width: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(texture(seed)).resize((width, width * 3 // 4)).save(out, "JPEG", quality=75)
    return out.getvalue()


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Archives in archives with one name that says so and one that does not, copies, near copies, trouble."""
    root = tmp_path_factory.mktemp("evidence") / "phone"
    root.mkdir()
    make_small_evidence(root)
    deep = tar_of({f"d{number}.jpg": picture(number % 6, 300 + number) for number in range(10)})
    middle = tar_of({"deep.tar": deep, "DCIM/x.jpg": picture(3, 320), "text.txt": b"text"})
    many = {f"DCIM/{number}.jpg": picture(number % 6, 400 + number) for number in range(30)}
    (root / "backup.zip").write_bytes(zip_of(many | {"middle.tar": middle}))
    (root / "unnamed").write_bytes(
        tar_of({f"Windows/{n}.jpg": picture(n % 6, 400 + n) for n in range(12)} | {"m": deep})
    )
    return root


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, evidence: Path) -> tuple[str, str]:
    home = tmp_path_factory.mktemp("undisturbed")
    assert run(home, evidence, 2).returncode == 1  # some items are damaged on purpose
    return exports(home)


def order(home: Path, evidence: Path, workers: int) -> tuple[object, ...]:
    (home / "list.txt").write_text("0" * 64 + "\n" + "1" * 32 + "\n", encoding="ascii")
    listed = f"{home / 'list.txt'}:notable"
    named = ("--case", home / "c", "--report", home / "r", "--format", "json", "--number", "Case 2026-001")
    return ("run", evidence, "--list", listed, *named, "--workers", workers)


def run(home: Path, evidence: Path, workers: int) -> subprocess.CompletedProcess[str]:
    return forensicdesk(home, *order(home, evidence, workers))


def exports(home: Path) -> tuple[str, str]:
    """Every item as JSON, and the JSON report without the times at which things were done."""
    items = forensicdesk(home, "items", home / "c.fdcase", "--where", "state=any").stdout
    report = report_without_times(home / "r" / "report-court.json")
    assert report["ledger"][-1]["pending"] == 0
    return items, json.dumps(report, sort_keys=True)


def report_without_times(path: Path) -> dict[str, Any]:
    """A JSON report without what differs from one run to the next."""
    report: dict[str, Any] = json.loads(path.read_bytes())["report"]
    for key in ("report_id", "made_at", "examined", "audit", "content_sha256"):
        del report[key]
    del report["case"]["created_at"]
    for part, key in (("exhibits", "added_at"), ("lists", "imported_at")):
        for one in report[part]:
            del one[key]
    return report


def assert_same(found: tuple[str, str], expected: tuple[str, str]) -> None:
    """Byte for byte; the first items that differ are shown."""
    lines = zip(found[0].splitlines(), expected[0].splitlines(), strict=False)
    assert [pair for pair in lines if pair[0] != pair[1]][:2] == []
    assert found[0] == expected[0]
    assert found[1] == expected[1]


def begun(home: Path, evidence: Path, workers: int, **more: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - of Popen
    return subprocess.Popen(
        command(*order(home, evidence, workers)),
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **more,
    )


def children_of(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            parent = int((entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
            line = (entry / "cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            continue  # no process, or one that has just ended
        if parent == pid and b"spawn_main" in line:
            found.append(int(entry.name))
    return found


def until_done(home: Path, evidence: Path, workers: int, disturb: Callable[[subprocess.Popen[bytes]], None]) -> int:
    """Give the same command until it ends by itself; gives how often it was disturbed."""
    for disturbed in range(RUNS):
        process = begun(home, evidence, workers)
        disturb(process)
        if process.wait(timeout=300) >= 0:
            assert process.returncode == 1
            return disturbed
    pytest.fail("the run never came to its end")


@pytest.mark.parametrize("workers", [1, 3])
def test_killing_the_program_again_and_again_changes_nothing(
    tmp_path: Path, evidence: Path, undisturbed: tuple[str, str], workers: int
) -> None:
    moments = random.Random(workers)  # noqa: S311 - moments, not secrets
    longest = 1.5

    def kill(process: subprocess.Popen[bytes]) -> None:
        nonlocal longest
        longest *= 1.25  # it gets a little further each time, however slow the machine
        try:
            process.wait(timeout=moments.uniform(0.5, longest))
        except subprocess.TimeoutExpired:
            process.kill()

    assert until_done(tmp_path, evidence, workers, kill) > 0
    assert_same(exports(tmp_path), undisturbed)
    assert forensicdesk(tmp_path, "verify", tmp_path / "c.fdcase").returncode == 0


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_a_child_that_is_killed_changes_nothing(
    tmp_path: Path, evidence: Path, undisturbed: tuple[str, str], seed: int
) -> None:
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    process = begun(tmp_path, evidence, 2)
    killed = 0
    while process.poll() is None and killed < 2:
        time.sleep(moments.uniform(0.1, 0.8))
        children = children_of(process.pid)
        if children:
            os.kill(moments.choice(children), signal.SIGKILL)
            killed += 1
            time.sleep(2.0)

    assert process.wait(timeout=300) == 1
    assert killed > 0
    assert_same(exports(tmp_path), undisturbed)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_a_copy_of_the_case_taken_while_it_runs_is_finished_to_the_same(
    tmp_path: Path, evidence: Path, undisturbed: tuple[str, str], seed: int
) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy"
    home.mkdir()
    copy.mkdir()
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    process = begun(home, evidence, 2)
    while not (home / "c.fdcase").exists():
        time.sleep(0.02)
    time.sleep(moments.uniform(0.0, 3.0))
    process.send_signal(signal.SIGSTOP)  # the moment in which the power goes
    shutil.copytree(home / "c.fdcase", copy / "c.fdcase")
    process.kill()
    process.wait(timeout=60)

    assert run(copy, evidence, 2).returncode == 1
    assert_same(exports(copy), undisturbed)
    assert forensicdesk(copy, "verify", copy / "c.fdcase").returncode == 0


def test_a_disk_that_fills_ends_the_run_with_a_sentence_and_space_lets_it_go_on(
    tmp_path: Path, evidence: Path, undisturbed: tuple[str, str]
) -> None:
    resource = pytest.importorskip("resource")

    def little_space() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    full = subprocess.run(
        command(*order(tmp_path, evidence, 2)),
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        preexec_fn=little_space,
    )

    assert full.returncode == 3, full.stderr
    assert "Traceback" not in full.stderr
    assert run(tmp_path, evidence, 2).returncode == 1
    assert_same(exports(tmp_path), undisturbed)


def test_processing_what_is_done_reads_nothing_again(tmp_path: Path, evidence: Path) -> None:
    copied = tmp_path / "phone"
    shutil.copytree(evidence, copied)
    assert run(tmp_path, copied, 2).returncode == 1
    before = exports(tmp_path)
    copied.rename(tmp_path / "gone")

    assert forensicdesk(tmp_path, "process", tmp_path / "c.fdcase").returncode == 1
    assert_same(exports(tmp_path), before)
