"""How often hashes of unrelated pictures agree, where PDQ, pHash and dHash together have wider limits than alone.

    python -m benchmarks.bench_beside [--pictures FOLDER] [--parts N] [--drawn N]

Unrelated pictures are rectangles cut by chance from photographs, two of different photographs each, and scenes drawn by
this program. The photographs are those that `bench_detection` begins with, and every picture below FOLDER that PDQ does
not take for one of them or for each other, in any orientation. Plain walls and skies are among the parts, so hashes
agree more often than among whole photographs. What agrees is named, because somebody has to look whether it is the same
thing after all.
"""

from __future__ import annotations

import argparse
import io
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from benchmarks.calibration_sample import KINDS, SIZES
from benchmarks.detection.bases import ALIKE, LONGEST_SIDE, photographs
from forensicdesk.demo.drawing import draw_scene
from forensicdesk.matching.policy import DEFAULT_POLICY
from hashing.analyse import analyse
from hashing.perceptual.pictures import pdq_hash
from hashing.values import PDQ_BYTES, Recipe
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Distances = NDArray[np.uint16]

SEED = 900_000
RECIPE = Recipe(name="three", perceptual=("pdq", "phash", "dhash"), inner=False)
LONGEST_PART, SHORTEST_PART = 480, 120
SHARES = (0.18, 0.8)
"""How wide and how tall a part is, of the photograph."""
_ROWS_AT_ONCE = 256
_PDQ_LIMITS = (31, 40, 56, 72, 88, 96, 104)
_SMALL_LIMITS = (8, 12)


class Three(NamedTuple):
    """The hashes of one picture, where all of them say something."""

    pdq: bytes
    phash: bytes
    dhash: bytes
    quality: int


class Pairs(NamedTuple):
    """Pairs of unrelated pictures: how many, and the distances and numbers of those that are close by two hashes."""

    all: int
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    pdq: Distances
    phash: Distances
    dhash: Distances

    def two(self) -> NDArray[np.bool_]:
        """Which agree by pHash and dHash, each within its own limit."""
        return (self.phash <= DEFAULT_POLICY.phash_distance) & (self.dhash <= DEFAULT_POLICY.dhash_distance)

    def three(self, pdq: int) -> NDArray[np.bool_]:
        """Which agree by all three: PDQ up to this distance, one of the others within its own limit."""
        policy = DEFAULT_POLICY
        wide = (self.phash <= policy.three_small_distance) & (self.dhash <= policy.three_small_distance)
        one = (self.phash <= policy.phash_distance) | (self.dhash <= policy.dhash_distance)
        return (self.pdq <= pdq) & wide & one


def hashes(picture: Image.Image) -> Three | None:
    """The three hashes of a picture saved as JPEG; None if one of them says nothing."""
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=90)
    data = target.getvalue()
    found = {one.algorithm: one for one in analyse(io.BytesIO(data), len(data), RECIPE).perceptual}
    if any(one.weak for one in found.values()):
        return None
    return Three(found["pdq"].value, found["phash"].value, found["dhash"].value, found["pdq"].quality or 0)


