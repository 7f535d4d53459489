"""The interval of Clopper and Pearson."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.validating.interval import rate

KNOWN = (
    (0, 10, 0.0, 0.3084971),
    (5, 10, 0.1870860, 0.8129140),
    (10, 10, 0.6915029, 1.0),
    (1, 100, 0.0002531, 0.0544594),
)
"""As tables of the exact interval give them: hits, tries, both ends."""


@pytest.mark.parametrize(("hits", "tries", "low", "high"), KNOWN)
def test_the_ends_are_those_of_the_tables(hits: int, tries: int, low: float, high: float) -> None:
    found = rate(hits, tries)

    assert found.low == pytest.approx(low, abs=2e-7)
    assert found.high == pytest.approx(high, abs=2e-7)


def at_least(hits: int, tries: int, share: float) -> float:
    return sum(comb(tries, one) * share**one * (1 - share) ** (tries - one) for one in range(hits, tries + 1))


@given(st.integers(1, 60).flatmap(lambda tries: st.tuples(st.integers(0, tries), st.just(tries))))
def test_each_end_leaves_a_fortieth_of_the_chance_outside(count: tuple[int, int]) -> None:
    hits, tries = count

    found = rate(hits, tries)

    assert found.low <= found.share <= found.high
    if hits:
        assert at_least(hits, tries, found.low) == pytest.approx(0.025, abs=1e-6)
    if hits < tries:
        assert 1 - at_least(hits + 1, tries, found.high) == pytest.approx(0.025, abs=1e-6)


def test_nothing_tried_says_nothing() -> None:
    assert (rate(0, 0).low, rate(0, 0).high) == (0.0, 1.0)


def test_more_hits_than_tries_are_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        rate(3, 2)
