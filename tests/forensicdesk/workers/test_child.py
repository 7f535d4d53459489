"""Tests of what a child does with one item, in a process of its own only where the rights must differ."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from forensicdesk.model import Job, Location, Step
from forensicdesk.workers.child import digests_and_type, digests_only, full_analysis, work
from forensicdesk.workers.limits import Limits
from hashing.digests import digest
from hashing.values import Analysis, IssueCode, Outcome, Recipe
from tests.forensicdesk.evidence.trees import reachable_folder, write
from tests.forensicdesk.workers.hostile import obey
from tests.support.evidence import write_picture
from tests.support.shared import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

AS_NOBODY = """
import os, sys
from forensicdesk.workers.child import digests_only, work
from forensicdesk.model import Job, Location, Step
from hashing.values import Recipe
import hashing.digests
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for name in sys.argv[2:]:
    location = Location((Step("file", name.encode()),))
    analysis = work(Job(1, os.fsencode(sys.argv[1]), location, 7), Recipe(), digests_only)
    print(name, analysis.digests is not None, *(f"{i.code.value}: {i.detail}" for i in analysis.issues))
"""


def job(root: Path | str, name: bytes, size: int = 7) -> Job:
    return Job(1, os.fsencode(root), Location((Step("file", name),)), size)


def codes(analysis: Analysis) -> list[IssueCode]:
    return [issue.code for issue in analysis.issues]


def test_a_file_that_may_not_be_read_is_a_value_and_one_of_somebody_else_is_read() -> None:
    with reachable_folder() as folder:
        write(folder, b"closed.jpg")
        write(folder, b"theirs.jpg")
        (folder / "closed.jpg").chmod(0o000)

        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(folder), "closed.jpg", "theirs.jpg"],
            capture_output=True, text=True, check=True, cwd=REPOSITORY,
        )  # fmt: skip

    assert done.stdout.splitlines() == [
        "closed.jpg False unreadable: The file could not be opened: Permission denied.",
        "theirs.jpg True",
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads a file of the kernel that gives an error")
@pytest.mark.parametrize("function", [full_analysis, digests_only])
def test_a_sector_that_cannot_be_read_is_told_apart_from_damage(function: object) -> None:
    assert callable(function)

    analysis = work(job("/proc/self", b"mem", 0), Recipe(), function)

    assert analysis.outcome is Outcome.FAILED
    assert IssueCode.UNREADABLE in codes(analysis)
    assert any("Input/output error" in issue.detail for issue in analysis.issues)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads a file of the kernel that gives an error")
def test_a_read_error_that_a_decoder_swallowed_is_said_all_the_same() -> None:
    def swallow(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:  # noqa: ARG001 - takes the place of the analysis
        try:
            stream.read()
        except OSError:
            return Analysis(Outcome.ANALYSED, "image/jpeg", size)
        return Analysis(Outcome.NOT_MEDIA, "text/plain", size)

    analysis = work(job("/proc/self", b"mem", 0), Recipe(), swallow)

    assert analysis.outcome is Outcome.ANALYSED
    assert codes(analysis) == [IssueCode.UNREADABLE]


def test_a_decoder_sees_neither_name_nor_descriptor(tmp_path: Path) -> None:
    write(tmp_path, b"list.m3u8")
    seen: list[bool] = []

    def look(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:  # noqa: ARG001 - as above
        seen.append(hasattr(stream, "name"))
        try:
            stream.fileno()
        except OSError:
            seen.append(False)
        assert (stream.seekable(), stream.tell()) == (True, 0)
        return Analysis(Outcome.NOT_MEDIA, "text/plain", size)

    work(job(tmp_path, b"list.m3u8"), Recipe(), look)

    assert seen == [False, False]


def test_digests_of_what_cannot_be_analysed_come_with_its_type(tmp_path: Path) -> None:
    write_picture(tmp_path / "a.jpg", 1)
    content = (tmp_path / "a.jpg").read_bytes()

    typed = work(job(tmp_path, b"a.jpg", len(content)), Recipe(), digests_and_type)
    plain = work(job(tmp_path, b"a.jpg", len(content)), Recipe(), digests_only)

    assert typed == Analysis(Outcome.FAILED, "image/jpeg", len(content), digest([content]))
    assert plain == Analysis(Outcome.FAILED, "application/octet-stream", len(content), digest([content]))


def test_digests_are_had_of_empty_and_tiny_files(tmp_path: Path) -> None:
    for content in (b"", b"x"):
        write(tmp_path, b"tiny", content)

        assert work(job(tmp_path, b"tiny", len(content)), Recipe(), digests_and_type).digests == digest([content])


def test_a_fault_of_a_library_shows_its_kind_and_no_path(tmp_path: Path) -> None:
    write(tmp_path, b"fails", b"F")

    analysis = work(job(tmp_path, b"fails", 1), Recipe(), obey)

    assert [(issue.code, issue.detail) for issue in analysis.issues] == [
        (IssueCode.UNEXPECTED, "The analysis ended in an error it did not expect (KeyError).")
    ]


def test_a_file_of_another_length_than_found_is_remarked_on(tmp_path: Path) -> None:
    write(tmp_path, b"grown", b"12345678")

    analysis = work(job(tmp_path, b"grown", 3), Recipe(), obey)

    assert codes(analysis) == [IssueCode.CHANGED_WHILE_READ]
    assert analysis.issues[0].detail == "The file had 3 bytes when it was found and 8 when it was read."


def test_an_item_may_take_twenty_seconds_and_two_more_for_each_megabyte() -> None:
    assert Limits().timeout_s(0) == 20
    assert Limits().timeout_s(10_000_000) == 40
    assert Limits(passwords=("a", "b")).timeout_s(0) == 80


def test_naming_the_work_loads_no_decoder_in_the_parent() -> None:
    script = (
        "import sys, forensicdesk.workers.pool, forensicdesk.pipeline.analyse\n"
        "print(sorted({'av', 'cv2', 'PIL', 'exifread', 'pi_heif', 'PySide6', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=REPOSITORY)

    assert done.stdout.strip() == "[]"
