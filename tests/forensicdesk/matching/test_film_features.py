"""Two films meet by features if most of their frames agree in the order of time; what they merely share is nothing."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.matching.film_features import _best_path, film_words, meet
from forensicdesk.matching.policy import DEFAULT_POLICY
from hashing.local.extraction import extract
from hashing.values import FrameFeatures
from tests.hashing.local.scenes import scene

Frames = tuple[FrameFeatures, ...]
STEP_S = 0.5


@lru_cache(maxsize=512)
def frame(seed: int, place: int, cut: float = 0.0, *, mirrored: bool = False) -> bytes:
    """A window of 320 x 240 pixels on a scene, `cut` of it taken away on each side."""
    left, top = place * 25 % 300, place * 12 % 220
    across, down = round(320 * cut), round(240 * cut)
    pixels = np.asarray(scene(seed))[top + down : top + 240 - down, left + across : left + 320 - across]
    found = extract(np.ascontiguousarray(pixels[:, ::-1] if mirrored else pixels))
    assert found is not None
    return found


def timed(values: list[bytes], step: float = STEP_S) -> Frames:
    return tuple(FrameFeatures(number * step, value) for number, value in enumerate(values))


def film(seed: int, count: int = 10, cut: float = 0.0, *, mirrored: bool = False) -> Frames:
    return timed([frame(seed, place, cut, mirrored=mirrored) for place in range(count)])


@pytest.mark.parametrize(("cut", "mirrored"), [(0.05, False), (0.1, False), (0.05, True)])
def test_a_cropped_film_meets_its_original_wholly_and_in_the_order_of_time(cut: float, mirrored: bool) -> None:
    found = meet(film(1), film(1, cut=cut, mirrored=mirrored), DEFAULT_POLICY)

    assert found is not None
    assert (found.is_part, found.is_whole) == (True, True)
    assert (found.percent_a, found.percent_b) == (100.0, 100.0)
    for before, after in pairwise(found.pairs):
        assert (before.time_a, before.time_b) <= (after.time_a, after.time_b)
    assert {pair.agreement.mirrored for pair in found.pairs} == {mirrored}
    assert found.best.agreement.coverage_b > 0.9


def test_a_cropped_clip_is_part_of_the_longer_film() -> None:
    scenes = [frame(seed, place) for seed in (5, 1, 6) for place in range(5)]
    whole, clip = timed(scenes), timed([frame(1, place, 0.05) for place in range(5)])

    found, reverse = meet(clip, whole, DEFAULT_POLICY), meet(whole, clip, DEFAULT_POLICY)

    assert found is not None
    assert reverse is not None
    assert (found.is_part, found.is_whole) == (True, False)
    assert (reverse.is_part, reverse.is_whole) == (False, True)


def test_different_films_do_not_meet() -> None:
    assert meet(film(1), film(2), DEFAULT_POLICY) is None
    assert meet(film(1), (), DEFAULT_POLICY) is None


@pytest.mark.parametrize("shared", [1, 2, 5])
def test_a_shared_title_makes_no_match(shared: int) -> None:
    title = [frame(9, 0)] * shared
    one = timed(title + [frame(1, place) for place in range(6)])
    two = timed(title + [frame(2, place) for place in range(6)])

    found = meet(one, two, DEFAULT_POLICY)

    assert found is not None
    assert (found.met_a, found.pictures) == (shared, 1)
    assert (found.is_part, found.is_whole) == (False, False)


def test_a_film_that_is_mostly_a_title_is_no_part_of_what_has_the_title() -> None:
    title = [frame(9, 0)] * 9
    one, two = timed([*title, frame(1, 0)]), timed([*title, *(frame(2, place) for place in range(6))])

    found = meet(one, two, DEFAULT_POLICY)

    assert found is not None
    assert found.percent_a == 90.0
    assert (found.is_part, found.is_whole) == (False, False)


def test_films_of_one_unmoved_picture_meet_if_all_of_both_agrees() -> None:
    found = meet(timed([frame(1, 0)] * 8), timed([frame(1, 0, 0.05)] * 8), DEFAULT_POLICY)

    assert found is not None
    assert (found.pictures, found.is_part, found.is_whole) == (1, True, True)


def test_the_same_frames_in_another_order_do_not_meet() -> None:
    places = [8, 6, 4, 2, 0]
    found = meet(
        timed([frame(1, place) for place in reversed(places)]), timed([frame(1, place) for place in places]),
        DEFAULT_POLICY,
    )  # fmt: skip

    assert found is None or not (found.is_part or found.is_whole)


def test_a_film_with_frames_twice_as_close_is_counted_by_the_other_films_steps() -> None:
    close = timed([frame(1, place) for place in range(10)], STEP_S)
    wide = timed([frame(1, place, 0.05) for place in range(0, 10, 2)], 2 * STEP_S)

    found = meet(close, wide, DEFAULT_POLICY)

    assert found is not None
    assert (found.considered_a, found.considered_b) == (5, 5)
    assert (found.is_part, found.is_whole) == (True, True)


@given(st.integers(1, 5), st.integers(1, 5), st.data())
@settings(max_examples=100)
def test_the_best_path_is_that_of_trying_all(rows: int, columns: int, data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(0, 9), min_size=rows * columns, max_size=rows * columns))
    shared = np.array(counts, dtype=np.int64).reshape(rows, columns)

    def best_from(row: int, column: int) -> int:
        after = [(row + 1, column), (row, column + 1), (row + 1, column + 1)]
        inside = [best_from(*at) for at in after if at[0] < rows and at[1] < columns]
        return int(shared[row, column]) + max(inside, default=0)

    path, total = _best_path(shared)

    assert total == best_from(0, 0)
    assert sum(int(shared[cell]) for cell in path) == total
    assert all(before < after for before, after in pairwise(path))


def test_of_copies_the_same_words_are_taken() -> None:
    (one, _), (two, _), (other, _) = (tuple(film_words(some, 8)) for some in (film(1), film(1, cut=0.05), film(2)))
    every = next(film_words(film(1), 1))

    assert len(every) / 12 < len(one) < len(every) / 5
    assert len(np.intersect1d(one, two)) > 4 * len(np.intersect1d(one, other))
