"""A case on a cluster of several processes: whatever is lost or refused, its exports are those of one machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from forensicdesk.cli.main import cli
from tests.flow.test_resumption import assert_same, children_of
from tests.support.archives import zip_of
from tests.support.evidence import make_small_evidence
from tests.support.labs import make_lab, remote_addresses, site
from tests.support.pictures import jpeg
from tests.support.program import command, environment, forensicdesk
from tests.support.shared import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.labs import Site

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc shows who is connected to whom")

EVIDENCE = Path("/proc/self/cwd/evidence")
"""One path that leads each process to a folder of its own: to the one below the folder that it was started in."""

PICTURES = 80
OTHER_VERSION = "0.0.9"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the case on the cluster."""

    home: Path
    said: str
    exit_code: int
    connections: frozenset[str]
    site: Site


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which processes see the evidence."""
    folder = tmp_path_factory.mktemp("machine")
    evidence = make_small_evidence(folder / "evidence")
    for number in range(PICTURES):
        (evidence / f"{number}.jpg").write_bytes(jpeg(1000 + number))
    (evidence / "backup.zip").write_bytes(zip_of({f"DCIM/{n}.jpg": jpeg(n) for n in range(20)}))
    return folder


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, machine: Path) -> tuple[str, str]:
    """The exports of the same case on one machine."""
    home = tmp_path_factory.mktemp("alone")
    new_case(home, machine)
    done = run_in(machine, home, "process", home / "c", "--workers", 1)
    assert done.returncode == 1, done.stderr  # some items are damaged on purpose
    return exports(home, machine)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, machine: Path) -> Iterator[Site]:
    """Two good workers, one of another version, one that does not see the evidence, one of another lab."""
    folder = tmp_path_factory.mktemp("cluster")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    with site(make_lab(folder / "lab"), folder / "logs") as here:
        here.start_worker("steady", machine)
        here.start_worker("doomed", machine)
        here.start_worker("older", machine, program=copy_of_the_program(folder / "older"))
        here.start_worker("blind", elsewhere)
        here.start_worker("stranger", machine, lab=make_lab(folder / "other lab", "other"))
        for name in ("steady", "doomed", "older", "blind"):
            here.wait_for(name, "listens at")
        here.wait_for("scheduler", "TLS handshake failed")
        yield here


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, machine: Path, cluster: Site) -> Outcome:
    """The case on the cluster, one worker killed in the middle."""
    home = tmp_path_factory.mktemp("coordinator")
    new_case(home, machine)
    line = command("process", home / "c", "--cluster", cluster.url, *cluster.lab.options, "--workers", 1)
    with subprocess.Popen(
        line, cwd=machine, env=on_path(home), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        connections: set[str] = set()
        watching = threading.Event()
        watcher = threading.Thread(target=watch, args=(process.pid, connections, watching))
        watcher.start()
        said, part = [], set()
        assert process.stderr is not None
        for text in process.stderr:
            said.append(text)
            part |= {name for name in ("steady", "doomed") if f"node {name} takes part" in text}
            if len(part) == 2 and "doomed" in part and cluster.processes["doomed"].poll() is None:
                time.sleep(0.3)  # some of its parcels are on their way
                cluster.kill("doomed")
        code = process.wait(120)
        watching.set()
        watcher.join()
    return Outcome(home, "".join(said), code, frozenset(connections), cluster)


def test_with_a_worker_killed_in_the_middle_the_exports_are_those_of_one_machine(
    outcome: Outcome, alone: tuple[str, str], machine: Path
) -> None:
    assert outcome.exit_code == 1, outcome.said
    assert "The node doomed is gone; its items are given to others." in outcome.said
    assert_same(exports(outcome.home, machine), alone)


def test_workers_of_another_version_and_without_the_evidence_are_refused_by_name_with_the_reason(
    outcome: Outcome,
) -> None:
    refused = {line.split()[2]: line for line in outcome.said.splitlines() if "gets no work" in line}

    assert set(refused) == {"older", "blind"}
    assert f"program: {OTHER_VERSION}" in refused["older"]
    assert f"of {EVIDENCE}: there is no such exhibit there" in refused["blind"]


def test_what_each_node_did_is_on_record(outcome: Outcome) -> None:
    lines = (outcome.home / "c.fdcase" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    [begun] = [one["detail"] for one in records if one["action"] == "analysis started"]
    [ended] = [one["detail"] for one in records if one["action"] == "analysis ended"]
    nodes = [ended["node"]] if isinstance(ended["node"], str) else ended["node"]  # one alone is kept as text
    done = dict(one.split(": ", 1) for one in nodes)

    assert begun["cluster"] == outcome.site.url
    assert sum(int(said.split()[0]) for said in done.values()) == int(ended["seen"])
    assert set(done) <= {"steady", "doomed", "the coordinator"}
    assert {one.split(":")[0] for one in ended["node refused"]} == {"older", "blind"}


def test_the_coordinator_and_its_children_connect_to_the_scheduler_and_to_nothing_else(outcome: Outcome) -> None:
    assert outcome.connections == {outcome.site.url.removeprefix("tls://")}


def test_nobody_listens_but_where_he_was_told_to(outcome: Outcome) -> None:
    for name in ("scheduler", "steady"):
        assert listening(outcome.site.processes[name].pid) == 1, name


def test_a_worker_of_another_lab_is_never_known_to_the_scheduler(outcome: Outcome) -> None:
    assert "name: steady" in outcome.site.said("scheduler")
    assert "name: stranger" not in outcome.site.said("scheduler")


def test_a_coordinator_with_a_certificate_of_another_lab_gets_nothing_done(
    cluster: Site, machine: Path, tmp_path: Path
) -> None:
    new_case(tmp_path, machine)
    other = make_lab(tmp_path / "other", "other")

    done = run_in(machine, tmp_path, "process", tmp_path / "c", "--cluster", cluster.url, *other.options)

    assert done.returncode == 3
    assert "refused the certificate shown to it, or showed one that the lab's authority did not issue" in done.stderr


def test_tcp_and_a_missing_certificate_are_wrong_usage(tmp_path: Path) -> None:
    case, lab = tmp_path / "c", make_lab(tmp_path / "lab")
    plain = forensicdesk(tmp_path, "process", case, "--cluster", "tcp://127.0.0.1:1", *lab.options)
    bare = forensicdesk(tmp_path, "process", case, "--cluster=tls://127.0.0.1:1")

    assert (plain.returncode, bare.returncode) == (2, 2)
    assert "tcp://127.0.0.1:1 would send evidence and results unencrypted" in plain.stderr
    assert "give --cluster-ca, --cluster-cert and --cluster-key" in bare.stderr


@pytest.mark.soak
def test_stopped_by_ctrl_c_on_the_cluster_it_goes_on_alone_to_the_same_exports(
    outcome: Outcome, alone: tuple[str, str], machine: Path, tmp_path: Path
) -> None:
    new_case(tmp_path, machine)
    line = command("process", tmp_path / "c", "--cluster", outcome.site.url, *outcome.site.lab.options)
    with subprocess.Popen(
        line, cwd=machine, env=on_path(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for text in process.stderr:
            if "node steady takes part" in text:
                time.sleep(0.5)
                process.send_signal(signal.SIGINT)
        assert process.wait(120) == 130
    assert json.loads(here(tmp_path, machine, "case", "info", tmp_path / "c", "--json"))["ledger"]["pending"] > 0

    done = run_in(machine, tmp_path, "process", tmp_path / "c", "--workers", 1)

    assert done.returncode == 1, done.stderr
    assert_same(exports(tmp_path, machine), alone)


# --- what the tests stand on ------------------------------------------------------------------------------------------


def copy_of_the_program(folder: Path) -> Path:
    """This program as another version of itself."""
    for package in ("forensicdesk", "hashing", "reports"):
        shutil.copytree(REPOSITORY / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    start = folder / "forensicdesk" / "__init__.py"
    text = start.read_text(encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("__version__"))
    start.write_text(text.replace(version, f'__version__ = "{OTHER_VERSION}"'), encoding="utf-8")
    return folder


def on_path(home: Path) -> dict[str, str]:
    """The environment of a program that is started in another folder."""
    return environment(home, PYTHONPATH=str(REPOSITORY))


def run_in(folder: Path, home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=folder, env=on_path(home), capture_output=True, text=True, timeout=300, check=False
    )


def new_case(home: Path, machine: Path) -> None:
    """A case with the evidence, made as a person in the machine's folder would."""
    here(home, machine, "case", "new", home / "c", "--number", "Case 2026-001", "--examiner", "Examiner A")
    here(home, machine, "add", home / "c", EVIDENCE)


