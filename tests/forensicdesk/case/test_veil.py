"""Thumbnails encrypted at rest: no picture is in the files of the case, and none is shown without the passphrase."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.veil import new_veil, open_veil
from forensicdesk.errors import CaseError, UsageError
from forensicdesk.model import ItemFilter
from forensicdesk.session import Session
from tests.forensicdesk.case.building import NOW
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "correct horse"  # noqa: S105 - of a case that a test makes
MARKS = (b"\xff\xd8\xff", b"\x89PNG")
"""How a preview and a mosaic begin."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("veiled")
    (root / "evidence").mkdir()
    for number in range(2):
        (root / "evidence" / f"{number}.jpg").write_bytes(jpeg(number))
    with Session.create(root / "case", "2026-001", "Examiner A", clock=lambda: NOW) as session:
        session.veil(PASSPHRASE)
        session.add_source(root / "evidence", lambda _: None)
        session.process(lambda _: None, workers=1)
        return session.folder


def first_content(session: Session) -> int:
    content = next(iter(session.items(ItemFilter()))).content_id
    assert content is not None
    return content


def test_no_picture_is_in_the_file_and_all_are_there_with_the_passphrase(case: Path) -> None:
    raw = (case / "thumbnails.db").read_bytes()
    with Session.open(case, writable=False) as session:
        assert session.locked
        assert session.thumbnail(first_content(session)) is None
        session.unlock(PASSPHRASE)
        thumbnail = session.thumbnail(first_content(session))

    assert thumbnail is not None
    assert thumbnail.preview.startswith(MARKS[0])
    assert thumbnail.mosaic.startswith(MARKS[1])
    assert not any(mark in raw for mark in MARKS)
    assert b"thumbnails encrypted" in (case / "audit.jsonl").read_bytes()


def test_what_needs_pictures_is_refused_while_they_are_locked(case: Path, tmp_path: Path) -> None:
    with Session.open(case) as session:
        with pytest.raises(CaseError, match="thumbnails of this case are encrypted"):
            session.report(tmp_path / "r", ("json",))
        with pytest.raises(CaseError, match="thumbnails of this case are encrypted"):
            session.process(lambda _: None)
        with pytest.raises(UsageError, match="passphrase of the thumbnails is wrong"):
            session.unlock("something else")
        session.unlock(PASSPHRASE)
        assert session.verify(lambda _: None) == ()


def test_two_pictures_that_were_exchanged_are_noticed(case: Path, tmp_path: Path) -> None:
    copy = tmp_path / "thumbnails.db"
    copy.write_bytes((case / "thumbnails.db").read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE thumbnails SET preview = (SELECT max(preview) FROM thumbnails)")
        (salt, wrapped) = connection.execute("SELECT salt, wrapped FROM veil").fetchone()
        rows = connection.execute("SELECT sha256, preview FROM thumbnails").fetchall()
    veil, outcomes = open_veil(PASSPHRASE, salt, wrapped), []

    for sha256, preview in rows:
        try:
            outcomes.append(veil.uncover(preview, sha256 + b"preview")[:3])
        except CaseError:
            outcomes.append(b"altered")

    assert sorted(outcomes) == sorted([b"altered", MARKS[0]])


def test_a_short_passphrase_and_a_case_with_thumbnails_are_refused(tmp_path: Path, case: Path) -> None:
    with pytest.raises(UsageError, match="at least 8 characters"):
        new_veil("short")
    with Session.open(case) as session, pytest.raises(UsageError, match="from the beginning of a case"):
        session.veil(PASSPHRASE)
    with Session.create(tmp_path / "open", "2026-002", "Examiner A") as session:
        session.unlock("anything")
        assert not session.locked
