"""Lists that are SQLite databases: what is read, and that nothing else of them is ever run."""

from __future__ import annotations

import base64
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from forensicdesk.errors import ListError
from forensicdesk.lists.readers.looking import look_into
from forensicdesk.lists.records import Fact, ReadOptions, Record, Refusal
from tests.forensicdesk.lists.conftest import NOW
from tests.forensicdesk.lists.databases import IPED, KDB, RDS_FULL, RDS_MINIMAL, database, digests, maze, rds_row
from tests.forensicdesk.lists.test_formats import counted

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.library import Library
    from forensicdesk.lists.records import Parsed

PHOTODNA = bytes(range(144))


def parsed(path: Path) -> tuple[str, list[Parsed]]:
    content, sample, found = look_into(path)
    return found.name, list(found.parsed(content, sample, ReadOptions("title")))


def records(path: Path) -> list[Record]:
    return [found for found in parsed(path)[1] if isinstance(found, Record)]


def test_a_minimal_set_gives_each_hash_once_with_name_and_product(tmp_path: Path) -> None:
    rows = [rds_row("a", 2, "z.png"), rds_row("b"), rds_row("a", 1, "b.png"), rds_row("")]
    name, found = parsed(database(tmp_path / "x", RDS_MINIMAL, [("FILE", row) for row in rows]))
    entries = {one.md5: one for one in found if isinstance(one, Record)}
    assert name == "nsrl-rds3-minimal"
    assert [one for one in found if isinstance(one, Fact)] == [
        Fact("issuer", "NIST NSRL"), Fact("issued_version", "2099.01.1"), Fact("issued_at", "2099-01-02"),
    ]  # fmt: skip
    assert [one.reason for one in found if isinstance(one, Refusal)] == ["digest of the empty file"]
    assert set(entries) == {digests("a")[0], digests("b")[0]}
    one = entries[digests("a")[0]]
    assert (one.md5, one.sha1, one.sha256) == digests("a")
    assert one.name == "b.png"
    assert json.loads(one.extra) == {"size": 12, "rows": 2, "product": "Paint 1.0"}


@pytest.mark.parametrize(
    ("sha1", "reason"),
    [("12", "not 40 hexadecimal digits"), (12, "not 40 hexadecimal digits"), (b"x" * 20, "not 40 hexadecimal digits")],
)
def test_a_damaged_digest_of_a_release_costs_that_digest_only(tmp_path: Path, sha1: object, reason: str) -> None:
    row = rds_row("a")
    _, found = parsed(database(tmp_path / "x", RDS_MINIMAL, [("FILE", (row[0], sha1, *row[2:]))]))
    refused, entry = found[-2:]
    assert isinstance(refused, Refusal)
    assert reason in refused.reason
    assert isinstance(entry, Record)
    assert (entry.md5, entry.sha1, entry.sha256) == (digests("a")[0], None, digests("a")[2])


def test_a_name_that_is_no_text_is_kept_with_escapes(tmp_path: Path) -> None:
    path = database(tmp_path / "x", RDS_MINIMAL, [("FILE", rds_row("a"))])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE FILE SET file_name = CAST(x'61ff62' AS TEXT)")
        connection.commit()
    assert records(path)[0].name == "a\\xffb"


WITHOUT_KEY = RDS_MINIMAL.replace("CONSTRAINT PK_FILE__FILE PRIMARY KEY", "CONSTRAINT c CHECK").replace(
    "(sha256, sha1, md5, crc32, file_name, file_size, package_id));", "(package_id > 0));"
)


def test_a_set_without_primary_key_has_each_hash_once_when_it_is_stored(library: Library, tmp_path: Path) -> None:
    rows = [rds_row("b"), rds_row("a"), rds_row("b", 2, "c.png"), rds_row("a", 2)]
    path = database(tmp_path / "x", WITHOUT_KEY, [("FILE", row) for row in rows])
    assert [one.md5 for one in records(path)] == [digests(word)[0] for word in "baba"]
    used = library.import_file(path, role=None, now=NOW)
    assert (counted(used), used.duplicates) == ({"md5": 2, "sha1": 2, "sha256": 2}, 2)


def test_the_full_set_is_read_from_its_table_not_its_view(tmp_path: Path) -> None:
    md5, sha1, sha256 = (value.hex() for value in digests("a"))
    path = database(tmp_path / "x", RDS_FULL, [("METADATA", (1, 1, "icon", "png", 5, "0", md5, sha1, sha256))])
    assert parsed(path)[0] == "nsrl-rds3-full"
    (one,) = records(path)
    assert (one.name, one.md5, json.loads(one.extra)["size"]) == ("icon.png", digests("a")[0], 5)


