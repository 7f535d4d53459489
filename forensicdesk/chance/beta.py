"""The incomplete beta function, by which the tails of binomial distributions are computed."""

from __future__ import annotations

import math

from forensicdesk.language import sentence

_STEPS = 10_000
_PRECISION = 1e-14
_TINY = 1e-300


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a and b above 0 and x from 0 to 1.

    It is the chance that a binomial variable of n = a + b - 1 trials with success x is at least a. Computed by the
    continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, evaluated by Lentz's method.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(front) / (a * _fraction(a, b, x))


def _fraction(a: float, b: float, x: float) -> float:
    value, upper, lower = 1.0, 1.0, 0.0
    for step in range(1, _STEPS):
        half, odd = divmod(step, 2)
        at = a + 2 * half
        part = -(a + half) * (a + b + half) * x / (at * (at + 1)) if odd else half * (b - half) * x / ((at - 1) * at)
        lower = 1 / (_away_from_zero(1 + part * lower))
        upper = _away_from_zero(1 + part / upper)
        value *= upper * lower
        if abs(upper * lower - 1) < _PRECISION:
            return value
    msg = sentence("the incomplete beta function does not settle for a={a}, b={b}, x={x}", a=a, b=b, x=x)
    raise ArithmeticError(msg)


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
