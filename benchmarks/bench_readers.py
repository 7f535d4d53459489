"""How fast lists of NSRL releases are read, nothing stored: `python -m benchmarks.bench_readers [ROWS]`."""

from __future__ import annotations

import hashlib
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.lists.readers.delta_sql import COLUMNS, statements
from forensicdesk.lists.readers.looking import look_into
from forensicdesk.lists.readers.nsrl_delta import collect
from forensicdesk.lists.records import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS_A_HASH = 4
TITLES = '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"\r\n'
TABLES = """
CREATE TABLE FILE (sha256 VARCHAR NOT NULL, sha1 VARCHAR NOT NULL, md5 VARCHAR NOT NULL, crc32 VARCHAR NOT NULL,
  file_name VARCHAR NOT NULL, file_size INTEGER NOT NULL, package_id INTEGER NOT NULL,
  PRIMARY KEY (sha256, sha1, md5, crc32, file_name, file_size, package_id));
CREATE TABLE PKG (package_id INTEGER, name VARCHAR, version VARCHAR);
CREATE TABLE VERSION (version VARCHAR, release_date TIMESTAMP);
"""


def rows(count: int) -> Iterator[tuple[str, str, str, str, str, int, int]]:
    """Invented rows, four for each hash."""
    for at in range(count // ROWS_A_HASH):
        word = b"%d" % at
        md5 = hashlib.md5(word, usedforsecurity=False).hexdigest().upper()
        sha1 = hashlib.sha1(word, usedforsecurity=False).hexdigest().upper()
        sha256 = hashlib.sha256(word).hexdigest().upper()
        for package in range(ROWS_A_HASH):
            yield sha256, sha1, md5, "00000000", f"file_{at}_{package}.dll", at + 1, package


def timed(path: Path, count: int) -> None:
    """Read a list and print how long that took."""
    started = time.perf_counter()
    content, sample, found = look_into(path)
    values = sum(1 for _ in found.parsed(content, sample, ReadOptions(path.stem)))
    taken = time.perf_counter() - started
    print(f"{found.name}: {count:,} rows, {values:,} values, {taken:.2f} s, {count / taken:,.0f} rows a second")


def main(count: int = 2_000_000) -> None:
    """Write a database, a text and a delta of invented rows, and read each."""
    with tempfile.TemporaryDirectory() as folder:
        timed_delta(Path(folder) / "delta.sql", count // 2)
        base, text = Path(folder) / "rds.db", Path(folder) / "NSRLFile.txt"
        with closing(sqlite3.connect(base)) as connection:
            connection.executescript(TABLES)
            connection.executemany("INSERT INTO FILE VALUES (?, ?, ?, ?, ?, ?, ?)", rows(count))
            connection.commit()
        timed(base, count)
        with text.open("w", encoding="ascii", newline="") as stream:
            stream.write(TITLES)
            for _, sha1, md5, crc, name, size, package in rows(count):
                stream.write(f'"{sha1}","{md5}","{crc}","{name}",{size},{package},"362",""\r\n')
        timed(text, count)


def timed_delta(path: Path, count: int) -> None:
    """Write a delta, read it, and print how long that took and how much memory."""
    into = f"INSERT INTO FILE({','.join(COLUMNS)}) VALUES"
    with path.open("w", encoding="ascii") as stream:
        stream.write("BEGIN TRANSACTION;\n")
        stream.writelines(f"{into}({','.join(map(repr, row))});\n" for row in rows(count))
        stream.write("COMMIT;\n")
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open(encoding="utf-8") as source:
        found = collect(statements(source, path.name), path.name)
    taken, grown = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    each = 1024 * grown / len(found.added)
    print(f"delta: {count:,} statements, {taken:.2f} s, {count / taken:,.0f} a second, {each:,.0f} bytes for each hash")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
