"""Drawn scenes are repeatable and differ from each other."""

from __future__ import annotations

import numpy as np
import pytest

from forensicdesk.demo.drawing import draw_scene

KINDS = ("landscape", "town", "blocks", "rings")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_arguments_draw_the_same_pixels(kind: str) -> None:
    first, again = (np.asarray(draw_scene(kind, 5, (320, 240))) for _ in range(2))

    assert np.array_equal(first, again)


@pytest.mark.parametrize("kind", KINDS)
def test_another_seed_draws_another_scene(kind: str) -> None:
    first, other = (np.asarray(draw_scene(kind, seed, (320, 240)), dtype=int) for seed in (1, 2))

    assert np.abs(first - other).mean() > 20


def test_a_scene_has_the_size_that_was_asked_for() -> None:
    assert draw_scene("town", 3, (321, 123)).size == (321, 123)
