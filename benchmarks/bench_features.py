"""What local features find and what they wrongly find: `python -m benchmarks.bench_features DATA [pictures]`.

DATA is the folder of further test material. Printed are sizes and times, recall for each edit, false matches between
different pictures, and how often feature words bring the right partner among the first twenty.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from benchmarks.feature_edits import EDITS, SAME_AROUND
from hashing.analyse import analyse
from hashing.local.agreement import agree
from hashing.local.extraction import extract
from hashing.local.words import words
from hashing.perceptual.distance import hamming
from hashing.values import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hashing.values import Analysis

RECIPE = Recipe(perceptual=("pdq",), inner=False)
LONGEST = 1600
FIRST = 20
RARE = 10
"""Words that more pictures than this have are left out of the count of candidates."""

EXIF, ORG, TESTS, AVIF = "exif/jpg", "exif/jpg/exif-org", "exif/jpg/tests", "formats/avif"
PHOTOGRAPHS = (
    f"{EXIF}/Canon_PowerShot_S40.jpg",
    f"{EXIF}/Reconyx_HC500_Hyperfire.jpg",
    f"{ORG}/canon-ixus.jpg",
    f"{ORG}/fujifilm-dx10.jpg",
    f"{ORG}/fujifilm-finepix40i.jpg",
    f"{ORG}/fujifilm-mx1700.jpg",
    f"{ORG}/kodak-dc210.jpg",
    f"{ORG}/kodak-dc240.jpg",
    f"{ORG}/nikon-e950.jpg",
    f"{ORG}/olympus-c960.jpg",
    f"{ORG}/olympus-d320l.jpg",
    f"{ORG}/ricoh-rdc5300.jpg",
    f"{ORG}/sanyo-vpcg250.jpg",
    f"{ORG}/sanyo-vpcsx550.jpg",
    f"{ORG}/sony-cybershot.jpg",
    f"{ORG}/sony-d700.jpg",
    f"{ORG}/sony-powershota5.jpg",
    f"{EXIF}/gps/DSCN0010.jpg",
    f"{EXIF}/gps/DSCN0012.jpg",
    f"{EXIF}/gps/DSCN0021.jpg",
    f"{EXIF}/gps/DSCN0042.jpg",
    f"{EXIF}/orientation/landscape_1.jpg",
    f"{EXIF}/orientation/portrait_1.jpg",
    f"{TESTS}/11-tests.jpg",
    f"{TESTS}/30-type_error.jpg",
    f"{TESTS}/33-type_error.jpg",
    f"{TESTS}/45-gps_ifd.jpg",
    f"{EXIF}/xmp/no_exif.jpg",
    "exif/tiff/BSG1.tiff",
    f"{AVIF}/link-u/fox.profile0.10bpc.yuv420.odd-width.avif",
    f"{AVIF}/link-u/kimono.crop.avif",
    f"{AVIF}/pillow/rot0mir0.avif",
    f"{AVIF}/pillow/xmp_tags_orientation.avif",
    "formats/jpeg/exif-72dpi-int.jpg",
    "formats/jpeg/exif_gps_typeerror.jpg",
    "formats/jpeg/iptc.jpg",
    "formats/tiff/pillow/hopper_g4_500.tif",
    "formats/webp/iss634.webp",
    "pdq/images/bridge-mods/aaa-orig.jpg",
    "pdq/images/reg-test-input/labelme-subset/q0291.jpg",
    "pdq/images/reg-test-input/labelme-subset/q1050.jpg",
    "pdq/images/reg-test-input/pen-and-coaster.png",
    "neardup/bases/009.jpg",
    "c2pa/adobe-20220124-E-sig-CA.jpg",
)
"""One picture of each scene with structure; every second one, from the first, served to choose the thresholds.

