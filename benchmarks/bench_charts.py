"""How long a timeline and a map take: a case of made-up items with dates and places, asked as the desktop asks.

Usage: python -m benchmarks.bench_charts [ITEMS]
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from forensicdesk.case.store import create_case, open_case
from forensicdesk.charting import WORLD, Bounds, DateSource, Grain
from forensicdesk.finding import Found
from forensicdesk.model import Location, Result, Step
from forensicdesk.session import Session
from hashing.values import Analysis, DateFact, Digests, Outcome, Recipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

ITEMS = 100_000
BATCH = 10_000
NOW = datetime(2026, 1, 1, tzinfo=UTC)
EXAMINER = "Examiner A"


def analyses(random: np.random.Generator, first: int, count: int) -> Iterator[Analysis]:
    """Pictures with a date each, of which a third states its zone, and half with a place."""
    days = random.integers(0, 4000, count)
    places = random.normal((45.0, 5.0), (10.0, 20.0), (count, 2)).clip(-85, 85)
    for at in range(count):
        data = b"%d" % (first + at)
        digests = Digests(hashlib.md5(data).digest(), hashlib.sha1(data).digest(), hashlib.sha256(data).digest())  # noqa: S324
        taken = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=int(days[at]), seconds=at)
        date = DateFact("exif:DateTimeOriginal", f"{taken:%Y:%m:%d %H:%M:%S}", None if at % 3 else "+02:00")
        place = (("GPSLatitude", f"{places[at][0]:.6f}"), ("GPSLongitude", f"{places[at][1]:.6f}")) if at % 2 else ()
        metadata = (("summary", (("Make", "Kamera"), ("Model", "K-100"), *place)),)
        yield Analysis(Outcome.ANALYSED, "image/jpeg", 9, digests=digests, dates=(date,), metadata=metadata)


def make_case(folder: Path, items: int) -> None:
    """A case of so many items, the same each time."""
    random = np.random.default_rng(20_260_601)
    create_case(folder, number="2026-001", examiner=EXAMINER, fields=(), now=NOW, actor=EXAMINER)
    with open_case(folder, writable=True, now=NOW, actor=EXAMINER) as store:
        writer = store.writer
        if writer is None:
            msg = "the case is open for reading only"
            raise ValueError(msg)
        writer.add_source(folder.parent / "phone", "folder", "phone", NOW)
        for first in range(0, items, BATCH):
            count = min(BATCH, items - first)
            names = [b"DCIM/IMG_%07d.JPG" % (first + at) for at in range(count)]
            writer.record_found(1, [Found(Location((Step("file", name),)), 9, 10**18) for name in names])
            jobs = store.reader.pending_jobs(count)
            made = analyses(random, first, count)
            writer.record_results([Result(job.item_id, one) for job, one in zip(jobs, made, strict=True)], Recipe())


def timed(name: str, work: Callable[[], T]) -> T:
    """Do it, and print how long it took by the clock and on the processor."""
    began, worked = time.perf_counter(), time.process_time()
    found = work()
    took, busy = time.perf_counter() - began, time.process_time() - worked
    print(f"{name:<44} {took * 1000:>9.1f} ms  {busy * 1000:>9.1f} ms processor")
    return found


def main(items: int) -> None:
    """Make the case and ask."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "made.fdcase"
        timed(f"making {items:,} items", lambda: make_case(folder, items))
        with Session.open(folder, writable=False) as session:
            exif, whole, months = DateSource.EXIF, (42, 12), (42 * 12, 36)
            timed("timeline, first question", lambda: session.histogram(exif, Grain.YEAR, whole))
            timed("timeline, years", lambda: session.histogram(exif, Grain.YEAR, whole))
            timed("timeline, months", lambda: session.histogram(exif, Grain.MONTH, months))
            half = list(range(1, items, 2))
            timed("timeline, months, half of the items", lambda: session.histogram(exif, Grain.MONTH, months, half))
            timed("items of a year", lambda: session.dated_items(exif, 1_400_000_000, 1_431_536_000))
            timed("map, first question", lambda: session.clusters(WORLD, 2))
            for scale in (2, 6):
                timed(f"map, whole globe at scale {scale}", partial(session.clusters, WORLD, scale))
            near = Bounds(0.0, 40.0, 10.0, 50.0)
            timed("items of a rectangle", lambda: session.placed_items(near))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS)
