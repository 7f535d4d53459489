"""Tests of the pool with real processes: one that dies, hangs or eats memory costs its one item."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.evidence.source import open_source
from forensicdesk.model import Job, Location, Step
from forensicdesk.settings import JOBS_IN_FLIGHT_PER_WORKER
from forensicdesk.workers.child import full_analysis
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.pool import analyse_file, analyse_files, analyse_jobs, results_and_ticks
from hashing.digests import digest
from hashing.values import IssueCode, Outcome, Recipe
from tests.forensicdesk.workers.hostile import obey, read_slowly, tell_limits
from tests.support.evidence import make_small_evidence
from tests.support.shared import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.workers.child import Analyse
    from hashing.values import Analysis

PATIENT = Limits(memory_bytes=2 * 1024**3)
QUICK = Limits(base_timeout_s=5.0, wall_factor=2.0, memory_bytes=2 * 1024**3, stall_s=2.0)
"""For children that hang; what works may need longer than this on a busy machine."""


def jobs_of(folder: Path) -> list[Job]:
    return [
        Job(number, os.fsencode(folder), found.location, found.size)
        for number, found in enumerate(open_source(folder).walk())
    ]


def analyse_folder(
    folder: Path, workers: int = 2, function: Analyse = obey, limits: Limits = PATIENT
) -> dict[str, Analysis]:
    """Analyse every file of a folder; gives the analyses by name."""
    jobs = jobs_of(folder)
    results = list(analyse_jobs(jobs, Recipe(), workers, threading.Event(), function=function, limits=limits))
    assert sorted(result.item_id for result in results) == list(range(len(jobs)))
    names = [os.fsdecode(job.location.steps[0].path) for job in jobs]
    return {names[result.item_id]: result.analysis for result in results}


def orders(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / name).write_text(content, encoding="ascii")
    return folder


def codes(analysis: Analysis) -> list[IssueCode]:
    return [issue.code for issue in analysis.issues]


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_for(what: str, condition: object, seconds: float) -> None:
    assert callable(condition)
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def test_children_that_die_hang_or_eat_memory_cost_their_one_item_and_its_digests_are_had(tmp_path: Path) -> None:
    trouble = {
        "dies": "Dx", "leaves": "Ex", "fails": "Fx", "hangs": "Hx", "eats": "Mx", "stuck": "Nx",
    }  # fmt: skip
    orders(tmp_path, **trouble, **{f"good{number:02}": "-" for number in range(40)})

    seen = analyse_folder(tmp_path, limits=QUICK)

    assert {name for name, one in seen.items() if one.outcome is Outcome.NOT_MEDIA} == {
        f"good{n:02}" for n in range(40)
    }
    assert {name: codes(seen[name]) for name in trouble} == {
        "dies": [IssueCode.WORKER_DIED],
        "leaves": [IssueCode.WORKER_DIED],
        "fails": [IssueCode.UNEXPECTED],
        "hangs": [IssueCode.TIMED_OUT],
        "eats": [IssueCode.OUT_OF_MEMORY],
        "stuck": [IssueCode.TIMED_OUT],
    }
    for name, content in trouble.items():
        assert seen[name].outcome is Outcome.FAILED
        assert seen[name].digests == digest([content.encode()])
    assert "SIGSEGV" in seen["dies"].issues[0].detail
    assert "code 7" in seen["leaves"].issues[0].detail
    assert seen["fails"].issues[0].detail == "The analysis ended in an error it did not expect (KeyError)."


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on processor time")
def test_an_item_that_computes_without_end_is_ended_by_its_processor_time(tmp_path: Path) -> None:
    orders(tmp_path, computes="Zx", good="-")

    seen = analyse_folder(tmp_path, 2, obey, Limits(base_timeout_s=1.0, wall_factor=60.0))

    assert {name: codes(one) for name, one in seen.items()} == {"computes": [IssueCode.TIMED_OUT], "good": []}
    assert "used more than 1 s of a processor's time" in seen["computes"].issues[0].detail
    assert seen["computes"].digests == digest([b"Zx"])


def test_one_worker_and_two_give_the_same_results_on_real_files(tmp_path: Path) -> None:
    make_small_evidence(tmp_path)
    os.mkfifo(tmp_path / "drive" / "pipe.jpg")
    jobs = [job for job in jobs_of(tmp_path) if b"pipe" not in job.location.steps[0].path]

    one, two = (
        sorted(analyse_jobs(jobs, Recipe(), workers, threading.Event()), key=lambda result: result.item_id)
        for workers in (1, 2)
    )

    assert one == two
    assert {result.analysis.outcome for result in one} >= {Outcome.ANALYSED, Outcome.NOT_MEDIA, Outcome.FAILED}


def test_evidence_is_as_it_was_after_an_analysis(tmp_path: Path) -> None:
    make_small_evidence(tmp_path)

    def state() -> list[tuple[object, ...]]:
        everything = sorted(tmp_path.rglob("*"))
        return [
            (path, *path.stat()[:7], path.stat().st_atime_ns, path.stat().st_mtime_ns, path.stat().st_ctime_ns)
            for path in (tmp_path, *everything)
        ]

    contents = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for path in (*tmp_path.rglob("*"), tmp_path):
        os.utime(path, ns=(10**18, 10**18))
    before = state()

    analyse_folder(tmp_path, function=full_analysis)

    assert state() == before
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == contents


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limits asked for exist on Linux")
def test_a_child_has_its_limits_no_windows_and_nothing_to_print_on(tmp_path: Path) -> None:
    orders(tmp_path, file="-")

    facts = dict(analyse_folder(tmp_path, 1, tell_limits)["file"].metadata[0][1])

    assert facts == {
        "RLIMIT_CORE": "0",
        "RLIMIT_FSIZE": "0",
        "RLIMIT_AS": str(PATIENT.memory_bytes),
        "RLIMIT_NOFILE": "64",
        "RLIMIT_MEMLOCK": "0",
        "qt": "False",
        "streams": "/dev/null /dev/null /dev/null",
    }


def test_a_child_that_dies_holding_the_lock_of_the_pipe_does_not_stop_the_run(tmp_path: Path) -> None:
    orders(tmp_path, locks="Lx", **{f"good{number}": "-" for number in range(5)})

    seen = analyse_folder(tmp_path, 2, obey, Limits(base_timeout_s=1.0, wall_factor=3.0, stall_s=1.0))

    assert codes(seen["locks"])[0] in {IssueCode.WORKER_DIED, IssueCode.TIMED_OUT}
    assert seen["locks"].digests is not None
    assert [seen[f"good{number}"].outcome for number in range(5)] == [Outcome.NOT_MEDIA] * 5


def test_a_file_that_is_gone_closed_or_no_file_any_more_is_a_value(tmp_path: Path) -> None:
    orders(tmp_path, gone="-", pipe="-", link="-", grown="-")
    jobs = jobs_of(tmp_path)
    for name in ("gone", "pipe", "link"):
        (tmp_path / name).unlink()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("grown")
    (tmp_path / "grown").write_text("--", encoding="ascii")

    results = list(analyse_jobs(jobs, Recipe(), 2, threading.Event(), function=obey, limits=PATIENT))

    by_name = {os.fsdecode(jobs[one.item_id].location.steps[0].path): one.analysis for one in results}
    assert {name: codes(one) for name, one in by_name.items()} == {
        "gone": [IssueCode.UNREADABLE],
        "grown": [IssueCode.CHANGED_WHILE_READ],
        "link": [IssueCode.UNREADABLE],
        "pipe": [IssueCode.UNREADABLE],
    }
    assert by_name["gone"].issues[0].detail == "The file could not be opened: No such file or directory."


def test_a_file_that_changes_while_it_is_read_is_remarked_on(tmp_path: Path) -> None:
    orders(tmp_path, file="-" * 100)
    answers: list[Analysis] = []
    thread = threading.Thread(target=lambda: answers.extend(analyse_folder(tmp_path, 1, read_slowly).values()))
    thread.start()
    # Somebody keeps writing to it, always the same length.
    while thread.is_alive():
        with (tmp_path / "file").open("r+b") as file:
            file.write(b"=")
        time.sleep(0.1)
    thread.join()

    assert codes(answers[0]) == [IssueCode.CHANGED_WHILE_READ]


def test_a_source_that_is_gone_ends_the_run_and_no_item_is_blamed(tmp_path: Path) -> None:
    job = Job(1, os.fsencode(tmp_path / "unplugged"), Location((Step("file", b"a.jpg"),)), 5)

    with pytest.raises(EnvironmentProblem, match=r"unplugged cannot be opened .*run the same command"):
        list(analyse_jobs([job], Recipe(), 1, threading.Event(), function=obey, limits=PATIENT))


def test_children_that_cannot_start_are_a_clear_sentence_and_no_item_is_blamed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    orders(tmp_path, file="-")
    too_little = Limits(memory_bytes=64 * 1024**2)

    with pytest.raises(EnvironmentProblem, match="end as soon as they are started"):
        analyse_folder(tmp_path, 1, obey, too_little)
    assert "Traceback" in capfd.readouterr().err


def test_stopping_takes_about_a_second_and_leaves_no_child(tmp_path: Path) -> None:
    orders(tmp_path, a="Hx", b="Nx", c="-")
    stop = threading.Event()
    results = results_and_ticks(jobs_of(tmp_path), Recipe(), 2, stop, function=obey, limits=Limits())
    until = time.monotonic() + 3
    while time.monotonic() < until:
        next(results)

    stop.set()
    began = time.monotonic()
    rest = list(results)

    assert time.monotonic() - began < 2
    assert [result for result in rest if result is not None] == []
    assert multiprocessing.active_children() == []


def test_a_run_left_early_leaves_no_child(tmp_path: Path) -> None:
    orders(tmp_path, a="-", b="Hx")

    with closing(analyse_jobs(jobs_of(tmp_path), Recipe(), 2, threading.Event(), function=obey)) as results:
        next(results)

    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_children_die_with_a_killed_parent_even_in_a_loop_of_their_decoder(tmp_path: Path) -> None:
    orders(tmp_path, a="Hx", b="Nx")
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.forensicdesk.workers.crowd", str(tmp_path)],
        stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )  # fmt: skip
    assert parent.stdout is not None
    assert parent.stdout.readline() == "starting\n"
    children = [int(pid) for pid in parent.stdout.readline().split()]
    time.sleep(1.5)
    assert [is_alive(child) for child in children] == [True, True]

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    wait_for("the children outlived their parent", lambda: not any(map(is_alive, children)), 3)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups to interrupt")
def test_an_interrupt_at_the_terminal_reaches_no_child_even_while_it_starts(tmp_path: Path) -> None:
    orders(tmp_path, a="Hx", b="Hx")
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.forensicdesk.workers.crowd", str(tmp_path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY, start_new_session=True,
    )  # fmt: skip
    assert parent.stdout is not None
    assert parent.stdout.readline() == "starting\n"

    for _ in range(15):
        os.killpg(parent.pid, signal.SIGINT)
        time.sleep(0.08)
    _, said = parent.communicate()

    assert (parent.returncode, said) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups to interrupt")
def test_an_interrupt_that_comes_while_results_are_waited_for_ends_the_waiting(tmp_path: Path) -> None:
    orders(tmp_path, a="Hx", b="Hx")
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.forensicdesk.workers.crowd", str(tmp_path)],
        stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, start_new_session=True,
    )  # fmt: skip
    assert parent.stdout is not None
    assert parent.stdout.readline() == "starting\n"
    parent.stdout.readline()  # both children are there
    time.sleep(0.5)

    os.killpg(parent.pid, signal.SIGINT)
    try:
        parent.communicate(timeout=20)
    finally:
        parent.kill()

    assert parent.returncode == 0


def test_it_works_from_a_thread(tmp_path: Path) -> None:
    orders(tmp_path, a="-", b="Dx")
    seen: dict[str, Analysis] = {}
    thread = threading.Thread(target=lambda: seen.update(analyse_folder(tmp_path)))

    thread.start()
    thread.join()

    assert {name: one.outcome for name, one in seen.items()} == {"a": Outcome.NOT_MEDIA, "b": Outcome.FAILED}


def test_jobs_are_taken_only_as_they_are_needed(tmp_path: Path) -> None:
    orders(tmp_path, file="-")
    (job,) = jobs_of(tmp_path)
    taken = 0

    def endless() -> Iterator[Job]:
        nonlocal taken
        while True:
            taken += 1
            yield Job(taken, job.source_root, job.location, job.size)

    finished = 0
    with closing(analyse_jobs(endless(), Recipe(), 2, threading.Event(), function=obey, limits=PATIENT)) as results:
        for _ in results:
            finished += 1
            assert taken <= finished + 2 * JOBS_IN_FLIGHT_PER_WORKER
            if finished == 500:
                break


def test_no_jobs_give_no_results_and_start_nothing() -> None:
    assert list(analyse_jobs([], Recipe(), 2, threading.Event())) == []
    assert multiprocessing.active_children() == []


def test_single_files_are_analysed_in_their_order(tmp_path: Path) -> None:
    make_small_evidence(tmp_path)
    paths = [tmp_path / "drive" / "film.mp4", tmp_path / "notes.txt", tmp_path / "phone" / "one.jpg"]

    film, text, picture = analyse_files(paths, Recipe(digest_everything=True), 2)

    assert film.film is not None
    assert (text.outcome, text.digests is not None) == (Outcome.NOT_MEDIA, True)
    assert picture.digests is not None
    assert picture.digests.sha256 == hashlib.sha256(paths[2].read_bytes()).digest()
    assert analyse_file(paths[2], Recipe(digest_everything=True)) == picture


def test_single_files_that_are_not_there_or_no_files_are_a_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        analyse_file(tmp_path / "gone.jpg", Recipe())
    with pytest.raises(UsageError, match="is not a file"):
        analyse_file(tmp_path, Recipe())
