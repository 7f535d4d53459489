"""Values of databases are read as SQLite itself reads them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import Entry, Wanted
from forensicdesk.evidence.containers.sqliteblobs import MOST_BLOB
from forensicdesk.evidence.containers.sqliteblobs_schema import column_names
from forensicdesk.model import State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.damage import no_surprises
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

BLOBS = Wanted(blobs=True)


def made(path: Path, *statements: str | tuple[str, tuple[object, ...]], pragmas: str = "") -> Path:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(pragmas)
        for statement in statements:
            database.execute(*((statement,) if isinstance(statement, str) else statement))
        database.commit()
    return path


def test_pictures_in_any_table_are_named_by_table_row_and_column(tmp_path: Path) -> None:
    path = made(
        tmp_path / "x.db",
        'CREATE TABLE "my messages" (id INTEGER PRIMARY KEY, note TEXT, "the picture" BLOB)',
        ('INSERT INTO "my messages" VALUES (7, ?, ?)', ("text", jpeg(1))),
        ('INSERT INTO "my messages" VALUES (-3, ?, ?)', ("text", jpeg(2, 900, 700))),
        ('INSERT INTO "my messages" VALUES (8, ?, ?)', (jpeg(3), b"no picture" * 50)),
        ('INSERT INTO "my messages" VALUES (9, ?, ?)', ("x" * 5000, b"\xff\xd8")),
        'CREATE INDEX i ON "my messages" ("the picture")',
        'CREATE VIEW v AS SELECT * FROM "my messages"',
    )

    assert kind_of(path) == "sqlite"
    assert contents(path, wanted=BLOBS) == {
        b"my messages/-3/the picture.jpg": jpeg(2, 900, 700),
        b"my messages/7/the picture.jpg": jpeg(1),
        b"my messages/8/note.jpg": jpeg(3),
    }


def test_nothing_is_looked_for_unless_it_is_wanted(tmp_path: Path) -> None:
    path = made(tmp_path / "x", "CREATE TABLE t (b)", ("INSERT INTO t VALUES (?)", (jpeg(1),)))

    assert listed(path) == []


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from([512, 1024, 4096, 65_536]),
    st.sampled_from(["UTF-8", "UTF-16le", "UTF-16be"]),
    st.sampled_from(["", "WITHOUT ROWID"]),
    st.lists(st.tuples(st.integers(60, 9000), st.text(max_size=40), st.integers(0, 9)), min_size=1, max_size=60),
)
def test_any_values_are_those_that_sqlite_reads(
    tmp_path_factory: pytest.TempPathFactory, page: int, encoding: str, rows: str, values: list[tuple[int, str, int]]
) -> None:
    path = tmp_path_factory.mktemp("db") / "x"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(f"PRAGMA page_size = {page}; PRAGMA encoding = '{encoding}'; PRAGMA auto_vacuum = 1")
        database.execute(f"CREATE TABLE t (k INTEGER PRIMARY KEY, t TEXT, n, b BLOB) {rows}")
        for key, (length, text, number) in enumerate(values):
            blob = b"GIF89a" + key.to_bytes(4) + bytes([number]) * (length - 10)
            database.execute("INSERT INTO t VALUES (?, ?, ?, ?)", (key * 977, text, number * 0.5, blob))
        database.execute("DELETE FROM t WHERE k % 5 = 3")
        database.commit()
        wanted = [row[0] for row in database.execute("SELECT b FROM t WHERE length(b) >= 64")]

    assert sorted(contents(path, wanted=BLOBS).values()) == sorted(wanted)


def test_what_only_the_log_holds_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "live.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (b)")
        database.execute("INSERT INTO t VALUES (?)", (jpeg(1),))
        database.commit()
        database.execute("INSERT INTO t VALUES (?)", (jpeg(2, 500, 400),))
        database.execute("DELETE FROM t WHERE rowid = 1")
        database.commit()
        seized = tmp_path / "seized"
        seized.mkdir()
        for name in ("live.db", "live.db-wal"):
            shutil.copy(tmp_path / name, seized / name)
    log = seized / "live.db-wal"

    assert contents(seized / "live.db", wanted=BLOBS) == {b"t/2/b.jpg": jpeg(2, 500, 400)}
    # A transaction that is not complete does not count, nor does one whose checksum is wrong.
    log.write_bytes(log.read_bytes()[:-10])
    assert contents(seized / "live.db", wanted=BLOBS) == {b"t/1/b.jpg": jpeg(1)}


def test_values_that_are_too_large_are_named(tmp_path: Path) -> None:
    path = made(tmp_path / "x", "CREATE TABLE t (b)", ("INSERT INTO t VALUES (?)", (jpeg(1) + bytes(MOST_BLOB),)))

    (entry,) = listed(path, BLOBS)

    assert isinstance(entry, Entry)
    assert (entry.path, entry.state, entry.issue and entry.issue.code) == (
        b"t/1/b.jpg",
        State.FAILED,
        IssueCode.CONTAINER_LIMIT,
    )


def test_damaged_databases_give_no_surprise(tmp_path: Path) -> None:
    path = made(
        tmp_path / "x",
        "CREATE TABLE t (a, b)",
        *(("INSERT INTO t VALUES (?, ?)", (number, jpeg(number)[:1500])) for number in range(12)),
        "CREATE TABLE w (k PRIMARY KEY, b) WITHOUT ROWID",
        ("INSERT INTO w VALUES (1, ?)", (jpeg(1),)),
        pragmas="PRAGMA page_size = 512",
    )

    no_surprises(tmp_path / "y", path.read_bytes(), rounds=300)


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("CREATE TABLE t (a, b TEXT DEFAULT ',', c DECIMAL(3,4), PRIMARY KEY (a, b))", ["a", "b", "c"]),
        (
            'CREATE TABLE "x(y" ("a ""b""" INT, [c d], `e`, /* f, */ g -- h,\n, CHECK (a > 1))',
            ['a "b"', "c d", "e", "g"],
        ),
        ("CREATE TABLE t (a, b AS (a + 1), c GENERATED ALWAYS AS (a) STORED, d)", ["a", "c", "d"]),
        ("", []),
    ],
)
def test_names_of_columns(sql: str, names: list[str]) -> None:
    assert column_names(sql) == names
