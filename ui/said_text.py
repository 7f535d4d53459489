"""What was said of one item, in words: what stands, who disagrees, every act; and what lists only suggest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.decisions import SIGHTS, TURNS, ActKind, Reading, seen_match
from forensicdesk.language import _, retold, spoken
from forensicdesk.session import suggestions_of
from ui.words import ACT_KINDS, READINGS, SCOPES, counted, list_text, moment_text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from forensicdesk.decisions import Act, Decision, Judgement, Pairing
    from forensicdesk.model import HashList, ItemRecord, Match
    from forensicdesk.session import Session
    from ui.saying import Reader


@dataclass(frozen=True, slots=True)
class ItemSaid:
    """Everything that may be shown of what was said of one item.

    Attributes:
        judgement: what stands, None where nothing was said.
        decisions: what each reading decided.
        acts: every act on the item, in order.
        suggested: codes of the categories that lists suggest.
    """

    judgement: Judgement | None = None
    decisions: tuple[Decision, ...] = ()
    acts: tuple[Act, ...] = ()
    suggested: tuple[str, ...] = ()


def read_item_said(session: Session, item_id: int, reader: Reader, matches: Sequence[Match] = ()) -> ItemSaid:
    """Ask what was said; called off the event loop. A blind reader is told of the own reading alone."""
    readings = (reader.shown,) if reader.shown is not None else tuple(Reading)
    judged = [session.judgements([item_id], reading).get(item_id) for reading in readings]
    decisions = tuple(one.decision for one in judged if one is not None and one.decision is not None)
    acts = tuple(act for act in session.history(item_id) if act.reading in readings)
    scheme = session.scheme() if matches else None
    suggested = () if scheme is None else tuple(suggestions_of(scheme, matches))
    return ItemSaid(session.judgements([item_id], reader.shown).get(item_id), decisions, acts, suggested)


def decision_text(decision: Decision) -> str:
    """A decision with who and when."""
    who = f"{printable(decision.examiner)} ({READINGS[decision.reading]}), {moment_text(decision.said_at)}"
    return f"{category_text(decision.code, decision.label_in(spoken()))}. {who}"


def category_text(code: str, name: str) -> str:
    """A category by code and label."""
    return printable(f"{code} {name}".strip())


def standing_sentence(said: ItemSaid) -> str:
    """What stands for the item, in one sentence."""
    judgement = said.judgement
    if judgement is None or judgement.decision is None:
        return _("No examiner has decided about this item.")
    if judgement.disputed:
        return _("The examiners disagree, and no supervisor has settled it. Until then the first decision is in force.")
    if judgement.decision.reading is Reading.SUPERVISOR:
        return _("Settled by a supervisor.")
    return ""


def act_text(act: Act) -> str:
    """An act as one line; one that was undone says so."""
    told = seen_match(act.value).in_words() if act.kind in SIGHTS else retold(act.value)
    value = f" {printable(told)}" if told else ""
    if act.kind is ActKind.CATEGORY and not act.value:
        value = _(" taken away")
    what = f"{ACT_KINDS[act.kind]}{value}"
    if act.kind in TURNS:
        what = _("{act_kinds}: act {about}").format(act_kinds=ACT_KINDS[act.kind], about=act.about)
    items = counted(act.items, "{count} item", "{count} items")
    reach = f", {items} ({SCOPES[act.scope][0].lower()})" if act.items > 1 else ""
    as_who = "" if act.reading is Reading.FIRST else f", {READINGS[act.reading]}"
    undone = _(" (undone)") if act.undone else ""
    return f"{act.id}. {what}{reach}. {printable(act.examiner)}{as_who}, {moment_text(act.said_at)}{undone}"


def pairing_text(pair: Pairing, name: str = "") -> str:
    """What was said of the item beside another, with who and when."""
    other = _("item {number}").format(number=pair.other) + (f" ({printable(name)})" if name else "")
    what = _("Shows the same as {other}") if pair.same else _("Does not show the same as {other}")
    reason = f": {printable(pair.reason)}" if pair.reason else ""
    return f"{what.format(other=other)}{reason}. {printable(pair.examiner)}, {moment_text(pair.said_at)}"


def suggestions(record: ItemRecord, lists: Mapping[str, HashList]) -> list[tuple[str, str]]:
    """What lists call the item: (list, label) for each label once."""
    return list(dict.fromkeys(_labels(record, lists)))


def _labels(record: ItemRecord, lists: Mapping[str, HashList]) -> Iterable[tuple[str, str]]:
    for match in record.matches:
        if match.label and match.dismissed is None:
            known = lists.get(match.list_id)
            yield (list_text(known) if known else match.list_id, printable(retold(match.label)))
