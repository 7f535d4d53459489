"""PNG files in Apple's own form are read like those they were made from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import pdq
from hashing.values import IssueCode, Outcome
from tests.hashing.decode.raster import apple_png
from tests.hashing.making import run, scene

COLOUR = np.asarray(scene())
OPACITY = np.tile(np.linspace(0, 255, 480).astype(np.uint8), (360, 1))


def test_colours_and_transparency_are_those_of_the_picture() -> None:
    found = run(apple_png(COLOUR))
    assert (found.outcome, found.media_type, found.issues) == (Outcome.ANALYSED, "image/png", ())
    assert (found.width, found.height) == (480, 360)
    assert found.perceptual[0].value == pdq(COLOUR).value

    clear = Image.fromarray(np.dstack([COLOUR, OPACITY]))
    shown = Image.new("RGBA", clear.size, "white")
    shown.alpha_composite(clear)
    found = run(apple_png(np.asarray(clear)))
    assert found.issues == ()
    assert hamming(found.perceptual[0].value, pdq(np.asarray(shown.convert("RGB"))).value) <= 4


@pytest.mark.parametrize("share", [3, 6, 9])
def test_of_a_cut_one_the_readable_part_is_had(share: int) -> None:
    whole = apple_png(COLOUR)
    found = run(whole[: len(whole) * share // 10])
    assert (found.outcome, [issue.code for issue in found.issues]) == (Outcome.ANALYSED, [IssueCode.TRUNCATED])


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_a_damaged_one_is_told_or_read(place: int, damage: bytes) -> None:
    data = bytearray(apple_png(COLOUR[:40, :60]))
    place = 16 + place % (len(data) - 16 - len(damage))  # behind the signature, by which it is recognised
    data[place : place + len(damage)] = damage
    found = run(bytes(data))
    assert found.digests is not None
    assert found.outcome is Outcome.ANALYSED or found.issues
