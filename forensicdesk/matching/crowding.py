"""Entries that are near very many contents, and contents near very many entries: flagged weak, never dropped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.language import sentence
from forensicdesk.model import MatchKind

if TYPE_CHECKING:
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import Match


def crowded(match: Match, contents: int, entries: int, policy: Policy) -> Match:
    """The match, marked weak with the reason where it belongs to a crowd; equal digests are no crowd.

    Args:
        match: a match of a list.
        contents: so many contents of the case are near its entry.
        entries: so many entries of the list are near its content.
        policy: how many are a crowd.
    """
    if match.kind is MatchKind.EXACT:
        return match
    reasons = []
    if contents > policy.crowded_contents:
        reasons.append(
            sentence(
                "Crowded: the entry is near {contents} contents of the case (more than {crowded_contents}).",
                contents=contents,
                crowded_contents=policy.crowded_contents,
            )
        )
    if entries > policy.crowded_entries:
        reasons.append(
            sentence(
                "Crowded: the content is near {entries} entries of the list (more than {crowded_entries}).",
                entries=entries,
                crowded_entries=policy.crowded_entries,
            )
        )
    if not reasons:
        return match
    note = " ".join(filter(None, (match.card.note, *reasons)))
    return replace(match, weak=True, card=replace(match.card, note=note))
