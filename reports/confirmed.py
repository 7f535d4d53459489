"""How many matches were confirmed by eye, how many were not, and how many nobody looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.tally import Seen
    from reports.wording import Wording


def confirmed_text(key: str, seen: Seen, words: Wording) -> str:
    """A sentence with the counts: pairs, seen, same, different, open, leads; "" where there is no match.

    Args:
        key: "summary.confirmed" or "limits.confirmed"; the second says nothing where every match was looked at.
        seen: how many matches were looked at.
        words: the wording.
    """
    pairs = seen.total()
    left = sum(count for (by_eye, _), count in seen.items() if not by_eye)
    if not pairs or (key == "limits.confirmed" and not left):
        return ""
    same = sum(count for (by_eye, _), count in seen.items() if by_eye == "yes")
    counts = {
        "pairs": pairs,
        "seen": pairs - left,
        "same": same,
        "different": pairs - left - same,
        "open": left,
        "leads": sum(count for (by_eye, kind), count in seen.items() if not by_eye and kind != "exact"),
    }
    return words(key, **{name: words.count(number) for name, number in counts.items()})
