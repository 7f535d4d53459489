"""Time and memory of each report format for cases with many matches: `python -m benchmarks.bench_reports`.

Each format is written to a file by a process of its own, from a model and media lines drawn for it; the model alone is
measured first, because every format needs it. `--format pdf --items 3000` measures one.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from benchmarks.tables import machine, write
from reports.media import MediaLine
from reports.render import FORMATS
from reports.render import write as write_report
from tests.reports.samples import item, large, near_card

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ITEMS = (1_000, 10_000, 100_000)
DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
MARKS = "<!-- reports:begin -->", "<!-- reports:end -->"
ALONE = "model"
"""Stands for no format."""


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


def measure(name: str, count: int) -> str:
    """Seconds of a processor, MB of the file, and MiB of memory at most, without and with the format."""
    model = large(count)
    before = _peak()
    start = time.process_time()
    with TemporaryFile() as out:
        if name != ALONE:
            write_report(model, name, lambda: lines(count), out)
        size = out.seek(0, os.SEEK_END)
    seconds = time.process_time() - start
    return f"{seconds:.1f} | {size / 1e6:,.0f} | {before:,.0f} | {_peak():,.0f}"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(names: Sequence[str], counts: Sequence[int]) -> str:
    """One row a format and number of items."""
    rows = [
        f"{machine(('fpdf2', 'jinja2'))}.",
        "",
        "| items | format | processor seconds | MB of file | MiB for the model | MiB at most |",
        "|---|---|---|---|---|---|",
    ]
    for count in counts:
        for name in names:
            command = [sys.executable, "-m", "benchmarks.bench_reports", "--measure", name, str(count)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            shown = "the model alone" if name == ALONE else name
            rows.append(f"| {count:,} | {shown} | {done.stdout.strip()} |")
            print(rows[-1], flush=True)
    return "\n".join(rows)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, nargs="*", default=ITEMS)
    parser.add_argument("--format", nargs="*", default=(ALONE, *FORMATS), choices=(ALONE, *FORMATS))
    parser.add_argument("--write", action="store_true", help=f"put the table into {DOCUMENT.name}")
    parser.add_argument("--date", default="", help="the day, for the table")
    parser.add_argument("--measure", nargs=2, metavar=("FORMAT", "ITEMS"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(measure(arguments.measure[0], int(arguments.measure[1])))
        return
    text = table(arguments.format, arguments.items)
    if arguments.date:
        text = f"{arguments.date}. {text}"
    if arguments.write:
        write(DOCUMENT, text, MARKS)


if __name__ == "__main__":
    main()
