"""How fast near search is, beside comparing everything: `python -m benchmarks.bench_near [ENTRIES] [QUERIES]`."""

from __future__ import annotations

import resource
import statistics
import sys
import time

import numpy as np

from forensicdesk.hamming import HammingIndex

ORIENTATIONS = 8
ROUNDS = 3


def main(entries: int = 1_000_000, queries: int = 1_000) -> None:
    """Build an index, ask it, and compare the rate with a scan of all entries in the same run."""
    random = np.random.default_rng(1)
    values = random.integers(0, 256, (entries, 32), dtype=np.uint8)
    asked = random.integers(0, 256, (queries * ORIENTATIONS, 32), dtype=np.uint8)
    bits = np.unpackbits(values[: queries // 2], axis=1)
    for row in bits:
        row[random.choice(256, 31, replace=False)] ^= 1
    asked[: queries // 2] = np.packbits(bits, axis=1)
    started = time.perf_counter()
    index = HammingIndex.build(values, 31)
    built = time.perf_counter() - started
    fast, slow = [], []
    few = asked[: max(16, min(len(asked), 40_000_000 // entries))]
    for _ in range(ROUNDS):
        started = time.perf_counter()
        found = sum(len(hits.queries) for hits in index.search(asked, 31))
        fast.append(len(asked) / (time.perf_counter() - started))
        started = time.perf_counter()
        sum(len(hits.queries) for hits in index.brute_force(few, 31))
        slow.append(len(few) / (time.perf_counter() - started))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    indexed, scanned = statistics.median(fast), statistics.median(slow)
    print(f"{entries:,} entries: built in {built:.2f} s; {len(asked):,} hashes asked, {found:,} pairs within 31 bits")
    print(f"index {indexed:,.0f} hashes a second = {indexed / ORIENTATIONS:,.0f} pictures in eight orientations")
    print(f"scan  {scanned:,.0f} hashes a second; ratio {indexed / scanned:.1f}; peak memory {peak:,} MiB")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
