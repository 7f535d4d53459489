"""What a report says of decisions: in words, with who and when."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from forensicdesk.deciding.agreement import agreement_of
from reports.escaping import printable
from reports.model import CategoryCount, Decided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.case.store import CaseStore
    from forensicdesk.decisions import CategoryScheme, Judgement, SecondReadings
    from forensicdesk.model import Match
    from reports.wording import Wording


def decision_text(said: Judgement | None, words: Wording) -> str:
    """The category in force of an item; "" where no examiner has decided."""
    if said is None or said.decision is None:
        return ""
    made = said.decision
    text = words(
        "item.decision.value",
        code=printable(made.code),
        label=printable(made.label_in(words.language)),
        examiner=printable(made.examiner),
        at=made.said_at,
    )
    return words("item.decision.disputed", decision=text) if said.disputed else text


def confirmation(match: Match, said: Judgement | None, words: Wording) -> str:
    """Whether it is on record that a person looked at both sides of a match, who, and what they found."""
    sight = match.sight
    if sight is not None:
        about = {"examiner": printable(sight.examiner), "at": sight.said_at}
        text = words("card.confirmed.same" if sight.same else "card.confirmed.different", **about)
        return words("card.confirmed.note", said=text, note=printable(sight.note)) if sight.note else text
    if match.dismissed is not None:
        about = {"examiner": printable(match.dismissed.examiner), "at": match.dismissed.said_at}
        return words("card.confirmed.dismissed", **about)
    if said is not None and said.decision is not None:
        about = {"examiner": printable(said.decision.examiner), "at": said.decision.said_at}
        return words("card.confirmed.decided", **about)
    return words("card.confirmed.no")


def remarks_of(said: Judgement | None) -> tuple[tuple[str, str], ...]:
    """Notes and tags of an item, and what was said of it beside others, each with its examiner."""
    if said is None:
        return ()
    notes = (("note", f"{printable(note.text)} ({printable(note.examiner)}, {note.said_at})") for note in said.notes)
    pairs = (
        (
            "same" if one.same else "different",
            f"{one.other}{one.reason and ': '}{printable(one.reason)} ({printable(one.examiner)}, {one.said_at})",
        )
        for one in said.pairs
    )
    return (*notes, *(("tag", printable(tag.text)) for tag in said.tags), *pairs)


def what_was_decided(store: CaseStore, words: Wording) -> Decided:
    """The decisions of the whole case; nothing is said where no scheme of categories was chosen."""
    known = store.decisions.scheme()
    if known is None:
        return Decided()
    read = store.decisions.second_readings()
    return Decided(
        scheme=_title(known[1], words.language),
        categories=_categories(known[1], store.decisions.counts(), words.language),
        undecided=store.reader.undecided(),
        disputed=sum(one.items for one in read if one.first != one.second and not one.settled),
        agreement=_agreement(read, words),
    )


def codes_of_the_case(store: CaseStore) -> tuple[str, ...]:
    """The categories that items are in, but for those whose scheme says that they do not belong to the case."""
    known = store.decisions.scheme()
    others = {one.code for one in known[1].categories if one.pertinent is False} if known else set()
    return tuple(code for code in store.decisions.counts() if code not in others)


def _title(scheme: CategoryScheme, language: str) -> str:
    title = printable(scheme.title_in(language) or scheme.name)
    return f"{title} ({printable(scheme.source)})" if scheme.source else title


def _categories(scheme: CategoryScheme, counts: dict[str, int], language: str) -> tuple[CategoryCount, ...]:
    """Every category of the scheme, with none too, and codes that only an earlier scheme had."""
    labels = {category.code: category.label_in(language) for category in scheme.categories}
    codes = [*labels, *(code for code in counts if code not in labels)]
    return tuple(CategoryCount(printable(code), printable(labels.get(code, "")), counts.get(code, 0)) for code in codes)


def _agreement(read: Sequence[SecondReadings], words: Wording) -> str:
    both: Counter[tuple[str, str]] = Counter()
    for one in read:
        both[one.first, one.second] += one.items
    if not both:
        return ""
    found = agreement_of(both)
    kappa = "-" if found.kappa is None else words.figure(f"{found.kappa:.2f}")
    return words("summary.decided.agreement", items=words.count(found.items), same=words.count(found.same), kappa=kappa)
