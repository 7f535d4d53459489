"""A case on a server of the lab: backed up and restored, worked on from two machines, its server lost."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forensicdesk.session import Session
from tests.support import postgresql as servers
from tests.support.pictures import jpeg
from tests.support.program import command, document, environment, forensicdesk
from tests.support.shared import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.postgresql import Server

PICTURES = 300
GONE = "cannot be reached"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of these tests alone, since they take it away."""
    pytest.importorskip("psycopg")
    started = servers.start()
    if started is None:
        pytest.skip("PostgreSQL is not installed")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    for number in range(PICTURES):
        (folder / f"{number:02}.jpg").write_bytes(jpeg(number))
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, server: Server, evidence: Path) -> Path:
    """A case that was analysed undisturbed, with a decision."""
    folder = tmp_path_factory.mktemp("whole")
    new_case(folder, server, evidence)
    assert forensicdesk(folder, "process", folder / "c").returncode == 0
    assert forensicdesk(folder, "decide", folder / "c", 1, "--note", "seen").returncode == 0
    return folder / "c.fdcase"


def new_case(folder: Path, server: Server, evidence: Path) -> None:
    made = ("case", "new", folder / "c", "--number", "2026-001", "--examiner", "Examiner A", "--store", server.url())
    assert forensicdesk(folder, *made).returncode == 0
    assert forensicdesk(folder, "add", folder / "c", evidence).returncode == 0


