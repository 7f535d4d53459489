"""How fast near search is, beside other programs: `python -m benchmarks.bench_near [ENTRIES]...`."""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import asking
from benchmarks.asking import started
from benchmarks.near_programs import HASH_BYTES, RADIUS
from benchmarks.timing import PEER_PYTHON, ROOT, SEED
from forensicdesk.hamming import HammingIndex

if TYPE_CHECKING:
    import numpy.typing as npt

    from benchmarks.asking import Measured

    Rows = npt.NDArray[np.uint8]

ROUNDS = 5
QUERIES = 8_192
SAME = 64
DISTURBED = 2
"""One query in so many is an entry with some bits turned."""
_TITLES = {
    "opened": "ForensicDesk, all cores",
    "scan": "NumPy, every entry, one thread",
    "faiss_flat": "faiss IndexBinaryFlat, all cores",
    "faiss_hash": "faiss IndexBinaryMultiHash 16 x 16, one flip, all cores",
}
_LARGEST_HASH = 2_000_000
"""Above this many entries faiss's own hash index is left out: it takes several times the memory, and minutes."""


def rows(entries: int = 1_000_000, rounds: int = ROUNDS) -> str:
    """All programs on the same hashes and queries, in turn, as a table; a peer that is not installed is left out.

    Raises:
        ValueError: if a program ends early, or they find different numbers of pairs.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        work = Path(folder)
        _data(work, entries)
        built = _started(stack, "build", work, 0)
        peak = built.ask(0)["peak_mib"]
        names = ["opened", "scan"]
        if PEER_PYTHON.exists():
            names += ["faiss_flat"] + ["faiss_hash"] * (entries <= _LARGEST_HASH)
        measured = [_started(stack, name, work, _queries(name, entries)) for name in names]
        found = {one.title: one.ask(SAME)["pairs"] for one in measured}
        if len(set(found.values())) != 1:
            msg = f"the programs find different numbers of pairs: {found}"
            raise ValueError(msg)
        asking.rounds(measured, rounds)
        measured[0].facts |= built.facts
        return _table(entries, measured, found, peak)


def pairs_line(entries: int = 1_000_000) -> str:
    """How long all pairs inside a list take, one hash in ten being a near copy of another."""
    random = np.random.default_rng(SEED)
    values = random.integers(0, 256, (entries, HASH_BYTES), dtype=np.uint8)
    copies = entries // 10
    values[:copies] = disturbed(random, values[copies : 2 * copies])
    started = time.perf_counter()
    index = HammingIndex.build(values, RADIUS)
    found = sum(len(hits.queries) for hits in index.pairs(RADIUS))
    taken = time.perf_counter() - started
    what = f"All pairs within {RADIUS} bits among {entries:,} hashes, with building, one thread"
    return f"{what}: {taken:.0f} s ({found:,} pairs)."


def _queries(name: str, entries: int) -> int:
    """So many that a round takes about as long for each program."""
    return {"opened": QUERIES, "faiss_hash": 1_024}.get(name, max(SAME, min(1_024, 256_000_000 // entries)))


def _data(work: Path, entries: int) -> None:
    """Random hashes, and queries of which every second is one of them with some bits turned."""
    random = np.random.default_rng(SEED)
    values = random.integers(0, 256, (entries, HASH_BYTES), dtype=np.uint8)
    values.tofile(work / "values")
    queries = random.integers(0, 256, (QUERIES, HASH_BYTES), dtype=np.uint8)
    queries[::DISTURBED] = disturbed(random, values[random.integers(0, entries, QUERIES // DISTURBED)])
    queries.tofile(work / "queries")


def disturbed(random: np.random.Generator, values: Rows) -> Rows:
    """Copies with 0 to 40 bits turned."""
    places = random.random((len(values), HASH_BYTES * 8)).argsort(axis=1)
    turned = places < random.integers(0, 41, len(values))[:, None]
    disturbed: Rows = values ^ np.packbits(turned, axis=1)
    return disturbed


def _started(stack: ExitStack, name: str, work: Path, queries: int) -> Measured:
    faiss = name.startswith("faiss")
    command = [str(PEER_PYTHON) if faiss else sys.executable, str(ROOT / "benchmarks" / "near_programs.py"), name]
    command += [str(work / part) for part in ("values", "queries", "index")]
    return started(stack, _TITLES.get(name, name), command, queries, ours=not faiss)


def _table(entries: int, measured: list[Measured], found: dict[str, int], peak: int) -> str:
    """The programs as rows of a table, the first being ours."""
    ours = measured[0]
    rate, size = entries / ours.facts["build_s"], ours.facts["bytes"] / entries
    built = f"Built at {rate:,.0f} entries a second (peak {peak:,} MiB), opened in {ours.facts['open_ms']:.1f} ms"
    lines = [
        f"{entries:,} hashes of 256 bits, distance ≤ {RADIUS}.",
        f"{built}; {size:.0f} bytes an entry on disk, the hash among them.",
        "",
        f"| program | queries a second | ratio | processor µs a query | ratio | pairs of {SAME} queries | MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in measured:
        ratio = "" if one is ours else f"{ours.rate / one.rate:.1f}"
        name = f"{one.title}, {one.facts['version']}" if "version" in one.facts else one.title
        used = "" if one is ours else f"{one.processor_us / ours.processor_us:.1f}"
        cells = [name, f"{one.rate:,.0f}", ratio, f"{one.processor_us:,.0f}", used]
        lines.append(f"| {' | '.join(cells)} | {found[one.title]:,} | {one.last['peak_mib']:,} |")
    return "\n".join(lines)


def main(*sizes: int) -> None:
    """Print the tables."""
    for entries in sizes or (1_000_000,):
        print(rows(entries), end="\n\n")
    print(pairs_line())


if __name__ == "__main__":
    main(*(int(argument.replace(",", "").replace("_", "")) for argument in sys.argv[1:]))
