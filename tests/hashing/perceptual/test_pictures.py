"""Pictures get the hashes the recipe asks for, as imagehash computes them."""

from __future__ import annotations

import imagehash
import numpy as np
import pytest
from PIL import Image

from hashing.known_answers.pictures import draw
from hashing.perceptual.distance import bits_of
from hashing.perceptual.pictures import picture_hashes
from hashing.values import PROFILES


@pytest.mark.parametrize("recipe", PROFILES, ids=lambda recipe: str(recipe.name))
def test_hashes_come_in_the_order_and_length_of_the_recipe(recipe: object) -> None:
    algorithms = recipe.perceptual  # type: ignore[attr-defined]
    picture = draw("scatter", 640, 480)

    found = picture_hashes(picture, picture, algorithms)

    assert tuple(one.algorithm for one in found) == algorithms
    assert all(bits_of(one.algorithm, one.value) > 0 for one in found)
    assert not any(one.weak for one in found)
    assert all((one.quality is None) == (one.algorithm != "pdq") for one in found)
    assert all(one.version and one.parameters for one in found)


@pytest.mark.parametrize("name", ["phash", "dhash", "average_hash", "whash"])
def test_64_bit_hashes_equal_those_of_imagehash(name: str) -> None:
    picture = draw("rings", 700, 520)
    ours = {"average_hash": "ahash"}.get(name, name)

    (found,) = picture_hashes(picture, picture, (ours,))

    assert found.value.hex() == str(getattr(imagehash, name)(Image.fromarray(picture)))


def test_an_unknown_algorithm_is_refused() -> None:
    with pytest.raises(KeyError):
        picture_hashes(np.zeros((9, 9), np.uint8), np.zeros((9, 9), np.uint8), ("nohash",))
