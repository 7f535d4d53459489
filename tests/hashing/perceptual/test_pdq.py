"""PDQ agrees with its published description, values and symmetries."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hashing.known_answers.pictures import draw
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import NO_PDQ, pdq
from hashing.values import ORIENTATIONS
from tests.hashing.perceptual.plain_pdq import plain_pdq
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_TURNED = {
    "rotate180": lambda picture: picture[::-1, ::-1],
    "rotate90": lambda picture: np.rot90(picture, 1),
    "rotate270": lambda picture: np.rot90(picture, -1),
    "flipx": lambda picture: picture[::-1],
    "flipy": lambda picture: picture[:, ::-1],
    "flip_plus1": lambda picture: np.swapaxes(picture, 0, 1),
    "flip_minus1": lambda picture: np.swapaxes(picture[::-1, ::-1], 0, 1),
}


def _smooth(seed: int, height: int, width: int) -> NDArray[np.uint8]:
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 256, (12, 12, 3), dtype=np.uint8))
    return np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC), dtype=np.uint8)


@settings(max_examples=12, deadline=None)
# Sides of 8 and 16 pixels make some coefficients vanish: there the bits of either form hang on rounding.
@given(st.integers(0, 1000), st.integers(17, 300), st.integers(17, 300))
def test_the_fast_form_gives_the_same_hash_as_the_reference_written_out(seed: int, height: int, width: int) -> None:
    picture = _smooth(seed, height, width)

    found = pdq(picture)

    expected, quality = plain_pdq(picture)
    assert hamming(found.value, expected) <= 2
    assert abs(found.quality - quality) <= 1


@pytest.mark.parametrize("transform", _TURNED)
def test_a_turned_picture_carries_the_hash_that_its_original_predicts(transform: str) -> None:
    # At 64 x 64 nothing is smoothed or dropped, so the prediction is exact.
    picture = draw("scatter", 64, 64)
    turned = np.ascontiguousarray(_TURNED[transform](picture))

    predicted = pdq(picture).orientations[ORIENTATIONS.index(transform)]

    assert predicted == pdq(turned).value


@pytest.mark.parametrize("transform", _TURNED)
def test_of_a_larger_picture_the_right_orientation_is_by_far_the_nearest(transform: str) -> None:
    picture = draw("scatter", 700, 500)
    turned = pdq(np.ascontiguousarray(_TURNED[transform](picture))).value

    distances = [hamming(one, turned) for one in pdq(picture).orientations]

    assert ORIENTATIONS[distances.index(min(distances))] == transform
    nearest, second = sorted(distances)[:2]
    assert nearest <= 31
    assert second > 90


def test_the_first_orientation_is_the_hash_itself() -> None:
    found = pdq(draw("scatter", 320, 200))

    assert found.orientations[0] == found.value
    assert len(set(found.orientations)) == len(ORIENTATIONS)


def test_grey_and_equal_colours_have_the_same_hash() -> None:
    grey = draw("scatter", 300, 200)[:, :, 0]

    assert pdq(grey) == pdq(np.stack([grey] * 3, axis=2))


@pytest.mark.parametrize("picture", [np.full((200, 300, 3), 77, np.uint8), np.full((64, 64), 255, np.uint8)])
def test_a_picture_of_one_colour_has_no_quality(picture: NDArray[np.uint8]) -> None:
    assert pdq(picture) == NO_PDQ
    assert NO_PDQ.quality == 0


@pytest.mark.parametrize("size", [(1, 1), (4, 400), (400, 4)])
def test_pictures_under_five_pixels_have_no_quality(size: tuple[int, int]) -> None:
    assert pdq(draw("scatter", *size)).quality == 0


def test_very_large_sides_are_computed_in_double_precision() -> None:
    tall = np.repeat(draw("tiles", 8, 64), 200, axis=0)

    assert pdq(tall).quality > 50


def _published() -> list[tuple[Path, str, int]]:
    data = shared_data()
    table = data / "pdq/expected_pdq.csv" if data else None
    if table is None or not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["source"].startswith("computed: PyPI pdqhash")]
    return [(table.parent / row["file"], row["pdq_hex"], int(row["quality"])) for row in rows]


@pytest.mark.parametrize(("path", "expected", "quality"), _published())
def test_reference_pictures_have_the_reference_hash(path: Path, expected: str, quality: int) -> None:
    with Image.open(path) as image:
        found = pdq(np.asarray(image.convert("RGB"), dtype=np.uint8))

    assert hamming(found.value, bytes.fromhex(expected)) <= 2
    assert abs(found.quality - quality) <= 1


def test_the_eight_orientations_are_those_of_the_reference() -> None:
    data = shared_data()
    table = data / "pdq/expected_dihedral_aaa-orig.csv" if data else None
    if table is None or not table.is_file():
        pytest.skip("the shared reference data are not here")
    with Image.open(table.parent / "images/bridge-mods/aaa-orig.jpg") as image:
        found = pdq(np.asarray(image.convert("RGB"), dtype=np.uint8))

    with table.open(encoding="utf-8", newline="") as lines:
        expected = {row["transform"]: bytes.fromhex(row["pdq_hex"]) for row in csv.DictReader(lines)}
    assert dict(zip(ORIENTATIONS, found.orientations, strict=True)) == expected


@pytest.mark.parametrize("size", [(256, 256), (300, 211), (511, 640), (17, 40)])
def test_small_pictures_meet_their_mirrored_and_turned_copies_to_the_bit(size: tuple[int, int]) -> None:
    rows, columns = size
    picture = np.random.default_rng(rows).integers(0, 256, (rows, columns, 3), dtype=np.uint8)
    found = pdq(picture)

    for mirrored in (picture[::-1], picture[:, ::-1], picture[::-1, ::-1], np.rot90(picture), np.rot90(picture, 3)):
        assert pdq(np.ascontiguousarray(mirrored)).value in found.orientations
