"""Which copies end in the stack of their original, what ends there wrongly, and what a large case costs.

    python -m benchmarks.bench_stacks                     recall of the generated copies and of `neardup`
    python -m benchmarks.bench_stacks --count 1000000     time and memory, made-up hashes and planted copies
    python -m benchmarks.bench_stacks --count 50000 --scenes 200      the same where any two of a scene are near

All copies of all photographs are one case, as an examiner would have them. A copy counts as found if it is in the stack
of its original. Goals are those for pictures at hand; beside them, what standard and thorough profile reach.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.detection.bases import photographs
from benchmarks.detection.records import EDITS, copy_of
from benchmarks.stack_case import measure
from forensicdesk.matching.side_by_side import go_on
from forensicdesk.matching.stack_policy import DEFAULT_STACK_POLICY
from forensicdesk.matching.stack_source import hash_row
from forensicdesk.matching.stack_tables import pdq_table, small_table
from forensicdesk.matching.stacks import PictureTables, find_relations
from hashing.analyse import analyse
from hashing.values import Recipe
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmarks.detection.bases import Base
    from forensicdesk.relations import HashRow, Relations
    from hashing.values import Analysis, Film, FrameFeatures, PerceptualHash

SEED = 20_260_601
HAND_GOALS = {
    "crop 5 %": 0.98,
    "crop_05": 0.98,
    "crop 10 %": 0.97,
    "crop_10": 0.97,
    "crop 25 %": 0.90,
    "corner crop": 0.95,
    "rotate 2": 0.99,
    "rotate_2": 0.99,
    "letterbox": 0.99,
    "border": 0.99,
    "caption": 0.99,
    "screenshot": 0.99,
}
"""Goals for pictures at hand, by the beginning of an edit's name; others are to be found without exception."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of the case: how it was made, which photographs it shows, what the engine says."""

    edit: str
    shows: frozenset[int]
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class InMemory:
    """The files of a case that is in memory; their contents are numbered from 1."""

    files: Sequence[File]
    with_features: bool

    def features(self) -> Iterable[tuple[int, bytes]]:
        """See `forensicdesk.matching.stacks.Evidence`, here and below."""
        for number, file in enumerate(self.files, 1):
            if self.with_features and file.analysis.features:
                yield number, file.analysis.features

    def features_of(self, contents: Sequence[int]) -> Mapping[int, bytes]:
        """Those of some contents."""
        return {number: self.files[number - 1].analysis.features or b"" for number in contents}

    def films(self) -> Iterable[tuple[int, Film]]:
        """There are none."""
        return ()

    def film_features(self) -> Iterable[tuple[int, Sequence[FrameFeatures]]]:
        """There are none."""
        return ()

    def film_features_of(self, contents: Sequence[int]) -> Mapping[int, Sequence[FrameFeatures]]:
        """There are none."""
        return dict.fromkeys(contents, ())

    def pictures(self) -> Iterator[tuple[int, PerceptualHash]]:
        """Every PDQ."""
        yield from self.hashes("pdq")

    def hashes(self, algorithm: str) -> Iterator[tuple[int, PerceptualHash]]:
        """Every hash of an algorithm."""
        for number, file in enumerate(self.files, 1):
            for value in file.analysis.perceptual:
                if value.algorithm == algorithm:
                    yield number, value

    def rows(self, algorithm: str) -> Iterator[HashRow]:
        """The same as they would be stored."""
        return itertools.starmap(hash_row, self.hashes(algorithm))

    def tables(self) -> PictureTables:
        """All hashes as arrays."""
        contents = np.arange(1, len(self.files) + 1)
        forms: dict[tuple[str, str, str], int] = {}
        pixels = [(file.analysis.width or 0) * (file.analysis.height or 0) for file in self.files]
        return PictureTables(
            contents,
            np.array(pixels, dtype=np.int64),
            pdq_table(self.rows("pdq"), contents, forms, DEFAULT_STACK_POLICY.matching.pdq_quality),
            small_table("phash", self.rows("phash"), contents, forms),
            small_table("dhash", self.rows("dhash"), contents, forms),
        )


def analysed(data: bytes, edit: str, shows: frozenset[int]) -> File:
    """A file as the thorough profile would see it, as far as stacks go by it."""
    return File(edit, shows, analyse(io.BytesIO(data), len(data), Recipe(features=True)))


def _copies(number: int, bases: tuple[Base, ...]) -> list[File]:
    made = (copy_of(number, bases, edit, SEED) for edit in EDITS)
    return [analysed(data, edit.name, shows) for edit, (data, shows) in zip(EDITS, made, strict=True)]


def generated(chosen: Sequence[int], bases: tuple[Base, ...], processes: int) -> list[File]:
    """The photographs and one copy by every edit."""
    files = [analysed(base.data, "", frozenset((number,))) for number, base in enumerate(bases)]
    with ProcessPoolExecutor(processes) as pool:
        for copies in pool.map(partial(_copies, bases=bases), chosen):
            files.extend(copies)
    return files


