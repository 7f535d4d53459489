"""How often two hashes of 64 bits agree by chance, and how many copies they find.

    python -m benchmarks.bench_small [--drawn N]

Unrelated pictures are scenes drawn by this program, each with a seed of its own, and the photographs that
`bench_detection` begins with (no two of one scene). Every two of them are compared, so what agrees is false. Copies are
those that `bench_detection` makes of the same photographs by edits that add and cut nothing. The rule is that of the
policy: so many different hashes within their limits, of the picture as a whole.
"""

from __future__ import annotations

import argparse
import io
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.calibration_sample import KINDS, SIZES
from benchmarks.detection.bases import photographs
from benchmarks.detection.records import copy_of
from forensicdesk.demo.drawing import draw_scene
from forensicdesk.matching.policy import DEFAULT_POLICY, SMALL_HASHES
from forensicdesk.validating import plain
from hashing.analyse import analyse
from hashing.values import Recipe
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from benchmarks.detection.bases import Base

    Distances = NDArray[np.uint8]

SEED = 300_000
RECIPE = Recipe(name="small", perceptual=SMALL_HASHES, inner=False)
FARTHEST = 12
"""The largest limit that is looked at."""

_WIDER = (0, 1, 2, 4)
_ROWS_AT_ONCE = 256
_NONE = 255
"""A distance where one of two hashes says nothing."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Distances of pairs of pictures: one row for each algorithm of `SMALL_HASHES`, one column for each pair."""

    name: str
    pairs: int
    distances: Distances

    def agree(self, limits: Mapping[str, int], least: int = 2) -> int:
        """How many pairs have at least so many hashes within these limits; algorithms without a limit take no part."""
        rows = [self.distances[SMALL_HASHES.index(name)] <= limit for name, limit in limits.items()]
        return int((np.sum(rows, axis=0) >= least).sum())


def hashes(data: bytes) -> dict[str, int]:
    """The four hashes of a picture as numbers, those that say something."""
    analysis = analyse(io.BytesIO(data), len(data), RECIPE)
    return {one.algorithm: int.from_bytes(one.value) for one in analysis.perceptual if not one.weak and not one.view}


