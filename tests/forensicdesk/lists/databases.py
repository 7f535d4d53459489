"""Small databases in the layouts that other programs write; all digests are of invented content."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import Any

RDS_MINIMAL = """
CREATE TABLE FILE (sha256 VARCHAR NOT NULL, sha1 VARCHAR NOT NULL, md5 VARCHAR NOT NULL, crc32 VARCHAR NOT NULL,
  file_name VARCHAR NOT NULL, file_size INTEGER NOT NULL, package_id INTEGER NOT NULL,
  CONSTRAINT PK_FILE__FILE PRIMARY KEY (sha256, sha1, md5, crc32, file_name, file_size, package_id));
CREATE TABLE PKG (package_id INTEGER NOT NULL, name VARCHAR NOT NULL, version VARCHAR NOT NULL);
CREATE TABLE VERSION (version VARCHAR UNIQUE NOT NULL, build_set VARCHAR NOT NULL, build_date TIMESTAMP NOT NULL,
  release_date TIMESTAMP NOT NULL, description VARCHAR NOT NULL);
CREATE VIEW DISTINCT_HASH AS SELECT DISTINCT sha256, sha1, md5, crc32 FROM FILE;
INSERT INTO PKG VALUES (1, 'Paint', '1.0'), (2, 'Draw', '2');
INSERT INTO VERSION VALUES ('2099.01.1', 'synthetic', '2099-01-01', '2099-01-02', 'invented');
"""
RDS_FULL = """
CREATE TABLE METADATA (metadata_id NUMERIC PRIMARY KEY, object_id INTEGER, file_name VARCHAR NOT NULL,
  extension VARCHAR NOT NULL, bytes INTEGER NOT NULL, crc32 VARCHAR, md5 VARCHAR, sha1 VARCHAR, sha256 VARCHAR);
CREATE TABLE VERSION (version VARCHAR UNIQUE NOT NULL, release_date TIMESTAMP NOT NULL);
CREATE VIEW FILE AS SELECT UPPER(sha256) AS sha256, sha1, md5, file_name, bytes AS file_size, 1 AS package_id
  FROM METADATA;
INSERT INTO VERSION VALUES ('2099.03.1', '2099-03-02');
"""
KDB = """
CREATE TABLE db_properties (name TEXT NOT NULL, value TEXT);
CREATE TABLE hashes (id INTEGER PRIMARY KEY AUTOINCREMENT, md5 BINARY(16) UNIQUE, sha1 BINARY(20), sha2_256 BINARY(32));
CREATE TABLE file_names (name TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(name, hash_id));
CREATE TABLE comments (comment TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(comment, hash_id));
INSERT INTO db_properties VALUES ('Schema Version', '1');
"""
IPED = """
CREATE TABLE HASHES (HASH_ID INTEGER PRIMARY KEY, MD5 BLOB, SHA1 BLOB, SHA256 BLOB, SHA512 BLOB, EDONKEY BLOB);
CREATE TABLE PROPERTIES (PROPERTY_ID INTEGER PRIMARY KEY, NAME TEXT NOT NULL);
CREATE TABLE HASHES_PROPERTIES (HASH_ID INTEGER, PROPERTY_ID INTEGER, VALUE TEXT, PRIMARY KEY (HASH_ID, PROPERTY_ID));
"""


def digests(word: str) -> tuple[bytes, bytes, bytes]:
    """MD5, SHA-1 and SHA-256 of a word."""
    raw = word.encode()
    return (
        hashlib.md5(raw, usedforsecurity=False).digest(),
        hashlib.sha1(raw, usedforsecurity=False).digest(),
        hashlib.sha256(raw).digest(),
    )


def rds_row(word: str, package: int = 1, name: str = "a.png") -> tuple[Any, ...]:
    """A row of FILE."""
    md5, sha1, sha256 = (value.hex().upper() for value in digests(word))
    return sha256, sha1, md5, "00000000", name, 12, package


def maze(path: Path, table: str, pages: int = 16) -> None:
    """Make the tree of a table lead to the same page over and over: more rows than any file could hold.

    Each of a chain of inner pages names the next one in all its cells; the last names the table's own page.
    """
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (leaf,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (first,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute("CREATE TABLE filler (x)")
        connection.execute("INSERT INTO filler VALUES (zeroblob(?))", (size * (pages + 2),))
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (first + 3, table))
        connection.commit()
    content = bytearray(path.read_bytes())
    cells = (size - 12) // 8
    for at in range(pages):
        number = first + 3 + at
        child = struct.pack(">I", leaf if at == pages - 1 else number + 1)
        starts = [size - 6 * (cell + 1) for cell in range(cells)]
        page = struct.pack(">BHHHB", 5, 0, cells, starts[-1], 0) + child + struct.pack(f">{cells}H", *starts)
        page = page.ljust(starts[-1], b"\x00") + (child + b"\x81\x00") * cells
        content[(number - 1) * size : number * size] = page.ljust(size, b"\x00")
    path.write_bytes(content)


def database(path: Path, script: str, rows: Iterable[tuple[str, Sequence[Any]]] = ()) -> Path:
    """Write a database: a script, then rows as (table, values)."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
        for table, values in rows:
            connection.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(values))})", values)  # noqa: S608
        connection.commit()
    return path
