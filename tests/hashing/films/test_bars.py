"""Bars are told from dark pictures by many frames together."""

from __future__ import annotations

import numpy as np
import pytest

from hashing.films.bars import find_box
from tests.hashing.making import film_frames

Frames = list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]
BARS = {
    "letterbox": (0, 30, 160, 120),
    "pillarbox": (50, 0, 160, 120),
    "windowbox": (21, 13, 160, 120),
    "one side": (0, 0, 160, 120),
}


def _moving(count: int = 24) -> Frames:
    return [frame[::2, ::2].mean(axis=2).astype(np.uint8) for frame in film_frames(320, 240)[::2][:count]]


def _boxed(frames: Frames, box: tuple[int, int, int, int], size: tuple[int, int], colour: int = 16) -> Frames:
    left, top, width, height = box
    noise = np.random.default_rng(5)
    padded = []
    for frame in frames:
        whole = noise.integers(colour - 3, colour + 4, size, dtype=np.int16).clip(0, 255).astype(np.uint8)
        whole[top : top + height, left : left + width] = frame
        padded.append(whole)
    return padded


@pytest.mark.parametrize("name", BARS)
@pytest.mark.parametrize("colour", [16, 128, 235])
def test_bars_of_one_colour_are_found_to_the_pixel(name: str, colour: int) -> None:
    box = BARS[name]
    size = (box[1] * 2 + 120 + 20 * (name == "one side"), box[0] * 2 + 160)

    assert find_box(_boxed(_moving(), box, size, colour)) == box


def test_a_film_without_bars_has_none() -> None:
    assert find_box(_moving()) is None
    assert find_box(_moving(1)) is None


def test_fades_and_dark_scenes_do_not_make_bars() -> None:
    fading = [(frame * (min(1.0, at / 12))).astype(np.uint8) for at, frame in enumerate(_moving())]
    night = [frame // 16 for frame in _moving(20)]

    assert find_box(fading) is None
    assert find_box(night) is None
    assert find_box([*night, *_moving()[-4:]]) is None


def test_dark_scenes_and_fades_do_not_hide_bars() -> None:
    frames = [(frame * (min(1.0, at / 12))).astype(np.uint8) for at, frame in enumerate(_moving())]

    assert find_box(_boxed(frames, BARS["letterbox"], (180, 160))) == BARS["letterbox"]


def test_subtitles_and_a_logo_in_the_bars_do_not_hide_them() -> None:
    frames = _boxed(_moving(), BARS["letterbox"], (180, 160))
    letters = np.random.default_rng(1)
    for at, frame in enumerate(frames):
        frame[4:12, 6:30] = 200
        if at % 3:
            frame[156:170, 30:130] = np.where(letters.random((14, 100)) < 0.35, 235, 16)

    assert find_box(frames) == BARS["letterbox"]


def test_a_surface_that_fades_into_the_picture_is_no_bar() -> None:
    slope = np.linspace(40, 220, 160)[None, :] * np.linspace(1.0, 0.7, 120)[:, None]
    frames = [(slope + at % 3).astype(np.uint8) for at in range(12)]

    assert find_box(frames) is None


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (3, 300), (8, 8)])
def test_frames_of_any_size_give_an_answer(shape: tuple[int, int]) -> None:
    assert find_box([np.zeros(shape, dtype=np.uint8)] * 3) is None
