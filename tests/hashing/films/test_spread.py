"""A few things are kept evenly over a length that is not known beforehand."""

from __future__ import annotations

import itertools
from functools import partial

import pytest

from hashing.films.spread import Spread


def _made(number: int, made: list[int]) -> int:
    made.append(number)
    return number


@pytest.mark.parametrize("count", [1, 2, 5, 6, 7, 12, 13, 24, 25, 100, 1000])
def test_never_more_than_twice_as_many_are_kept_and_they_spread_evenly(count: int) -> None:
    spread: Spread[int] = Spread(6)
    made: list[int] = []
    for number in range(count):
        spread.offer(partial(_made, number, made))
        assert len(spread.kept) <= 12

    shown = spread.chosen()

    assert len(shown) == min(6, count)
    assert set(shown) <= set(made)
    if count >= 6:
        gaps = [later - earlier for earlier, later in itertools.pairwise(shown)]
        assert max(gaps) <= 2 * count / 6 + 1
        assert min(gaps) >= 1
