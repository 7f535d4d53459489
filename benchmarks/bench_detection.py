"""How many copies are found, and how many pictures are wrongly taken for copies: `make bench-detection`.

Copies are made by the program itself, from the photographs of the shared test data (or drawn scenes where it is not at
hand), each edit drawn with colours, sizes, fonts, places and JPEG qualities of its own; with the shared data, its
`neardup` copies are asked, too. Every file goes through `hashing.analyse` with the default recipe.
"""

from __future__ import annotations

import argparse
import csv
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.detection.bases import photographs
from benchmarks.detection.records import EDITS, copy_of, record
from benchmarks.detection.score import false_agreements, false_matches, false_views, matches, missed, recall_table
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from benchmarks.detection.bases import Base
    from benchmarks.detection.records import Record

SEED = 20_260_601
HALVES = {"develop": slice(0, None, 2), "report": slice(1, None, 2), "both": slice(None)}
DRAWS = 3
MOST_HASHES = 1_500
SAMPLES_GOALS = {"caption": 0.95, "flip_h": 0.99, "rotate_90": 0.99, "watermark": 0.98, "resize_25": 0.99}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help=f"both halves of the photographs, each edit {DRAWS} times")
    parser.add_argument("--half", choices=sorted(HALVES), default="report", help="which photographs (default: report)")
    parser.add_argument("--edits", default="", help="only edits whose name contains this")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def _copies(number: int, bases: tuple[Base, ...], edits: str, seed: int, draws: int) -> list[Record]:
    made = []
    for edit in EDITS:
        for draw in range(draws if edits in edit.name else 0):
            data, shows = copy_of(number, bases, edit, seed, draw)
            made.append(record(data, shows, edit.name))
    return made


def _generated(bases: tuple[Base, ...], options: argparse.Namespace) -> None:
    chosen = range(len(bases))[HALVES["both" if options.all else options.half]]
    work = partial(_copies, bases=bases, edits=options.edits, seed=options.seed, draws=DRAWS if options.all else 1)
    with ProcessPoolExecutor(options.processes) as pool:
        made = list(pool.map(work, chosen))
    queries = [one for copies in zip(*made, strict=True) for one in copies]
    own = [number for _ in range(len(queries) // len(chosen)) for number in chosen]
    references = [record(base.data, frozenset((number,))) for number, base in enumerate(bases)]
    print(f"\nGenerated copies: {len(chosen)} of {len(bases)} photographs, seed {options.seed}\n")
    _tables(queries, own, references, {edit.name: edit.goal for edit in EDITS})


def _tables(queries: list[Record], own: list[int], references: list[Record], goals: Mapping[str, float | None]) -> None:
    files = [*queries, *references]
    found = matches(files, references)
    print("\n".join(recall_table(found, queries, own, goals)))
    print("\nCopies missed of edits with a goal, and the distances of the whole and of each view:\n")
    print("\n".join(f"- {line}" for line in missed(found, queries, own, references, goals)))
    print("\nFalse matches, files against photographs that are not in them:\n")
    print("\n".join(f"- {line}" for line in false_matches(found, files, references)))
    step = max(1, len(queries) // MOST_HASHES)
    wrong, pairs, least = false_views([*queries[::step], *references])
    print(f"- views and wholes against views and wholes: {wrong} of {pairs:,} pairs, the closest {least} bits apart")
    two, three, pairs = false_agreements(files)
    print(f"- by pHash and dHash: {two}, by all three hashes: {three} of {pairs:,} pairs of wholes and views")
    views = sum(len(query.views) for query in queries)
    plain = sum(bool(reference.views) for reference in references)
    print(f"- {views} views in {len(queries)} copies; {plain} of {len(references)} plain photographs have a view")


def _sample(folder: Path) -> None:
    with (folder / "ground_truth.csv").open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: (row["transform"], row["base_id"]))
    names = sorted({row["base_id"] for row in rows})
    files = [
        (record((folder / row["path"]).read_bytes(), frozenset((names.index(row["base_id"]),)), row["transform"]))
        for row in rows
    ]
    references = [one for one in files if one.edit == "base"]
    queries = [one for one in files if one.edit != "base"]
    own = [next(iter(one.shows)) for one in queries]
    print("\nShared sample `neardup`\n")
    _tables(queries, own, references, SAMPLES_GOALS)


def main() -> None:
    """Print the tables."""
    options = _options()
    started = time.monotonic()
    folder = shared_data()
    bases = photographs(folder)
    print(
        f"{len(bases)} distinct photographs from {'the shared test data' if folder else 'this program itself (drawn)'}"
    )
    if folder is not None and not options.edits:
        _sample(folder / "neardup")
    _generated(bases, options)
    print(f"\n{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
