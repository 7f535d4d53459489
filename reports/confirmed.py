"""How many matches were confirmed by eye, how many were not, and how many nobody looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.model import ReportItem
    from reports.wording import Wording


def confirmed_text(key: str, items: Iterable[ReportItem], words: Wording) -> str:
    """A sentence with the counts: pairs, seen, same, different, open, leads; "" where there is no match.

    Args:
        key: "summary.confirmed" or "limits.confirmed"; the second says nothing where every match was looked at.
        items: the items with their matches.
        words: the wording.
    """
    cards = [card for item in items for card in item.matches]
    left = [card for card in cards if not card.by_eye]
    if not cards or (key == "limits.confirmed" and not left):
        return ""
    same = sum(card.by_eye == "yes" for card in cards)
    counts = {
        "pairs": len(cards),
        "seen": len(cards) - len(left),
        "same": same,
        "different": len(cards) - len(left) - same,
        "open": len(left),
        "leads": sum(card.kind != "exact" for card in left),
    }
    return words(key, **{name: words.count(number) for name, number in counts.items()})
