"""Ctrl+C in the middle of matching: a real process keeps what it has finished, says so, and can be begun again."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.stack_case import make_case
from benchmarks.stack_tables import planted
from tests.forensicdesk.case.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CONTENTS, LISTED, SEED = 12_288, 15_000, 4
"""Three pages of contents, against a list that takes a second or so for each."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signal to one process alone")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {**os.environ, "FORENSICDESK_HOME": str(tmp_path_factory.mktemp("home"))}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A case of which every 64th picture is listed."""
    folder = tmp_path_factory.mktemp("stopped")
    make_case(folder / "a.fdcase", CONTENTS, 0, SEED)
    tables, _, _ = planted(CONTENTS, 0, SEED)
    others = np.random.default_rng(9).integers(0, 256, (LISTED, 32), dtype=np.uint8)
    values = [*np.asarray(tables.pdqs.turned)[::64, 0], *others]
    (folder / "big.csv").write_text("pdq\n" + "".join(f"{value.tobytes().hex()}\n" for value in values))
    start("list", "import", str(folder / "big.csv"), "--role", "notable", environment=environment).communicate()
    return folder / "a.fdcase"


def start(*arguments: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    """The command line as a process."""
    command = [sys.executable, "-m", "forensicdesk", *arguments]
    pipes = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipes, stderr=pipes, text=True)


def matched(case: Path) -> list[int]:
    """The contents that have a match."""
    with closing(sqlite3.connect(f"file:{case / 'case.db'}?mode=ro", uri=True)) as database:
        return [number for (number,) in database.execute("SELECT content_id FROM matches ORDER BY 1")]


def test_what_was_finished_is_kept_after_ctrl_c_and_the_next_run_does_all(
    case: Path, environment: dict[str, str]
) -> None:
    process = start("match", str(case), environment=environment)
    while process.poll() is None and not matched(case):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    kept = matched(case)
    assert process.returncode == 130, errors
    assert "What was finished is stored" in errors
    pages, rest = divmod(len(kept), 4_096 // 64)
    assert (pages in {1, 2}, rest) == (True, 0)
    assert kept == list(range(1, pages * 4_096 + 1, 64))
    actions = [json.loads(line)["action"] for line in (case / "audit.jsonl").read_text().splitlines()]
    assert actions[-2:] == ["matching interrupted", "case closed"]
    with closing(sqlite3.connect(case / "case.db")) as database:
        assert database.execute("SELECT complete FROM lists_used").fetchall() == [(0,)]

    again = start("match", str(case), "--json", environment=environment)
    output, errors = again.communicate(timeout=120)
    assert again.returncode == 0, errors
    assert matched(case) == list(range(1, CONTENTS + 1, 64))
    records = [json.loads(line) for line in (case / "audit.jsonl").read_text().splitlines()]
    (went_on,) = [record["detail"] for record in records if record["action"] == "matching continued"]
    assert went_on["behind content"] == str(pages * 4_096)
    assert went_on["last content"] == str(CONTENTS)
    assert went_on["list"] == [record["detail"]["id"] for record in records if record["action"] == "matched"][-1]
    named = [hashlib.sha256(b"%d" % number).hexdigest() for number in matched(case)[len(kept) :]]
    assert [met["sha256"] for met in json.loads(output)["new"]] == named
    with closing(sqlite3.connect(case / "case.db")) as database:
        assert database.execute("SELECT complete FROM lists_used").fetchall() == [(1,)]
