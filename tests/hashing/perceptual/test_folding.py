"""The fast way to PDQ's small picture stays within the bits that are allowed to it."""

from __future__ import annotations

import numpy as np
import pytest

from hashing.perceptual.distance import hamming
from hashing.perceptual.folding import SHORTEST_SIDE, box_factor, shrink_fast
from hashing.perceptual.pdq import pdq_of
from hashing.perceptual.smoothing import shrink
from tests.hashing.making import scene


@pytest.mark.parametrize(("height", "width"), [(5, 7), (64, 64), (144, 176), (480, 640), (767, 767)])
def test_where_nothing_is_folded_the_values_are_the_same(height: int, width: int) -> None:
    picture = np.random.default_rng(height).integers(0, 256, (height, width), dtype=np.uint8)

    assert box_factor(height, width) == 1
    np.testing.assert_array_equal(shrink_fast(picture), shrink(picture))


@pytest.mark.parametrize("name", ["scatter", "tiles", "rings"])
@pytest.mark.parametrize(
    ("height", "width"),
    [
        (480, 854),
        (720, 1280),
        (768, 1024),
        (1080, 1920),
        (1920, 1080),
        (1537, 2051),
        (854, 480),
        (721, 1281),
        (2160, 3840),
    ],
)
def test_folding_moves_at_most_a_few_bits(name: str, height: int, width: int) -> None:
    picture = np.asarray(scene(name, width, height).convert("L"), dtype=np.uint8)

    assert min(height, width) // box_factor(height, width) >= SHORTEST_SIDE
    exact, fast = pdq_of(shrink(picture)), pdq_of(shrink_fast(picture))
    assert exact.quality >= 50
    assert hamming(exact.value, fast.value) <= 4
    assert abs(exact.quality - fast.quality) <= 1


def test_a_part_of_a_picture_gives_the_same_as_that_part_alone() -> None:
    picture = np.random.default_rng(3).integers(0, 256, (820, 1641), dtype=np.uint8)
    part = picture[7:813, 3:1620]

    np.testing.assert_array_equal(shrink_fast(part), shrink_fast(np.ascontiguousarray(part)))
