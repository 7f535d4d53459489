"""What reading evidence out of containers takes, beside the usual programs over the same bytes.

Each case makes its own evidence from a seed and gives one table; cases stand in `CASES`. Programs run one after the
other in one run, with the evidence in the system's cache, each in a process of its own, so that its memory can be told
(a process that is started shows some 40 MiB at least: those of this program, of which it begins as a copy).

`make bench-containers` writes the tables; `BENCH_ARGS` takes the options that --help shows.
"""

from __future__ import annotations

import argparse
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from benchmarks.tables import machine, write
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "performance.md"
MARKS = "<!-- containers:begin -->", "<!-- containers:end -->"
_READ_BYTES = 1024 * 1024
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of container.

    Attributes:
        name: for the command line.
        title: of its table.
        measure: makes the evidence below a folder, measures, and gives the table; `scale` 1 is the full size.
    """

    name: str
    title: str
    measure: Callable[[Path, float], str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one program took.

    Attributes:
        what: it, in words.
        seconds: by the clock.
        processor_s: of all its processes.
        mib: the most that one of its processes had in memory.
    """

    what: str
    seconds: float
    processor_s: float
    mib: float


def measured(what: str, *commands: Sequence[str]) -> Taken:
    """Run commands one after the other.

    Raises:
        CalledProcessError: one failed.
    """
    started = time.perf_counter()
    processor = mib = 0.0
    for command in commands:
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            said = process.stderr.read() if process.stderr else b""
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
        processor += usage.ru_utime + usage.ru_stime
        mib = max(mib, usage.ru_maxrss / 1024)
    return Taken(what, time.perf_counter() - started, processor, mib)


def whole_job(work: Path, evidence: Path, what: str, *options: str) -> Taken:
    """`forensicdesk add` and `process` with `options` into a new case; making the case is not counted."""
    case = work / "case"
    program = (sys.executable, "-m", "forensicdesk")
    made = ("case", "new", str(case), "--number", "Case 2026-001", "--examiner", "Examiner A")
    subprocess.run((*program, *made), cwd=ROOT, check=True, capture_output=True)
    path = str(case.with_suffix(".fdcase"))
    taken = measured(what, (*program, "add", path, str(evidence)), (*program, "process", path, *options))
    shutil.rmtree(path)
    return taken


def part(name: str, path: Path) -> tuple[str, ...]:
    """The command that runs one of `_PARTS` on a file in a process of its own."""
    return (sys.executable, "-m", "benchmarks.bench_containers", "--part", name, str(path))


