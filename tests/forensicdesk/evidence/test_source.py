"""Tests of choosing the reader of a source."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.evidence.opening import open_evidence
from forensicdesk.evidence.source import open_source
from tests.forensicdesk.evidence.trees import reachable_folder, write
from tests.support.shared import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

OPEN_AS_NOBODY = """
import os, sys
from pathlib import Path
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.evidence.source import open_source
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    open_source(Path(sys.argv[1]))
except EnvironmentProblem as error:
    print(error)
"""


def test_a_folder_is_read_by_the_folder_reader(tmp_path: Path) -> None:
    write(tmp_path, b"a/b.jpg", b"12")

    source = open_source(tmp_path)

    (found,) = source.walk()
    assert source.kind == "folder"
    with open_evidence(os.fsencode(tmp_path), found.location) as stream:
        assert stream.read() == b"12"


def test_an_empty_folder_is_a_source(tmp_path: Path) -> None:
    assert list(open_source(tmp_path).walk()) == []


def test_a_single_file_is_a_source_with_itself_as_item(tmp_path: Path) -> None:
    write(tmp_path, b"one.jpg", b"123")

    source = open_source(tmp_path / "one.jpg")

    (found,) = source.walk()
    assert source.kind == "file"
    assert (found.location.steps[0].path, found.size) == (b"one.jpg", 3)
    with open_evidence(os.fsencode(tmp_path / "one.jpg"), found.location) as stream:
        assert stream.read() == b"123"


def test_a_path_with_nothing_there_is_one_clear_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "gone", tmp_path / "gone" / "deeper"):
        with pytest.raises(UsageError, match=r"There is nothing at .*gone.*; check the path"):
            open_source(path)


def test_a_pipe_is_no_source(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(UsageError, match="neither a folder nor a file"):
        open_source(tmp_path / "pipe")


def test_a_folder_that_may_not_be_read_is_a_problem_of_the_workstation() -> None:
    with reachable_folder() as folder:
        (folder / "closed").mkdir(mode=0o000)

        done = subprocess.run(
            [sys.executable, "-c", OPEN_AS_NOBODY, str(folder / "closed")],
            capture_output=True, text=True, check=True, cwd=REPOSITORY,
        )  # fmt: skip

        (folder / "closed").chmod(0o700)
    assert "closed cannot be read (Permission denied)" in done.stdout