def exports(home: Path, machine: Path) -> tuple[str, str]:
    """Every item as JSON, and the ledger."""
    items = here(home, machine, "items", home / "c", "--where", "state=any")
    info = json.loads(here(home, machine, "case", "info", home / "c", "--json"))
    assert items.count("\n") > PICTURES
    return items, json.dumps(info["ledger"])


def here(home: Path, machine: Path, *arguments: object) -> str:
    """What a command prints that is run in this process; it needs no cluster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(machine)
        patch.setenv("FORENSICDESK_HOME", str(home))
        done = CliRunner().invoke(cli, [str(one) for one in arguments], standalone_mode=False)
    assert (done.exception, done.return_value or 0) == (None, 0), done.output
    return done.stdout


def watch(pid: int, connections: set[str], until: threading.Event) -> None:
    """Look again and again at whom a process and everything that it started are connected to."""
    while not until.wait(0.2):
        waiting = [pid]
        while waiting:
            one = waiting.pop()
            connections |= remote_addresses(one)
            waiting += children_of(one)


def listening(pid: int) -> int:
    """On how many ports of a network a process takes connections."""
    own = {os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir()}  # noqa: PTH115 - sockets are no paths
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]
    ]
    return sum(words[3] == "0A" and f"socket:[{words[9]}]" in own for words in lines)
