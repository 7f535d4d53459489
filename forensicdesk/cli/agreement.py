"""`agreement`: how far two examiners agree, what a supervisor has settled, and how a second reading begins."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import CASE, JSON
from forensicdesk.cli.output import emit_json, visible
from forensicdesk.language import _, decimal, tell
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.decisions import Settlement


@click.command()
@CASE
@click.option("--share", type=float, help="Share of the decided items to read again [that of the second reading].")
@click.option("--seed", type=int, help="Which sample; say it in the report [that of the second reading].")
@click.option("--items", "show_items", is_flag=True, help="List the items of the sample that are still to be read.")
@click.option("--begin", default="", help="Name of the examiner who begins a second reading of this sample.")
@JSON
def agreement(
    case: Path, share: float | None, seed: int | None, begin: str, *, show_items: bool, as_json: bool
) -> None:
    """Show how far the first and the second examiner agree, where they differ, and what a supervisor settled.

    With --begin or --items nothing of the first reading is shown.
    """
    with Session.open(case, writable=bool(begin)) as session:
        known = None if begin else session.second_reading()
        share = share if share is not None else known.share if known else 1.0
        seed = seed if seed is not None else known.seed if known else 0
        if begin:
            session.begin_second_reading(begin, share, seed)
        shown = _to_read(session, share, seed) if begin or show_items else _compared(session, share, seed)
    if as_json:
        emit_json(shown.document)
        return
    for line in shown.lines:
        click.echo(visible(line))


@dataclass(frozen=True, slots=True)
class _Shown:
    """One answer in both forms."""

    document: dict[str, object]
    lines: tuple[str, ...]


def _sample(session: Session, share: float, seed: int, undecided: int) -> dict[str, object]:
    known = session.second_reading()
    begun = None if known is None else asdict(known)
    return {"share": share, "seed": seed, "second_reading": begun, "undecided": undecided}


def _to_read(session: Session, share: float, seed: int) -> _Shown:
    left = session.left_to_read(share, seed)
    lines = (
        tell(
            "{left} items of the second reading are not decided yet (share {share:g}, seed {seed}).",
            left=len(left),
            share=share,
            seed=seed,
        ),
        *(tell("  item {item} is still to be read", item=item) for item in left),
    )
    return _Shown({**_sample(session, share, seed, len(left)), "to_read": list(left)}, lines)


def _compared(session: Session, share: float, seed: int) -> _Shown:
    found = session.agreement(share, seed)
    differ = tuple(session.disagreements())
    settled = tuple(session.settlements())
    document: dict[str, object] = {
        **_sample(session, share, seed, found.undecided),
        "items": found.items,
        "same": found.same,
        "kappa": found.kappa,
        "table": [{"first": first, "second": second, "items": n} for first, second, n in found.table],
        "disagreements": [{"item": item, "first": one, "second": two} for item, one, two in differ],
        "settled": [_settled_document(one) for one in settled],
    }
    kappa = _("not defined") if found.kappa is None else decimal(found.kappa, 3)
    lines = (
        tell(
            "{same} of {items} items have the same category; Cohen's kappa {kappa}.",
            same=found.same,
            items=found.items,
            kappa=kappa,
        ),
        tell(
            "{undecided} items of the second reading are not decided yet (share {share:g}, seed {seed}).",
            undecided=found.undecided,
            share=share,
            seed=seed,
        ),
        *(
            tell("  item {item}: {one} by the first, {two} by the second", item=item, one=one, two=two)
            for item, one, two in differ
        ),
        *(_settled_text(one) for one in settled),
    )
    return _Shown(document, lines)


def _settled_document(one: Settlement) -> dict[str, object]:
    return {
        "item": one.item_id,
        "first": one.first,
        "second": one.second,
        "category": one.decision.code,
        "label": one.decision.label,
        "examiner": one.decision.examiner,
        "said_at": one.decision.said_at,
        "act": one.decision.act,
        "reason": one.reason,
    }


def _settled_text(one: Settlement) -> str:
    readings = tell(
        "{first} by the first, {second} by the second", first=one.first or _("none"), second=one.second or _("none")
    )
    by = f"{one.decision.examiner}, {one.decision.said_at}"
    return tell(
        "  item {item_id}: {readings}; settled as {code} by {by}: {reason}",
        item_id=one.item_id,
        readings=readings,
        code=one.decision.code,
        by=by,
        reason=one.reason,
    )