def test_a_database_in_an_archive_is_read(library: Library, tmp_path: Path) -> None:
    path = database(tmp_path / "x.db", RDS_MINIMAL, [("FILE", rds_row("a"))])
    packed = tmp_path / "x.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "release/x.db")
        archive.writestr("release/signatures.txt", f"{digests('b')[0].hex()}  x.db\n")
    used = library.import_file(packed, role=None, now=NOW)
    assert (used.format, counted(used)) == ("nsrl-rds3-minimal", {"md5": 1, "sha1": 1, "sha256": 1})


def test_a_kdb_gives_digests_names_and_comments(tmp_path: Path) -> None:
    md5, sha1, sha256 = digests("a")
    rows: list[tuple[str, tuple[Any, ...]]] = [
        ("hashes", (3, md5, None, None)), ("hashes", (9, digests("b")[0], sha1, sha256)),
        ("file_names", ("x.jpg", 3)), ("file_names", ("a.jpg", 9)), ("file_names", ("b.jpg", 9)),
        ("file_names", ("nobody's", 4)), ("comments", ("seen", 9)),
    ]  # fmt: skip
    path = database(tmp_path / "x", KDB, rows)
    assert parsed(path)[0] == "tsk-kdb"
    first, second = records(path)
    assert (first.position, first.md5, first.name, first.extra) == (3, md5, "x.jpg", "")
    assert (second.sha1, second.sha256, second.name) == (sha1, sha256, "a.jpg")
    assert json.loads(second.extra) == {"names": ["b.jpg"], "comments": ["seen"]}


def test_a_kdb_of_another_version_is_refused(tmp_path: Path) -> None:
    path = database(tmp_path / "x", KDB.replace("'1'", "'2'"))
    with pytest.raises(ListError, match="schema version 2; this version reads version 1"):
        parsed(path)


def test_ipeds_database_gives_digests_properties_and_photodna(tmp_path: Path) -> None:
    md5, sha1, sha256 = digests("a")
    both = f"{base64.b64encode(PHOTODNA).decode()}|{PHOTODNA[::-1].hex()}"
    rows: list[tuple[str, tuple[Any, ...]]] = [
        ("HASHES", (1, md5, sha1, sha256, bytes(64), bytes(16))), ("HASHES", (2, digests("b")[0], *[None] * 4)),
        ("PROPERTIES", (1, "status")), ("PROPERTIES", (2, "photoDna")), ("PROPERTIES", (3, "set")),
        ("HASHES_PROPERTIES", (1, 1, "known")), ("HASHES_PROPERTIES", (1, 2, both)),
        ("HASHES_PROPERTIES", (1, 3, "A|B")), ("HASHES_PROPERTIES", (2, 2, "nonsense")),
    ]  # fmt: skip
    name, found = parsed(database(tmp_path / "x", IPED, rows))
    first, trouble, second = found
    assert name == "iped-sqlite"
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.md5, first.sha1, first.sha256, first.label) == (md5, sha1, sha256, "known")
    assert first.more == (
        ("sha512", bytes(64)), ("edonkey", bytes(16)), ("photodna", PHOTODNA), ("photodna", PHOTODNA[::-1]),
    )  # fmt: skip
    assert json.loads(first.extra) == {"status": "known", "set": ["A", "B"]}
    assert isinstance(trouble, Refusal)
    assert "PhotoDNA" in trouble.reason
    assert second.md5 == digests("b")[0]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ((1, b"x" * 15, None, None), "no 16 bytes"),
        ((1, "not hex", None, None), "not 32 hexadecimal digits"),
        ((1, 12345, None, None), "no 16 bytes"),
        ((1, None, None, None), "no digest in the row"),
        ((1, digests("")[0], None, None), "digest of the empty file"),
    ],
)
def test_a_row_with_something_else_than_a_digest_is_refused_with_its_number(
    tmp_path: Path, values: tuple[Any, ...], reason: str
) -> None:
    _, found = parsed(database(tmp_path / "x", KDB, [("hashes", values)]))
    (one,) = found
    assert isinstance(one, Refusal)
    assert one.position == 1
    assert reason in one.reason


