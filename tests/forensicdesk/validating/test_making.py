"""What a child makes of an order is the copy that was ordered; what is no order is analysed as it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest

from forensicdesk.profiles import STANDARD, find_recipe
from forensicdesk.validating import films
from forensicdesk.validating.bases import made_pictures
from forensicdesk.validating.making import FILM_EDITS, ORIGINAL, make_and_analyse, order_of_film, order_of_picture
from forensicdesk.validating.pack import PACK
from hashing.analyse import analyse
from hashing.values import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from hashing.values import Analysis

WORD = "order 0123 "
RECIPE = find_recipe(STANDARD)


def done(order: bytes) -> Analysis:
    return make_and_analyse(WORD, io.BytesIO(order), len(order), RECIPE)


def plain(content: bytes) -> Analysis:
    return analyse(io.BytesIO(content), len(content), RECIPE)


@pytest.mark.parametrize("edit", [ORIGINAL, 0, len(PACK) - 1])
def test_a_copy_of_a_picture_is_that_of_the_pack(tmp_path: Path, edit: int) -> None:
    (base,) = made_pictures(1, 7)
    path = tmp_path / "base"
    path.write_bytes(base.picture.tobytes())
    seed = [7, 0, max(edit, 0)]

    found = done(order_of_picture(WORD, path, base.picture.size, seed, edit))

    copy = base.content if edit == ORIGINAL else PACK[edit].edit.make(base.picture, np.random.default_rng(seed), ())
    assert found == plain(copy or b"")
    assert found.outcome is Outcome.ANALYSED


def test_a_copy_of_a_film_is_that_of_its_edit() -> None:
    found, again = done(order_of_film(WORD, 1, 7, 1)), io.BytesIO()
    films.write_copy(again, films.frames_of(1, 7), FILM_EDITS[1])

    assert found.film is not None
    assert found == plain(again.getvalue())


def test_a_file_that_is_no_order_of_this_validation_is_analysed_as_it_is(tmp_path: Path) -> None:
    (base,) = made_pictures(1, 7)
    other = order_of_picture("order 4567 ", tmp_path, (1, 1), [1], 0)

    assert done(base.content or b"") == plain(base.content or b"")
    assert done(other).outcome is Outcome.NOT_MEDIA
