"""Neighbours that hardly differ are kept once and counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hashing.films.keeping import SAME_BITS, Kept
from hashing.perceptual.distance import hamming
from hashing.perceptual.pdq import Pdq


def _pdq(bits: int) -> Pdq:
    return Pdq(((1 << bits) - 1).to_bytes(32), 90, ())


@given(st.lists(st.integers(0, 12), max_size=40))
def test_every_frame_that_was_looked_at_is_counted_once_and_stands_near_its_kept_one(bits: list[int]) -> None:
    kept = Kept()
    fresh = [kept.offer(float(at), _pdq(number)) for at, number in enumerate(bits)]

    frames = kept.frames()

    assert len(frames) == len(kept) == sum(fresh)
    assert sum(frame.count for frame in frames) == len(bits)
    place = 0
    for frame in frames:
        assert frame.time_s == place
        for at in range(place, place + frame.count):
            assert hamming(frame.pdq, _pdq(bits[at]).value) <= SAME_BITS
        place += frame.count


def test_a_slow_change_is_not_swallowed() -> None:
    kept = Kept()
    for at in range(13):
        kept.offer(at / 4, _pdq(at))

    assert [frame.count for frame in kept.frames()] == [3, 3, 3, 3, 1]
