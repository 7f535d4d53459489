"""Deltas of NSRL releases: read, never run; what comes out is what SQLite makes of the same statements."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.errors import ListError, UsageError
from forensicdesk.lists.readers.delta_sql import COLUMNS, statements
from forensicdesk.lists.readers.looking import look_into
from forensicdesk.lists.readers.nsrl_delta import apply_delta, collect
from forensicdesk.lists.records import ReadOptions, Record, Refusal
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW
from tests.forensicdesk.lists.databases import RDS_MINIMAL, database, digests, rds_row
from tests.forensicdesk.lists.test_databases import WITHOUT_KEY
from tests.forensicdesk.lists.test_formats import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from forensicdesk.lists.library import Library
    from forensicdesk.lists.records import Parsed


def literal(value: object) -> str:
    return "'{}'".format(str(value).replace("'", "''")) if isinstance(value, str) else str(value)


def insert(row: Sequence[Any]) -> str:
    return f"INSERT INTO FILE({','.join(COLUMNS)}) VALUES({','.join(map(literal, row))});\n"


def delete(row: Sequence[Any], columns: Sequence[str] = COLUMNS) -> str:
    pairs = (f"{name}={literal(value)}" for name, value in zip(COLUMNS, row, strict=True) if name in columns)
    return f"DELETE FROM FILE WHERE {' AND '.join(pairs)};\n"  # noqa: S608


def script(*changes: str, leads: str = "2099.03.1", where: str = "") -> str:
    told = f"UPDATE VERSION SET version='{leads}'{where};\n"  # noqa: S608
    return "".join(("BEGIN TRANSACTION;\n", *changes, told, "COMMIT;\n"))


def entries_of(path: Path) -> list[Record]:
    content, sample, found = look_into(path)
    return [one for one in found.parsed(content, sample, ReadOptions("t")) if isinstance(one, Record)]


def applied(base: Sequence[Record], text: str) -> list[Parsed]:
    return list(apply_delta(base, collect(statements(io.StringIO(text), "d.sql"), "d.sql"), "d.sql"))


def hashes(found: Sequence[Parsed]) -> set[tuple[bytes | None, ...]]:
    return {(one.md5, one.sha1, one.sha256) for one in found if isinstance(one, Record)}


ROWS = st.lists(
    st.builds(rds_row, st.sampled_from("abcd"), st.integers(1, 3), st.sampled_from(["x", "it's", "zwei\nZeilen;"])),
    unique=True,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS, st.data())
def test_a_delta_gives_what_sqlite_makes_of_it(before: list[Any], after: list[Any], data: st.DataObject) -> None:
    gone = [row for row in before if row not in after]
    new = [row for row in after if row not in before]
    changes = data.draw(st.permutations([*map(delete, gone), *map(insert, new)]))
    text = script(*changes)
    with tempfile.TemporaryDirectory() as folder:
        base = database(Path(folder) / "base", RDS_MINIMAL, [("FILE", row) for row in before])
        base_entries = entries_of(base)
        with closing(sqlite3.connect(base)) as connection:
            connection.executescript(text)
        expected = entries_of(base)
    found = applied(base_entries, text)
    assert hashes(found) == hashes(expected)
    assert not [one for one in found if isinstance(one, Refusal)]
    rows = {one.sha256: one.extra.split('"rows": ')[1].split(",")[0].rstrip("}") for one in expected}
    assert {
        one.sha256: one.extra.split('"rows": ')[1].split(",")[0].rstrip("}") for one in found if isinstance(one, Record)
    } == rows


def test_a_delta_makes_a_new_version_of_its_base(library: Library, tmp_path: Path) -> None:
    rows = [rds_row("a"), rds_row("b"), rds_row("b", 2), rds_row("c")]
    base = database(tmp_path / "rds.db", RDS_MINIMAL, [("FILE", row) for row in rows])
    delta = tmp_path / "delta.zip"
    with zipfile.ZipFile(delta, "w") as archive:
        archive.writestr("x_delta.sql", script(delete(rows[0]), delete(rows[1]), insert(rds_row("d", 1, "it's"))))
        archive.writestr("signatures.txt", f"SHA256(x_delta.sql)= {'0' * 64}\n{digests('x')[2].hex()}  y\n")
        archive.writestr("hash_counts.txt", "x 3 hashes\n")
    library.import_file(base, role=Role.IGNORABLE, name="rds", now=NOW)
    with pytest.raises(ListError, match="says only what changed"):
        library.import_file(delta, role=Role.IGNORABLE, name="rds", now=NOW)
    used = library.import_file(delta, role=Role.IGNORABLE, name="rds", now=NOW, base="rds")
    assert (used.version, used.format, used.refused) == (2, "nsrl-rds3-delta", 0)
    assert counted(used) == {"md5": 3, "sha1": 3, "sha256": 3}
    asked = [digests(word)[2] for word in "abcd"]
    found = dict(library.exact(used.id, "sha256", asked))
    assert set(found) == {digests(word)[2] for word in "bcd"}
    assert found[digests("d")[2]].name == "it's"
    assert library.check(used.id) == ()
    second = tmp_path / "second.sql"
    changes = delete(rds_row("d", 1, "it's")), insert(rows[0])
    second.write_text(script(*changes, leads="2099.06.1", where=" WHERE version='2099.03.1'"), encoding="utf-8")
    last = library.import_file(second, role=Role.IGNORABLE, name="rds", now=NOW, base="rds@2")
    found = dict(library.exact(last.id, "sha256", asked))
    assert (last.refused, set(found)) == (0, {digests(word)[2] for word in "abc"})


def test_the_command_takes_a_base_and_a_format(tmp_path: Path) -> None:
    base = database(tmp_path / "rds.db", RDS_MINIMAL, [("FILE", rds_row("a"))])
    (tmp_path / "d.sql").write_text(script(insert(rds_row("b"))), encoding="utf-8")
    environment = os.environ | {"FORENSICDESK_HOME": str(tmp_path / "home")}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "forensicdesk", "list", "import", *words, "--role", "ignorable", "--json"]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    assert run(str(base), "--name", "rds", "--as", "nsrl-rds3-minimal").returncode == 0
    alone = run(str(tmp_path / "d.sql"))
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "with --base and the name of its list" in alone.stderr
    made = run(str(tmp_path / "d.sql"), "--name", "rds", "--base", "rds@1")
    assert (made.returncode, json.loads(made.stdout)["version"]) == (0, 2)
    shown = [sys.executable, "-m", "forensicdesk", "list", "show", "rds@2"]
    text = subprocess.run(shown, capture_output=True, text=True, check=True, env=environment).stdout
    assert "note: the delta does not say which release it changes; it was applied to the base list" in text
    wrong = run(str(base), "--name", "other", "--as", "csv")
    assert wrong.returncode == 2
    assert "it can be read as nsrl-rds3-minimal" in wrong.stderr


def test_counts_of_the_issuer_that_do_not_fit_are_said(library: Library, tmp_path: Path) -> None:
    base = database(tmp_path / "rds.db", RDS_MINIMAL, [("FILE", rds_row("a"))])
    (tmp_path / "d.sql").write_text(script(insert(rds_row("b"))), encoding="utf-8")
    (tmp_path / "hash_counts.txt").write_text("77 hashes\n", encoding="utf-8")
    library.import_file(base, role=None, name="rds", now=NOW)
    used = library.import_file(tmp_path / "d.sql", role=None, now=NOW, base="rds")
    assert "does not name the 2 hashes" in used.refusals[0][1]


@pytest.mark.parametrize(
    ("leads", "where", "said"),
    [
        ("2099.01.1", "", "leads to release 2099.01.1, which the base is already"),
        ("2098.12.1", "", "leads to release 2098.12.1, but the base is release 2099.01.1"),
        ("2099.06.1", " WHERE version='2099.03.1'", "changes release 2099.03.1, but the base is release 2099.01.1"),
    ],
)
def test_a_delta_of_another_release_is_refused(
    library: Library, tmp_path: Path, leads: str, where: str, said: str
) -> None:
    base = database(tmp_path / "rds.db", RDS_MINIMAL, [("FILE", rds_row("a"))])
    used = library.import_file(base, role=None, name="rds", now=NOW)
    (tmp_path / "d.sql").write_text(script(insert(rds_row("b")), leads=leads, where=where), encoding="utf-8")
    with pytest.raises(ListError, match=f"{said}; .* with --base. Nothing was imported."):
        library.import_file(tmp_path / "d.sql", role=None, now=NOW, base="rds")
    assert library.lists() == (used,)


@pytest.mark.parametrize(
    ("where", "replaced"),
    [(" WHERE version='2099.01.1'", ""), ("", "DELETE FROM VERSION WHERE version='2099.01.1';\n")],
)
def test_a_delta_that_names_its_base_is_applied_without_a_remark(
    library: Library, tmp_path: Path, where: str, replaced: str
) -> None:
    base = database(tmp_path / "rds.db", RDS_MINIMAL, [("FILE", rds_row("a"))])
    library.import_file(base, role=None, name="rds", now=NOW)
    (tmp_path / "d.sql").write_text(script(replaced, insert(rds_row("b")), where=where), encoding="utf-8")
    used = library.import_file(tmp_path / "d.sql", role=None, now=NOW, base="rds")
    assert (used.refused, used.issued_version) == (0, "2099.03.1")


def test_a_delta_that_does_not_name_its_base_is_applied_with_a_remark(library: Library, tmp_path: Path) -> None:
    base = database(tmp_path / "rds.db", RDS_MINIMAL, [("FILE", rds_row("a"))])
    library.import_file(base, role=None, name="rds", now=NOW)
    (tmp_path / "d.sql").write_text(script(insert(rds_row("b"))), encoding="utf-8")
    used = library.import_file(tmp_path / "d.sql", role=None, now=NOW, base="rds")
    said = (
        "the delta does not say which release it changes; it was applied to the base list, release 2099.01.1, as told"
    )
    assert used.refusals == ((0, said),)


def test_a_base_has_to_be_a_release_and_the_file_a_delta(library: Library, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text(f"{digests('a')[0].hex()}\n", encoding="utf-8")
    library.import_file(plain, role=None, now=NOW)
    (tmp_path / "d.sql").write_text(script(insert(rds_row("b"))), encoding="utf-8")
    with pytest.raises(UsageError, match="is plain-text, but a delta changes one of nsrl-rds3-minimal"):
        library.import_file(tmp_path / "d.sql", role=None, now=NOW, base="plain")
    with pytest.raises(UsageError, match="no delta but a whole list"):
        library.import_file(plain, role=None, now=NOW, name="other", base="plain")


def test_what_cannot_be_told_from_the_base_is_kept_and_said(tmp_path: Path) -> None:
    rows = [rds_row("a", 1), rds_row("a", 2), rds_row("b")]
    base = entries_of(database(tmp_path / "x", RDS_MINIMAL, [("FILE", row) for row in rows]))
    text = script(
        delete(rows[0], ("sha256", "package_id")), delete(rows[2], ("sha256", "package_id")), delete(rds_row("z"))
    )
    found = applied(base, text)
    assert hashes(found) == {digests("a")}
    assert [(one.position, one.reason.split(" (")[0]) for one in found if isinstance(one, Refusal)] == [
        (2, "does not say which row goes, and the hash has several"),
        (4, "takes away a hash that the base does not list"),
    ]


def test_a_base_that_does_not_count_its_rows_is_refused(tmp_path: Path) -> None:
    base = entries_of(database(tmp_path / "x", WITHOUT_KEY, [("FILE", rds_row("a"))]))
    with pytest.raises(ListError, match="the base is not the list of an NSRL release"):
        applied(base, script(insert(rds_row("b"))))


def test_a_hash_can_be_taken_away_whole(tmp_path: Path) -> None:
    rows = [rds_row("a", 1), rds_row("a", 2), rds_row("b")]
    base = entries_of(database(tmp_path / "x", RDS_MINIMAL, [("FILE", row) for row in rows]))
    assert hashes(applied(base, script(delete(rows[0], ("sha256",))))) == {digests("b")}


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("DROP TABLE FILE;", "DROP does not belong"),
        ("ATTACH DATABASE 'x' AS y;", "ATTACH does not belong"),
        ("PRAGMA writable_schema=ON;", "PRAGMA does not belong"),
        ("INSERT INTO sqlite_master(type) VALUES('x');", "does not change SQLITE_MASTER"),
        ("INSERT INTO FILE(sha256) SELECT 1;", "VALUES was expected"),
        ("INSERT INTO FILE(sha256) VALUES(load_extension('x'));", "a value was expected"),
        ("INSERT INTO FILE(sha256,md5) VALUES('x');", "2 columns and 1 values"),
        ("INSERT INTO FILE(nonsense) VALUES('x');", "no column nonsense"),
        ("INSERT OR REPLACE INTO FILE(sha256) VALUES('x');", "INTO was expected, not or"),
        ("DELETE FROM FILE;", "a word was expected, not ;"),
        ("DELETE FROM FILE WHERE sha256='x' OR 1=1;", "; was expected, not OR"),
        ("DELETE FROM FILE WHERE package_id=1;", "without saying of which SHA-256"),
        ("UPDATE FILE SET md5='x';", "updates VERSION only"),
        ("UPDATE VERSION SET version=(SELECT 1);", "a value was expected"),
        ("COMMIT;\nBEGIN;", "after COMMIT"),
        ("/* x */ COMMIT;", "no statement of a delta"),
        ("-- x", "no statement of a delta"),
        ("INSERT INTO FILE(sha256) VALUES('x", "does not end"),
        ("INSERT INTO FILE(sha256) VALUES(1e9);", "no statement of a delta"),
    ],
)
def test_any_other_statement_refuses_the_whole_delta_with_its_line(statement: str, reason: str) -> None:
    text = script(insert(rds_row("a")), statement + "\n")
    with pytest.raises(ListError, match=reason) as caught:
        applied([], text)
    assert "\n" not in str(caught.value)
    assert "line 3" in str(caught.value) or "line 4" in str(caught.value)


def test_a_delta_without_its_end_is_refused() -> None:
    with pytest.raises(ListError, match="ends without COMMIT"):
        applied([], script(insert(rds_row("a"))).replace("COMMIT;\n", ""))


def test_statements_may_share_a_line_and_quote_names() -> None:
    values = f"('{digests('a')[2].hex()}', null), (null, null)"
    text = f'begin; insert into "FILE"("sha256", "md5") values {values}; commit transaction;'  # noqa: S608 - never run
    found = applied([], text)
    assert hashes(found) == {(None, None, digests("a")[2])}
    assert [one.reason for one in found if isinstance(one, Refusal)] == ["no digest in the row"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_delta_gives_entries_or_a_list_error(data: st.DataObject) -> None:
    text = script(insert(rds_row("a", 1, "it's")), delete(rds_row("b")))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + data.draw(st.sampled_from(["", "'", ";", "\n", "\x00", "(", "ä", ",", "x" * 50]))
            + text[at + data.draw(st.integers(0, 5)) :]
        )
    try:
        applied([], text)
    except ListError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
