"""The heaviest bombs and the largest lawful pictures, one after the other: `python -m tests.fuzz.bombs`.

Too much for every test run: it takes minutes and several gigabytes. Prints what each one cost.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.fuzz.running import run_inputs
from tests.hashing.bombs_films import film_bombs, polyglots, texts
from tests.hashing.bombs_pictures import chunk, picture_bombs, png, zeros

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH, _HEIGHT = 20_000, 15_000


def main() -> int:
    """Run and print; 1 if a child died or a digest was wrong. Time and memory that run out are outcomes here."""
    bad = 0
    for name, content in _everything():
        with tempfile.TemporaryDirectory() as folder:
            tally = run_inputs([(name, content)], Path(folder), 1)
        faults = [fault for _, fault in tally.faults if not fault.startswith("timed-out")]
        bad += len(faults)
        outcome = ", ".join([*tally.outcomes, *sorted(tally.issues), *faults])
        cost = f"{tally.slowest[0]:.2f} s of a processor, {tally.peak_kib / 1024:.0f} MiB"
        print(f"{name} ({len(content):,} bytes): {outcome}; {cost}", flush=True)  # noqa: T201 - a program
    return 1 if bad else 0


def _everything() -> Iterator[tuple[str, bytes]]:
    yield from lawful_giants()
    yield from picture_bombs(heavy=True)
    yield from film_bombs(heavy=True)
    yield from polyglots().items()
    yield from texts("http://127.0.0.1:9").items()


def lawful_giants() -> Iterator[tuple[str, bytes]]:
    """Pictures of exactly as many pixels as the recipe allows."""
    for name, colour, depth, row in (
        ("grey", 0, 8, _WIDTH), ("deep grey", 0, 16, 2 * _WIDTH), ("colour", 2, 8, 3 * _WIDTH),
        ("colour and transparency", 6, 8, 4 * _WIDTH),
    ):  # fmt: skip
        data = chunk(b"IDAT", zeros(_HEIGHT * (row + 1)))
        yield f"png of 300 megapixels in {name}", png(_WIDTH, _HEIGHT, data, colour=colour, depth=depth)
    for format_name, options in (("JPEG", {}), ("TIFF", {"compression": "tiff_adobe_deflate"})):
        target = io.BytesIO()
        Image.new("RGB", (_WIDTH, _HEIGHT)).save(target, format_name, **options)
        yield f"{format_name.lower()} of 300 megapixels in colour", target.getvalue()


if __name__ == "__main__":
    sys.exit(main())
