"""The pictures of the calibration that comes with the program: `python -m benchmarks.calibration_sample FOLDER`.

Writes scenes drawn by the program, all with seeds of their own, and the photographs of the shared test data where it
is, one of each group of edits or series of one picture. Then:

    forensicdesk calibrate FOLDER --out calibration.json
"""

from __future__ import annotations

import argparse
import shutil
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.demo.drawing import draw_scene
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 200_000
KINDS = ("landscape", "town", "blocks", "rings")
SIZES = ((640, 480), (480, 640), (800, 450), (600, 600))
PHOTOGRAPHS = ("exif/jpg", "exif/heic", "neardup/bases", "motion-photo", "pdq/images", "formats/jpeg")
OF_ONE_PICTURE = (
    "exif/jpg/orientation/*_[2-8].jpg",
    "exif/jpg/xmp/BlueSquare.jpg",
    "neardup/bases/00[0-6].jpg",
    "pdq/images/bridge-mods/[!a]*",
    "pdq/images/misc-images/*",
    "pdq/images/reg-test-input/dih/*",
    "formats/jpeg/hopper*",
    "formats/jpeg/exif_typeerror.jpg",
)
"""Copies, edits, turns and series of a picture that is in the sample, and drawings."""


def _draw(number: int, folder: Path) -> None:
    kind, size = KINDS[number % len(KINDS)], SIZES[number // len(KINDS) % len(SIZES)]
    draw_scene(kind, SEED + number, size).save(folder / f"drawn-{number:05}.jpg", quality=90)


def _photographs(shared: Path) -> Iterator[Path]:
    for name in PHOTOGRAPHS:
        for path in sorted((shared / name).rglob("*")):
            named = path.relative_to(shared).as_posix()
            if path.is_file() and not any(fnmatch(named, pattern) for pattern in OF_ONE_PICTURE):
                yield path


def main() -> None:
    """Fill the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--drawn", type=int, default=800, help="so many drawn scenes (default: 800)")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    with ProcessPoolExecutor(options.processes) as pool:
        list(pool.map(partial(_draw, folder=options.folder), range(options.drawn), chunksize=20))
    shared = shared_data()
    copied = [] if shared is None else list(_photographs(shared))
    for path in copied:
        shutil.copyfile(path, options.folder / path.relative_to(shared or path.parent).as_posix().replace("/", "_"))
    print(f"{options.drawn} drawn scenes and {len(copied)} files of the shared test data")


if __name__ == "__main__":
    main()
