"""A cluster's scheduler is lost in the middle: the command says so and ends, and given again it finishes the case."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.flow.test_cluster import PICTURES, exports, here, new_case, on_path, run_in
from tests.flow.test_resumption import assert_same
from tests.support.labs import make_lab, site
from tests.support.pictures import jpeg
from tests.support.processes import descendants, ended
from tests.support.program import command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.labs import Site

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc shows which processes there are")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which processes see the evidence."""
    folder = tmp_path_factory.mktemp("machine")
    folder.joinpath("evidence").mkdir()
    for number in range(PICTURES + 1):
        (folder / "evidence" / f"{number}.jpg").write_bytes(jpeg(number))
    return folder


@pytest.fixture
def cluster(tmp_path: Path, machine: Path) -> Iterator[Site]:
    with site(make_lab(tmp_path / "lab"), tmp_path / "logs") as started:
        started.start_worker("steady", machine)
        started.wait_for("steady", "listens at")
        yield started


def pending(home: Path, machine: Path) -> int:
    info = json.loads(here(home, machine, "case", "info", home / "c", "--json"))
    found: int = info["ledger"]["pending"]
    return found


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (signal.SIGKILL, ""),
        pytest.param(signal.SIGSTOP, "it has not answered for 60 s", marks=pytest.mark.soak),  # as if unplugged
    ],
)
def test_a_scheduler_that_is_lost_ends_the_command_with_a_sentence_and_the_same_command_finishes_the_case(
    cluster: Site, machine: Path, tmp_path: Path, how: signal.Signals, why: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    new_case(home, machine)
    order = ("process", home / "c", "--cluster", cluster.url, *cluster.lab.options, "--workers", 1)
    with subprocess.Popen(
        command(*order), cwd=machine, env=on_path(home), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if "node steady takes part" in line:
                started = descendants(process.pid)
                cluster.processes["scheduler"].send_signal(how)
        code = process.wait(120)
    cluster.kill("scheduler")

    assert code == 3, said
    assert f"The scheduler {cluster.url} cannot be worked with ({why}" in said[-1]
    assert "run the same command again; what was finished is stored." in said[-1]
    assert ended(started)  # nothing of it goes on
    assert pending(home, machine) > 0
    verified = run_in(machine, home, "verify", home / "c", "--json")
    assert json.loads(verified.stdout)["problems"] == [], verified.stdout

    cluster.start_scheduler(cluster.url)
    cluster.start_worker("again", machine)
    done = run_in(machine, home, *order)

    assert done.returncode == 0, done.stderr
    alone = tmp_path / "alone"
    alone.mkdir()
    new_case(alone, machine)
    assert run_in(machine, alone, "process", alone / "c", "--workers", 1).returncode == 0
    assert_same(exports(home, machine), exports(alone, machine))
