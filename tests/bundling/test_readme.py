"""The commands of the README run as they stand, in their order, with what `make demo` has made."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from forensicdesk.cli.main import cli
from tests.architecture.sources import ROOT
from tests.bundling.test_manual import run

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(forensicdesk .*)$", README, re.MULTILINE)
OF_ONES_OWN = ("hash", "compare", "calibrate", "batch", "process 2026-001.fdcase --cluster")
"""Those of which the README says that they take files or machines of one's own."""
ELSEWHERE = ("validate", "gui", "key new", "demo")
"""The first takes minutes, the second opens a window, the third asks on a terminal, the last is what came before."""
WITH_DAMAGE = ("run", "process")
"""They end with exit code 1, as the README says: two files could not be analysed."""


def begins(line: str, *names: str) -> bool:
    return line.removeprefix("forensicdesk ").startswith(names)


def test_the_readme_names_every_command() -> None:
    named = {line.split()[1] for line in COMMANDS} | {"cluster"}  # in the text beside them
    assert "`forensicdesk cluster` starts" in README
    assert named == set(cli.commands)


@pytest.mark.soak
def test_the_commands_of_the_readme_run_as_they_stand(tmp_path: Path) -> None:
    run("forensicdesk demo --dir demo", tmp_path, 0)
    shutil.copy(tmp_path / "demo" / "demo-list.csv", tmp_path / "unit-list.csv")
    assert "write `demo/evidence/laptop` for EVIDENCE and `demo/evidence/phone` for PICTURES" in README
    lines = [line for line in COMMANDS if not begins(line, *OF_ONES_OWN, *ELSEWHERE)]

    assert len(lines) > 20
    for line in lines:
        said = line.replace("EVIDENCE", "demo/evidence/laptop").replace("PICTURES", "demo/evidence/phone")
        run(said, tmp_path, 1 if begins(line, *WITH_DAMAGE) else 0)
