"""Images of disks beside The Sleuth Kit and libewf: `python -m benchmarks.bench_images [--files N] [--write --date D]`.

The images are made in the run from files of noise, which is what pictures look like to a compressor: a FAT32 card with
mkfs.fat and mcopy, an ext4 volume with mke2fs, the latter as E01 with ewfacquirestream. Every program reads them in
turn, from the system's cache; medians of the rounds are compared. What is not installed is left out and named.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytsk3

from benchmarks.tables import machine, write
from forensicdesk.evidence.containers.base import Entry, Wanted
from forensicdesk.evidence.containers.carving import carved
from forensicdesk.evidence.containers.disk import DISK, stored_digests
from forensicdesk.evidence.containers.filesystem_bytes import Bridge
from forensicdesk.evidence.containers.image_digests import digests_of
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import FILE_STEP, Location, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
MARKS = "<!-- images:begin -->", "<!-- images:end -->"
_FILE = 2_500_000
_AT_ONCE = 1 << 20
_EMPTY = 1 << 30
_TOOLS = ("mkfs.fat", "mcopy", "mke2fs", "ewfacquirestream", "ewfverify", "tsk_recover")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is measured: what it is, how many bytes it reads, and what does it."""

    name: str
    size: int
    run: Callable[[], float]
    target: str = ""
    against: str = ""


def main() -> None:
    """Make the images, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200, help="files in each image")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the images lie for the time of the run")
    parser.add_argument("--write", action="store_true", help=f"put the table into {DOCUMENT.name}")
    parser.add_argument("--date", default="", help="date to print above the table")
    chosen = parser.parse_args()
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        text = _measure(Path(folder), chosen.files, chosen.rounds)
    text = f"{chosen.date}. {machine()}. {chosen.rounds} rounds.\n\n{text}".removeprefix(". ")
    print(text)
    if chosen.write:
        write(DOCUMENT, text, MARKS)


def _measure(home: Path, files: int, rounds: int) -> str:
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if shutil.which("mke2fs") is None:
        return "not measured: mke2fs is not installed"
    content = files * _FILE
    _make_files(home / "files", files)
    volume = _ext4(home, content)
    rows = _walks("ext4", volume, content)
    if not {"mkfs.fat", "mcopy"} & set(missing):
        rows += _walks("FAT32", _fat32(home, content), content)
    if not {"ewfacquirestream", "ewfverify"} & set(missing):
        rows += _e01(home, volume, content)
    rows += [
        Row("carving: 1 GiB of zeros", _EMPTY, lambda: _carve(bytes(1 << 24)), "≥ 100 MB/s"),
        Row("carving: 1 GiB of noise", _EMPTY, lambda: _carve(np.random.default_rng(1).bytes(1 << 24))),
    ]
    seconds: dict[str, list[tuple[float, float]]] = {row.name: [] for row in rows}
    for _ in range(rounds):
        for row in rows:
            started, spent = time.perf_counter(), row.run()
            seconds[row.name].append((time.perf_counter() - started, spent))
    left_out = f"\n\nNot installed, so left out: {', '.join(missing)}." if missing else ""
    title = f"{files} files of {_FILE / 1e6:.1f} MB in each image.\n\n"
    return title + _table(rows, seconds) + left_out


def _table(rows: Sequence[Row], seconds: dict[str, list[tuple[float, float]]]) -> str:
    lines = [
        "| what | MB | MB a second | ratio | target | MB a processor second | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    rates = {}
    for row in rows:
        wall, spent = (statistics.median(one[at] for one in seconds[row.name]) for at in (0, 1))
        rates[row.name] = row.size / 1e6 / wall, row.size / 1e6 / spent
    for row in rows:
        wall, spent = rates[row.name]
        other = rates.get(row.against)
        ratios = (f"{wall / other[0]:.2f}", f"{spent / other[1]:.2f}") if other else ("", "")
        cells = (row.name, f"{row.size / 1e6:,.0f}", f"{wall:,.0f}", ratios[0], row.target, f"{spent:,.0f}", ratios[1])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


# --- what is measured ---------------------------------------------------------------------------------------------


def _walks(title: str, image: Path, content: int) -> list[Row]:
    bare = f"{title}, raw: pytsk3 alone, SHA-256 of every file"
    kind = "ext" if title == "ext4" else "fat"
    rows = [
        Row(bare, content, lambda: _timed(lambda: _bare(image))),
        Row(
            f"{title}, raw: this program's reader, SHA-256 of every file",
            content,
            lambda: _timed(lambda: _walk(image, (), kind, content)),
            "≥ 0.9",
            bare,
        ),
    ]
    if shutil.which("tsk_recover"):
        rows.append(Row(f"{title}, raw: `tsk_recover -a`, which writes every file", content, lambda: _recover(image)))
    return rows


def _e01(home: Path, volume: Path, content: int) -> list[Row]:
    _run(["ewfacquirestream", "-q", "-f", "encase6", "-c", "fast", "-S", "100MiB", "-t", str(home / "disk")], volume)
    image, size = home / "disk.E01", volume.stat().st_size
    steps = (Step("ewf", DISK),)
    verify = "E01: `ewfverify`, MD5 of the disk"
    return [
        Row(
            "E01: this program's reader, SHA-256 of every file",
            content,
            lambda: _timed(lambda: _walk(image, steps, "ext", content)),
            "≥ 100 MB/s",
        ),
        Row(verify, size, lambda: _run(["ewfverify", "-q", str(image)])),
        Row(
            "E01: this program's verification, MD5 of the disk",
            size,
            lambda: _timed(lambda: _verify(image)),
            "≥ 0.9",
            verify,
        ),
    ]


def _timed(work: Callable[[], None]) -> float:
    """Processor time of a piece of work in this process."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _bare(image: Path) -> None:
    """The shortest program that does it: every file below the root, read in pieces of 1 MiB."""
    with image.open("rb") as stream:
        fs = pytsk3.FS_Info(Bridge(stream, image.stat().st_size))
        todo = [fs.info.root_inum]
        while todo:
            for file in fs.open_dir(inode=todo.pop()):
                meta = file.info.meta
                if meta is None or file.info.name.name in {b".", b".."}:
                    continue
                if meta.type == pytsk3.TSK_FS_META_TYPE_DIR:
                    todo.append(meta.addr)
                elif meta.type == pytsk3.TSK_FS_META_TYPE_REG:
                    _hash(file.read_random, meta.size)


