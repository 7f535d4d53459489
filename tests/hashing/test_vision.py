"""OpenCV is imported in one place and leaves no traces."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from hashing.known_answers.pictures import draw
from hashing.vision import halved, upright


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


_EXIF_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@pytest.mark.parametrize("orientation", _EXIF_TURNS)
@pytest.mark.parametrize("size", [(200, 131), (64, 64), (3, 190), (1, 1)], ids=str)
def test_pictures_are_turned_as_pillow_turns_them(orientation: int, size: tuple[int, int]) -> None:
    colour = draw("scatter", *size)

    for picture in (colour, np.ascontiguousarray(colour[:, :, 1])):
        expected = np.asarray(Image.fromarray(picture).transpose(_EXIF_TURNS[orientation]))
        assert np.array_equal(upright(picture, orientation), expected)
