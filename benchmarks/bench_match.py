"""What it costs to match a case with lists, with and without the nearest entry of what does not match.

    python -m benchmarks.bench_match [--count N]
    python -m benchmarks.bench_match --rates        queries a second for lists of several lengths and distances

The case has made-up hashes. It is put to ten lists of 1,000 MD5 and 1,000 PDQ each, to one of 100,000 PDQ, and to one
of 1,000,000, of which the nearest entry is not asked. One entry in a hundred is of a picture of the case. Every row is
a process of its own.
"""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.stack_case import NOW, make_case
from benchmarks.stack_tables import planted
from benchmarks.timing import peak_mib
from forensicdesk.case.store import open_case
from forensicdesk.hamming import HammingIndex
from forensicdesk.lists.library import Library
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.model import Role
from forensicdesk.pipeline.match import match_lists

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 20_260_801
LISTS = (("ten lists of 1,000 MD5 and PDQ", 10, 1_000), ("100,000 PDQ", 1, 100_000), ("1,000,000 PDQ", 1, 1_000_000))


def make_lists(folder: Path, known: NDArray[np.uint8]) -> None:
    """Every list of `LISTS` in a library of its own; PDQ beside MD5 of nothing that is there."""
    random = np.random.default_rng(SEED + 1)  # the pictures have SEED
    for at, (_, number, entries) in enumerate(LISTS):
        library = Library(folder / str(at))
        for one in range(number):
            values = random.integers(0, 256, (entries, 32), dtype=np.uint8)
            chosen = random.choice(len(known), max(1, entries // 100), replace=entries // 100 > len(known))
            values[: len(chosen)] = known[chosen]
            path = folder / f"{at}-{one}.csv"
            with path.open("w", encoding="ascii") as target:
                target.write("md5,pdq\n" if number > 1 else "pdq\n")
                for row in values:
                    digest = f"{row[:16].tobytes().hex()}," if number > 1 else ""
                    target.write(f"{digest}{row.tobytes().hex()}\n")
            library.import_file(path, role=Role.NOTABLE, now=NOW)
            path.unlink()


def measure(case: Path, folder: Path, at: int, nearest: bool) -> str:  # noqa: FBT001 - handed to a process
    """One row of the table."""
    library = Library(folder / str(at))
    policy = DEFAULT_POLICY if nearest else replace(DEFAULT_POLICY, nearest_entries=0)
    with open_case(case, writable=True, now=NOW, actor="Examiner A") as store:
        started, before = time.monotonic(), peak_mib(os.getpid())
        done = match_lists(store, library, library.lists(), lambda _event: None, now=NOW, policy=policy)
        for _ in done:
            pass
        seconds, processor = time.monotonic() - started, time.process_time()
        met = len(store.reader.matches())
    said, memory = "with" if nearest else "without", f"{before} and {peak_mib(os.getpid())} MiB"
    return f"| {LISTS[at][0]} | {said} | {seconds:.0f} s, {processor:.0f} s | {memory} | {met:,} |"


def rates() -> None:
    """Print how many queries a second random lists answer within the threshold and within that of nearest entries."""
    random = np.random.default_rng(3)
    distances = DEFAULT_POLICY.pdq_distance, DEFAULT_POLICY.nearest_distance
    print(f"| entries | {' | '.join(f'within {bits} bits' for bits in distances)} |\n|---|---|---|")
    for entries in (1_000, 20_000, 100_000, 250_000, 1_000_000):
        index = HammingIndex.build(random.integers(0, 256, (entries, 32), dtype=np.uint8), distances[0])
        asked = random.integers(0, 256, (32_768, 32), dtype=np.uint8)
        speeds = []
        for bits in distances:
            started = time.monotonic()
            for _ in index.search(asked, bits):
                pass
            speeds.append(len(asked) / (time.monotonic() - started))
        print(f"| {entries:,} | {' | '.join(f'{speed:,.0f}' for speed in speeds)} |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000, help="pictures of the case (default: 100000)")
    parser.add_argument("--folder", type=Path, help="where everything is made [a temporary folder]")
    parser.add_argument("--rates", action="store_true", help="random lists and queries instead of a case")
    options = parser.parse_args()
    if options.rates:
        rates()
        return
    with TemporaryDirectory(dir=options.folder) as made:
        folder = Path(made)
        case = folder / "a.fdcase"
        make_case(case, options.count, options.count // 20, SEED)
        made_up, _, _ = planted(options.count, options.count // 20, SEED)
        make_lists(folder, np.asarray(made_up.pdqs.turned)[:, 0])
        print(f"{options.count:,} pictures, seed {SEED}\n")
        print("| lists | nearest entry | time, of the processor | memory before and at most | matches so far |")
        print("|---|---|---|---|---|")
        for at, nearest in ((0, False), (0, True), (1, False), (1, True), (2, True)):
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                print(pool.submit(measure, case, folder, at, nearest).result(), flush=True)


if __name__ == "__main__":
    main()
