"""The engine without the program around it: `hashing.analyse` over files in a pool of processes.

`python -m benchmarks.engine_alone PROCESSES`, with one path a line on standard input; prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from hashing.values import Outcome, Recipe

CHUNK = 4


def prepare() -> None:
    """One thread a process, and everything loaded, as the program's own children have it."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    import hashing.analyse
    import hashing.picture_analysis  # noqa: F401


def analysed(path: str) -> bool:
    """Whether the file was analysed."""
    from hashing.analyse import analyse

    with Path(path).open("rb") as file:
        return analyse(file, Path(path).stat().st_size, Recipe()).outcome is Outcome.ANALYSED


def main() -> None:
    """Analyse every path of standard input."""
    paths = sys.stdin.read().splitlines()
    with ProcessPoolExecutor(int(sys.argv[1]), mp_context=get_context("spawn"), initializer=prepare) as pool:
        print(json.dumps({"files": sum(pool.map(analysed, paths, chunksize=CHUNK)), "version": ""}))


if __name__ == "__main__":
    main()
