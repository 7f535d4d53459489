"""How fast indexes of phones are read, nothing stored: `python -m benchmarks.bench_indexes [FILES]`."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
import zipfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import FILE_STEP, Location, Step
from tests.forensicdesk.evidence.containers.backups import Made, make_database
from tests.forensicdesk.evidence.containers.reports import HEAD, node

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = 1_000_000


def make_extraction(folder: Path, count: int) -> tuple[Path, tuple[str, ...]]:
    """An archive with a report that names every file in it; gives it and the kinds of containers to go through."""
    archive = folder / "phone.ufdr"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        with zipped.open("report.xml", "w", force_zip64=True) as out:
            out.write(f"{HEAD}<taggedFiles>".encode())
            for number in range(count):
                out.write(node(f"/DCIM/{number}.jpg", f"files\\{number}.jpg", md5="ab" * 16, number=number).encode())
            out.write(b"</taggedFiles></project>")
        for number in range(count):
            zipped.writestr(zipfile.ZipInfo(f"files/{number}.jpg"), b"")
    return archive, ("zip", "ufdr-report")


def make_backup(folder: Path, count: int) -> tuple[Path, tuple[str, ...]]:
    """The manifest of a plain backup none of whose files is there."""
    manifest = folder / "Manifest.db"
    make_database(manifest, [Made("CameraRollDomain", f"Media/DCIM/{number}.jpg", b"") for number in range(count)])
    return manifest, ("itunes",)


def timed(path: Path, kinds: tuple[str, ...]) -> None:
    """List the innermost container and print what that took."""
    root, opener = os.fsencode(path), Opener()
    location = Location((Step(FILE_STEP, os.fsencode(path.name)),))
    for kind in kinds[:-1]:
        entries = opener.container(root, location, kind).entries(Wanted())
        (first,) = islice((entry for entry in entries if isinstance(entry, Entry)), 1)
        location = Location((*location.steps, Step(kind, first.path, first.place)))
    started = time.process_time()
    entries_of_index = opener.container(root, location, kinds[-1]).entries(Wanted())
    count = sum(entry is not None for entry in entries_of_index)
    taken = time.process_time() - started
    print(f"{kinds[-1]}: {count:,} files, {taken:.1f} s of a processor, at most {_peak_mib():,} MiB", flush=True)


def _peak_mib() -> int:
    """The most memory of this process so far, as Linux states it; `ru_maxrss` of a child has its parent's in it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10


def main(count: int = FILES) -> None:
    """Make an extraction and a backup, and read the index of each in a process of its own."""
    makers: tuple[Callable[[Path, int], tuple[Path, tuple[str, ...]]], ...] = (make_extraction, make_backup)
    for make in makers:
        with tempfile.TemporaryDirectory() as folder:
            made = make(Path(folder), count)
            process = multiprocessing.get_context("spawn").Process(target=timed, args=made)
            process.start()
            process.join()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
