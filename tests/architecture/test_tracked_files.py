"""Nothing that belongs to one workstation is kept under version control."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.architecture.sources import ROOT

# Put together from pieces, so that this file is not its own finding.
HOMES = "|".join(("/ro" + "ot/", "/ho" + "me/[a-z]", "/Us" + "ers/[A-Za-z]", r"[A-Z]:\\Us" + r"ers\\", "/wo" + "rk/"))
MACHINE_PATH = re.compile(rf"(?<![\w.])(?:{HOMES})")


def tracked() -> list[str]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return []
    done = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.skipif(not tracked(), reason="not a git checkout with files in it")
def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    findings = []
    for name in tracked():
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        findings += [f"{name}: {match.group()}" for match in MACHINE_PATH.finditer(text)]

    assert findings == []


@pytest.mark.skipif(not tracked(), reason="not a git checkout with files in it")
def test_no_case_list_index_or_build_is_tracked() -> None:
    unwanted = re.compile(r"\.fdcase/|(^|/)__pycache__/|\.(db|sqlite|pyc|whl)$|^(build|dist|demo)/")

    assert [name for name in tracked() if unwanted.search(name) and not name.startswith("tests/")] == []
