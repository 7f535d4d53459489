"""Verifying names every difference, and nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import UsageError
from forensicdesk.events import Progress
from forensicdesk.model import Problem, Result
from forensicdesk.pipeline.verify import verify_case, verify_path
from hashing.values import Recipe
from tests.forensicdesk.case.building import ACTOR, NOW, new_case, not_media, opened, picture, source_with, writer_of

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.events import Event

FILES = {"a.jpg": b"first", "sub/b.jpg": b"second", "sub/copy.jpg": b"second", "note.txt": b"text", "c.jpg": b"third"}


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    root = tmp_path / "exhibit"
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


@pytest.fixture
def case(tmp_path: Path, evidence: Path) -> Path:
    path = new_case(tmp_path)
    with opened(path) as store:
        source_with(store, [name.encode() for name in FILES], root=evidence)
        analyses = [not_media() if name == "note.txt" else picture(content) for name, content in FILES.items()]
        results = [Result(number, analysis) for number, analysis in enumerate(analyses, 1)]
        writer_of(store).record_results(results, Recipe())
    return path


def problems_of(path: Path, heard: list[Event] | None = None) -> tuple[Problem, ...]:
    events: list[Event] = [] if heard is None else heard
    return verify_path(path, events.append, now=NOW, actor=ACTOR)


def test_an_untouched_case_is_intact_and_its_listener_hears_how_far_the_work_is(case: Path) -> None:
    heard: list[Event] = []

    assert problems_of(case, heard) == ()
    assert all(isinstance(event, Progress) and event.phase == "verify" for event in heard)
    assert heard[0] == Progress("verify", 0, 4, 0, 40)
    assert heard[-1] == Progress("verify", 4, 4, 22, 40)


def test_verifying_changes_nothing(case: Path) -> None:
    before = {name: (case / name).read_bytes() for name in ("case.db", "thumbnails.db", "audit.jsonl")}

    problems_of(case)

    assert {name: (case / name).read_bytes() for name in before} == before


def test_changed_missing_and_unreadable_evidence_is_named(case: Path, evidence: Path) -> None:
    (evidence / "a.jpg").write_bytes(b"f1rst")
    (evidence / "c.jpg").unlink()
    (evidence / "sub/b.jpg").unlink()
    (evidence / "sub/b.jpg").mkdir()
    (evidence / "note.txt").write_bytes(b"not among the analysed")

    problems = {problem.where: problem.what for problem in problems_of(case)}

    assert set(problems) == {"phone: a.jpg", "phone: sub/b.jpg", "phone: c.jpg"}
    assert "has changed" in problems["phone: a.jpg"]
    assert problems["phone: c.jpg"] == "the evidence file is missing"
    assert "cannot be read" in problems["phone: sub/b.jpg"]
    assert not any(str(evidence) in what for what in problems.values())


def test_an_exhibit_that_is_not_there_is_one_problem(case: Path, evidence: Path) -> None:
    evidence.rename(evidence.with_name("moved"))

    (problem,) = problems_of(case)

    assert problem.where == "phone"
    assert "not where it was" in problem.what


def test_a_missing_thumbnail_is_named(case: Path) -> None:
    with opened(case) as store, store.thumbnails.database.writing() as connection:
        digest = picture(b"second").digests
        assert digest is not None
        connection.exec_driver_sql("DELETE FROM thumbnails WHERE sha256 = ?", (digest.sha256,))

    assert problems_of(case) == (Problem("the thumbnail is missing", f"content with SHA-256 {digest.sha256.hex()}"),)


def test_an_altered_log_is_named(case: Path) -> None:
    log = case / "audit.jsonl"
    log.write_bytes(log.read_bytes().replace(b"Examiner", b"Somebody"))

    assert [problem.where for problem in problems_of(case)] == ["audit.jsonl, line 1"]


def test_a_row_that_lost_what_it_refers_to_is_named(case: Path) -> None:
    with closing(sqlite3.connect(case / "case.db")) as connection, connection:
        connection.execute("DELETE FROM contents WHERE id = 1")

    assert any("refers to a missing row of contents" in problem.what for problem in problems_of(case))


def test_a_database_with_damaged_pages_is_a_problem_not_a_crash(case: Path) -> None:
    with opened(case):
        pass
    raw = bytearray((case / "case.db").read_bytes())
    half = len(raw) // 2 // 4096 * 4096
    raw[half:] = b"\xa5" * (len(raw) - half)
    with opened(case, writable=False) as store:
        (case / "case.db").write_bytes(raw)
        problems = verify_case(store, lambda _: None)

    assert any(problem.where == "case.db" and "damaged" in problem.what for problem in problems)


def test_a_log_alone_can_be_checked(case: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy of the log"
    copy.write_bytes((case / "audit.jsonl").read_bytes())

    assert problems_of(copy) == ()


def test_what_is_none_of_the_three_is_refused(tmp_path: Path) -> None:
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8")

    with pytest.raises(UsageError, match="no case, no report folder"):
        problems_of(tmp_path)
    with pytest.raises(UsageError, match="no case, no report folder"):
        problems_of(tmp_path / "picture.jpg")
    with pytest.raises(UsageError, match="There is nothing at"):
        problems_of(tmp_path / "missing")
