"""Pixels taken from Pillow's memory are those that Pillow hands out."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hashing.decode.arrow import packed
from hashing.decode.flatten import as_pixels


def _noise(width: int, height: int) -> Image.Image:
    pixels = np.random.default_rng(width * 7919 + height).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


@given(st.integers(1, 700), st.integers(1, 500))
@settings(max_examples=40, deadline=None)
def test_every_pixel_is_the_one_that_pillow_gives(width: int, height: int) -> None:
    picture = _noise(width, height)

    found = packed(picture)

    assert found is not None
    assert np.array_equal(found, np.asarray(picture))


def test_the_array_outlives_the_picture() -> None:
    picture = _noise(640, 480)
    expected = np.asarray(picture).copy()

    found = as_pixels(picture)
    del picture
    gc.collect()
    others = [_noise(640, 480) for _ in range(4)]

    assert np.array_equal(found, expected)
    assert len(others) == 4


def test_a_picture_in_several_blocks_of_memory_is_left_to_pillow() -> None:
    large = Image.effect_noise((3000, 2000), 64).convert("RGB")

    assert packed(large) is None
    assert np.array_equal(as_pixels(large), np.asarray(large))


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_grey_and_colour_keep_their_shape(mode: str) -> None:
    picture = _noise(33, 21).convert(mode)

    assert np.array_equal(as_pixels(picture), np.asarray(picture))
