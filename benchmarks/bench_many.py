"""What an item costs in a large case, and the memory that takes: `python -m benchmarks.bench_many [--items 100000]`.

The whole `forensicdesk run` over three folders of small pictures, a hundredth, a tenth and all of the items. No two
pictures are alike, so that the case is no single stack. What a further item costs is the difference of two runs.

`--made 20000 200000` measures matching and reporting alone, each in a process of its own, on cases of made-up items of
which nothing is analysed: two in a hundred are in the list, and two in a hundred have had a match before.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from benchmarks.desktop_case import make_case, perceptual_hashes
from benchmarks.timing import ROOT, SEED, Program, Watched, compiled, whole_job

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = (64, 48)
_SHARES = (100, 10, 1)
_A_FOLDER = 1_000
_PATCHES = (6, 8, 3)
_FORENSICDESK = (sys.executable, "-m", "forensicdesk")
LISTED = 100
"""One content in so many is in the list of a made-up case by its SHA-256, and one by its PDQ."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One run: its items, seconds by the clock and of all its processes, peak memory of parent and child in MiB."""

    items: int
    seconds: float
    processor_s: float
    parent: int
    child: int


def draw(folder: Path, number: int) -> None:
    """Write picture `number`: a few patches of random colour that run into each other."""
    patches = np.random.default_rng((SEED, number)).integers(0, 256, _PATCHES, dtype=np.uint8)
    target = folder / f"{number // _A_FOLDER:03}" / f"{number:06}.jpg"
    Image.fromarray(patches).resize(SIZE, Image.Resampling.BICUBIC).save(target, quality=80)


def make(folder: Path, count: int, processes: int) -> list[Path]:
    """So many pictures, a thousand in a folder."""
    for number in range(0, count, _A_FOLDER):
        (folder / f"{number // _A_FOLDER:03}").mkdir(parents=True)
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(partial(draw, folder), range(count), chunksize=250))
    return sorted(folder.rglob("*.jpg"))


def run(paths: Sequence[Path], folder: Path, work: Path, processes: int) -> Seen:
    """One whole job."""
    watched = Watched(whole_job(folder, paths, work, processes))
    before, started = os.times(), time.perf_counter()
    watched.run()
    taken, after = time.perf_counter() - started, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Seen(len(paths), taken, used, watched.parent, watched.child)


def table(items: int, processes: int) -> str:
    """Three lengths of run, as Markdown."""
    seen = []
    with tempfile.TemporaryDirectory(prefix="forensicdesk-bench-") as name:
        compiled()
        for share in _SHARES:
            folder = Path(name) / f"pictures-{share}"
            seen.append(run(make(folder, items // share, processes), folder, Path(name), processes))
    lines = [
        "| items | s | of a processor | each further item, ms | of a processor | peak MiB, parent | peak MiB, child |",
        "|---|---|---|---|---|---|---|",
        _row(seen[0], "", ""),
    ]
    for before, one in pairwise(seen):
        span = (one.items - before.items) / 1000
        further = (one.seconds - before.seconds) / span, (one.processor_s - before.processor_s) / span
        lines.append(_row(one, *(f"{each:.2f}" for each in further)))
    return "\n".join(lines)


def _row(one: Seen, further: str, processor: str) -> str:
    cells = [f"{one.items:,}", f"{one.seconds:.1f}", f"{one.processor_s:.1f}", further, processor]
    return f"| {' | '.join(cells)} | {one.parent:,} | {one.child:,} |"


def made_up(items: int) -> str:
    """Matching and reporting so many made-up items, as rows in Markdown."""
    with tempfile.TemporaryDirectory(prefix="forensicdesk-bench-") as name:
        case, listed = Path(name) / "made-up.fdcase", Path(name) / "list.csv"
        os.environ["FORENSICDESK_HOME"] = str(Path(name) / "home")  # nothing of this machine is used
        make_case(case, items, hashes=True)
        _write_made_list(listed, items)
        taken = (*_FORENSICDESK, "list", "import", str(listed), "--role", "notable")
        subprocess.run(taken, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        phases = ("match", str(case)), ("report", str(case), "--out", str(Path(name) / "report"))
        return "\n".join(_phase(items, phase) for phase in phases)


def _phase(items: int, phase: tuple[str, ...]) -> str:
    before = os.times()
    watched = Watched(Program(phase[0], (*_FORENSICDESK, *phase), ()))
    watched.run()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return f"| {items:,} | `{phase[0]}` | {used:.1f} | {watched.parent:,} | {watched.anonymous:,} |"


def _write_made_list(path: Path, items: int) -> None:
    """Of every hundredth content the SHA-256, and of another hundredth a PDQ of which two bits differ."""
    with path.open("w", encoding="ascii") as target:
        target.write("sha256,pdq\n")
        for number in range(1, items - LISTED // 2, LISTED):
            near = bytearray(perceptual_hashes(number + LISTED // 2)[0].value)
            near[0] ^= 3
            target.write(f"{hashlib.sha256(b'%d' % number).hexdigest()},\n,{near.hex()}\n")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--made", type=int, nargs="+", default=[], metavar="ITEMS", help="matching and reports alone")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    if given.made:
        compiled()
        print("| items | phase | s of a processor | peak MiB | of them anonymous |\n|---|---|---|---|---|")
        for items in given.made:
            print(made_up(items), flush=True)
        return
    print(table(given.items, given.processes))


if __name__ == "__main__":
    main()
