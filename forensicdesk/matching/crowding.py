"""Entries that are near very many contents, and contents near very many entries: flagged weak, never dropped."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.model import MatchKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import Match


def flag_crowded(matches: Sequence[Match], policy: Policy) -> list[Match]:
    """The matches of one list, those of a crowd marked weak with the reason; equal digests are no crowd."""
    near = [match for match in matches if match.kind is not MatchKind.EXACT]
    contents = Counter(entry for entry, _ in {(match.entry, match.content_id) for match in near})
    entries = Counter(content for content, _ in {(match.content_id, match.entry) for match in near})
    return [_flagged(match, contents[match.entry], entries[match.content_id], policy) for match in matches]


def _flagged(match: Match, contents: int, entries: int, policy: Policy) -> Match:
    if match.kind is MatchKind.EXACT:
        return match
    reasons = []
    if contents > policy.crowded_contents:
        reasons.append(
            f"Crowded: the entry is near {contents} contents of the case (more than {policy.crowded_contents})."
        )
    if entries > policy.crowded_entries:
        reasons.append(
            f"Crowded: the content is near {entries} entries of the list (more than {policy.crowded_entries})."
        )
    if not reasons:
        return match
    note = " ".join(filter(None, (match.card.note, *reasons)))
    return replace(match, weak=True, card=replace(match.card, note=note))
