"""What an item costs in a large case, and the memory that takes: `python -m benchmarks.bench_many [--items 100000]`.

The whole `forensicdesk run` over three folders of small pictures, a hundredth, a tenth and all of the items. No two
pictures are alike, so that the case is no single stack. What a further item costs is the difference of two runs.
"""

from __future__ import annotations

import argparse
import os
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

from benchmarks.timing import SEED, Watched, compiled, whole_job

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = (64, 48)
_SHARES = (100, 10, 1)
_A_FOLDER = 1_000
_PATCHES = (6, 8, 3)


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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    print(table(given.items, given.processes))


if __name__ == "__main__":
    main()
