"""Where the time of one picture goes: `python -m benchmarks.stages [FILE]`; without a file a photograph is drawn.

Milliseconds of one core (process time, one thread), the median of several turns. Stages that are parts of another are
indented by a dash.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import hashlib

from PIL import Image

from benchmarks.photographs import PHOTOGRAPH, make_photographs
from hashing.analyse import analyse
from hashing.decode.flatten import as_pixels, flatten
from hashing.decode.sniff import identify
from hashing.decode.still import decode_still
from hashing.digests import digest
from hashing.embedded.find import find_embedded
from hashing.inside.views import look_inside
from hashing.local.extraction import extract
from hashing.memory import keep_freed_memory
from hashing.metadata.picture import picture_facts
from hashing.perceptual.pdq import pdq
from hashing.perceptual.pictures import picture_hashes
from hashing.thumbnail import picture_thumbnail
from hashing.values import Recipe

if TYPE_CHECKING:
    from collections.abc import Callable

TURNS = 15
_TAIL_BYTES = 1 << 16


def timed(work: Callable[[], object]) -> float:
    """Median milliseconds of process time."""
    taken = []
    for _ in range(TURNS):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken) * 1000


def stages(data: bytes) -> dict[str, float]:
    """The milliseconds of each stage of this file."""
    keep_freed_memory()
    recipe = Recipe()
    kind = identify(data[:_TAIL_BYTES], data[-_TAIL_BYTES:], len(data))
    still = decode_still(io.BytesIO(data), kind, recipe.max_pixels)
    if still.pixels is None or still.small is None or still.image is None:
        sys.exit("stages: the file is no picture that can be decoded")
    pixels, small, flat = still.pixels, still.small, flatten(still.image)
    facts = picture_facts(io.BytesIO(data), kind, still.texts)
    found = {
        "everything (`hashing.analyse`)": timed(lambda: analyse(io.BytesIO(data), len(data), recipe)),
        "MD5, SHA-1 and SHA-256": timed(lambda: digest([data])),
        "- MD5 alone": timed(lambda: hashlib.md5(data, usedforsecurity=False).digest()),
        "decoding, with both sizes": timed(lambda: decode_still(io.BytesIO(data), kind, recipe.max_pixels)),
        "- from Pillow to an array": timed(lambda: as_pixels(flat)),
        "metadata": timed(lambda: picture_facts(io.BytesIO(data), kind, still.texts)),
        "files inside": timed(lambda: find_embedded(io.BytesIO(data), kind, facts)),
        "the picture inside the picture": timed(
            lambda: look_inside(pixels, small, (still.width or 1, still.height or 1))
        ),
        "local features": timed(lambda: extract(small)),
        "PDQ, eight orientations": timed(lambda: pdq(pixels)),
        "pHash and dHash": timed(lambda: picture_hashes(pixels, small, ("phash", "dhash"))),
        "preview and mosaic": timed(lambda: picture_thumbnail(small)),
    }
    if kind.name == "JPEG":
        found["for comparison: Pillow, the whole picture"] = timed(lambda: Image.open(io.BytesIO(data)).load())
    # pHash and dHash ask for PDQ, too, because its quality says whether they are weak.
    found["pHash and dHash"] -= found["PDQ, eight orientations"]
    return found


def main() -> None:
    """Measure one file and print a table."""
    with tempfile.TemporaryDirectory(prefix="forensicdesk-bench-") as folder:
        given = sys.argv[1:2]
        path = Path(given[0]) if given else make_photographs(Path(folder) / "one", 1, PHOTOGRAPH, 1)[0]
        data = path.read_bytes()
    print(f"| stage of {len(data) / 1e6:.1f} MB | ms |\n|---|---|")
    for name, taken in stages(data).items():
        print(f"| {name} | {taken:.1f} |")


if __name__ == "__main__":
    main()
