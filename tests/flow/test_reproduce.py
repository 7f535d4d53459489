"""A case repeated from its evidence: no difference where nothing was touched, every touched value named elsewhere."""

from __future__ import annotations

import json
import shutil
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from forensicdesk.cli.main import cli
from forensicdesk.session import Session
from tests.support.program import document, forensicdesk
from tests.support.schema import faults, output_schema

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flow.conftest import FinishedRun


@pytest.fixture
def case(finished: FinishedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the finished case, its evidence where it was, without a seal, with a library of its own."""
    shutil.copytree(finished.case, tmp_path / "case.fdcase")
    shutil.copytree(finished.home, tmp_path / "home")
    (tmp_path / "case.fdcase" / "seal.json").unlink()
    monkeypatch.setenv("FORENSICDESK_HOME", str(tmp_path / "home"))
    return tmp_path / "case.fdcase"


def reproduce(case: Path) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(cli, ["case", "reproduce", str(case), "--json"], standalone_mode=False)
    assert done.stdout, done.stderr
    return done.return_value, json.loads(done.stdout)


def last_record(case: Path) -> dict[str, Any]:
    with Session.open(case, writable=False) as session:
        return next(dict(record.detail) for record in session.audit_records() if record.action == "case reproduced")


def tables(case: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database but the head of the log, and of the index of words what it is stored as."""
    with sqlite3.connect(case / "case.db") as database:
        stored = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        names = [name for (name,) in database.execute(stored)]
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names if name != "case_info"}  # noqa: S608 - names of our own


def test_an_untouched_case_is_reproduced_and_only_its_log_grows(case: Path) -> None:
    before = tables(case)

    code, said = reproduce(case)

    assert (code, said["differences"], said["reproduced"]) == (0, [], True)
    assert said["items"] == 11
    assert said["lists"] == ["list@1"]
    assert tables(case) == before
    assert sorted(path.name for path in case.parent.iterdir()) == ["case.fdcase", "home"]
    assert last_record(case)["differences"] == "0"
    assert list(faults(said, output_schema()["properties"]["case reproduce"], output_schema())) == []


TOUCHED = (
    ("UPDATE contents SET sha1 = zeroblob(20) WHERE id = 1", "digests", "sha1"),
    (
        "UPDATE perceptual SET value = zeroblob(8) WHERE content_id = 1 AND algorithm = 'phash'",
        "perceptual hashes",
        "phash",
    ),
    ("UPDATE contents SET width = 7 WHERE id = 1", "ledger", "pixels"),
    (
        "UPDATE items SET state = 'failed' WHERE id = (SELECT min(id) FROM items WHERE state = 'not_media')",
        "ledger",
        "state",
    ),
    (
        """UPDATE contents SET dates = '[["exif:Made","2001:01:01 00:00:00",null]]' WHERE id = 1""",
        "dates",
        "exif:Made",
    ),
    ("""UPDATE contents SET metadata = '[["EXIF",[["Make","Exemplar"]]]]' WHERE id = 1""", "metadata", "EXIF Make"),
    ("UPDATE matches SET label = 'other', entry = 'two' WHERE id = 1", "matches", "list@1 two exact"),
    ("DELETE FROM stack_members WHERE stack_id = 1", "stacks", "stack of"),
    ("DELETE FROM items WHERE id = (SELECT max(id) FROM items WHERE state = 'not_media')", "ledger", "item"),
)
"""Statements, and the part and field under which what they do is named."""


def test_every_touched_value_is_named(case: Path) -> None:
    with sqlite3.connect(case / "case.db") as database:
        for statement, _, _ in TOUCHED:
            database.execute(statement)

    code, said = reproduce(case)

    named = {(one["part"], one["field"]) for one in said["differences"]}
    assert code == 1
    assert [touched for touched in TOUCHED if touched[1:] not in named] == []
    digest = next(one for one in said["differences"] if one["field"] == "sha1")
    assert digest["stored"] == "00" * 20
    assert len(digest["new"]) == 40
    assert last_record(case)["differences"] == str(len(said["differences"]))


def test_a_list_that_is_gone_is_named_and_its_matches_are_left_out(case: Path) -> None:
    for path in (case.parent / "home").rglob("*.fdlist"):
        path.unlink()

    code, said = reproduce(case)

    assert code == 0
    assert [one["list"] for one in said["lists_left_out"]] == ["list@1"]


def test_evidence_that_is_gone_is_named_in_one_sentence(case: Path, finished: FinishedRun) -> None:
    away = finished.evidence.with_name("away")
    finished.evidence.rename(away)
    try:
        done = CliRunner().invoke(cli, ["case", "reproduce", str(case)], standalone_mode=False)
    finally:
        away.rename(finished.evidence)

    assert "The evidence is not there" in str(done.exception)
    assert sorted(path.name for path in case.parent.iterdir()) == ["case.fdcase", "home"]


@pytest.mark.soak
def test_the_demonstration_is_reproduced_with_any_number_of_workers(tmp_path: Path) -> None:
    made = forensicdesk(tmp_path / "home", "demo", "--dir", tmp_path / "demo")
    assert made.returncode in {0, 1}, made.stderr

    for workers in (1, 3):
        arguments = ("reproduce", tmp_path / "demo" / "demo.fdcase", "--workers", workers, "--json")
        done = forensicdesk(tmp_path / "home", "case", *arguments)
        assert (done.returncode, document(done)["differences"]) == (0, [])
