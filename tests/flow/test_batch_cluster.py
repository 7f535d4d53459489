"""A job of a batch has its items analysed on a cluster, although the batch itself stays off every network."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.flow.test_batch import state_of
from tests.support.evidence import write_picture
from tests.support.labs import make_lab, site
from tests.support.processes import descendants, ended
from tests.support.program import command, environment, forensicdesk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.labs import Lab, Site

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no barrier to pass")

QUICK = ("--jobs", 2, "--workers", 1, "--least-free", 0)
BEHIND_THE_BARRIER = (
    "from forensicdesk.offline import forbid_network; forbid_network(); from forensicdesk import __main__"
)
"""What the desktop is when it starts a batch."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place")
    for number in range(6):
        write_picture(folder / "evidence" / f"{number}.jpg", number)
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, place: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("cluster")
    with site(make_lab(folder / "lab"), folder / "logs") as started:
        started.start_worker("steady", place)
        started.wait_for("steady", "listens at")
        yield started


def write_queue(place: Path, folder: Path, url: str, certificates: Lab) -> Path:
    """One job on the cluster and one on this machine; the certificates are named from the queue's own folder."""
    folder.mkdir()
    lab = folder / "lab"
    lab.symlink_to(certificates.folder)
    named = json.dumps(str(place / "evidence"))
    queue = folder / "queue.toml"
    queue.write_text(
        '[batch]\nformats = ["json"]\nlanguages = ["en", "es"]\n'
        'cluster_ca = "lab/ca.pem"\ncluster_cert = "lab/cert.pem"\ncluster_key = "lab/key.pem"\n'
        f'[[job]]\nname = "far"\nsources = [{named}]\ncluster = "{url}"\n'
        f'[[job]]\nname = "near"\nsources = [{named}]\n',
        encoding="utf-8",
    )
    return queue


def begun_with(case: Path) -> dict[str, object]:
    lines = (case / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    [detail] = [one["detail"] for one in map(json.loads, lines) if one["action"] == "analysis started"]
    found: dict[str, object] = detail
    return found


@pytest.mark.soak
def test_a_job_goes_to_the_cluster_that_it_names_and_gives_what_it_gives_here(
    place: Path, cluster: Site, tmp_path: Path
) -> None:
    queue = write_queue(place, tmp_path / "batch", cluster.url, cluster.lab)

    done = forensicdesk(tmp_path, "batch", queue, *QUICK, "--json")

    assert done.returncode == 0, done.stdout + done.stderr
    cases = tmp_path / "batch" / "queue-batch" / "cases"
    assert begun_with(cases / "far.fdcase")["cluster"] == cluster.url
    assert "cluster" not in begun_with(cases / "near.fdcase")
    far, near = (forensicdesk(tmp_path, "items", cases / f"{one}.fdcase").stdout for one in ("far", "near"))
    assert far == near
    assert far.count("\n") == 6
    assert len(state_of(tmp_path / "batch" / "queue-batch")["jobs"][0]["reports"]) == 2


@pytest.mark.soak
def test_a_batch_that_is_killed_takes_the_process_that_starts_jobs_and_those_jobs_with_it(
    place: Path, cluster: Site, tmp_path: Path
) -> None:
    queue = write_queue(place, tmp_path / "batch", cluster.url, cluster.lab)
    process = subprocess.Popen(
        command("batch", queue, *QUICK, "--json"), env=environment(tmp_path), stderr=subprocess.PIPE
    )
    folder = tmp_path / "batch" / "queue-batch"
    while not (folder / "cases" / "far.fdcase" / "audit.jsonl").exists():
        assert process.poll() is None
    process.send_signal(signal.SIGSTOP)
    started = descendants(process.pid)
    process.kill()
    process.communicate(timeout=60)

    assert len(started) > 3
    assert ended(started, 60.0)
    assert forensicdesk(tmp_path, "batch", queue, *QUICK).returncode == 0


def test_a_batch_that_has_no_network_refuses_a_job_that_names_a_cluster_with_what_to_do(
    place: Path, tmp_path: Path
) -> None:
    queue = write_queue(place, tmp_path / "batch", "tls://127.0.0.1:1", make_lab(tmp_path / "lab"))
    done = subprocess.run(
        [sys.executable, "-c", f"{BEHIND_THE_BARRIER}; __main__.main()", *map(str, ("batch", queue, *QUICK))],
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )
    jobs = {job["name"]: job for job in state_of(tmp_path / "batch" / "queue-batch")["jobs"]}

    assert done.returncode == 1
    assert (jobs["far"]["stage"], jobs["far"]["cause"], jobs["near"]["stage"]) == ("failed", "refused", "done")
    assert jobs["far"]["said"].endswith("Start it again on a command line with `forensicdesk batch`.")


@pytest.mark.soak  # connecting is tried for half a minute
def test_a_job_of_a_batch_asks_the_scheduler_that_it_names(place: Path, tmp_path: Path) -> None:
    queue = write_queue(place, tmp_path / "batch", "tls://127.0.0.1:1", make_lab(tmp_path / "lab"))

    done = forensicdesk(tmp_path, "batch", queue, *QUICK, "--attempts", 1)
    jobs = {job["name"]: job for job in state_of(tmp_path / "batch" / "queue-batch")["jobs"]}

    assert done.returncode == 1
    assert (jobs["far"]["stage"], jobs["far"]["cause"], jobs["near"]["stage"]) == ("failed", "environment", "done")
    assert jobs["far"]["said"].startswith("The scheduler tls://127.0.0.1:1 cannot be worked with")
