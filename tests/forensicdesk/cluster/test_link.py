"""Tests of starting the child that holds the connection."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from forensicdesk.cluster import link
from forensicdesk.errors import UsageError
from tests.support.labs import make_lab
from tests.support.shared import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path


def test_where_the_library_for_clusters_is_missing_one_sentence_says_so_and_nothing_starts(tmp_path: Path) -> None:
    options = ["process", str(tmp_path / "c"), "--cluster", "tls://127.0.0.1:1", *make_lab(tmp_path / "lab").options]
    script = (
        "import sys; sys.modules['distributed'] = None\n"
        f"sys.argv = ['forensicdesk', *{options!r}]\n"
        "from forensicdesk.__main__ import main; main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=REPOSITORY, timeout=120
    )

    assert done.returncode == 3
    assert done.stderr.startswith("Error: The library for clusters is not installed here")
    assert len(done.stderr.splitlines()) == 1


def test_nothing_is_started_unless_process_or_run_name_a_cluster() -> None:
    for arguments in (["process", "c"], ["verify", "c", "--cluster", "tls://127.0.0.1:1"], [], ["cluster", "worker"]):
        link.start(arguments)

    assert link.started() is None


@pytest.mark.parametrize("said", [["--cluster", "tcp://127.0.0.1:1"], ["--cluster=tcp://127.0.0.1:1"], ["--cluster"]])
def test_what_is_no_address_stops_the_program_before_anything_starts(said: list[str]) -> None:
    with pytest.raises(UsageError):
        link.start(["process", "c", *said])


def test_only_the_parts_of_a_cluster_themselves_have_a_network() -> None:
    assert link.serves(["cluster", "worker"])
    assert not any(link.serves(one) for one in (["process", "c"], ["run"], ["gui"], [], ["x", "cluster"]))
