"""Every perceptual hash passes the same suite; `conformance.py` says what each has to show."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import imagehash
import numpy as np
import pytest
from PIL import Image

from benchmarks import bench_invariance
from hashing import engine
from hashing.known_answers.pictures import draw
from hashing.perceptual.distance import MEASURES, bits_of, distance, hamming
from hashing.perceptual.pictures import picture_hashes
from hashing.values import EVERY_ALGORITHM, ORIENTATIONS
from tests.hashing.perceptual.conformance import CHILD, CONFORMANCE, EDITS_OF_CLAIMS, SIZES, SURROUNDINGS

if TYPE_CHECKING:
    from collections.abc import Callable

_OPENCV = json.loads((Path(__file__).parent / "opencv_answers.json").read_text(encoding="utf-8"))["answers"]


@lru_cache(maxsize=1)
def _rows() -> list[bench_invariance.Row]:
    return bench_invariance.measure(bench_invariance.scenes(6, (480, 360)))


def _row(algorithm: str, edit: str) -> bench_invariance.Row:
    return next(row for row in _rows() if (row.algorithm, row.edit) == (algorithm, edit))


def test_every_algorithm_has_its_row_its_measure_and_its_place_in_the_thorough_recipe() -> None:
    assert tuple(CONFORMANCE) == tuple(MEASURES) == EVERY_ALGORITHM


@pytest.mark.parametrize("algorithm", EVERY_ALGORITHM)
def test_known_answers_are_shipped_and_right(algorithm: str) -> None:
    vectors = [one for one in engine._vectors() if one.algorithm == algorithm]

    assert len(vectors) >= 5
    for one in vectors:
        assert engine.computed(one.picture, one.width, one.height, (algorithm,)) == (one.expected,)


def test_the_value_is_the_same_in_every_process_on_every_processor() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", CHILD], env={**os.environ, **extra}, capture_output=True, text=True, check=True
        ).stdout
        for extra in SURROUNDINGS
    ]

    assert len(runs[0].splitlines()) == 3 * len(EVERY_ALGORITHM)
    assert runs[0] == runs[1]


@pytest.mark.parametrize("algorithm", EVERY_ALGORITHM)
@pytest.mark.parametrize("edit", EDITS_OF_CLAIMS)
def test_an_edited_copy_stays_as_near_as_is_claimed(algorithm: str, edit: str) -> None:
    claimed = getattr(CONFORMANCE[algorithm], EDITS_OF_CLAIMS[edit])

    found = _row(algorithm, edit)

    assert found.most <= claimed


@pytest.mark.parametrize("algorithm", EVERY_ALGORITHM)
def test_what_should_be_noticed_is_noticed(algorithm: str) -> None:
    claim = CONFORMANCE[algorithm]

    mirror, other, grey = (_row(algorithm, edit) for edit in ("mirror", bench_invariance.UNRELATED, "grey"))

    assert mirror.middle >= claim.mirror
    assert other.least >= claim.other
    assert grey.middle >= claim.colour
    # What no turn changes must not change.
    assert claim.mirror > 0 or mirror.most == 0


def test_the_measured_invariances_are_printed() -> None:
    printed = bench_invariance.table(_rows(), bench_invariance.lengths_of(bench_invariance.scenes(2)))

    print(printed)  # noqa: T201 - to be seen with `pytest -s`
    assert all(edit in printed for edit in (*bench_invariance.EDITS, bench_invariance.UNRELATED))
    assert all(algorithm in printed for algorithm in EVERY_ALGORITHM)


def test_each_orientation_of_pdq_is_predicted_by_its_own_hash() -> None:
    (scene,) = bench_invariance.scenes(1)

    found = bench_invariance.orientation_distances(scene)

    print(bench_invariance.orientation_table(scene))  # noqa: T201 - to be seen with `pytest -s`
    assert tuple(found) == ORIENTATIONS
    assert all(own <= 31 and other > 90 for own, other in found.values())


@pytest.mark.parametrize("algorithm", EVERY_ALGORITHM)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_odd_shapes_have_a_value_of_the_right_length(algorithm: str, size: tuple[int, int]) -> None:
    pixels = draw("scatter", *size)

    for picture in (pixels, pixels[:, :, 0]):
        (found,) = picture_hashes(picture, picture, (algorithm,))
        assert 0 < bits_of(algorithm, found.value) <= 8 * len(found.value)
        assert distance(algorithm, found.value, found.value) == 0


_FLAT = {
    "one colour": np.full((300, 400, 3), (200, 30, 60), dtype=np.uint8),
    "grey": np.full((64, 64), 128, dtype=np.uint8),
    "a sensor's noise on a wall": np.random.default_rng(1).integers(126, 131, (600, 800, 3), dtype=np.uint8),
    "one pixel": np.zeros((1, 1, 3), dtype=np.uint8),
    "a line": draw("scatter", 400, 4),
}


@pytest.mark.parametrize("algorithm", EVERY_ALGORITHM)
@pytest.mark.parametrize("picture", _FLAT)
def test_a_picture_without_structure_is_weak_in_every_hash(algorithm: str, picture: str) -> None:
    (found,) = picture_hashes(_FLAT[picture], _FLAT[picture], (algorithm,))

    assert found.weak
    assert found.quality == (0 if algorithm == "pdq" else None)


@pytest.mark.parametrize("upright", [True, False])
def test_pictures_that_change_in_one_direction_only_are_weak(upright: bool) -> None:
    """All of them have nearly the same PDQ, at the best quality."""
    bars = np.repeat(np.random.default_rng(5).integers(0, 256, (40, 3)), 12, axis=0).astype(np.uint8)
    stripes = np.broadcast_to(bars, (300, 480, 3)).copy()
    pixels = stripes if upright else np.ascontiguousarray(stripes.transpose(1, 0, 2))

    found = picture_hashes(pixels, pixels, EVERY_ALGORITHM)

    assert found[0].quality == 100
    assert all(one.weak for one in found)


def test_a_picture_that_is_known_to_show_nothing_is_weak() -> None:
    pixels = draw("scatter", 320, 240)

    known = picture_hashes(pixels, pixels, EVERY_ALGORITHM, structureless=True)
    plain = picture_hashes(pixels, pixels, EVERY_ALGORITHM)

    assert known[0].quality == 0
    assert all(one.weak for one in known)
    assert not any(one.weak for one in plain)
    assert [one.value for one in known] == [one.value for one in plain]


@pytest.mark.parametrize("answer", _OPENCV, ids=lambda one: f"{one['algorithm']} {one['picture']} {one['width']}")
def test_values_are_those_of_opencv_s_own_module(answer: dict[str, str | int]) -> None:
    pixels = draw(str(answer["picture"]), int(answer["width"]), int(answer["height"]))

    (found,) = picture_hashes(pixels, pixels, (str(answer["algorithm"]),))

    if answer["picture"] == "solid" and answer["algorithm"] == "marr_hildreth":
        # All sums are equal there: OpenCV's bits are what its single precision leaves, ours are none.
        assert found.value == bytes(72)
    else:
        assert hamming(found.value, bytes.fromhex(str(answer["value"]))) == 0


def test_values_of_imagehash_are_its_own_on_scenes() -> None:
    functions: dict[str, Callable[[Image.Image], object]] = {
        "phash": imagehash.phash,
        "dhash": imagehash.dhash,
        "ahash": imagehash.average_hash,
        "whash": imagehash.whash,
        "colorhash": imagehash.colorhash,
        "crop_resistant": imagehash.crop_resistant_hash,
    }
    for scene in (*bench_invariance.scenes(3), Image.fromarray(draw("tiles", 64, 64))):
        ours = bench_invariance.hashes(scene)
        for name, function in functions.items():
            theirs = str(function(scene)).replace(",", "")
            assert ours[name].value.hex() == (f"0{theirs}" if name == "colorhash" else theirs)