def table(taken: Sequence[Taken], files: int, size: int) -> str:
    """One row a program; the ratio is its seconds over those of the first."""
    lines = [
        "| program | seconds | files a second | MB a second | ratio | processor s | peak MiB of a process |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in taken:
        ratio = "" if one is taken[0] else f"{one.seconds / taken[0].seconds:.1f}"
        cells = (
            one.what, f"{one.seconds:.1f}", f"{files / one.seconds:,.0f}", f"{size / 1e6 / one.seconds:,.0f}", ratio,
            f"{one.processor_s:.1f}", f"{one.mib:,.0f}",
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


# --- the cases ----------------------------------------------------------------------------------------------------


def zip_of_pictures(work: Path, scale: float) -> str:
    """50,000 small pictures of coloured noise, all different, in a zip archive and in a folder."""
    count = max(100, int(50_000 * scale))
    folder, evidence = work / "folder", work / "zip"
    folder.mkdir()
    evidence.mkdir()
    path = evidence / "pictures.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            content = jpeg(number)
            archive.writestr(zipfile.ZipInfo(f"DCIM/{number:06}.jpg"), content, zipfile.ZIP_DEFLATED)
            (folder / f"{number:06}.jpg").write_bytes(content)
    size = sum(entry.stat().st_size for entry in folder.iterdir())
    taken = [
        *_unzip("unzip -t", "-tqq", path),
        *_unzip("unzip -p", "-p", path),
        measured("listing alone (the program's reader)", part("list", path)),
        measured("listing, each file opened and read (the program's reader, one process)", part("read", path)),
        whole_job(work, evidence, "`forensicdesk add` and `process`, zip archive"),
        whole_job(work, folder, "`forensicdesk add` and `process`, the same files in a folder"),
    ]
    head = f"{count:,} files, {size / 1e6:,.0f} MB unpacked, {path.stat().st_size / 1e6:,.0f} MB packed."
    return f"{head}\n\n{table(taken, count, size)}"


def zip_of_a_million(work: Path, scale: float) -> str:
    """A directory of a million entries, listed only."""
    count = max(1000, int(1_000_000 * scale))
    path = work / "million.zip"
    _apart(_write_entries, path, count, _one_byte)
    taken = [
        *_unzip("unzip -l", "-lqq", path),
        measured("Python's zipfile, `infolist`", part("zipfile", path)),
        measured("listing (the program's reader)", part("list", path)),
    ]
    shown = f"{count:,} files of one byte under Android's `data/data`, {path.stat().st_size / 1e6:,.0f} MB."
    return f"{shown}\n\n{table(taken, count, count)}"


def million_analysed(work: Path, scale: float) -> str:
    """A million entries, one of twenty a picture of its own, the rest short texts: entered and analysed."""
    count = max(1000, int(1_000_000 * scale))
    path = work / "million.zip"
    size = _apart(_make_mixed, path, count)
    taken = [
        *_unzip("unzip -t", "-tqq", path),
        whole_job(work, path, "`forensicdesk add` and `process --profile triage`", "--profile", "triage"),
    ]
    head = (
        f"{count:,} files, one of twenty a picture, the rest texts of some bytes; {path.stat().st_size / 1e6:,.0f} MB."
    )
    return f"{head}\n\n{table(taken, count, size)}"


CASES = (
    Case("zip", "A zip archive of small pictures", zip_of_pictures),
    Case("million", "A zip archive of a million entries, listed", zip_of_a_million),
    Case("analysed", "A zip archive of a million entries, analysed", million_analysed),
)


def _unzip(what: str, option: str, path: Path) -> list[Taken]:
    program = shutil.which("unzip")
    return [] if program is None else [measured(f"`{what}`", (program, option, str(path)))]


def _apart(make: Callable[P, R], *values: P.args, **names: P.kwargs) -> R:
    """Do this in a process of its own, which takes its memory along: what is measured begins as a copy of this one."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(make, *values, **names).result()


def _make_mixed(path: Path, count: int) -> int:
    """Write the archive of `million_analysed`, check it with another program's reader, and give the bytes in it."""
    _write_entries(path, count, _mixed)
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            msg = f"{path} was not made as it should be"
            raise ValueError(msg)
        return sum(entry.file_size for entry in archive.infolist())


def _one_byte(_number: int) -> bytes:
    return b"1"


def _mixed(number: int) -> bytes:
    """Every twentieth content a picture, each its own; the rest texts, each its own."""
    return b"%d\n" % number if number % 20 else jpeg(number, 16, 16)


def _write_entries(path: Path, count: int, content_of: Callable[[int], bytes]) -> None:
    """A Zip64 archive of stored files, written field by field: libraries take minutes for it."""
    directory = bytearray()
    with path.open("wb") as out:
        for number in range(count):
            content = content_of(number)
            name = b"data/data/com.example.app%03d/files/%07d" % (number % 500, number)
            fields = (0, 0, 0, 0x5AA6, zlib.crc32(content), len(content), len(content), len(name), 0)
            entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 45, 45, *fields, 0, 0, 0, 0, out.tell())
            directory += entry + name
            out.write(struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 45, *fields) + name + content)
        start = out.tell()
        out.write(directory)
        end = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), start)
        locator = struct.pack("<4sIQI", b"PK\6\7", 0, start + len(directory), 1)
        full = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        out.write(end + locator + full)


# --- parts that run in a process of their own ---------------------------------------------------------------------


def _list(path: Path) -> None:
    _each(path, read=False)


def _read(path: Path) -> None:
    _each(path, read=True)


def _each(path: Path, *, read: bool) -> None:
    from forensicdesk.evidence.containers.base import Entry, Wanted
    from forensicdesk.evidence.containers.table import recognise
    from forensicdesk.evidence.opening import Opener, head_of
    from forensicdesk.model import FILE_STEP, Location, Step

    opener, root = Opener(), os.fsencode(path)
    around = Location((Step(FILE_STEP, os.fsencode(path.name)),))
    with path.open("rb") as stream:
        reader = recognise(head_of(stream, path.stat().st_size, os.fsencode(path.name)))
    if reader is None:
        msg = f"{path.name} is no container"
        raise ValueError(msg)
    for entry in opener.container(root, around, reader.kind).entries(Wanted()):
        if read and isinstance(entry, Entry) and entry.issue is None:
            step = Step(entry.kind or reader.kind, entry.path, entry.place)
            with opener.open(root, Location((*around.steps, step))) as content:
                while content.read(_READ_BYTES):
                    pass


def _zipfile(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        archive.infolist()


_PARTS: dict[str, Callable[[Path], None]] = {"list": _list, "read": _read, "zipfile": _zipfile}


def main() -> None:
    """Print one table a case; with --write put them into docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the full size, such as 0.01")
    parser.add_argument("--only", choices=[case.name for case in CASES], action="append", help="a case; repeatable")
    parser.add_argument("--folder", type=Path, help="where the evidence lies for the time of the run")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    parser.add_argument("--date", default="", help="of the run, for the document")
    parser.add_argument("--part", nargs=2, metavar=("NAME", "PATH"), help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.part:
        _PARTS[said.part[0]](Path(said.part[1]))
        return
    texts = [f"{said.date + '. ' if said.date else ''}{machine()}."]
    for case in CASES:
        if not said.only or case.name in said.only:
            with tempfile.TemporaryDirectory(dir=said.folder) as work:
                texts.append(f"### {case.title}\n\n{case.measure(Path(work), said.scale)}")
            print(texts[-1], flush=True)
    if said.write:
        write(DOCUMENT, "\n\n".join(texts), MARKS)


if __name__ == "__main__":
    main()
