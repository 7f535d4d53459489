"""What examiners said, as the gallery shows it: who reads now, what may be seen of others, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from forensicdesk.decisions import Reading, Scope
from forensicdesk.language import _, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from forensicdesk.decisions import CategoryScheme, Judgement

PAGE = 200
"""So many items are asked for at once when the next undecided one is looked for."""


@dataclass(frozen=True, slots=True)
class SaidChoice:
    """One entry of the gallery's box of decisions.

    Attributes:
        name: as shown.
        kind: "all", "open", "decided", "category", "tag" or "unseen".
        value: the category's code, or the tag.
    """

    name: str
    kind: str = "all"
    value: str = ""


ALL_SAID = SaidChoice(_("Any decision"))
SAID = (ALL_SAID, SaidChoice(_("Undecided"), "open"), SaidChoice(_("Decided"), "decided"))
UNSEEN = SaidChoice(_("Not seen by me"), "unseen")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who decides now.

    Attributes:
        reading: as who.
        examiner: the name; "" for the case's examiner.
        items: the only items that the gallery shows, None for no such limit.
        share, seed: of the second reading's sample.
    """

    reading: Reading = Reading.FIRST
    examiner: str = ""
    items: frozenset[int] | None = None
    share: float = 1.0
    seed: int = 0

    @property
    def shown(self) -> Reading | None:
        """The only reading of which anything may be seen, None for all: the second examiner sees nothing of others."""
        return Reading.SECOND if self.reading is Reading.SECOND else None


class Judging(Protocol):
    """The part of a session that knows what was said."""

    def judgements(self, items: Sequence[int], reading: Reading | None = None) -> dict[int, Judgement]:
        """What stands for these items."""

    def spread(self, items: Sequence[int], scope: Scope) -> tuple[int, ...]:
        """The items that belong to these."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an item; of a closed stack's head also how many of the stack's items are undecided."""

    judgement: Judgement
    undecided: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn of a decision.

    Attributes:
        code, label: the category's; both "" where there is none.
        colour: "#rrggbb" of the scheme in force, "" for none.
        disputed: a second examiner chose another category, and nobody has settled it.
        rest: "" or how far the stack behind the item is decided, such as "1 of 4".
        remarks: "" or notes and tags in a few words.
    """

    code: str = ""
    label: str = ""
    colour: str = ""
    disputed: bool = False
    rest: str = ""
    remarks: str = ""


def read_said(judging: Judging, items: Sequence[int], heads: Iterable[int], reader: Reader) -> dict[int, Said]:
    """What was said of these items; `heads` are those that stand for a closed stack. Called off the event loop."""
    said = {item: Said(judgement) for item, judgement in judging.judgements(items, reader.shown).items()}
    for head in heads:
        if head not in said:
            continue
        members = [one for one in judging.spread([head], Scope.STACK) if reader.items is None or one in reader.items]
        judged = judging.judgements(members, reader.shown)
        undecided = sum(is_open(judged.get(one)) for one in members)
        said[head] = Said(said[head].judgement, undecided, max(1, len(members)))
    return said


def is_open(judgement: Judgement | None) -> bool:
    """Whether an item has still to be decided."""
    return judgement is None or judgement.decision is None


def next_open(judging: Judging, after: Iterable[int], reader: Reader) -> int | None:
    """The first of these items that is undecided, None if all are decided. Called off the event loop."""
    rest = iter(after)
    while page := list(islice(rest, PAGE)):
        judged = judging.judgements(page, reader.shown)
        found = next((item for item in page if is_open(judged.get(item))), None)
        if found is not None:
            return found
    return None


def mark_of(said: Said, scheme: CategoryScheme | None) -> Mark:
    """What to draw; a colour only where the scheme in force has this category under this label."""
    judgement, decision = said.judgement, said.judgement.decision
    remarks = " · ".join(_remarks(judgement))
    if decision is None:
        return Mark(remarks=remarks)
    known = scheme.find(decision.code) if scheme else None
    colour = known.colour if known and known.label == decision.label else ""
    rest = _("{count} of {total}").format(count=said.of - said.undecided, total=said.of) if said.undecided else ""
    return Mark(decision.code, decision.label_in(spoken()), colour, judgement.disputed, rest, remarks)


def _remarks(judgement: Judgement) -> Iterator[str]:
    if judgement.notes:
        yield _("note")
    yield from (f"#{tag.text}" for tag in judgement.tags)
    for pair in judgement.pairs:
        text = _("same as item {number}") if pair.same else _("differs from item {number}")
        yield text.format(number=pair.other)
