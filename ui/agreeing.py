"""How far two readings agree, read in one go for the agreement page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.language import _, plural, spoken
from ui.said_text import category_text
from ui.words import decimal, moment_text, number, printable, short_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forensicdesk.decisions import Agreement, CategoryScheme, SecondReading, Settlement
    from forensicdesk.session import Session

MOST_ROWS = 5000
"""So many disputes, and so many settled items, are listed at most."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """An item on which two readings differ, and that nobody has settled."""

    item: int
    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Settled:
    """An item that a supervisor has settled."""

    name: str
    told: Settlement


@dataclass(frozen=True, slots=True)
class Agreeing:
    """Everything that the page shows.

    Attributes:
        scheme: the categories in force, None before they were chosen.
        begun: the second reading that was begun last; None where none was, then all decided items are compared.
        found: the agreement over its sample.
        disputes, settled: the first `MOST_ROWS` of each.
        differing: how many disputes there are.
    """

    scheme: CategoryScheme | None
    begun: SecondReading | None
    found: Agreement
    disputes: tuple[Dispute, ...]
    settled: tuple[Settled, ...]
    differing: int


def read_agreeing(session: Session) -> Agreeing:
    """Ask the session; called off the event loop."""
    begun = session.second_reading()
    share, seed = (begun.share, begun.seed) if begun else (1.0, 0)
    differ, settled = list(session.disagreements()), list(session.settlements())
    shown, told = differ[:MOST_ROWS], settled[:MOST_ROWS]
    names = _names(session, [item for item, _first, _second in shown] + [one.item_id for one in told])
    return Agreeing(
        session.scheme(),
        begun,
        session.agreement(share, seed),
        tuple(Dispute(item, names[item], first, second) for item, first, second in shown),
        tuple(Settled(names[one.item_id], one) for one in told),
        len(differ),
    )


def _names(session: Session, items: Sequence[int]) -> Mapping[int, str]:
    return {card.id: printable(card.name) for card in session.cards(sorted(set(items)))} if items else {}


def label_of(scheme: CategoryScheme | None, code: str) -> str:
    """A category by code and the label it has in the scheme in force."""
    known = scheme.find(code) if scheme else None
    return category_text(code, known.label_in(spoken()) if known else "") or _("none")


def compared_sentence(told: Agreeing) -> str:
    """What was compared with what."""
    if told.begun is None:
        return _("No second reading was begun here. Compared is whatever both readings have decided.")
    said = _("Second reading by {examiner}, begun {moment}: {share} % of the decided items, seed {seed}.").format(
        examiner=printable(told.begun.examiner),
        moment=moment_text(told.begun.said_at),
        share=short_number(told.begun.share * 100),
        seed=told.begun.seed,
    )
    left = told.found.undecided
    rest = plural("{count} item is not decided yet.", "{count} items are not decided yet.", left)
    return f"{said} {rest.format(count=number(left))}" if left else said


def agreement_sentence(told: Agreeing) -> str:
    """How far they agree, in numbers."""
    found = told.found
    if not found.items:
        return _("No item has a category in both readings yet.")
    said = plural(
        "{same} of {count} item has the same category in both readings.",
        "{same} of {count} items have the same category in both readings.",
        found.items,
    ).format(same=number(found.same), count=number(found.items))
    if found.kappa is None:
        return f"{said} " + _("Cohen's kappa is not defined: both used one category only.")
    return f"{said} " + _("Cohen's kappa: {kappa}").format(kappa=decimal(found.kappa, 3))


def matrix_of(told: Agreeing) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The table of both readings: titles of the columns, and a row for each category of the first reading."""
    cells = {(first, second): count for first, second, count in told.found.table}
    order = [one.code for one in told.scheme.categories] if told.scheme else []
    used = {code for pair in cells for code in pair}
    codes = [code for code in order if code in used] + sorted(used - set(order))
    headers = (_("First reading / second reading"), *(label_of(told.scheme, code) for code in codes), _("The same"))
    rows = []
    for first in codes:
        counts = [cells.get((first, second), 0) for second in codes]
        same, total = cells.get((first, first), 0), sum(counts)
        share = _("{same} of {count}").format(same=number(same), count=number(total)) if total else ""
        rows.append((label_of(told.scheme, first), *map(number, counts), share))
    return headers, tuple(rows)
