"""OpenCV is imported in one place and leaves no traces."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hashing.known_answers.pictures import draw
from hashing.vision import at_most, farthest, halved, histogram, line_counts, line_means, upright
from tests.hashing.making import EXIF_TURNS

if TYPE_CHECKING:
    from numpy.typing import NDArray


def test_importing_opencv_leaves_no_qt_variables_behind() -> None:
    program = (
        "import os; before = set(os.environ); import hashing.vision;"
        "print([name for name in set(os.environ) - before if name.startswith('QT_')],"
        " os.environ['OPENCV_IO_MAX_IMAGE_PIXELS'])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == f"[] {1 << 20}"


@pytest.mark.parametrize("orientation", range(10))
def test_orientations_keep_every_pixel(orientation: int) -> None:
    picture = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)

    turned = upright(picture, orientation)

    assert turned.shape in {(2, 4, 3), (4, 2, 3)}
    assert sorted(turned.ravel().tolist()) == list(range(24))


def test_the_engine_starts_without_its_heavy_libraries() -> None:
    program = (
        "import sys, hashing.analyse, hashing.engine;"
        "print([name for name in ('av', 'cv2', 'scipy', 'imagehash', 'exifread', 'puremagic') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("size", [(64, 48), (65, 48), (33, 21)])
def test_halves_are_rounded_as_pillow_rounds_them(size: tuple[int, int]) -> None:
    picture = draw("scatter", *size)
    width, height = size[0] // 2 * 2, size[1] // 2 * 2

    expected = np.asarray(Image.fromarray(picture).reduce(2, (0, 0, width, height)))

    assert np.array_equal(halved(picture), expected)


@pytest.mark.parametrize("orientation", EXIF_TURNS)
@pytest.mark.parametrize("size", [(200, 131), (64, 64), (3, 190), (1, 1)], ids=str)
def test_pictures_are_turned_as_pillow_turns_them(orientation: int, size: tuple[int, int]) -> None:
    colour = draw("scatter", *size)

    for picture in (colour, np.ascontiguousarray(colour[:, :, 1])):
        expected = np.asarray(Image.fromarray(picture).transpose(EXIF_TURNS[orientation]))
        assert np.array_equal(upright(picture, orientation), expected)


def _noise(height: int, width: int, channels: int, seed: int) -> NDArray[np.uint8]:
    """Noise of few values, so that equal ones are frequent, cut out of a larger array."""
    shape = (height + 3, width + 5, channels) if channels > 1 else (height + 3, width + 5)
    values = np.random.default_rng(seed).integers(0, 9, shape) * 31
    return values.astype(np.uint8)[2 : 2 + height, 4 : 4 + width]


@given(st.integers(5, 40), st.integers(5, 40), st.sampled_from((1, 3)), st.data())
@settings(max_examples=60, deadline=None)
def test_the_distance_from_a_colour_is_that_of_its_farthest_channel(
    height: int, width: int, channels: int, data: st.DataObject
) -> None:
    picture = _noise(height, width, channels, data.draw(st.integers(0, 1 << 16)))
    colour = tuple(data.draw(st.integers(0, 255)) for _ in range(channels))
    most = data.draw(st.integers(0, 255))

    away = np.abs(picture.reshape(height, width, channels).astype(np.int16) - colour).max(axis=2)

    assert np.array_equal(farthest(picture, colour), away)
    assert np.array_equal(at_most(farthest(picture, colour), most), np.where(away <= most, 255, 0))


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 255), st.booleans(), st.integers(0, 1 << 16))
@settings(max_examples=60, deadline=None)
def test_lines_are_counted_and_averaged_as_numpy_does(
    height: int, width: int, least: int, across: bool, seed: int
) -> None:
    plane = _noise(height, width, 1, seed)
    axis = 0 if across else 1

    assert np.array_equal(line_counts(plane, least, across=across), np.count_nonzero(plane >= least, axis=axis))
    assert np.array_equal(line_means(plane, across=across), plane.mean(axis=axis))


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from((16, 32, 256)), st.integers(0, 1 << 16))
@settings(max_examples=40, deadline=None)
def test_a_histogram_counts_each_value_once(height: int, width: int, bins: int, seed: int) -> None:
    plane = np.random.default_rng(seed).integers(0, 256, (height, width + 3)).astype(np.uint8)[:, 3:]

    counted = np.bincount(plane.ravel() // (256 // bins), minlength=bins)

    assert np.array_equal(histogram(plane, bins), counted)
