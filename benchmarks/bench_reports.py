"""Time and memory of each report format for a case with many matches: `python -m benchmarks.bench_reports [ITEMS]`.

Each format is rendered in a process of its own, from a model and media lines drawn for it; the memory of the model
alone is given first, because every format needs it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from reports.media import MediaLine
from reports.render import FORMATS, render
from tests.reports.samples import item, large, near_card

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEMS = 100_000


def lines(count: int) -> Iterator[MediaLine]:
    """As many pictures as wanted."""
    for number in range(1, count + 1):
        one = item(number, near_card(number), picture=b"")
        path = (one.location,)
        yield MediaLine(
            number, None, one.exhibit, path, (path[0].encode(),), path[0].rpartition("/")[2], "analysed", "live", None,
            one.media_type, one.size, 4000, 3000, None, one.md5, one.sha1, one.sha256,
            perceptual=(("pdq", "1", one.perceptual[0][2], 100),), metadata=one.metadata, category="1",
            category_label="one", decided_by="Examiner A", decided_at="2026-11-20T09:00:00Z",
        )  # fmt: skip


def measure(name: str, count: int) -> None:
    """Print one row of the table."""
    model = large(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    size = len(render(model, name, lambda: lines(count)).content) if name else 0
    seconds = time.process_time() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name or 'the model alone'} | {seconds:.1f} | {size / 1e6:.0f} | {before:.0f} | {most:.0f} |", flush=True)


def main() -> None:
    """Measure every format in its own process."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    if len(sys.argv) > 2:  # noqa: PLR2004 - the format follows
        measure(sys.argv[2].removeprefix("-"), count)
        return
    print("| format | processor seconds | MB of file | MB before | MB at most |\n|---|---|---|---|---|", flush=True)
    for name in ("-", *FORMATS):
        subprocess.run([sys.executable, "-m", "benchmarks.bench_reports", str(count), name], check=True)


if __name__ == "__main__":
    main()
