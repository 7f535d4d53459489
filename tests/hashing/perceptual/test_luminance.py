"""Luminance is Pillow's, whichever way the pixels come to it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hashing.perceptual.luminance import pillow_grey


@given(st.integers(1, 300), st.integers(1, 300), st.booleans())
@settings(max_examples=40, deadline=None)
def test_it_equals_that_of_a_copied_picture(width: int, height: int, colour: bool) -> None:
    shape = (height, width, 3) if colour else (height, width)
    pixels = np.random.default_rng(width + 1000 * height).integers(0, 256, shape, dtype=np.uint8)

    found = pillow_grey(pixels)

    assert found.mode == "L"
    assert np.array_equal(np.asarray(found), np.asarray(Image.fromarray(pixels).convert("L")))


def test_every_grey_value_of_a_colour_is_rounded_as_pillow_rounds() -> None:
    steps = np.arange(0, 256, 5, dtype=np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(len(steps), -1, 3)

    assert np.array_equal(np.asarray(pillow_grey(cube)), np.asarray(Image.fromarray(cube).convert("L")))
