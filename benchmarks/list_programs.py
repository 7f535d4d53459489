"""The parts of `bench_lists` that run as processes of their own, so that their memory can be told.

`python -m benchmarks.list_programs PART ARGUMENT...` prints one line of JSON when it is done or ready. Parts that
answer then take numbers from standard input, as those of `near_programs` do. Where a list of a library is meant, the
argument is the library's folder and the list's name, as one path.
"""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.made_case import PLANTED, made_case
from benchmarks.near_programs import peak_mib
from forensicdesk.lists.library import Library
from forensicdesk.model import Role
from forensicdesk.pipeline.match import match_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Ask = Callable[[Sequence[str]], int]

NOW = datetime(2025, 1, 1, tzinfo=UTC)
HFIND, SORT = shutil.which("hfind"), shutil.which("sort")
_INSERTED, _ASKED = 100_000, 5_000


def peak_of_children() -> int:
    """The most memory in MiB that the largest child has had; not less than what this process had when it started it."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def size_of(path: Path) -> int:
    """Bytes of a file or of everything in a folder."""
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file()) if path.is_dir() else path.stat().st_size


# --- imports ----------------------------------------------------------------------------------------------------------


def bring_in(text: str, home: str) -> dict[str, Any]:
    """`list import`, with the check of near search and its tables."""
    folder, name = Path(home).parent, Path(home).name
    started = time.perf_counter()
    used = Library(folder).import_file(Path(text), role=Role.NOTABLE, name=name, now=NOW)
    taken = time.perf_counter() - started
    size = sum(size_of(one) for one in folder.glob(f"{used.id}*"))
    return {"seconds": taken, "peak_mib": peak_mib(), "bytes": size, "check": used.check}


def sqlite_in(text: str, home: str) -> dict[str, Any]:
    """One row for a line of a sorted file: in the order of the key, which is the fastest way in."""
    started = time.perf_counter()
    with sqlite3.connect(home) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("CREATE TABLE digest (md5 BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        with Path(text).open("rb") as lines:
            rows = ((bytes.fromhex(line.decode("ascii")), at) for at, line in enumerate(lines, 1))
            connection.executemany("INSERT OR IGNORE INTO digest VALUES (?, ?)", rows)
    connection.close()
    return {"seconds": time.perf_counter() - started, "peak_mib": peak_mib(), "bytes": size_of(Path(home))}


def hfind_in(text: str, home: str) -> dict[str, Any]:
    """The index of The Sleuth Kit over the file as md5sum writes it, which it needs beside the index."""
    listed = Path(home)
    with Path(text).open("rb") as lines, listed.open("wb") as sink:
        while some := lines.readlines(1 << 24):
            sink.write(b"".join(some).replace(b"\n", b"  a\n"))
    started = time.perf_counter()
    subprocess.run([str(HFIND), "-i", "md5sum", home], check=True, stdout=subprocess.DEVNULL)
    taken = time.perf_counter() - started
    files = sum(one.stat().st_size for one in listed.parent.glob(f"{listed.name}*"))
    return {"seconds": taken, "peak_mib": peak_of_children(), "bytes": files}


def sort_in(text: str, home: str) -> dict[str, Any]:
    """`sort` in the C locale, to tell what ordering the lines alone costs."""
    started = time.perf_counter()
    subprocess.run([str(SORT), "-o", home, text], check=True, env={"LC_ALL": "C"})
    taken = time.perf_counter() - started
    return {"seconds": taken, "peak_mib": peak_of_children(), "bytes": size_of(Path(home))}


# --- matching -------------------------------------------------------------------------------------------------------


def match(home: str, exact: str, near: str, pictures: str) -> dict[str, Any]:
    """A case of made-up pictures against all lists of a library.

    Every tenth picture has a digest of the exact list, every tenth a PDQ that is one of the near list in some
    orientation and with up to 31 bits turned.

    Args:
        home: the library's folder.
        exact: file with MD5 of the one list as rows of 16 bytes.
        near: file with PDQ of the other as rows of 32 bytes.
        pictures: how many the case has.

    Raises:
        ValueError: if what was put there is not what is found.
    """
    library, count = Library(Path(home)), int(pictures)
    lists = library.lists()
    with made_case(Path(home).parent / "bench.fdcase", Path(exact), Path(near), count) as store:
        started = time.perf_counter()
        changes = [found for _, found in match_lists(store, library, lists, lambda _: None, now=NOW)]
        taken = time.perf_counter() - started
    found = sum(len(one.new) for one in changes)
    if found != 2 * (count // PLANTED):
        msg = f"{found:,} matches were found where {2 * (count // PLANTED):,} were put"
        raise ValueError(msg)
    return {"seconds": taken, "peak_mib": peak_mib(), "found": found}


# --- look-ups ---------------------------------------------------------------------------------------------------------


def ask_library(home: str) -> Ask:
    """Look-ups in a list, entries made included."""
    library = Library(Path(home).parent)
    used = library.find(Path(home).name)
    return lambda asked: sum(1 for _ in library.exact(used.id, "md5", [bytes.fromhex(one) for one in asked]))


def ask_sqlite(home: str) -> Ask:
    """Look-ups by the primary key, many in one statement."""
    connection = sqlite3.connect(home)

    def ask(asked: Sequence[str]) -> int:
        wanted = sorted(map(bytes.fromhex, asked))
        found = 0
        for start in range(0, len(wanted), _ASKED):
            some = wanted[start : start + _ASKED]
            statement = f"SELECT md5, line FROM digest WHERE md5 IN ({','.join('?' * len(some))})"  # noqa: S608 - marks
            found += len(connection.execute(statement, some).fetchall())
        return found

    return ask


def ask_hfind(home: str) -> Ask:
    """Look-ups from a file, by one run of the program."""

    def ask(asked: Sequence[str]) -> int:
        wanted = Path(f"{home}.asked")
        wanted.write_text("\n".join(asked) + "\n", encoding="ascii")
        answers = subprocess.run([str(HFIND), "-f", str(wanted), home], check=True, capture_output=True).stdout
        return answers.count(b"\n") - answers.count(b"Hash Not Found")

    return ask


_ONCE: dict[str, Callable[..., dict[str, Any]]] = {
    "import": bring_in,
    "sqlite-in": sqlite_in,
    "hfind-in": hfind_in,
    "sort": sort_in,
    "match": match,
}
_ASKED_IN: dict[str, Callable[[str], Ask]] = {"library": ask_library, "sqlite": ask_sqlite, "hfind": ask_hfind}


def _answer(make: Callable[[str], Ask], home: str, queries: str) -> Iterator[dict[str, Any]]:
    ask = make(home)
    started = time.perf_counter()
    ask(["00" * 16])
    yield {"open_ms": (time.perf_counter() - started) * 1000}
    asked = Path(queries).read_text(encoding="ascii").split()
    for line in sys.stdin:
        started = time.perf_counter()
        found = ask(asked[: int(line)])
        taken = time.perf_counter() - started
        peak = peak_of_children() or peak_mib()
        yield {"seconds": taken, "pairs": found, "peak_mib": peak}


def main(part: str, *arguments: str) -> None:
    """Do one part."""
    if part in _ONCE:
        print(json.dumps(_ONCE[part](*arguments)), flush=True)
        return
    for said in _answer(_ASKED_IN[part], *arguments):
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
