"""The evidence cards of an item's matches, as a report says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.reporting.deciding import confirmation
from reports import chance
from reports.escaping import printable
from reports.items import KINDS
from reports.model import MatchCard
from reports.showing import show_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forensicdesk.chance.keeping import KeptChances
    from forensicdesk.decisions import Judgement
    from forensicdesk.model import HashList, ItemRecord, Match
    from reports.wording import Wording


class Cards:
    """Turns matches into cards."""

    def __init__(self, lists: Mapping[str, HashList], chances: KeptChances, words: Wording) -> None:
        self._lists = lists
        self._chances = chances
        self._words = words

    def of(self, record: ItemRecord) -> tuple[MatchCard, ...]:
        """The cards of one item, the strongest and closest first."""
        return tuple(self._card(match, record.judgement) for match in sorted(record.matches, key=_card_order))

    def _card(self, match: Match, judgement: Judgement | None) -> MatchCard:
        used, card, words = self._lists[match.list_id], match.card, self._words
        frames = times = ""
        if card.frames_matched is not None:
            frames = words(
                "frames.value",
                matched=card.frames_matched,
                considered=card.frames_considered,
                reference_matched=card.reference_frames_matched,
                reference_considered=card.reference_frames_considered,
            )
        if card.first_time_s is not None and card.last_time_s is not None:
            times = words("times.value", first=show_time(card.first_time_s), last=show_time(card.last_time_s))
        return MatchCard(
            kind=match.kind.value,
            list_name=printable(used.name),
            list_version=used.version,
            role=used.role.value,
            entry=printable(match.entry),
            label=printable(match.label),
            algorithm=card.algorithm,
            algorithm_version=card.version,
            query=card.query,
            reference=card.reference,
            distance=card.distance,
            threshold=card.threshold,
            quality=card.quality,
            reference_quality=card.reference_quality,
            orientation=card.orientation,
            query_percent=card.query_percent,
            reference_percent=card.reference_percent,
            frames=frames,
            times=times,
            weak=match.weak,
            note=printable(card.note),
            view=card.view,
            policy=match.policy_id,
            dismissed=self._dismissed(match),
            chance=chance.card_sentence(match.kind.value, self._chances.of_match(match), words),
            confirmed=self._confirmed(match, judgement),
            by_eye="" if match.sight is None else "yes" if match.sight.same else "no",
        )

    def _confirmed(self, match: Match, judgement: Judgement | None) -> str:
        said = match.sight
        text = confirmation(match, judgement, self._words)
        if said is None or said.list_id == match.list_id:
            return text
        about = {"version": self._lists[said.list_id].version, "entry": printable(said.entry)}
        return self._words("card.confirmed.carried", said=text, **about)

    def _dismissed(self, match: Match) -> str:
        said = match.dismissed
        if said is None:
            return ""
        about = {"examiner": printable(said.examiner), "at": said.said_at, "reason": printable(said.reason)}
        if said.list_id == match.list_id:
            return self._words("card.dismissed.value", **about)
        version, entry = self._lists[said.list_id].version, printable(said.entry)
        return self._words("card.dismissed.carried", **about, version=version, entry=entry)


def _card_order(match: Match) -> tuple[int, bool, int, str, str]:
    return KINDS.index(match.kind.value), match.weak, match.card.distance, match.list_id, match.entry