def sample(folder: Path) -> list[File]:
    """The shared sample `neardup`."""
    with (folder / "ground_truth.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [
        analysed(
            (folder / row["path"]).read_bytes(),
            "" if row["transform"] == "base" else row["transform"],
            frozenset((int(row["base_id"]),)),
        )
        for row in rows
    ]


def _places(relations: Relations) -> tuple[dict[int, int], set[tuple[int, int]]]:
    """The stack of each content, and which contents are tied otherwise."""
    stacks = {member.content_id: stack.id for stack in relations.stacks for member in stack.members}
    tied = {(link.first, link.reason.other) for link in relations.links}
    return stacks, tied | {(two, one) for one, two in tied}


def report(files: Sequence[File]) -> None:
    """Recall for each edit, standard and thorough, and false pairs."""
    found = {}
    for profile, with_features in (("standard", False), ("thorough", True)):
        evidence = InMemory(files, with_features)
        started = time.monotonic()
        relations = find_relations(evidence.tables(), evidence, DEFAULT_STACK_POLICY, go_on)
        found[profile] = relations
        print(f"{profile}: {len(relations.stacks)} stacks, {len(relations.links)} further ties, ", end="")
        print(f"{len(relations.clusters)} clusters, {time.monotonic() - started:.1f} s")
        print(f"  {_false(files, relations)}")
    print("\n| edit | copies | standard | thorough | thorough, ties too | goal, pictures at hand | reached |")
    print("|---|---|---|---|---|---|---|")
    for edit, numbers in _by_edit(files).items():
        shares = [_share(numbers, files, found["standard"], ties=False)]
        shares += [_share(numbers, files, found["thorough"], ties=ties) for ties in (False, True)]
        goal = next((goal for name, goal in HAND_GOALS.items() if edit.startswith(name)), 1.0)
        cells = " | ".join(f"{share:.3f}" for share in shares)
        reached = "yes" if shares[1] >= goal else "with ties" if shares[2] >= goal else "no"
        print(f"| {edit} | {len(numbers)} | {cells} | {goal:.2f} | {reached} |")


def _by_edit(files: Sequence[File]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, file in enumerate(files, 1):
        if file.edit:
            numbers[file.edit].append(number)
    return numbers


def _share(numbers: Sequence[int], files: Sequence[File], relations: Relations, *, ties: bool) -> float:
    """How many of these copies are in the stack of an original they show, or at least tied to one in it."""
    stacks, tied = _places(relations)
    originals = [number for number, file in enumerate(files, 1) if not file.edit]
    hits = 0
    for number in numbers:
        own = [one for one in originals if files[one - 1].shows & files[number - 1].shows]
        together = any(stacks.get(number, -1) == stacks.get(one, -2) for one in own)
        hits += together or (ties and any((number, one) in tied for one in own))
    return hits / len(numbers)


def _false(files: Sequence[File], relations: Relations) -> str:
    wrong = {"pairs in one stack": 0, "pairs tied": 0, "pairs in one cluster": 0}
    for name, groups in (("pairs in one stack", relations.stacks), ("pairs in one cluster", relations.clusters)):
        for group in groups:
            shown = [files[member.content_id - 1].shows for member in group.members]
            wrong[name] += sum(not one & two for at, one in enumerate(shown) for two in shown[:at])
    for link in relations.links:
        wrong["pairs tied"] += not files[link.first - 1].shows & files[link.reason.other - 1].shows
    shows = [file.shows for file in files]
    unrelated = sum(not one & two for at, one in enumerate(shows) for two in shows[:at])
    return (
        ", ".join(f"{count} {name}" for name, count in wrong.items())
        + f" that show nothing in common, of {unrelated:,}"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=0, help="made-up pictures instead of real ones")
    parser.add_argument("--scenes", type=int, default=0, help="all made-up pictures show so many scenes")
    parser.add_argument("--folder", type=Path, help="where their case is made, 0.7 GB a million [a temporary folder]")
    parser.add_argument("--seed", type=int, default=20_260_701, help="of the made-up pictures")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--all", action="store_true", help="all photographs, not every second one")
    options = parser.parse_args()
    if options.count:
        with TemporaryDirectory(dir=options.folder) as made:
            measure(options.count, Path(made), options.seed, options.scenes)
        return
    folder = shared_data()
    if folder is not None:
        print("\nShared sample `neardup`\n")
        report(sample(folder / "neardup"))
    bases = photographs(folder)
    chosen = range(len(bases)) if options.all else range(1, len(bases), 2)
    print(f"\nGenerated copies: {len(chosen)} of {len(bases)} photographs, seed {SEED}\n")
    report(generated(chosen, bases, options.processes))


if __name__ == "__main__":
    main()
