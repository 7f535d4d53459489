"""Two analyses side by side: views, and stills against film frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.matching.pair import SHOWN_PAIRS, still_in_film, view_distances, whole_distances
from forensicdesk.matching.policy import DEFAULT_POLICY
from hashing.perceptual.distance import hamming
from hashing.values import ORIENTATIONS, Analysis, Film, FrameHash, Outcome, PerceptualHash

if TYPE_CHECKING:
    from collections.abc import Sequence


def pdq(seed: int, view: str = "", quality: int = 90, *, weak: bool = False) -> PerceptualHash:
    values = np.random.default_rng(seed).integers(0, 256, (8, 32), dtype=np.uint8)
    turned = tuple(row.tobytes() for row in values)
    return PerceptualHash("pdq", "1", "p", turned[0], quality, turned, view, weak)


def picture(*hashes: PerceptualHash) -> Analysis:
    return Analysis(Outcome.ANALYSED, "image/jpeg", 1, perceptual=hashes)


def with_bits_changed(value: bytes, count: int) -> bytes:
    return (int.from_bytes(value) ^ ((1 << count) - 1)).to_bytes(len(value))


def plain_views(ours: Sequence[PerceptualHash], theirs: Sequence[PerceptualHash]) -> list[int]:
    return sorted(min(hamming(turned, b.value) for turned in a.orientations) for a in ours for b in theirs)


@given(st.integers(0, 2**20), st.integers(1, 6), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_view_distances_are_those_of_a_brute_force_search(seed: int, ours: int, theirs: int) -> None:
    one = [pdq(seed + at, f"tile {at}") for at in range(ours)]
    two = [pdq(seed + 100 + at, f"page {at}") for at in range(theirs)]

    found = view_distances(picture(*one), picture(*two))

    assert [pair.distance for pair in found] == plain_views(one, two)[:SHOWN_PAIRS]
    for pair in found:
        [a] = [value for value in one if value.view == pair.view_a]
        [b] = [value for value in two if value.view == pair.view_b]
        assert hamming(a.orientations[ORIENTATIONS.index(pair.orientation)], b.value) == pair.distance


def test_distances_are_of_the_whole_pictures_even_where_a_view_is_closer() -> None:
    inner = pdq(5, "inner picture")
    one, two = picture(pdq(1)), picture(pdq(2), inner)
    same = picture(pdq(3), PerceptualHash(**{name: getattr(inner, name) for name in inner.__slots__} | {"view": "x"}))

    [distance] = whole_distances(one, two, DEFAULT_POLICY)

    assert distance.distance == plain_views([pdq(1)], [pdq(2)])[0]
    assert view_distances(same, two)[0].view_a == "x"
    assert view_distances(same, two)[0].view_b == "inner picture"


def test_views_that_say_nothing_and_values_of_another_version_are_not_compared() -> None:
    empty = PerceptualHash("pdq", "1", "p", bytes(32), 0, (bytes(32),) * 8, weak=True)
    other = PerceptualHash("pdq", "2", "p", *[getattr(pdq(1), name) for name in ("value", "quality", "orientations")])

    assert view_distances(picture(empty), picture(empty)) == ()
    assert view_distances(picture(pdq(1)), picture(other)) == ()
    assert list(whole_distances(picture(pdq(1)), picture(other), DEFAULT_POLICY)) == []


def test_a_still_is_found_in_the_times_at_which_a_film_shows_it() -> None:
    still = pdq(1)
    near, far = with_bits_changed(still.orientations[3], 20), pdq(9).value
    shown = {2, 3, 7}
    frames = tuple(FrameHash(float(at), near if at in shown else far, 80) for at in range(10))
    dark = (FrameHash(10.0, still.value, 20), FrameHash(11.0, bytes(32), 80))

    found = still_in_film(picture(still), Film(12.0, frames + dark), "b", DEFAULT_POLICY)

    assert found is not None
    assert (found.film, found.considered, found.threshold) == ("b", 10, DEFAULT_POLICY.frame_distance)
    assert [(run.from_s, run.to_s, run.frames, run.closest) for run in found.ranges] == [(2, 3, 2, 20), (7, 7, 1, 20)]
    assert [frame.time_s for frame in found.frames[:3]] == [2.0, 3.0, 7.0]
    assert {frame.orientation for frame in found.frames[:3]} == {ORIENTATIONS[3]}


def test_a_still_is_found_within_a_films_borders() -> None:
    still = pdq(1, "inner picture")
    film = Film(1.0, (FrameHash(0.0, pdq(8).value, 80),), inner=(FrameHash(0.0, still.value, 80),))

    found = still_in_film(picture(pdq(2), still), film, "a", DEFAULT_POLICY)

    assert found is not None
    assert found.frames[0].inner
    assert found.frames[0].view == "inner picture"
    assert [(run.from_s, run.frames) for run in found.ranges] == [(0.0, 1)]


def test_a_picture_without_a_hash_and_a_film_without_good_frames_have_nothing_to_say() -> None:
    film = Film(1.0, (FrameHash(0.0, pdq(1).value, 10),))

    assert still_in_film(picture(pdq(1, quality=0)), film, "a", DEFAULT_POLICY) is None
    found = still_in_film(picture(pdq(1)), film, "a", DEFAULT_POLICY)
    assert found is not None
    assert (found.considered, found.frames, found.ranges) == (0, (), ())