def _hash(read: Any, size: int) -> None:  # noqa: ANN401 - pytsk3 has no types
    digest, offset = hashlib.sha256(), 0
    while offset < size:
        data = read(offset, min(_AT_ONCE, size - offset))
        digest.update(data)
        offset += len(data)


def _walk(image: Path, steps: tuple[Step, ...], kind: str, content: int) -> None:
    """As the program does it: through locations, each file opened on its own."""
    opener, root = Opener(), os.fsencode(image)
    around = Location((Step(FILE_STEP, os.fsencode(image.name)), *steps))
    done = 0
    for entry in opener.container(root, around, kind).entries(Wanted()):
        if isinstance(entry, Entry) and entry.issue is None:
            digest = hashlib.sha256()
            with opener.open(root, Location((*around.steps, Step(kind, entry.path, entry.place)))) as stream:
                while data := stream.read(_AT_ONCE):
                    digest.update(data)
                    done += len(data)
    if done < content:
        msg = f"{done:,} bytes found in {image.name}, {content:,} put in"
        raise RuntimeError(msg)


def _verify(image: Path) -> None:
    opener, root = Opener(), os.fsencode(image)
    around = Location((Step(FILE_STEP, os.fsencode(image.name)),))
    stated = {one.algorithm: one.value for one in stored_digests(opener.container(root, around, "ewf"))}
    with opener.open(root, Location((*around.steps, Step("ewf", DISK)))) as stream:
        if digests_of(stream, ["md5"]) != {"md5": stated["md5"]}:
            msg = "the digest is not the one of the acquisition"
            raise RuntimeError(msg)


def _carve(piece: bytes) -> float:
    def read(offset: int, count: int) -> bytes:
        begin = offset % len(piece)
        return (piece[begin : begin + count] + piece[: max(0, begin + count - len(piece))])[:count]

    started = time.process_time()
    for _ in carved(read, [(0, _EMPTY)]):
        pass
    return time.process_time() - started


def _recover(image: Path) -> float:
    with tempfile.TemporaryDirectory(dir=image.parent) as folder:
        return _run(["tsk_recover", "-a", str(image), folder])


def _run(command: list[str], given: Path | None = None) -> float:
    """Processor time of a program."""
    with (given or Path(os.devnull)).open("rb") as stdin:
        process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


# --- the images ---------------------------------------------------------------------------------------------------


def _make_files(folder: Path, count: int) -> None:
    noise = np.random.default_rng(1)
    for number in range(count):
        path = folder / "DCIM" / f"{100 + number // 50}MEDIA" / f"IMG_{number:04}.JPG"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(noise.bytes(_FILE))


def _ext4(home: Path, content: int) -> Path:
    path = home / "ext4.img"
    with path.open("wb") as sink:
        sink.truncate((content + content // 4 + (64 << 20)) >> 20 << 20)
    _run(["mke2fs", "-q", "-t", "ext4", "-d", str(home / "files"), str(path)])
    return path


def _fat32(home: Path, content: int) -> Path:
    path = home / "fat32.img"
    with path.open("wb") as sink:
        sink.truncate((content + content // 4 + (64 << 20)) >> 20 << 20)
    _run(["mkfs.fat", "-F", "32", str(path)])
    _run(["mcopy", "-s", "-i", str(path), str(home / "files" / "DCIM"), "::/"])
    return path


if __name__ == "__main__":
    main()
