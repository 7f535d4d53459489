"""How far each hash moves when a picture is edited, and how far apart different pictures are.

`python -m benchmarks.bench_invariance [FOLDER]` prints the table: with a folder, of its first pictures, else of drawn
scenes. Distances are bits; for `crop_resistant` they are segments that are not met again.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from forensicdesk.demo.drawing import draw_scene
from hashing.perceptual.distance import bits_of, distance, hamming
from hashing.perceptual.pdq import pdq
from hashing.perceptual.pictures import picture_hashes
from hashing.values import EVERY_ALGORITHM, ORIENTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hashing.values import PerceptualHash

    Edit = Callable[[Image.Image], Image.Image]
    Hashes = Mapping[str, PerceptualHash]

KINDS = ("landscape", "town", "blocks", "rings")
SIZE = (640, 480)
MOST = 200
UNRELATED = "another picture"


def _resized(factor: float) -> Edit:
    return lambda picture: picture.resize((round(picture.width * factor), round(picture.height * factor)))


def _recompressed(quality: int) -> Edit:
    def edit(picture: Image.Image) -> Image.Image:
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=quality)
        return Image.open(target).convert("RGB")

    return edit


def _cropped(share: float) -> Edit:
    def edit(picture: Image.Image) -> Image.Image:
        across, down = round(picture.width * share / 2), round(picture.height * share / 2)
        return picture.crop((across, down, picture.width - across, picture.height - down))

    return edit


EDITS: Mapping[str, Edit] = {
    "resize 50 %": _resized(0.5),
    "resize 25 %": _resized(0.25),
    "JPEG quality 50": _recompressed(50),
    "JPEG quality 20": _recompressed(20),
    "brightness +20 %": lambda picture: ImageEnhance.Brightness(picture).enhance(1.2),
    "brightness -20 %": lambda picture: ImageEnhance.Brightness(picture).enhance(0.8),
    "contrast +20 %": lambda picture: ImageEnhance.Contrast(picture).enhance(1.2),
    "blur": lambda picture: picture.filter(ImageFilter.GaussianBlur(2)),
    "grey": lambda picture: picture.convert("L").convert("RGB"),
    "crop 10 %": _cropped(0.1),
    "mirror": ImageOps.mirror,
    "upside down": ImageOps.flip,
}
"""Each edit by its name; the last two are turns that only hashes with orientations are to forgive."""


@dataclass(frozen=True, slots=True)
class Row:
    """Distances of one algorithm under one edit, over all pictures."""

    algorithm: str
    edit: str
    least: int
    middle: float
    most: int


def scenes(count: int = 8, size: tuple[int, int] = SIZE) -> list[Image.Image]:
    """Drawn scenes, each another one."""
    return [draw_scene(KINDS[number % len(KINDS)], 500 + number, size) for number in range(count)]


def hashes(picture: Image.Image) -> Hashes:
    """Every hash of a picture, by its algorithm."""
    pixels = np.asarray(picture.convert("RGB"), dtype=np.uint8)
    return {one.algorithm: one for one in picture_hashes(pixels, pixels, EVERY_ALGORITHM)}


def measure(pictures: Sequence[Image.Image]) -> list[Row]:
    """Distances from each picture to its edited form, and to every other picture."""
    originals = [hashes(picture) for picture in pictures]
    rows = []
    for name, edit in EDITS.items():
        edited = [hashes(edit(picture)) for picture in pictures]
        rows += [_row(algorithm, name, zip(originals, edited, strict=True)) for algorithm in EVERY_ALGORITHM]
    others = list(permutations(originals, 2))
    return rows + [_row(algorithm, UNRELATED, others) for algorithm in EVERY_ALGORITHM]


def _row(algorithm: str, edit: str, pairs: Iterable[tuple[Hashes, Hashes]]) -> Row:
    found = [distance(algorithm, one[algorithm].value, other[algorithm].value) for one, other in pairs]
    return Row(algorithm, edit, min(found), median(found), max(found))


def turned(picture: Image.Image) -> dict[str, Image.Image]:
    """The picture in each of the eight orientations, by the name that says which of its hashes predicts it."""
    pixels = np.asarray(picture, dtype=np.uint8)
    half = pixels[::-1, ::-1]
    forms = (
        pixels,
        np.rot90(pixels, 1),
        half,
        np.rot90(pixels, -1),
        pixels[::-1],
        pixels[:, ::-1],
        np.swapaxes(pixels, 0, 1),
        np.swapaxes(half, 0, 1),
    )
    return {name: Image.fromarray(np.ascontiguousarray(form)) for name, form in zip(ORIENTATIONS, forms, strict=True)}


def orientation_distances(picture: Image.Image) -> dict[str, tuple[int, int]]:
    """For each orientation the distance of PDQ's prediction from the turned picture, and that of the next best."""
    forms = {name: pdq(np.asarray(form, dtype=np.uint8)) for name, form in turned(picture).items()}
    found = {}
    for index, (name, form) in enumerate(forms.items()):
        away = [hamming(one, form.value) for one in forms["original"].orientations]
        found[name] = away[index], min(one for other, one in enumerate(away) if other != index)
    return found


def orientation_table(picture: Image.Image) -> str:
    """The eight orientations of PDQ as Markdown."""
    lines = ["| turned | the hash that predicts it | the nearest of the seven others |", "|---|---|---|"]
    lines += [f"| {name} | {own} | {other} |" for name, (own, other) in orientation_distances(picture).items()]
    return "\n".join(lines)


def table(rows: Sequence[Row], lengths: Mapping[str, str]) -> str:
    """The rows as Markdown: median and largest distance under an edit, smallest and median between other pictures."""
    cells = {(row.edit, row.algorithm): row for row in rows}
    lines = ["| edit | " + " | ".join(f"{name} ({lengths[name]})" for name in EVERY_ALGORITHM) + " |"]
    lines.append("|---|" + "---|" * len(EVERY_ALGORITHM))
    for edit in dict.fromkeys(row.edit for row in rows):
        shown = [cells[edit, name] for name in EVERY_ALGORITHM]
        if edit == UNRELATED:
            values = [f"{row.least} / {row.middle:g}" for row in shown]
        else:
            values = [f"{row.middle:g} / {row.most}" for row in shown]
        lines.append(f"| {edit} | " + " | ".join(values) + " |")
    return "\n".join(lines)


def lengths_of(pictures: Sequence[Image.Image]) -> dict[str, str]:
    """How long each algorithm's values are, as text: a range where it depends on the picture."""
    found = [hashes(picture) for picture in pictures]
    texts = {}
    for name in EVERY_ALGORITHM:
        sizes = [bits_of(name, one[name].value) for one in found]
        texts[name] = str(min(sizes)) if min(sizes) == max(sizes) else f"{min(sizes)}-{max(sizes)}"
    return texts


def _pictures_of(folder: Path) -> list[Image.Image]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
    return [Image.open(path).convert("RGB") for path in paths[:MOST]]


def main() -> None:
    """Measure and print."""
    pictures = _pictures_of(Path(sys.argv[1])) if len(sys.argv) > 1 else scenes(24)
    print(f"{len(pictures)} pictures. Edits: median / largest distance. {UNRELATED}: smallest / median distance.\n")
    print(table(measure(pictures), lengths_of(pictures)))
    print(f"\nPDQ in eight orientations, first picture: bits.\n\n{orientation_table(pictures[0])}")


if __name__ == "__main__":
    main()
