"""Upper bounds of a share of pairs, from how many pairs were counted, and how the pairs hang together.

Pairs that share a picture are not independent. Two bounds are given; both hold with 95 % confidence, and for both the
pictures of the sample are taken as drawn independently of each other from pictures of their kind:

- `upper_share`: the exact bound of Clopper and Pearson (1934), with the number of pairs reduced by the design effect,
  as Korn and Graubard (1998) do for surveys. The design effect is Hoeffding's variance of such a mean of pairs (1948),
  divided by that of independent pairs.
- `widest_share`: nothing is taken for granted of how the pairs hang together. Hoeffding (1963, section 5a): a mean over
  all pairs of N pictures is bounded like one of N/2 independent pairs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from forensicdesk.chance.beta import incomplete_beta

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIDENCE = 0.95
_HALVINGS = 200
_SMALLEST_LOG = -700.0


def upper_share(seen: float, pairs: float, effect: float = 1.0) -> float:
    """The largest share of pairs that a count does not contradict.

    Args:
        seen: pairs counted.
        pairs: pairs compared.
        effect: the design effect, at least 1: so many pairs count as one.
    """
    if seen >= pairs:
        return 1.0
    few, all_ = seen / effect, pairs / effect
    return _solved(lambda share: incomplete_beta(few + 1, all_ - few, share) >= CONFIDENCE)


def widest_share(seen: float, pairs: float, pictures: int) -> float:
    """The largest share that a count does not contradict, however the pairs hang together.

    Args:
        seen: pairs counted.
        pairs: pairs compared.
        pictures: pictures of the sample.
    """
    share = seen / pairs
    if share >= 1:
        return 1.0
    limit = -math.log(1 - CONFIDENCE) / (pictures // 2)
    return _solved(lambda other: other > share and _divergence(share, other) >= limit)


def design_effect(seen: int, wedges: int, pairs: int, pictures: int) -> float:
    """How much more a count of pairs varies than one of independent pairs; at least 1.

    Args:
        seen: pairs counted.
        wedges: ordered pairs of counted pairs that share a picture.
        pairs: pairs compared.
        pictures: pictures of the sample.
    """
    share = seen / pairs
    if not 0 < share < 1:
        return 1.0
    common = wedges / (pictures * (pictures - 1) * (pictures - 2)) - share**2
    return max(1.0, 1 + 2 * (pictures - 2) * common / (share * (1 - share)))


def _divergence(share: float, other: float) -> float:
    """Kullback and Leibler's divergence of two coins."""
    heads = share * math.log(share / other) if share else 0.0
    return heads + (1 - share) * (math.log1p(-share) - math.log1p(-other))


def _solved(reached: Callable[[float], bool]) -> float:
    """The smallest share at which `reached` holds, by halving on a scale of logarithms, rounded upwards."""
    low, high = _SMALLEST_LOG, 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        share = math.exp(middle)
        if share < 1 and not reached(share):
            low = middle
        else:
            high = middle
    return math.exp(high)
