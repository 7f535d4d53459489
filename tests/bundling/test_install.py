"""The installer of the offline folder: what it checks, what it refuses, what it starts. Python is a stand-in."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from bundling.sums import NAME, sums
from tests.architecture.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

VERSION = "3.11"
STAND_IN = """#!/bin/sh
printf '%s\\n' "$*" >>"$RECORD"
case "$1" in
  -c) echo "${SAYS:-3.11}" ;;
  -m) if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0" "$3/bin/forensicdesk"; fi ;;
  doctor) exit "${DOCTOR:-0}" ;;
esac
"""

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="the installer is a script for sh")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An offline folder with one wheel of nothing, and the stand-in as `python3.11` beside it."""
    made = tmp_path / "offline folder"
    for name in ("wheels", "program", "manual"):
        (made / name).mkdir(parents=True)
    for name, text in (
        ("wheels/a-1-py3-none-any.whl", ""),
        ("program/forensicdesk-1-py3-none-any.whl", ""),
        ("manual/index.html", "manual"),
        ("python-version", f"{VERSION}\n"),
        ("requirements.lock", ""),
        ("LICENSE", ""),
        ("NOTICE.md", ""),
        ("CHANGELOG.md", ""),
    ):
        (made / name).write_text(text)
    shutil.copy(ROOT / "bundling" / "offline" / "install.sh", made)
    (made / NAME).write_text(sums(made))
    stand_in = tmp_path / f"python{VERSION}"
    stand_in.write_text(STAND_IN)
    stand_in.chmod(0o755)
    return made


def install(folder: Path, target: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", folder / "install.sh", target],
        env={"PATH": path, "RECORD": str(folder.parent / "record"), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_installs_by_hash_without_an_index_and_ends_with_the_check(folder: Path, tmp_path: Path) -> None:
    done = install(folder, tmp_path / "new place")

    assert done.returncode == 0, done.stderr
    started = (tmp_path / "record").read_text().splitlines()
    assert started[1] == f"-m venv {tmp_path / 'new place'}"
    assert all("--no-index" in line for line in started[2:4])
    assert "--require-hashes --requirement requirements.lock" in started[2]
    assert started[3].endswith("program/forensicdesk-1-py3-none-any.whl")
    assert started[4] == "doctor"
    assert (tmp_path / "new place" / "manual" / "index.html").read_text() == "manual"


def test_a_changed_file_stops_it_before_anything_is_made(folder: Path, tmp_path: Path) -> None:
    (folder / "wheels" / "a-1-py3-none-any.whl").write_text("other")

    done = install(folder, tmp_path / "new")

    assert (done.returncode, (tmp_path / "new").exists()) == (3, False)
    assert "not as it was made; copy the folder again" in done.stderr


def test_a_place_that_exists_and_another_python_are_refused(folder: Path, tmp_path: Path) -> None:
    there = install(folder, tmp_path)
    other = install(folder, tmp_path / "new", SAYS="3.9")
    missing = install(folder, tmp_path / "new", PYTHON="no-such-python")

    assert [one.returncode for one in (there, other, missing)] == [2, 3, 3]
    assert "exists already" in there.stderr
    assert "is Python 3.9; this folder is for Python 3.11" in other.stderr
    assert "no-such-python was not found" in missing.stderr
    assert not (tmp_path / "new").exists()


def test_a_finding_of_the_check_is_not_passed_over(folder: Path, tmp_path: Path) -> None:
    done = install(folder, tmp_path / "new", DOCTOR="1")

    assert done.returncode == 3
    assert "the check of the installation has a finding" in done.stderr
