"""How far two examiners agree, beyond chance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from forensicdesk.decisions import Agreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def agreement_of(pairs: Iterable[tuple[str, str]] | Mapping[tuple[str, str], int], undecided: int = 0) -> Agreement:
    """The agreement of two readings.

    Args:
        pairs: for each item that both decided, the first's category and the second's; or how many have each.
        undecided: items of the second reading that are still open.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 1960.
    """
    table = Counter(pairs)
    items = table.total()
    same = sum(count for (first, second), count in table.items() if first == second)
    rows = tuple(sorted((first, second, count) for (first, second), count in table.items()))
    return Agreement(items, same, _kappa(table, items, same), rows, undecided)


def _kappa(table: Counter[tuple[str, str]], items: int, same: int) -> float | None:
    if not items:
        return None
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for (first, second), count in table.items():
        firsts[first] += count
        seconds[second] += count
    by_chance = sum(firsts[code] * seconds[code] for code in firsts) / items**2
    if by_chance == 1:
        return None
    return (same / items - by_chance) / (1 - by_chance)
