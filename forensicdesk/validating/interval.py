"""The interval of a share that was counted.

The exact interval of C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case
of the binomial", Biometrika 26 (1934) 404-413: both ends leave 2.5 % of the chance outside. It takes the tries as
independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from forensicdesk.chance.beta import incomplete_beta
from forensicdesk.language import sentence

CONFIDENCE = 0.95
SOURCE = "Clopper and Pearson 1934 (exact, two-sided, 95 %)"
_TAIL = (1 - CONFIDENCE) / 2
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of all tries; `low` and `high` are the ends of the interval, as shares."""

    hits: int
    tries: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share that was counted; 0 where nothing was tried."""
        return self.hits / self.tries if self.tries else 0.0


def rate(hits: int, tries: int) -> Rate:
    """A count with its interval; where nothing was tried that is everything from 0 to 1.

    Raises:
        ValueError: more hits than tries, or a negative number.
    """
    if not 0 <= hits <= tries:
        msg = sentence("{hits} of {tries} is no count", hits=hits, tries=tries)
        raise ValueError(msg)
    low = _solved(hits, tries - hits + 1, _TAIL) if hits else 0.0
    high = _solved(hits + 1, tries - hits, 1 - _TAIL) if hits < tries else 1.0
    return Rate(hits, tries, low, high)


def _solved(a: float, b: float, wanted: float) -> float:
    """The share at which the incomplete beta function, which rises with it, has this value."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if incomplete_beta(a, b, middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2