def store_of(case: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((case / "store.json").read_bytes())
    return found


def items(case: Path) -> str:
    return forensicdesk(case.parent, "items", case, "--where", "state=any").stdout


def undecided(case: Path) -> list[dict[str, object]]:
    """The items without what people said of them."""
    return [json.loads(line) | {"decision": None, "notes": []} for line in items(case).splitlines()]


def assert_intact(case: Path) -> None:
    done = forensicdesk(case.parent, "verify", case, "--json")
    assert document(done)["problems"] == []
    assert done.returncode == 0


def analysed(server: Server, case: Path) -> int:
    [(count,)] = server.run(f"SELECT count(*) FROM {store_of(case)['schema']}.contents")  # noqa: S608 - our own name
    assert isinstance(count, int)
    return count


@pytest.mark.soak
def test_a_case_restored_from_its_dump_and_a_copy_of_its_folder_is_intact_and_gives_the_same(
    server: Server, whole: Path, tmp_path: Path
) -> None:
    dump, restore, place = servers.program("pg_dump"), servers.program("pg_restore"), store_of(whole)
    server.run("CREATE DATABASE elsewhere ENCODING 'UTF8' TEMPLATE template0")
    file = tmp_path / "case.dump"
    subprocess.run(
        [str(dump), f"--schema={place['schema']}", "--format=custom", f"--file={file}", server.url()], check=True
    )
    shutil.copytree(whole, tmp_path / "c.fdcase")
    before = items(whole)

    subprocess.run([str(restore), "--exit-on-error", f"--dbname={server.url('elsewhere')}", str(file)], check=True)
    (tmp_path / "c.fdcase" / "store.json").write_text(json.dumps(place | {"store": server.url("elsewhere")}))

    assert_intact(tmp_path / "c.fdcase")
    assert items(tmp_path / "c.fdcase") == before
    assert before.count("\n") == PICTURES
    # It is a case to go on with, and the one it came of knows nothing of that.
    assert forensicdesk(tmp_path, "decide", tmp_path / "c", 2, "--note", "restored").returncode == 0
    assert_intact(tmp_path / "c.fdcase")
    assert_intact(whole)
    assert items(whole) == before


@pytest.mark.soak
def test_a_dump_that_lacks_the_last_acts_of_the_folder_is_noticed(server: Server, whole: Path, tmp_path: Path) -> None:
    dump, restore, place = servers.program("pg_dump"), servers.program("pg_restore"), store_of(whole)
    server.run("CREATE DATABASE older ENCODING 'UTF8' TEMPLATE template0")
    file = tmp_path / "case.dump"
    subprocess.run(
        [str(dump), f"--schema={place['schema']}", "--format=custom", f"--file={file}", server.url()], check=True
    )
    assert forensicdesk(tmp_path, "decide", whole, 3, "--note", "after the dump").returncode == 0
    shutil.copytree(whole, tmp_path / "c.fdcase")
    subprocess.run([str(restore), "--exit-on-error", f"--dbname={server.url('older')}", str(file)], check=True)
    (tmp_path / "c.fdcase" / "store.json").write_text(json.dumps(place | {"store": server.url("older")}))

    done = forensicdesk(tmp_path, "verify", tmp_path / "c", "--json")

    assert done.returncode == 1
    assert document(done)["problems"]


def test_a_server_that_goes_away_in_the_middle_of_an_analysis_costs_nothing(
    server: Server, whole: Path, evidence: Path, tmp_path: Path
) -> None:
    new_case(tmp_path, server, evidence)
    case = tmp_path / "c.fdcase"
    process = subprocess.Popen(
        command("process", case, "--workers", 1), env=environment(tmp_path), stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    limit = time.monotonic() + 120
    while not analysed(server, case):
        assert process.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.02)
    server.go_away()
    said = process.communicate(timeout=120)[1]
    deciding = forensicdesk(tmp_path, "decide", case, 1, "--note", "nobody hears it")
    server.come_back()

    last = said.strip().splitlines()[-1]
    assert process.returncode == 3, said
    assert last.startswith("Error: ")
    assert "what was stored before is kept" in last
    assert deciding.returncode == 3
    assert GONE in deciding.stderr
    assert 0 < analysed(server, case) < PICTURES
    assert_intact(case)
    done = forensicdesk(tmp_path, "process", case)
    assert done.returncode == 0, done.stderr
    assert_intact(case)
    assert undecided(case) == undecided(whole)


def test_a_server_that_goes_away_while_somebody_decides_costs_no_act_that_was_confirmed(
    server: Server, whole: Path, tmp_path: Path
) -> None:
    confirmed = tmp_path / "confirmed"
    deciding = subprocess.Popen(
        [sys.executable, "-c", DECIDE, str(whole), str(confirmed)],
        env=environment(tmp_path), cwd=REPOSITORY, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not confirmed.exists() or confirmed.read_text().count("\n") < 5:
        assert deciding.poll() is None
        time.sleep(0.02)
    server.go_away()
    said = deciding.communicate(timeout=60)[1]
    server.come_back()

    assert deciding.returncode == 3, said
    assert "what was stored before is kept" in said
    notes = [f"note {number}" for number in map(int, confirmed.read_text().split())]
    with Session.open(whole, writable=False) as session:
        kept = [act.value for act in session.acts() if act.value.startswith("note ")]
    assert kept[: len(notes)] == notes
    assert len(kept) <= len(notes) + 1  # one may have been stored, and its answer lost
    assert_intact(whole)


DECIDE = """
import sys
from pathlib import Path
from forensicdesk.cli.leaving import explain
from forensicdesk.decisions import ActKind
from forensicdesk.session import Session
try:
    with Session.open(Path(sys.argv[1])) as session, Path(sys.argv[2]).open("w") as confirmed:
        for number in range(100_000):
            session.decide(ActKind.NOTE, f"note {number}", (1 + number % 3,))
            print(number, file=confirmed, flush=True)
except Exception as error:
    sys.exit(explain(error))
"""


@pytest.mark.soak
def test_two_machines_with_one_shared_folder_decide_at_once_and_only_one_of_them_works(
    server: Server, evidence: Path, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    new_case(share, server, evidence)
    ways = {tmp_path / "one": Path("cases/c"), tmp_path / "other" / "home": Path("mnt/c.fdcase")}
    for home, way in ways.items():
        home.mkdir(parents=True)
        (home / way.parent).symlink_to(share)
    (one, mine), (other, theirs) = ways.items()

    working = begun(one, "process", mine, "--workers", 1)
    while not analysed(server, share / "c.fdcase"):
        assert working.poll() is None
        time.sleep(0.02)
    working.send_signal(signal.SIGSTOP)
    second = begun(other, "process", theirs)
    refused = second.communicate()[1]
    beside = [begun(home, "decide", way, 1, "--note", f"of {home.name}") for home, way in ways.items()]
    said = [one.communicate()[1] for one in beside]
    working.send_signal(signal.SIGCONT)
    working.communicate()

    assert (working.returncode, [one.returncode for one in beside]) == (0, [0, 0]), said
    assert second.returncode == 3
    assert f"process {working.pid}) is adding, analysing or reporting in the same case" in refused
    with Session.open(other / theirs, writable=False) as session:
        assert sorted(act.value for act in session.acts()) == ["of home", "of one"]
        assert all(session.thumbnail(content) is not None for content in range(1, PICTURES + 1))
    assert_intact(share / "c.fdcase")


def begun(home: Path, *arguments: object) -> subprocess.Popen[str]:
    """A program on a machine of its own: another working folder, another home, the case by another path."""
    return subprocess.Popen(
        command(*arguments),
        cwd=home,
        env=environment(home, PYTHONPATH=str(REPOSITORY)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
