"""A case folder is made wholly or not at all, and only what is a case is opened as one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from forensicdesk.account import Ledger
from forensicdesk.case.store import create_case
from forensicdesk.errors import CaseError, EnvironmentProblem, UsageError
from forensicdesk.model import CaseInfo
from tests.forensicdesk.case.building import ACTOR, NOW, new_case, opened, run_python, source_with, writer_of


def test_a_new_case_says_what_it_was_given(tmp_path: Path) -> None:
    path = new_case(tmp_path, fields=(("unit", "K 42"), ("unit", "second"), ("note", "caf\udce9")))

    with opened(path) as store:
        info = store.reader.info()

        assert info == CaseInfo(
            path=path,
            number="2026-17",
            examiner="A. Examiner",
            created_at="2026-01-31T09:30:00.000Z",
            fields=(("unit", "K 42"), ("unit", "second"), ("note", "caf\udce9")),
        )
        assert store.reader.sources() == ()
        assert store.reader.ledger() == Ledger()
        assert store.reader.recipe() is None
        assert store.reader.match_counts() == {"exact": 0, "near": 0, "video": 0}
        assert [record.action for record in store.audit.records()] == ["case created"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_the_owner_can_read_a_case(tmp_path: Path) -> None:
    path = new_case(tmp_path)

    with opened(path) as store:
        source_with(store, [b"a"])
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in [path, *path.iterdir()]}

    assert modes.pop(path.name) == 0o700
    assert {"case.db", "case.db-wal", "thumbnails.db", "audit.jsonl", "lock"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_what_exists_is_never_overwritten(tmp_path: Path) -> None:
    path = new_case(tmp_path)

    with pytest.raises(UsageError, match="exists already"):
        new_case(tmp_path)

    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_case_cannot_be_made_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        create_case(tmp_path / "no" / "x.fdcase", number="1", examiner="E", fields=(), now=NOW, actor=ACTOR)


def test_a_case_that_could_not_be_finished_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        create_case(
            tmp_path / "x.fdcase", number="1", examiner="E", fields=(), now=NOW.replace(tzinfo=None), actor=ACTOR
        )

    assert list(tmp_path.iterdir()) == []


def test_a_folder_name_of_any_bytes_works(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"100% ?#\xff %41")
    odd.mkdir()

    with opened(new_case(odd)) as store:
        source_with(store, [b"a"])
        assert store.reader.pending() == (1, 10)


def test_a_path_without_a_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="There is no case at"):
        opened(tmp_path / "no.fdcase")
    with pytest.raises(CaseError, match="is no case"):
        opened(tmp_path)


@pytest.mark.parametrize("name", ["case.db", "thumbnails.db"])
@pytest.mark.parametrize("content", ["text", "other"])
def test_a_database_that_is_not_a_cases_is_refused(tmp_path: Path, name: str, content: str) -> None:
    path = new_case(tmp_path)
    (path / name).unlink()
    if content == "text":
        (path / name).write_text("this is no database" * 100)
    else:
        foreign = sqlite3.connect(path / name)
        foreign.execute("CREATE TABLE t (x)")
        foreign.close()

    with pytest.raises(CaseError, match=rf"{name}.*Restore it from a backup"):
        opened(path)


def test_a_refused_opening_lets_go_of_the_lock(tmp_path: Path) -> None:
    path = new_case(tmp_path)
    shutil.copy(path / "thumbnails.db", tmp_path / "aside")
    (path / "thumbnails.db").write_bytes(b"")
    with pytest.raises(CaseError, match=r"thumbnails\.db is no thumbnail database"):
        opened(path)

    shutil.move(tmp_path / "aside", path / "thumbnails.db")

    opened(path).close()


def test_a_case_without_its_thumbnails_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = new_case(tmp_path)
    (path / "thumbnails.db").unlink()

    with pytest.raises(CaseError, match=r"lacks its thumbnails\.db"):
        opened(path)


def test_thumbnails_of_a_newer_version_are_refused(tmp_path: Path) -> None:
    path = new_case(tmp_path)
    database = sqlite3.connect(path / "thumbnails.db")
    database.execute("PRAGMA user_version=3")
    database.close()

    with pytest.raises(CaseError, match="written by a newer version"):
        opened(path)


def test_a_store_opened_for_reading_cannot_write(tmp_path: Path) -> None:
    with opened(new_case(tmp_path), writable=False) as store:
        assert store.writer is None
        with pytest.raises(EnvironmentProblem, match="reading only"), store.database.writing():
            pass


def test_reading_works_while_another_writes_and_sees_what_was_stored(tmp_path: Path) -> None:
    path = new_case(tmp_path)
    with opened(path) as writing, opened(path, writable=False) as reading:
        source_with(writing, [b"a", b"b"])
        with writing.database.writing():
            assert reading.reader.pending() == (2, 20)
        assert reading.reader.sources() == writing.reader.sources()


def test_a_source_is_registered_once(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as store:
        odd = Path(os.fsdecode(b"/exhibits/\xff"))
        first = writer_of(store).add_source(odd, "folder", "one", NOW)
        again = writer_of(store).add_source(odd, "folder", "two", NOW)
        writer_of(store).finish_walk(first.id)

        (source,) = store.reader.sources()

    assert first == again
    assert (source.path, source.label, source.walked, first.walked) == (odd, "one", True, False)


def test_a_walk_that_is_begun_again_adds_only_what_is_new(tmp_path: Path) -> None:
    with opened(new_case(tmp_path)) as store:
        source_with(store, [b"a", b"b"])
        source_with(store, [b"a", b"b", b"c"])

        jobs = sorted(store.reader.pending_jobs(1000), key=lambda job: job.item_id)

    assert [(job.item_id, job.location.steps[0].path, job.source_root) for job in jobs] == [
        (1, b"a", b"/exhibits/phone"),
        (2, b"b", b"/exhibits/phone"),
        (3, b"c", b"/exhibits/phone"),
    ]


OPEN_WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from forensicdesk.errors import EnvironmentProblem
from tests.forensicdesk.case.building import opened
if os.getuid() == 0:
    os.setuid(65534)
try:
    opened(Path(sys.argv[1]))
except EnvironmentProblem as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_case_that_may_not_be_opened_says_so(tmp_path: Path) -> None:
    path = new_case(tmp_path)
    if os.getuid() != 0:
        path.chmod(0)

    out, _ = run_python(OPEN_WITHOUT_RIGHTS, str(path)).communicate(timeout=60)

    path.chmod(0o700)
    assert "cannot be opened: Permission denied. Check the rights" in out