Left out are further pictures of the same scenes (bridge-mods, dih, the orientation series, kimono and fox in other
encodings, neardup bases made from pictures above, pen-and-coaster's twin), documents, drawn test patterns and skies.
"""


def main(data: str, most: int = len(PHOTOGRAPHS)) -> None:
    """Measure and print."""
    root = Path(data)
    pictures = [_opened(root / name) for name in PHOTOGRAPHS[:most]]
    plain = [_analysed(picture) for picture in pictures]
    _print_costs(pictures, [found.features or b"" for found in plain])
    edited = {name: [_analysed(edit(picture)) for picture in pictures] for name, edit in EDITS.items()}
    _print_recall(plain, edited)
    _print_neardup(root / "neardup")
    _print_false(plain, edited)
    _print_candidates(plain, edited)


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        picture = ImageOps.exif_transpose(image).convert("RGB")
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return picture


def _analysed(picture: Image.Image) -> Analysis:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=85)
    return analyse(io.BytesIO(target.getvalue()), target.tell(), RECIPE)


def _print_costs(pictures: list[Image.Image], features: list[bytes]) -> None:
    sizes = sorted(len(found) for found in features)
    print(f"{len(features)} pictures; bytes kept: median {statistics.median(sizes):.0f}, most {sizes[-1]}")
    spent = []
    for picture in pictures:
        pixels = np.asarray(picture)
        factor = max(1, min(picture.size) // 512)
        small = np.ascontiguousarray(pixels[::factor, ::factor])
        rounds = []
        for _ in range(3):
            started = time.process_time()
            extract(small)
            rounds.append(time.process_time() - started)
        spent.append(min(rounds))
    print(f"extract: {1e3 * statistics.median(spent):.1f} ms of one core (median), most {1e3 * max(spent):.1f} ms")
    spent = []
    for one, two in itertools.combinations(features, 2):
        started = time.process_time()
        agree(one, two)
        spent.append(time.process_time() - started)
    slow = sorted(spent)[int(len(spent) * 0.99)]
    print(f"agree, different pictures: {1e3 * statistics.mean(spent):.2f} ms (mean), {1e3 * slow:.2f} ms (99 %)\n")


def _by_features(one: Analysis, two: Analysis) -> bool:
    if one.features is None or two.features is None:
        return False
    found = agree(one.features, two.features)
    return found is not None and found.is_match


def _by_pdq(one: Analysis, two: Analysis) -> bool:
    [a], [b] = one.perceptual, two.perceptual
    good = min(a.quality or 0, b.quality or 0) >= 50  # noqa: PLR2004 - the gate of matching
    return good and min(hamming(turned, b.value) for turned in a.orientations) <= 31  # noqa: PLR2004 - its threshold


def _print_recall(plain: list[Analysis], edited: dict[str, list[Analysis]]) -> None:
    print(f"{'edit':<22}{'features':>9}{'held out':>9}{'with PDQ':>9}   (held out: every second picture)")
    for name, copies in edited.items():
        by_features = [_by_features(one, two) for one, two in zip(plain, copies, strict=True)]
        either = [found or _by_pdq(*pair) for found, *pair in zip(by_features, plain, copies, strict=True)]
        shares = [statistics.mean(found) for found in (by_features, by_features[1::2], either)]
        print(f"{name:<22}{''.join(f'{share:9.3f}' for share in shares)}")


def _print_neardup(folder: Path) -> None:
    with (folder / "ground_truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bases = {row["base_id"]: _of_file(folder / row["path"]) for row in rows if row["transform"] == "base"}
    found: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row["transform"] != "base":
            found[row["transform"]].append(_by_features(bases[row["base_id"]], _of_file(folder / row["path"])))
    print("\nneardup: " + ", ".join(f"{name} {sum(hits)}/{len(hits)}" for name, hits in found.items()))


def _of_file(path: Path) -> Analysis:
    data = path.read_bytes()
    return analyse(io.BytesIO(data), len(data), RECIPE)


def _different(ones: list[Analysis], twos: list[Analysis]) -> Iterator[tuple[Analysis, Analysis]]:
    for at, one in enumerate(ones):
        for other, two in enumerate(twos):
            if at != other:
                yield one, two


def _print_false(plain: list[Analysis], edited: dict[str, list[Analysis]]) -> None:
    pairs = [pair for copies in edited.values() for pair in _different(plain, copies)]
    print(f"\nfalse matches, different pictures: {sum(_by_features(*pair) for pair in pairs)} of {len(pairs):,}")
    for name in SAME_AROUND:
        pairs = list(itertools.combinations(edited[name], 2))
        print(f"false matches, {name} around both: {sum(_by_features(*pair) for pair in pairs)} of {len(pairs):,}")


def _print_candidates(plain: list[Analysis], edited: dict[str, list[Analysis]]) -> None:
    """The index holds the originals and, as pictures that are in the way, screenshots and quarters of all of them."""
    others = [found for name in ("screenshot", "caption", "corner crop to half") for found in edited[name]]
    stored = [words(found.features) if found.features else () for found in (*plain, *others)]
    holders: dict[int, list[int]] = defaultdict(list)
    for number, found in enumerate(stored):
        for word in found:
            holders[word].append(number)
    count = statistics.mean(len(found) for found in stored)
    print(f"\nfeature words: {count:.0f} a picture; right partner among the first {FIRST} of {len(stored)}:")
    shares = []
    for name, copies in edited.items():
        hits = [at in _candidates(copy, holders, len(stored)) for at, copy in enumerate(copies)]
        shares.append(f"{name} {statistics.mean(hits):.3f}")
    print("; ".join(shares))


def _candidates(query: Analysis, holders: dict[int, list[int]], stored: int) -> list[int]:
    score: dict[int, float] = defaultdict(float)
    if query.features is None:
        return []
    for word in (*words(query.features), *words(query.features, mirrored=True)):
        known = holders.get(word, [])
        for number in known if len(known) <= RARE else ():
            score[number] += math.log(stored / len(known)) ** 2
    return sorted(score, key=score.__getitem__, reverse=True)[:FIRST]


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:3]))