def drawn(number: int) -> Three | None:
    """The hashes of a drawn scene."""
    return hashes(draw_scene(KINDS[number % len(KINDS)], SEED + number, SIZES[number // len(KINDS) % len(SIZES)]))


def parts(numbered: tuple[int, tuple[str, Image.Image]], count: int) -> list[Three]:
    """The hashes of a photograph and of so many parts of it."""
    number, (_, picture) = numbered
    random = np.random.default_rng([SEED, number])
    found = [hashes(picture)]
    for _ in range(count):
        size = [max(SHORTEST_PART, int(side * random.uniform(*SHARES))) for side in picture.size]
        left, top = (
            int(random.integers(0, max(1, side - part))) for side, part in zip(picture.size, size, strict=True)
        )
        part = picture.crop((left, top, left + size[0], top + size[1]))
        part.thumbnail((LONGEST_PART, LONGEST_PART))
        found.append(hashes(part))
    return [one for one in found if one is not None]


def pictures(folder: Path | None) -> Iterator[tuple[str, Image.Image]]:
    """The photographs by name, then every picture below the folder that is like none before it."""
    kept = []
    for base in photographs(shared_data()):
        kept.append(_bits(base.picture)[0])
        yield base.name, base.picture
    for path in sorted(folder.rglob("*")) if folder is not None else ():
        picture = _opened(path)
        if picture is None:
            continue
        eight = _bits(picture)
        if int((np.stack(kept)[:, None] != eight[None]).sum(axis=2).min()) > ALIKE:
            kept.append(eight[0])
            yield path.name, picture


def _opened(path: Path) -> Image.Image | None:
    try:
        with Image.open(path) as image:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return picture if min(picture.size) >= 2 * SHORTEST_PART else None


def _bits(picture: Image.Image) -> NDArray[np.uint8]:
    eight = b"".join(pdq_hash(np.asarray(picture)).orientations)
    return np.unpackbits(np.frombuffer(eight, np.uint8).reshape(8, -1), axis=1)


def unrelated(found: Sequence[Three], owners: Sequence[int]) -> Pairs:
    """Every two pictures of different owners."""
    words = [_words([getattr(one, name) for one in found]) for name in RECIPE.perceptual]
    owner, count = np.array(owners), 0
    kept = []
    for start in range(0, len(found), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        apart = owner[rows, None] != owner[None]
        apart &= np.arange(len(found))[None] > np.arange(len(found))[rows, None]
        count += int(apart.sum())
        pdq, phash, dhash = (_distances(column, rows) for column in words)
        close = (pdq <= max(_PDQ_LIMITS)).astype(np.uint8)
        close += (phash <= max(_SMALL_LIMITS)).astype(np.uint8) + (dhash <= max(_SMALL_LIMITS)).astype(np.uint8)
        chosen = apart & (close > 1)
        first, second = np.nonzero(chosen)
        kept.append(np.stack([first + start, second, pdq[chosen], phash[chosen], dhash[chosen]]))
    return Pairs(count, *np.concatenate(kept, axis=1))


def _words(values: Sequence[bytes]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(values), np.uint64).reshape(len(values), -1)


def _distances(words: NDArray[np.uint64], rows: slice) -> Distances:
    result = np.zeros((len(words[rows]), len(words)), dtype=np.uint16)
    for column in range(words.shape[1]):
        result += np.bitwise_count(words[rows, None, column] ^ words[None, :, column])
    return result


def report(title: str, pairs: Pairs, names: Sequence[str]) -> None:
    """The counts of one sample, and what agrees."""
    policy = DEFAULT_POLICY
    print(f"\n{title}: {len(names):,} pictures, {pairs.all:,} pairs")
    print(f"\npHash ≤ {policy.phash_distance} and dHash ≤ {policy.dhash_distance}: {int(pairs.two().sum())}\n")
    print("| PDQ at most | all three hashes | dHash ≤ 8 | dHash ≤ 12 | pHash ≤ 8 | pHash ≤ 12 |")
    print("|---|---|---|---|---|---|")
    print(f"| any | {int(pairs.three(8 * PDQ_BYTES).sum())} | | | | |")
    for limit in _PDQ_LIMITS:
        near = pairs.pdq <= limit
        alone = [(near & (small <= most)).sum() for small in (pairs.dhash, pairs.phash) for most in _SMALL_LIMITS]
        print(f"| {limit} | {int(pairs.three(limit).sum())} | {' | '.join(str(int(one)) for one in alone)} |")
    for at in np.flatnonzero(pairs.two() | pairs.three(policy.three_pdq_distance)):
        apart = f"pHash {pairs.phash[at]}, dHash {pairs.dhash[at]}, PDQ {pairs.pdq[at]}"
        print(f"- {apart}: {names[pairs.first[at]]} and {names[pairs.second[at]]}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, help="a folder of further photographs of different things")
    parser.add_argument("--parts", type=int, default=40, help="so many parts of each photograph (default: 40)")
    parser.add_argument("--drawn", type=int, default=5_000, help="so many drawn scenes (default: 5000)")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with ProcessPoolExecutor(options.processes) as pool:
        scenes = [one for one in pool.map(drawn, range(options.drawn), chunksize=50) if one is not None]
        named = list(pictures(options.pictures))
        cut = list(pool.map(partial(parts, count=options.parts), enumerate(named)))
    good = DEFAULT_POLICY.pdq_quality
    print(f"{len(cut)} photographs, {options.parts} parts of each, {len(scenes)} drawn scenes, seed {SEED}")
    owned = [(number, one) for number, some in enumerate(cut) for one in some]
    _owned("Parts of photographs, of any quality", owned, [name for name, _ in named])
    firm = [(number, one) for number, one in owned if one.quality >= good]
    _owned(f"Parts of photographs of quality {good} or more", firm, [name for name, _ in named])
    firm = [(number, one) for number, one in enumerate(scenes) if one.quality >= good]
    _owned(f"Drawn scenes of quality {good} or more", firm, [f"scene {number}" for number in range(len(scenes))])


def _owned(title: str, owned: Sequence[tuple[int, Three]], names: Sequence[str]) -> None:
    owners = [number for number, _ in owned]
    report(title, unrelated([one for _, one in owned], owners), [names[number] for number in owners])


if __name__ == "__main__":
    main()
