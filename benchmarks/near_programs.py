"""Searches within a Hamming distance, each as a program of its own.

`PYTHON near_programs.py NAME VALUES QUERIES FOLDER` makes the program ready and prints one line of JSON. Then for every
line of standard input with a number, it asks so many of the queries and prints the seconds, by the clock and of a
processor, and the pairs. Programs to compare with run in an environment without this project, so what belongs to one of
them is imported by it alone.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import faiss
    import numpy.typing as npt

    from forensicdesk.hamming import HammingIndex

    Rows = npt.NDArray[np.uint8]
    Search = Callable[[Rows], int]

RADIUS = 31
HASH_BYTES = 32
_FLAT_BITS, _FLAT_TABLES = 16, 16


def build(values: Rows, folder: Path) -> tuple[Search, dict[str, Any]]:
    """Only build the index, on disk."""
    from forensicdesk.hamming import HammingIndex

    started = time.perf_counter()
    index = HammingIndex.build_into(folder, values, RADIUS)
    taken = time.perf_counter() - started
    size = sum(path.stat().st_size for path in folder.iterdir())
    return _ours(index.search), {"build_s": taken, "bytes": size + values.nbytes}


def opened(values: Rows, folder: Path) -> tuple[Search, dict[str, Any]]:
    """The index that `build` has made, mapped."""
    from forensicdesk.hamming import HammingIndex

    started = time.perf_counter()
    index = HammingIndex.open(folder, values)
    return _ours(_side_by_side(index)), {"open_ms": (time.perf_counter() - started) * 1000}


def library(_: Rows, folder: Path) -> tuple[Search, dict[str, Any]]:
    """A list of a library, as matching opens it; the path is the library's folder and the list's name."""
    from forensicdesk.lists.library import Library

    known = Library(folder.parent)
    used = known.find(folder.name)
    started = time.perf_counter()
    index = known.index(used.id).index
    return _ours(_side_by_side(index)), {"open_ms": (time.perf_counter() - started) * 1000}


def scan(values: Rows, _: Path) -> tuple[Search, dict[str, Any]]:
    """Comparing everything with NumPy."""
    from forensicdesk.hamming import HammingIndex
    from forensicdesk.hamming.bands import Bands
    from forensicdesk.hamming.words import as_words

    words = as_words(values)
    return _ours(HammingIndex(words, Bands(HASH_BYTES * 8, 0), [], RADIUS).brute_force), {}


def faiss_flat(values: Rows, _: Path) -> tuple[Search, dict[str, Any]]:
    """Comparing everything with faiss, on all cores."""
    import faiss

    started = time.perf_counter()
    index = faiss.IndexBinaryFlat(HASH_BYTES * 8)
    index.add(values)
    return _faiss(index), {"build_s": time.perf_counter() - started, "version": faiss.__version__}


def faiss_hash(values: Rows, _: Path) -> tuple[Search, dict[str, Any]]:
    """The multi-index hashing of faiss with 16 bands of 16 bits and one flip, on all cores; complete up to 31 bits."""
    import faiss

    started = time.perf_counter()
    index = faiss.IndexBinaryMultiHash(HASH_BYTES * 8, _FLAT_TABLES, _FLAT_BITS)
    index.nflip = 1
    index.add(values)
    return _faiss(index), {"build_s": time.perf_counter() - started, "version": faiss.__version__}


PROGRAMS: dict[str, Callable[[Rows, Path], tuple[Search, dict[str, Any]]]] = {
    "build": build,
    "opened": opened,
    "library": library,
    "scan": scan,
    "faiss_flat": faiss_flat,
    "faiss_hash": faiss_hash,
}


def peak_mib() -> int:
    """The most memory that this process has had, mapped pages included.

    The kernel's count of resources begins with what the parent had, so it is asked only where there is nothing better.
    """
    status = Path("/proc/self/status")
    said = status.read_text(encoding="ascii").partition("VmHWM:")[2].split() if status.exists() else []
    return int(said[0]) // 1024 if said else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _side_by_side(index: HammingIndex) -> Callable[[Rows, int], Any]:
    """A search on the threads that matching takes."""
    from forensicdesk.hamming import processors

    return lambda queries, radius: index.search(queries, radius, processors())


def _ours(search: Callable[[Rows, int], Any]) -> Search:
    return lambda queries: sum(len(hits.queries) for hits in search(queries, RADIUS))


def _faiss(index: faiss.IndexBinary) -> Search:
    """Faiss gives what is nearer than its radius."""
    return lambda queries: len(index.range_search(queries, RADIUS + 1)[1])


def main(name: str, values: str, queries: str, folder: str) -> None:
    """Make one program ready and answer until standard input ends."""
    given = np.memmap(values, dtype=np.uint8, mode="r").reshape(-1, HASH_BYTES)
    asked = np.fromfile(queries, dtype=np.uint8).reshape(-1, HASH_BYTES)
    search, facts = PROGRAMS[name](given, Path(folder))
    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        some = asked[: int(line)]
        started, used = time.perf_counter(), time.process_time()
        pairs = search(some)
        taken = {"seconds": time.perf_counter() - started, "processor": time.process_time() - used}
        print(json.dumps({**taken, "pairs": pairs, "peak_mib": peak_mib()}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
