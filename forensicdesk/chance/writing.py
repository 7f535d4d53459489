"""Numbers of expected matches as people read them: bounds are rounded up, and nothing looks more precise than it is."""

from __future__ import annotations

import math

_SMALLEST = 1e-6
_TWO_DIGITS = 10


def at_most(number: float) -> str:
    """A bound with two digits, rounded up, such as "0.0032", "48" or "1 300 000"; never below a millionth."""
    return "0.000001" if number <= _SMALLEST else _written(number, upwards=True)


def about(number: float) -> str:
    """A measured number with two digits, "0" where nothing was seen."""
    return _written(number, upwards=False) if number > 0 else "0"


def _written(number: float, *, upwards: bool) -> str:
    digits = 1 - math.floor(math.log10(number))
    scaled = number * 10.0**digits
    # A difference in the tenth digit is an error of computing, and no reason to round up.
    whole = math.ceil(scaled - 1e-9 * scaled) if upwards else round(scaled)
    rounded = whole / 10.0**digits
    if rounded >= _TWO_DIGITS:
        return f"{rounded:,.0f}".replace(",", " ")
    return f"{rounded:.{digits}f}"
