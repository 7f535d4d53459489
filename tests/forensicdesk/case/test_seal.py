"""The seal of a closed case: no byte of its databases changes unnoticed, and nothing is continued on a changed one."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case import rawfile
from forensicdesk.case.seal import PAGE_BYTES, SEAL, check_seal, has_seal, page_digests
from forensicdesk.errors import CaseError
from forensicdesk.model import Problem
from forensicdesk.pipeline.recordcheck import check_record
from forensicdesk.pipeline.trust import Trust
from forensicdesk.session import Session
from tests.forensicdesk.case.building import NOW

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def case(tmp_path: Path) -> Path:
    with Session.create(tmp_path / "case", "2026-001", "Examiner A", clock=lambda: NOW) as session:
        return session.folder


def seal_problems(case: Path) -> list[Problem]:
    return list(check_seal(case, case / "audit.jsonl"))


def change(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_a_closed_case_is_sealed_and_an_open_one_is_not(case: Path) -> None:
    assert has_seal(case)
    assert seal_problems(case) == []
    with Session.open(case, clock=lambda: NOW):
        assert not has_seal(case)
    assert has_seal(case)
    with Session.open(case, writable=False):
        assert has_seal(case)


def test_a_case_changed_after_it_was_closed_is_not_continued(case: Path) -> None:
    change(case / "case.db", 5 * PAGE_BYTES + 17)

    with pytest.raises(CaseError, match="changed from outside after it was closed"):
        Session.open(case)
    [problem] = seal_problems(case)
    assert problem.where == f"case.db, bytes {5 * PAGE_BYTES} to {6 * PAGE_BYTES - 1}"
    change(case / "case.db", 5 * PAGE_BYTES + 17)
    Session.open(case).close()


def test_a_value_changed_by_another_program_is_noticed_even_in_a_write_ahead_log(case: Path) -> None:
    with closing(sqlite3.connect(case / "case.db")) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("UPDATE case_info SET number = '2026-002'")
        connection.commit()
        assert Problem("changes lie beside the database that was sealed without them", "case.db-wal") in seal_problems(
            case
        )


def test_a_seal_or_its_list_that_was_removed_or_altered_is_said(case: Path) -> None:
    (case / "case.db.pages").rename(case / "kept")
    assert [problem.what for problem in seal_problems(case)] == ["the list of page digests is missing"]
    (case / "kept").rename(case / "case.db.pages")
    (case / SEAL).rename(case / "kept")
    assert [problem.what for problem in check_record(case, Trust())] == [
        "the seal that the case was closed with is missing"
    ]
    (case / SEAL).write_text(json.dumps({"records": 1}))
    assert [problem.where for problem in seal_problems(case)] == [SEAL]


def test_a_program_that_was_killed_leaves_no_seal_and_the_next_one_makes_it_again(case: Path) -> None:
    session = Session.open(case, clock=lambda: NOW)
    session._store.close()  # as a kill does: nothing is put on record
    trust = Trust()

    assert check_record(case, trust) == ()
    assert "no seal" in trust.said[0]
    Session.open(case, clock=lambda: NOW).close()
    assert has_seal(case)


def test_a_case_that_another_program_reads_while_it_is_closed_has_no_seal_and_says_so(case: Path) -> None:
    session = Session.open(case, clock=lambda: NOW)
    with closing(sqlite3.connect(case / "case.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM case_info").fetchone()
        session.close()

    assert not has_seal(case)
    assert check_record(case, Trust()) == ()
    assert b'"case not sealed"' in (case / "audit.jsonl").read_bytes().splitlines()[-1]
    Session.open(case, clock=lambda: NOW).close()
    assert has_seal(case)


def test_each_page_has_its_digest_and_the_last_may_be_short(tmp_path: Path) -> None:

    content = random.Random(7).randbytes(3 * PAGE_BYTES + 5)  # noqa: S311 - a test that can be repeated
    (tmp_path / "file").write_bytes(content)

    expected = b"".join(
        hashlib.sha256(content[start : start + PAGE_BYTES]).digest() for start in range(0, len(content), PAGE_BYTES)
    )
    assert page_digests(tmp_path / "file") == expected


def test_reading_the_bytes_of_a_database_does_not_take_away_its_locks(case: Path) -> None:
    """POSIX drops the locks of a process when it closes any descriptor of the file, SQLite's own among them."""
    with Session.open(case, writable=False) as session:
        session.info()
        page_digests(case / "case.db")
        assert rawfile._waiting[(case / "case.db").absolute()]
    assert (case / "case.db").absolute() not in rawfile._waiting
