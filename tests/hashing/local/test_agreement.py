"""Where two pictures agree: what must be found, what must not, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from hashing.local.agreement import Finding, agree
from tests.hashing.local.scenes import features, quick_features, scene, screenshot, with_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hashing.local.agreement import Agreement

Box = tuple[int, int, int, int]


def agreement(one: Image.Image, two: Image.Image) -> Agreement:
    found = agree(features(one), features(two))
    assert found is not None
    return found


def corners_of(box: Box, picture: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    left, top, right, bottom = box
    points = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)
    return points / picture.size


@pytest.mark.parametrize("box", [(64, 48, 576, 432), (0, 0, 480, 360), (200, 150, 520, 390), (320, 200, 640, 440)])
def test_a_crop_is_found_and_its_box_is_right_within_two_percent(box: Box) -> None:
    whole = scene(1)

    found = agreement(whole.crop(box), whole)

    assert found.is_match
    assert not found.mirrored
    assert np.abs(np.array(found.outline) - corners_of(box, whole)).max() <= 0.02
    assert found.coverage_a >= 0.9


def test_the_reverse_question_has_the_reverse_answer() -> None:
    whole, box = scene(2), (100, 80, 500, 380)
    part = whole.crop(box)

    there, back = agreement(part, whole), agreement(whole, part)

    assert there.is_match
    assert back.is_match
    assert np.array(back.transform) @ np.array(there.transform) == pytest.approx(np.eye(3), abs=0.03)
    assert there.coverage_a == pytest.approx(back.coverage_b, abs=0.03)


@pytest.mark.parametrize("degrees", [2, 7, 45, 90, 180])
def test_a_turn_is_found_and_measured(degrees: int) -> None:
    whole = scene(3, 480, 480)

    found = agreement(whole, whole.rotate(degrees, Image.Resampling.BICUBIC))

    (along, _, _), (down, _, _), _ = found.transform
    assert found.is_match
    assert np.degrees(np.arctan2(-down, along)) % 360 == pytest.approx(degrees, abs=1.0)


def test_a_mirrored_crop_is_found_as_mirrored_and_in_its_place() -> None:
    whole, box = scene(4), (60, 60, 540, 420)
    mirrored = whole.crop(box).transpose(Image.Transpose.FLIP_LEFT_RIGHT)

    found = agreement(mirrored, whole)

    right_way = corners_of(box, whole)[[1, 0, 3, 2]]
    assert found.is_match
    assert found.mirrored
    assert np.abs(np.array(found.outline) - right_way).max() <= 0.02
    assert np.abs(np.array(found.region_a) - 0.5).max() <= 0.5 + 1e-9


def test_a_picture_in_a_screenshot_covers_its_part_of_the_screen() -> None:
    found = agreement(scene(5), screenshot(scene(5)))

    assert found.is_match
    assert found.coverage_a >= 0.95
    assert found.coverage_b == pytest.approx(480 * 360 / (540 * 1100), abs=0.03)


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: picture.resize((160, 120)),
        lambda picture: picture.convert("L"),
        lambda picture: picture.point([min(255, round(level * 1.3)) for level in range(256)] * 3),
        lambda picture: picture.point([round(255 * (level / 255) ** 1.8) for level in range(256)] * 3),
        lambda picture: with_text(picture, "SAMPLE"),
    ],
    ids=["small", "grey", "bright", "gamma", "text"],
)
def test_ordinary_changes_are_no_obstacle(change: Callable[[Image.Image], Image.Image]) -> None:
    assert agreement(scene(6), change(scene(6))).is_match


def test_different_pictures_do_not_match() -> None:
    stored = [quick_features(scene(seed)) for seed in range(10, 22)]

    pairs = [(one, two) for at, one in enumerate(stored) for two in stored[at + 1 :]]

    assert not [pair for pair in pairs if (found := agree(*pair)) is not None and found.is_match]


def test_one_frame_around_different_pictures_is_an_agreement_but_no_match() -> None:
    found = agreement(screenshot(scene(7)), screenshot(scene(8)))

    assert found.matched >= 10
    assert found.finding is Finding.REST_DIFFERS


def test_one_text_over_different_pictures_is_no_match() -> None:
    found = agree(features(with_text(scene(7), "SAMPLE TEXT")), features(with_text(scene(8), "SAMPLE TEXT")))

    assert found is None or not found.is_match


def test_a_cropped_picture_within_a_screenshot_is_found_by_the_part_that_agrees() -> None:
    whole = scene(9)

    found = agreement(whole, screenshot(whole.crop((60, 40, 600, 445))))

    assert found.is_match
    assert found.coverage_a < 0.9
