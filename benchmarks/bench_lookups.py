"""Look-ups of exact digests in a stored list beside NumPy's bare binary search in the same column, in the same run.

    python -m benchmarks.bench_lookups                  3,000,000 MD5, 100,000 queries
    python -m benchmarks.bench_lookups --entries 30000000

NumPy only finds where a key of eight bytes would stand; the program compares whole digests and makes the entries.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.lists.library import Library
from forensicdesk.lists.sortedfile import keys_of
from forensicdesk.model import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUERIES, WIDTH, AT_ONCE = 100_000, 16, 100_000


def made(folder: Path, values: Bytes) -> tuple[Library, str]:
    """A library with one list of these digests, one a line."""
    path = folder / "list.txt"
    with path.open("w", encoding="ascii") as file:
        for low in range(0, len(values), AT_ONCE):
            file.writelines(f"{value.tobytes().hex()}\n" for value in values[low : low + AT_ONCE])
    library = Library(folder / "lists")
    return library, library.import_file(path, role=Role.NOTABLE, now=NOW).id


def rate(work: Callable[[], object], rounds: int) -> float:
    """Queries a second of processor time, from the median round."""
    seconds = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return QUERIES / statistics.median(seconds)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=3_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=20_261_127)
    parser.add_argument("--folder", type=Path, help="where the list is made [a temporary folder]")
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    values = random.integers(0, 256, (options.entries, WIDTH), dtype=np.uint8)
    column = np.sort(keys_of(values))
    print("| present | the program, look-ups a second of processor time | NumPy | ratio |\n|---|---|---|---|")
    with TemporaryDirectory(dir=options.folder) as folder:
        library, list_id = made(Path(folder), values)
        for present in (QUERIES // 2, QUERIES // 100):
            known = values[random.choice(len(values), present, replace=False)]
            rows = np.concatenate([known, random.integers(0, 256, (QUERIES - present, WIDTH), dtype=np.uint8)])
            asked = [row.tobytes() for row in random.permutation(rows)]
            ours = rate(lambda asked=asked: deque(library.exact(list_id, "md5", asked), maxlen=0), options.rounds)  # type: ignore[misc]
            keys = keys_of(np.frombuffer(b"".join(asked), dtype=np.uint8).reshape(-1, WIDTH))
            bare = rate(lambda keys=keys: np.searchsorted(column, keys), options.rounds)  # type: ignore[misc]
            print(f"| {present:,} of {QUERIES:,} | {ours:,.0f} | {bare:,.0f} | {ours / bare:.2f} |", flush=True)


if __name__ == "__main__":
    main()
