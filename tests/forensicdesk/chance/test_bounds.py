"""Bounds against distributions whose truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.chance.beta import incomplete_beta
from forensicdesk.chance.bounds import design_effect, upper_share, widest_share
from forensicdesk.chance.calibration import Calibration, shipped_calibration
from forensicdesk.chance.counting import BITS, count_pairs
from forensicdesk.chance.tail import fit_tail

SAMPLES = 120


@given(st.integers(1, 300), st.data(), st.floats(0.001, 0.999))
def test_the_incomplete_beta_function_is_the_tail_of_the_binomial_distribution(
    trials: int, data: st.DataObject, share: float
) -> None:
    least = data.draw(st.integers(1, trials))
    exact = math.fsum(math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(least, trials + 1))

    assert incomplete_beta(least, trials - least + 1, share) == pytest.approx(exact, rel=1e-9, abs=1e-270)


def test_where_nothing_was_seen_the_bound_is_the_rule_of_three() -> None:
    assert upper_share(0, 42_076_551) == pytest.approx(1 - 0.05 ** (1 / 42_076_551), rel=1e-9)
    assert upper_share(0, 42_076_551) * 42_076_551 == pytest.approx(3, rel=0.002)
    assert widest_share(0, 42_076_551, 9_174) == pytest.approx(1 - 0.05 ** (1 / 4_587), rel=1e-9)


@given(st.integers(0, 50), st.integers(60, 10_000), st.floats(1, 20))
def test_a_bound_lies_above_the_share_seen_and_grows_with_count_and_effect(
    seen: int, pairs: int, effect: float
) -> None:
    bound = upper_share(seen, pairs, effect)

    assert seen / pairs < bound <= 1
    assert upper_share(seen + 1, pairs, effect) > bound
    assert upper_share(seen, pairs, effect * 1.1) > bound


def test_published_values_of_clopper_and_pearson_are_met() -> None:
    # The one-sided 95 % bounds of 0, 1 and 5 of 20: 0.1391, 0.2161 and 0.4556, as in printed tables.
    assert [round(upper_share(seen, 20), 4) for seen in (0, 1, 5)] == [0.1391, 0.2161, 0.4556]


def test_the_design_effect_is_one_for_disjoint_pairs_and_large_for_one_hub() -> None:
    pictures, pairs = 1_000, 499_500

    assert design_effect(20, 0, pairs, pictures) == 1
    # One picture that meets twenty others: the twenty pairs count as one.
    assert design_effect(20, 20 * 19, pairs, pictures) == pytest.approx(20, rel=0.02)


def coins(random: np.random.Generator, pictures: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Pictures in eight independent orientations, every bit a coin."""
    return random.integers(0, 256, (pictures, 8, BITS // 8), dtype=np.uint8)


def calibration_of(values: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Calibration:
    counted = count_pairs(values)
    counts, wedges = tuple(counted.counts.tolist()), tuple(counted.wedges.tolist())
    return Calibration("made up", "", "", "", "pdq", "2", 50, len(values), "", counts, wedges)


def within(distance: int) -> float:
    """The chance that the closest of eight independent comparisons of 256 coins is within a distance."""
    single = math.fsum(math.comb(BITS, k) for k in range(distance + 1)) / 2**BITS
    return -math.expm1(8 * math.log1p(-single))


@pytest.mark.parametrize("distance", [84, 88, 92, 96, 100])
def test_the_bound_covers_the_truth_of_independent_bits(distance: int) -> None:
    made = [calibration_of(coins(np.random.default_rng(seed), 200)) for seed in range(SAMPLES)]

    covered = sum(one.upper(distance) >= within(distance) for one in made)

    # 95 % of 120 are 114; fewer than 107 would have a chance of one in a thousand.
    assert covered >= 107
    assert all(one.widest(distance) >= within(distance) for one in made)
    # It is no bound that covers everything by being far too large.
    assert np.median([one.upper(distance) for one in made]) < within(distance) + 6 / made[0].pairs + within(distance)


@pytest.mark.parametrize("distance", [56, 64, 72, 80])
def test_the_bound_covers_the_truth_where_pictures_gather_around_common_patterns(distance: int) -> None:
    # The patterns are the same for all samples, so the share is that of one population; a large sample gives it.
    def sample(seed: int, pictures: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        random = np.random.default_rng(seed)
        bits = random.integers(0, 2, (pictures, 8, BITS), dtype=np.uint8)
        patterns = np.random.default_rng(99).integers(0, 2, (4, 8, BITS), dtype=np.uint8)
        gathered = random.random(pictures) < 0.1
        flips = (random.random((pictures, 8, BITS)) < 0.18).astype(np.uint8)
        bits[gathered] = (patterns[random.integers(0, 4, pictures)] ^ flips)[gathered]
        return np.packbits(bits, axis=2)

    large = count_pairs(sample(10_000, 3_000))
    truth = int(large.counts[: distance + 1].sum()) / (3_000 * 2_999 / 2)
    made = [calibration_of(sample(seed, 200)) for seed in range(SAMPLES)]

    naive = sum(upper_share(one.seen(distance), one.pairs) >= truth for one in made)
    covered = sum(one.upper(distance) >= truth for one in made)

    assert truth > 0
    assert covered >= naive
    assert covered >= 105
    assert all(one.widest(distance) >= truth for one in made)


def test_the_model_gives_too_much_for_independent_bits_and_says_nothing_above_its_range() -> None:
    made = calibration_of(coins(np.random.default_rng(5), 600))
    tail = made.tail()

    assert tail is not None
    assert sum(made.counts[: tail.up_to + 1]) >= 100
    for distance in range(0, tail.up_to - 4, 4):
        assert tail.share(distance) >= within(distance)
    assert tail.share(tail.up_to) == tail.share_there
    assert fit_tail([100, 0, 50]) is None
    assert fit_tail([0, 0, 7]) is None


def test_independent_bits_do_not_explain_how_close_real_pictures_come() -> None:
    shipped = shipped_calibration()

    assert shipped.seen(84) > 10 * within(84) * shipped.pairs
    assert shipped.seen(88) > 4 * within(88) * shipped.pairs
