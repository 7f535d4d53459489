"""The same job with the tables in a file and on a server: the same exports, undisturbed and after a kill."""

from __future__ import annotations

import signal
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from forensicdesk.model import ItemFilter, State
from forensicdesk.session import Session
from tests.forensicdesk.case.building import run_python
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.model import ItemRecord
    from tests.support.postgresql import Server

RUN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from forensicdesk.events import Progress
from forensicdesk.session import Session

def clock():
    return datetime(2026, 1, 31, 9, 30, tzinfo=UTC)

def tell(event):
    print(event.phase if isinstance(event, Progress) else type(event).__name__, flush=True)

case, evidence, report, store = sys.argv[1:]
if Path(case).exists():
    session = Session.open(Path(case), clock=clock)
else:
    session = Session.create(Path(case), "Case 2026-001", "Examiner A", clock=clock, store=store or None)
with session:
    session.add_source(Path(evidence), tell)
    session.process(tell, workers=1)
    session.match((), tell)
    session.report(Path(report), ("json", "csv", "hashes"))
"""
LONG = "n" * 5000
"""Longer than an entry of PostgreSQL's indexes."""
PICTURES = 160


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with evidence, and a case about it in a file, with its report."""
    folder = tmp_path_factory.mktemp("both")
    evidence = folder / "evidence"
    evidence.mkdir()
    for number in range(PICTURES):
        (evidence / f"{number:03}.jpg").write_bytes(jpeg(number // 2, 320 + 64 * (number % 2), 240))
    (evidence / "no picture.txt").write_text("text")
    with zipfile.ZipFile(evidence / "inside.zip", "w") as inside:
        inside.writestr(f"{LONG}1.jpg", jpeg(1000))
        inside.writestr(f"{LONG}2.jpg", jpeg(1001))
    work(folder, "file")
    return folder


def work(folder: Path, name: str, store: str = "") -> None:
    """Do the whole job to its end."""
    arguments = (folder / f"{name}.fdcase", folder / "evidence", folder / f"report {name}")
    program = run_python(RUN, *map(str, arguments), store)
    _, problems = program.communicate(timeout=300)
    assert program.returncode == 0, problems


def contents_of(report: Path) -> dict[str, bytes]:
    """The files of a report."""
    return {file.name: file.read_bytes() for file in sorted(report.iterdir())}


def items_of(case: Path) -> list[ItemRecord]:
    """Everything about every item."""
    with Session.open(case, writable=False) as session:
        return [replace(item, source=replace(item.source, added_at="")) for item in session.items(ALL)]


ALL = ItemFilter(states=tuple(State))


def test_the_exports_are_the_same_byte_for_byte(made: Path, postgresql: Server) -> None:
    work(made, "server", postgresql.url())

    assert (made / "server.fdcase" / "store.json").is_file()
    assert not (made / "server.fdcase" / "case.db").exists()
    assert contents_of(made / "report server") == contents_of(made / "report file")
    items = items_of(made / "server.fdcase")
    assert items == items_of(made / "file.fdcase")
    assert any(item.stack for item in items)
    assert (made / "server.fdcase" / "audit.jsonl").read_bytes() == (made / "file.fdcase" / "audit.jsonl").read_bytes()


def test_a_killed_run_goes_on_to_the_same_end(made: Path, postgresql: Server) -> None:
    arguments = (made / "killed.fdcase", made / "evidence", made / "report killed")
    program = run_python(RUN, *map(str, arguments), postgresql.url())
    assert program.stdout is not None
    while program.stdout.readline() not in {"analyse\n", ""}:
        pass
    program.send_signal(signal.SIGKILL)
    program.communicate(timeout=60)
    with Session.open(arguments[0], writable=False) as session:
        pending, _ = session.pending()

    work(made, "killed", postgresql.url())

    assert pending > 0
    assert items_of(arguments[0]) == items_of(made / "file.fdcase")
    exported = contents_of(made / "report killed")["report-court.hashes.csv"]
    assert exported == contents_of(made / "report file")["report-court.hashes.csv"]
