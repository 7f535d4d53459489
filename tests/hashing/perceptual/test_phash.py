"""pHash has the bits of imagehash on every picture, also where rounding decides."""

from __future__ import annotations

import subprocess
import sys

import imagehash
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from hashing.perceptual.phash import clear_bits, phash_bits


def _noise(seed: int, width: int, height: int, softness: float) -> Image.Image:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    return Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(softness))


@given(st.integers(0, 10_000), st.integers(5, 90), st.integers(5, 90), st.floats(0, 9))
@settings(max_examples=60, deadline=None)
def test_bits_are_those_of_imagehash(seed: int, width: int, height: int, softness: float) -> None:
    grey = _noise(seed, width, height, softness)

    assert np.array_equal(phash_bits(grey), imagehash.phash(grey).hash)


def test_pictures_on_which_rounding_decides_are_left_to_imagehash() -> None:
    half = np.tile(np.arange(32, dtype=np.uint8) * 8, (64, 1))
    solid, mirrored = Image.new("L", (64, 64), 120), Image.fromarray(np.hstack([half, half[:, ::-1]]))

    for grey in (solid, mirrored):
        assert clear_bits(grey) is None
        assert np.array_equal(phash_bits(grey), imagehash.phash(grey).hash)


def test_ordinary_pictures_need_no_scipy() -> None:
    program = (
        "import sys; from hashing.known_answers.pictures import draw; from hashing.perceptual.pictures import "
        "picture_hashes; p = draw('scatter', 512, 512); picture_hashes(p, p, ('pdq', 'phash', 'dhash')); "
        "sys.exit('scipy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