HOSTILE = {
    "a view in the table's place": (
        "ALTER TABLE FILE RENAME TO HIDDEN; CREATE VIEW FILE AS SELECT * FROM HIDDEN;",
        "of no known kind",
    ),
    "a virtual table in the table's place": (
        "DROP TABLE FILE; CREATE VIRTUAL TABLE FILE USING fts5({columns});",
        "of no known kind",
    ),
    "a generated column": (
        "DROP TABLE FILE; CREATE TABLE FILE ({columns}, x AS (zeroblob(1000)));",
        "of no known kind",
    ),
    "a cell of eight megabytes": ("UPDATE FILE SET file_name = zeroblob(8000000);", "damaged SQLite database"),
    "a schema that is no SQL": (
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE TABLE FILE (((' WHERE name = 'FILE';",
        "damaged SQLite database",
    ),
    "a table outside the file": (
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'FILE';",
        "damaged SQLite database",
    ),
}


@pytest.mark.parametrize("attack", sorted(HOSTILE))
def test_a_hostile_database_is_refused_in_one_sentence(library: Library, tmp_path: Path, attack: str) -> None:
    script, reason = HOSTILE[attack]
    columns = "sha256, sha1, md5, crc32, file_name, file_size, package_id"
    path = database(tmp_path / "x", RDS_MINIMAL, [("FILE", rds_row("a"))])
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script.format(columns=columns))
    with pytest.raises(ListError, match=reason) as caught:
        library.import_file(path, role=None, now=NOW)
    assert "\n" not in str(caught.value)
    assert library.lists() == ()


@pytest.mark.parametrize(
    ("script", "table", "row"),
    [
        (KDB, "hashes", (1, digests("a")[0], None, None)),
        (KDB, "file_names", ("a.jpg", 1)),
        (RDS_MINIMAL, "FILE", rds_row("a")),
        (RDS_MINIMAL, "PKG", (3, "x", "y")),
    ],
)
def test_a_tree_that_leads_in_circles_ends_soon(
    tmp_path: Path, script: str, table: str, row: tuple[object, ...]
) -> None:
    path = database(tmp_path / "x", script, [(table, row)])
    maze(path, table)
    with closing(sqlite3.connect(path)) as connection:
        assert len(connection.execute(f"SELECT * FROM {table} NOT INDEXED LIMIT 100000").fetchall()) == 100_000  # noqa: S608
    with pytest.raises(ListError, match="damaged SQLite database"):
        records(path)


def test_triggers_and_other_views_do_not_matter(tmp_path: Path) -> None:
    script = (
        "CREATE TRIGGER t AFTER INSERT ON FILE BEGIN DELETE FROM PKG; END; CREATE VIEW v AS SELECT load_extension('x');"
    )
    path = database(tmp_path / "x", RDS_MINIMAL + script, [("FILE", rds_row("a"))])
    before = path.read_bytes()
    assert len(records(path)) == 1
    assert path.read_bytes() == before


SWAPPED_KEY = """
CREATE TABLE o (a, b, c, d, e, f, g, PRIMARY KEY (a, b, c, d, e, f, g));
INSERT INTO o VALUES (1, 1, 1, 1, 1, 1, 1);
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_o_1')
  WHERE name = 'sqlite_autoindex_FILE_1';
"""


def test_a_key_that_lists_fewer_rows_than_the_table_is_found(tmp_path: Path) -> None:
    path = database(tmp_path / "x", RDS_MINIMAL, [("FILE", rds_row(str(at))) for at in range(5)])
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SWAPPED_KEY)
    with pytest.raises(ListError, match="lists 1 rows and its table holds 5"):
        records(path)


def test_a_database_that_was_closed_in_wal_mode_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    path = database(tmp_path / "100% #1?mode=rw.db", RDS_MINIMAL, [("FILE", rds_row("a"))])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    before = path.read_bytes()
    assert before[18:20] == b"\x02\x02"
    assert len(records(path)) == 1
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_a_database_with_changes_beside_it_is_refused(tmp_path: Path, suffix: str) -> None:
    path = database(tmp_path / "x.db", RDS_MINIMAL, [("FILE", rds_row("a"))])
    beside = tmp_path / f"x.db{suffix}"
    beside.write_bytes(b"")
    assert len(records(path)) == 1
    beside.write_bytes(b"changes")
    with pytest.raises(ListError, match=f"lies x.db{suffix} with changes"):
        look_into(path)


def test_a_database_with_the_tables_of_two_formats_needs_the_persons_word(library: Library, tmp_path: Path) -> None:
    path = database(
        tmp_path / "x.db", RDS_MINIMAL + KDB, [("FILE", rds_row("a")), ("hashes", (1, b"x" * 16, None, None))]
    )
    with pytest.raises(ListError, match=r"\(nsrl-rds3-minimal, tsk-kdb\); say which with --as"):
        look_into(path)
    used = library.import_file(path, role=None, now=NOW, as_format="tsk-kdb")
    assert counted(used) == {"md5": 1}


def test_a_database_of_no_known_kind_is_refused_with_its_tables(tmp_path: Path) -> None:
    path = database(tmp_path / "x.db", "CREATE TABLE messages (text);")
    with pytest.raises(ListError, match=r"it has: messages"):
        look_into(path)
