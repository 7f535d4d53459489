"""Pictures shrink to the last bit as Pillow shrinks them."""

from __future__ import annotations

import imagehash
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from hashing.known_answers.pictures import draw
from hashing.perceptual.dhash import dhash
from hashing.perceptual.lanczos import reduced

_TARGETS = ((32, 32), (9, 8))


def _noise(seed: int, width: int, height: int, softness: float) -> Image.Image:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    # Softened, the grey values lie close together; otherwise they are black and white, where sums are the largest.
    if softness:
        return Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(softness))
    return Image.fromarray(np.where(pixels > 127, 255, 0).astype(np.uint8))


@given(st.integers(0, 1000), st.integers(5, 1400), st.integers(5, 1400), st.sampled_from((0.0, 1.0)))
@example(1, 1300, 700, 0.0)
@example(2, 1000, 1400, 0.0)
@example(3, 1000, 1401, 0.0)
@example(4, 500, 1000, 1.0)
@example(5, 540, 1200, 0.0)
@example(6, 640, 1279, 0.0)
@example(7, 64, 1300, 0.0)
@settings(max_examples=10, deadline=None)
def test_every_pixel_is_pillow_s(seed: int, width: int, height: int, softness: float) -> None:
    grey = _noise(seed, width, height, softness)

    for target in _TARGETS:
        expected = np.asarray(grey.resize(target, Image.Resampling.LANCZOS))
        assert np.array_equal(reduced(grey, *target), expected)


@pytest.mark.parametrize("value", [0, 1, 128, 255])
def test_one_colour_stays_that_colour_at_the_largest_sums(value: int) -> None:
    flat = Image.new("L", (1300, 1300), value)

    assert {int(pixel) for target in _TARGETS for pixel in reduced(flat, *target).ravel()} == {value}


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (64, 64), (300, 30), (7, 7)])
def test_dhash_is_that_of_imagehash(size: tuple[int, int]) -> None:
    grey = Image.fromarray(draw("tiles", *size)).convert("L")

    assert dhash(grey).hex() == str(imagehash.dhash(grey))
