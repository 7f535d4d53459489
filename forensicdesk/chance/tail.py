"""A model of the lower tail, for distances at which no pair was seen: named as a model, and never shown alone.

The share of pairs within a distance is taken to fall by one factor for each bit, the one that the closest pairs show:
an exponential tail, as the theory of extreme values has it for exceedances of a low threshold. Where the share falls
faster and faster, as it does for coins thrown independently, the model gives too much rather than too little. Nothing
in the data says that it does so below the closest pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FITTED_PAIRS = 100
"""The model is fitted to the closest pairs, at least so many."""

LARGEST_SHARE = 0.01
"""If these are a larger share of all pairs than this, the sample is too small to show its tail."""

STEP = 2
"""PDQ has as many ones as zeros, so distances are even."""


@dataclass(frozen=True, slots=True)
class Tail:
    """A fitted tail.

    Attributes:
        up_to: largest distance it was fitted to; it says nothing about larger ones.
        share_there: share of the pairs within that distance, as counted.
        factor: the share within a distance, divided by that within the distance one bit larger.
    """

    up_to: int
    share_there: float
    factor: float

    def share(self, distance: int) -> float:
        """The share of pairs within a distance up to `up_to`, by the model."""
        return self.share_there * float(self.factor ** (self.up_to - distance))


def fit_tail(counts: Sequence[int]) -> Tail | None:
    """Fit the tail to the counts of pairs at each distance, by maximum likelihood; None where it cannot be seen.

    Args:
        counts: pairs at distance 0, 1, 2 and so on.
    """
    pairs, within, up_to = sum(counts), 0, -1
    while within < min(FITTED_PAIRS, pairs):
        up_to += 1
        within += counts[up_to]
    steps = sum(count * (up_to - distance) for distance, count in enumerate(counts[:up_to])) / STEP
    if within > LARGEST_SHARE * pairs or not steps:
        return None
    return Tail(up_to, within / pairs, (steps / (steps + within)) ** (1 / STEP))
