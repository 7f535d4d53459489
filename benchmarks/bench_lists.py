"""How fast plain MD5 lists are imported and asked: `python -m benchmarks.bench_lists [--entries N] [--seed N]`.

Beside the program, in the same run on the same file: `sort` in the C locale, an SQLite table whose primary key is the
digest, and `hfind` of The Sleuth Kit where it is on the path. Each import runs in a process of its own, so that its
memory can be told.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.lists.library import Library
from forensicdesk.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOW = datetime(2025, 1, 1, tzinfo=UTC)
ASKED = 100_000
_AT_ONCE = 500_000
_ABSENT = "absent"


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000, help="MD5 lines in the list")
    parser.add_argument("--seed", type=int, default=1, help="of the digests")
    parser.add_argument(
        "--no-sqlite", action="store_true", help="leave out SQLite, which takes long from 10 million on"
    )
    parser.add_argument("--part", choices=sorted(_PARTS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help="where the files of the benchmark lie for the time of the run")
    said = parser.parse_args()
    if said.part:
        _PARTS[said.part](said.folder)
        return
    with tempfile.TemporaryDirectory(dir=said.folder) as folder:
        _compare(Path(folder), said.entries, said.seed, sqlite=not said.no_sqlite)


def _compare(home: Path, entries: int, seed: int, *, sqlite: bool) -> None:
    text = home / "md5.txt"
    with text.open("wb") as sink:
        for rows in _digests(entries, seed):
            sink.write(rows.tobytes().hex("\n", 16).encode() + b"\n")
    sort_s, sort_mib = _child(["sort", "-o", str(home / "sorted.txt"), str(text)])
    print(f"{entries:,} MD5 lines, {text.stat().st_size / 1e6:,.0f} MB; {os.cpu_count()} CPUs")
    print(f"sort: {sort_s:.1f} s, {sort_mib:,.0f} MiB")
    (home / "sorted.txt").unlink()
    for part, stored in (("import", "lists"), *([("sqlite", "digests.sqlite")] if sqlite else [])):
        taken, mib = _child([sys.executable, "-m", "benchmarks.bench_lists", "--part", part, "--folder", str(home)])
        size = _size(home / stored)
        print(
            f"{part}: {taken:.1f} s, {taken / sort_s:.1f} x sort, {mib:,.0f} MiB, {size / entries:.1f} bytes an entry"
        )
    present = next(_digests(entries, seed))[: ASKED // 2]
    _ask(home, [row.tobytes() for row in (*present, *next(_digests(ASKED // 2, seed + 1)))], "half of them present")
    _ask(home, [row.tobytes() for row in (*present[: ASKED // 100], *next(_digests(ASKED, seed + 1)))], "1 % present")
    print(f"hfind: {_hfind(text)}")


def _ask(home: Path, asked: Sequence[bytes], what: str) -> None:
    library = Library(home / "lists")
    used = library.lists()[0]
    started = time.perf_counter()
    list(library.exact(used.id, "md5", [bytes(16)]))
    opened = time.perf_counter() - started
    for _ in range(2):
        started = time.perf_counter()
        found = sum(1 for _ in library.exact(used.id, "md5", asked))
        taken = time.perf_counter() - started
    print(
        f"look-ups, {what}: opened and asked once {1000 * opened:.1f} ms; {found:,} of {len(asked):,} found, ", end=""
    )
    print(f"{len(asked) / taken:,.0f} a second")
    if not (home / "digests.sqlite").exists():
        return
    with sqlite3.connect(home / "digests.sqlite") as connection:
        started = time.perf_counter()
        statement = "SELECT line FROM digest WHERE md5 = ?"
        found = sum(connection.execute(statement, (one,)).fetchone() is not None for one in asked)
        taken = time.perf_counter() - started
    connection.close()
    print(f"look-ups in SQLite, {what}: {found:,} found, {len(asked) / taken:,.0f} a second")


def _import(home: Path) -> None:
    Library(home / "lists").import_file(home / "md5.txt", role=Role.NOTABLE, now=NOW)


def _sqlite(home: Path) -> None:
    """The plainest way: one row for a line, in the order in which they stand."""
    with sqlite3.connect(home / "digests.sqlite") as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("CREATE TABLE digest (md5 BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        with (home / "md5.txt").open() as lines:
            rows = ((bytes.fromhex(line), at) for at, line in enumerate(lines, 1))
            connection.executemany("INSERT OR IGNORE INTO digest VALUES (?, ?)", rows)
    connection.close()


def _hfind(text: Path) -> str:
    program = shutil.which("hfind")
    if program is None:
        return _ABSENT
    listed = text.with_name("hfind.md5")
    with text.open() as lines, listed.open("w") as sink:
        sink.writelines(f"{line.rstrip()}  name\n" for line in lines)
    taken, mib = _child([program, "-i", "md5sum", str(listed)])
    return f"{taken:.1f} s, {mib:,.0f} MiB"


def _child(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory in MiB of a program."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | {"LC_ALL": "C"})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def _digests(count: int, seed: int) -> Iterator[np.ndarray[tuple[int, int], np.dtype[np.uint8]]]:
    """Values as evenly spread as digests are."""
    random = np.random.default_rng(seed)
    for start in range(0, count, _AT_ONCE):
        yield random.integers(0, 256, (min(_AT_ONCE, count - start), 16), dtype=np.uint8)


def _size(path: Path) -> int:
    return sum(one.stat().st_size for one in path.iterdir()) if path.is_dir() else path.stat().st_size


_PARTS = {"import": _import, "sqlite": _sqlite}


if __name__ == "__main__":
    main()
