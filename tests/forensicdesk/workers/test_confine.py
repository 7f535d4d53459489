"""Tests of the filter a child works under: what must be refused is tried in a real child, and decoding goes on."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk import seccomp
from forensicdesk.workers.child import full_analysis
from forensicdesk.workers.confine import NEWER_ALLOWED, REFUSED, WITH_ARGUMENTS, filter_program
from forensicdesk.workers.measure import Barrier, measured_confinement
from hashing.analyse import analyse
from hashing.values import IssueCode, Outcome, Recipe
from tests.forensicdesk.workers import forbidden
from tests.forensicdesk.workers.test_pool import QUICK, analyse_folder, codes, orders
from tests.hashing.making import encoded, film, photoshop, scene
from tests.support.shared import REPOSITORY, shared_data

if TYPE_CHECKING:
    from hashing.values import Analysis

pytestmark = pytest.mark.skipif(not seccomp.machine_name(), reason="there is no filter for this system")

_HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
_FAILED = "refused: "


def attempts_in_a_child(folder: Path) -> dict[str, str]:
    forbidden.prepare(folder)
    orders_folder = folder / "orders"
    orders_folder.mkdir()
    (orders_folder / "file").write_bytes(os.fsencode(folder))
    found = analyse_folder(orders_folder, 1, forbidden.try_everything)["file"]
    assert found.metadata, found
    return dict(found.metadata[0][1])


def test_a_child_can_change_no_file_start_nothing_and_reach_nobody(tmp_path: Path) -> None:
    found = attempts_in_a_child(tmp_path)
    left = sorted(path.name for path in tmp_path.iterdir())

    assert {name: outcome for name, outcome in found.items() if outcome != forbidden.REFUSED} == {}
    assert left == ["changed", "cut", "emptied", "orders", "removed", "renamed", "written"]
    assert {(tmp_path / name).read_text() for name in ("written", "cut", "changed")} == {"evidence"}


def test_outside_a_child_the_same_attempts_succeed(tmp_path: Path) -> None:
    forbidden.prepare(tmp_path)
    script = (
        "import sys, pathlib; from tests.forensicdesk.workers.forbidden import outcomes\n"
        "for name, outcome in outcomes(pathlib.Path(sys.argv[1])): print(f'{name}={outcome}')"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )

    failed = {line.split("=")[0]: line for line in done.stdout.splitlines() if not line.endswith("=done")}
    # What a file system or a container may refuse for reasons of its own.
    assert set(failed) <= {"be traced", "attributes of a file", "shared memory", "file without a name"}, failed


def test_a_child_that_aborts_or_opens_too_much_costs_its_one_item(tmp_path: Path) -> None:
    seen = analyse_folder(orders(tmp_path, aborts="Ax", opens="Ox", good="-"))

    assert codes(seen["aborts"]) == [IssueCode.WORKER_DIED]
    assert "SIGABRT" in seen["aborts"].issues[0].detail
    assert codes(seen["opens"]) == [IssueCode.UNEXPECTED]
    assert all(seen[name].digests is not None for name in ("aborts", "opens"))
    assert seen["good"].outcome is Outcome.NOT_MEDIA


@pytest.mark.parametrize("order", ["C", "P", "W"])
def test_a_child_that_sends_what_is_no_result_runs_nothing_here_and_costs_its_one_item(
    tmp_path: Path, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made by a pickle"
    monkeypatch.setenv("HOME_OF_THE_TEST", str(made))
    folder = tmp_path / "evidence"
    folder.mkdir()

    seen = analyse_folder(orders(folder, sends=f"{order}x", good="-", other="-"), 1, limits=QUICK)

    assert not made.exists()
    assert seen["sends"].issues == () or codes(seen["sends"])[0] in {IssueCode.WORKER_DIED, IssueCode.TIMED_OUT}
    assert (seen["good"].outcome, seen["other"].outcome) == (Outcome.NOT_MEDIA, Outcome.NOT_MEDIA)


FILES = {
    **{
        name: encoded(scene(width=160, height=120), name)
        for name in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG2000")
    },
    "lzw.tiff": encoded(scene(width=160, height=120), "TIFF", compression="tiff_lzw"),
    "psd": photoshop(scene(width=160, height=120)),
    "mp4": film("mp4", "libx264", width=160, height=120),
    "hevc.mp4": film("mp4", "libx265", width=160, height=120),
    "mov": film("mov", "mpeg4", width=160, height=120),
    "webm": film("webm", "libvpx-vp9", width=160, height=120),
    "mkv": film("matroska", "libx264", width=160, height=120),
    "avi": film("avi", "mjpeg", width=160, height=120),
    "flv": film("flv", "flv", width=160, height=120),
    "ts": film("mpegts", "mpeg2video", width=160, height=120),
    "wmv": film("asf", "wmv2", width=160, height=120),
}


def test_under_the_filter_every_format_is_analysed_as_without_it(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)

    found = analyse_folder(tmp_path, 2, full_analysis)

    plain = {name: analyse(io.BytesIO(data), len(data), Recipe()) for name, data in FILES.items()}
    assert {name for name, one in plain.items() if one.outcome is not Outcome.ANALYSED} == set()
    assert found == plain


def test_under_the_filter_samples_of_cameras_are_analysed_as_without_it(tmp_path: Path) -> None:
    data = shared_data()
    endings = {".heic", ".avif", ".dng", ".cr2", ".nef", ".arw", ".heif"}
    samples = [path for path in sorted(data.rglob("*")) if path.suffix.lower() in endings] if data else []
    if not samples:
        pytest.skip("the shared test material is not here")
    plain: dict[str, Analysis] = {}
    for number, path in enumerate(samples[::3]):
        name = f"{number}{path.suffix}"
        content = path.read_bytes()
        (tmp_path / name).write_bytes(content)
        plain[name] = analyse(io.BytesIO(content), len(content), Recipe())

    assert analyse_folder(tmp_path, 2, full_analysis) == plain


def test_what_is_in_force_is_told_as_a_child_finds_it() -> None:
    found = measured_confinement()

    facts = dict(found.facts)
    assert found.barrier is Barrier.FILTER
    assert facts["seccomp mode"] == "2"
    assert facts["no new privileges"] == "1"
    assert facts["open a file for writing"] == "refused (Operation not permitted)"
    assert facts["RLIMIT_FSIZE"] == "0"


def test_without_the_filter_the_same_attempts_are_told_to_be_possible() -> None:
    script = (
        "from forensicdesk.workers.measure import confinement_facts\n"
        "for name, fact in confinement_facts(): print(f'{name}={fact}')"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=REPOSITORY)

    facts = dict(line.split("=", 1) for line in done.stdout.splitlines())
    tried = [fact for name, fact in facts.items() if not name.startswith(("RLIMIT", "seccomp", "no new"))]
    assert len(tried) == 8
    assert all(fact.startswith("possible") for fact in tried), facts


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_filter_can_be_assembled_for_every_machine(machine: str) -> None:
    content = filter_program(machine, 4711)

    lines = [content[at : at + 8] for at in range(0, len(content), 8)]
    assert all(at + 1 + max(line[2], line[3]) < len(lines) for at, line in enumerate(lines[:-1]))
    assert lines[-1][0] == 6


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_numbers_of_calls_are_those_of_the_kernel(machine: str) -> None:
    if not _HEADERS[machine].exists():
        pytest.skip("this system has no kernel headers for it")
    pattern = r"#define __NR(?:3264)?_(\w+)[ \t]+(\d+)"
    stated = {name: int(number) for name, number in re.findall(pattern, _HEADERS[machine].read_text(encoding="ascii"))}
    column = list(seccomp.MACHINES).index(machine)

    ours = {name: numbers[column] for name, numbers in (REFUSED | WITH_ARGUMENTS).items()}
    differing = {name: number for name, number in ours.items() if name in stated and stated[name] != number}
    missing = {name for name, number in ours.items() if number is None and name in stated}

    assert (differing, missing & (set(stated) - _DEPRECATED)) == ({}, set())
    assert {name: number for name, number in NEWER_ALLOWED.items() if stated.get(name, number) != number} == {}


_DEPRECATED = {"creat", "open", "rename", "link", "unlink", "symlink", "mkdir", "rmdir", "mknod", "chmod", "chown",
               "lchown", "utime", "utimes", "futimesat", "fork", "vfork", "uselib"}  # fmt: skip
"""Names that old generic headers list beyond the numbers of real machines."""