def drawn(number: int) -> dict[str, int]:
    """The hashes of a drawn scene."""
    kind, size = KINDS[number % len(KINDS)], SIZES[number // len(KINDS) % len(SIZES)]
    buffer = io.BytesIO()
    draw_scene(kind, SEED + number, size).save(buffer, "JPEG", quality=90)
    return hashes(buffer.getvalue())


def copies(number: int, bases: tuple[Base, ...]) -> list[dict[str, int]]:
    """The hashes of one photograph, and of a copy by every edit."""
    made = [copy_of(number, bases, edit, SEED)[0] for edit in plain.EDITS]
    return [hashes(bases[number].data), *map(hashes, made)]


def unrelated(name: str, found: Sequence[Mapping[str, int]]) -> Sample:
    """Every two of some pictures; only pairs within `FARTHEST` bits by two hashes are kept, the others are counted."""
    size = len(found)
    kept = []
    columns = [_column(found, algorithm) for algorithm in SMALL_HASHES]
    for start in range(0, size, _ROWS_AT_ONCE):
        rows = slice(start, min(start + _ROWS_AT_ONCE, size))
        apart = np.stack([_apart(values[rows, None], values, known[rows, None], known) for values, known in columns])
        apart[:, np.arange(size) <= np.arange(rows.start, rows.stop)[:, None]] = _NONE
        near = (apart <= FARTHEST).sum(axis=0) > 1
        kept.append(apart[:, near])
    return Sample(name, size * (size - 1) // 2, np.concatenate(kept, axis=1))


def related(found: Sequence[Sequence[Mapping[str, int]]]) -> dict[str, Sample]:
    """Each copy beside its photograph, by edit."""
    samples = {}
    for at, edit in enumerate(plain.EDITS, 1):
        apart = []
        for algorithm in SMALL_HASHES:
            (ones, known), (twos, known_too) = (_column([some[n] for some in found], algorithm) for n in (0, at))
            apart.append(_apart(ones, twos, known, known_too))
        samples[edit.name] = Sample(edit.name, len(found), np.stack(apart))
    return samples


def _column(found: Sequence[Mapping[str, int]], algorithm: str) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    values = np.array([some.get(algorithm, 0) for some in found], dtype=np.uint64)
    return values, np.array([algorithm in some for some in found])


def _apart(
    ones: NDArray[np.uint64], twos: NDArray[np.uint64], known: NDArray[np.bool_], known_too: NDArray[np.bool_]
) -> Distances:
    return np.where(known & known_too, np.bitwise_count(ones ^ twos), _NONE).astype(np.uint8)


def report(false: Sequence[Sample], copied: Mapping[str, Sample]) -> None:
    """The tables."""
    limits = {name: DEFAULT_POLICY.small_distance(name) for name in SMALL_HASHES}
    print("\nFalse pairs and copies found, each two hashes alone, then the rule of the policy\n")
    print(f"| rule | {' | '.join(f'{one.name}: false of {one.pairs:,}' for one in false)} | copies found |")
    print(f"|---|{'---|' * (len(false) + 1)}")
    rules = [{one: limits[one], two: limits[two]} for one, two in combinations(SMALL_HASHES, 2)]
    for rule in [*rules, limits]:
        _row(rule, false, copied)
    print("\nThe rule of the policy with every limit wider by so many bits\n")
    print(f"| wider by | {' | '.join(one.name for one in false)} | copies found |")
    print(f"|---|{'---|' * (len(false) + 1)}")
    for wider in _WIDER:
        wide = {name: limit + wider for name, limit in limits.items()}
        print(f"| {wider} | {' | '.join(f'{one.agree(wide):,}' for one in false)} | {_share(copied, wide):.3f} |")
    print("\nFor each two hashes the limits that find most copies with no false pair\n")
    print(f"| rule | {' | '.join(one.name for one in false)} | copies found |")
    print(f"|---|{'---|' * (len(false) + 1)}")
    for one, two in combinations(SMALL_HASHES, 2):
        fitting = [
            {one: first, two: second}
            for first, second in product(range(FARTHEST + 1), repeat=2)
            if not any(sample.agree({one: first, two: second}) for sample in false)
        ]
        if fitting:
            _row(max(fitting, key=lambda rule: (_share(copied, rule), -sum(rule.values()))), false, copied)
    print("\nCopies found by the rule of the policy\n")
    print("| edit | found |")
    print("|---|---|")
    for name, sample in copied.items():
        print(f"| {name} | {sample.agree(limits) / sample.pairs:.3f} |")


def _row(rule: Mapping[str, int], false: Sequence[Sample], copied: Mapping[str, Sample]) -> None:
    said = " + ".join(f"{name} ≤ {limit}" for name, limit in rule.items())
    said = said if len(rule) == 2 else f"any two of {said}"  # noqa: PLR2004 - two hashes
    print(f"| {said} | {' | '.join(f'{sample.agree(rule):,}' for sample in false)} | {_share(copied, rule):.3f} |")


def _share(copied: Mapping[str, Sample], rule: Mapping[str, int]) -> float:
    return sum(sample.agree(rule) for sample in copied.values()) / sum(sample.pairs for sample in copied.values())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drawn", type=int, default=6_000, help="so many drawn scenes (default: 6000)")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    bases = photographs(shared_data())
    with ProcessPoolExecutor(options.processes) as pool:
        scenes = list(pool.map(drawn, range(options.drawn), chunksize=50))
        found = list(pool.map(partial(copies, bases=bases), range(len(bases))))
    print(f"{options.drawn:,} drawn scenes, {len(bases)} photographs, {len(plain.EDITS)} edits, seed {SEED}")
    false = [unrelated("drawn", scenes), unrelated("photographs", [some[0] for some in found])]
    report(false, related(found))


if __name__ == "__main__":
    main()
