"""Local features are kept of a bounded number of frames over a film's whole length."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from hashing.analyse import analyse
from hashing.films.featured import FIRST_STEP_S, MOST_FRAMES
from hashing.local.packed import unpack
from hashing.values import PROFILES, Recipe
from tests.hashing.local.scenes import scene

if TYPE_CHECKING:
    from pathlib import Path

    from hashing.values import Film


def write_film(path: Path, seconds: float, rate: int, dark_s: float = 0.0) -> None:
    """A window that moves over a scene, after so many seconds of black."""
    still = np.asarray(scene(4))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(round(seconds * rate)):
            left = int(200 * number / (seconds * rate))
            picture = np.ascontiguousarray(still[100:340, left : left + 320])
            if number < dark_s * rate:
                picture = np.zeros_like(picture)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))


def film_of(path: Path, recipe: Recipe) -> Film:
    data = path.read_bytes()
    film = analyse(io.BytesIO(data), len(data), recipe).film
    assert film is not None
    return film


@pytest.mark.parametrize(("rate", "seconds", "step"), [(16, 4, FIRST_STEP_S), (24, 20, 0.5), (10, 20, 0.5)])
def test_features_lie_on_a_grid_of_time_whatever_the_rate(tmp_path: Path, rate: int, seconds: int, step: float) -> None:
    write_film(tmp_path / "film.mp4", seconds, rate)

    features = film_of(tmp_path / "film.mp4", PROFILES[-1]).features

    assert MOST_FRAMES / 2 <= len(features) <= MOST_FRAMES
    assert [int(one.time_s / step + 1e-6) for one in features] == list(range(len(features)))
    assert all(one.time_s % step < 1 / rate for one in features)
    assert all(len(unpack(one.value)) > 20 for one in features)


def test_frames_that_show_nothing_have_no_features(tmp_path: Path) -> None:
    write_film(tmp_path / "film.mp4", 4, 16, dark_s=2)

    features = film_of(tmp_path / "film.mp4", PROFILES[-1]).features

    assert features[0].time_s == pytest.approx(2.0, abs=0.07)


def test_only_a_recipe_that_asks_for_features_keeps_them(tmp_path: Path) -> None:
    write_film(tmp_path / "film.mp4", 2, 8)

    assert film_of(tmp_path / "film.mp4", Recipe()).features == ()
