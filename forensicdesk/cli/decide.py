"""`decide`: what examiners decide about items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from forensicdesk.cli.options import CASE, JSON, PATH
from forensicdesk.cli.output import emit_json, visible
from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.errors import UsageError
from forensicdesk.language import _, counted, later, sentence, spoken, tell
from forensicdesk.session import Session, find_category_scheme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forensicdesk.decisions import Act, CategoryScheme
    from forensicdesk.session import Accepted


_KINDS = {
    ActKind.NOTE: later("Note"),
    ActKind.TAG: later("Tag"),
    ActKind.UNTAG: later("Untag"),
}
_READINGS = {
    Reading.FIRST: later("first reading"),
    Reading.SECOND: later("second reading"),
    Reading.SUPERVISOR: later("supervisor reading"),
}


@click.command()
@CASE
@click.argument("items", nargs=-1, type=int)
@click.option("--category", help="Code of the category, as the case's scheme names it; none takes a category away.")
@click.option("--note", help="A note on the items.")
@click.option("--tag", help="A tag for the items.")
@click.option("--untag", help="A tag to take away.")
@click.option("--same", is_flag=True, help="The two items named show the same.")
@click.option("--different", metavar="REASON", help="The two items named do not show the same, and why.")
@click.option("--accept", is_flag=True, help="Accept the categories that lists suggest for the items named.")
@click.option("--undo", is_flag=True, help="Undo the examiner's last act; repeat to go further back.")
@click.option("--redo", is_flag=True, help="Do again what was undone last.")
@click.option(
    "--scope",
    type=click.Choice([scope.value for scope in Scope]),
    default=Scope.ITEM.value,
    show_default=True,
    help="item: only these; copies: every item with equal bytes; stack: everything in their stacks.",
)
@click.option(
    "--reading",
    type=click.Choice([reading.value for reading in Reading]),
    default=Reading.FIRST.value,
    show_default=True,
    help="As who: the first examiner, a second one, or a supervisor who settles differences.",
)
@click.option("--examiner", default="", help="Who decides [the case's examiner].")
@click.option("--as-supervisor", default="", help="Name of the supervisor who settles items on which readings differ.")
@click.option("--reason", default="", help="Why the supervisor decides so; needed with --as-supervisor.")
@click.option("--scheme", type=PATH, help="Put a scheme of categories in force: neutral, us, or a TOML file.")
@JSON
def decide(
    case: Path,
    items: tuple[int, ...],
    category: str | None,
    note: str | None,
    tag: str | None,
    untag: str | None,
    scope: str,
    reading: str,
    examiner: str,
    as_supervisor: str,
    reason: str,
    scheme: Path | None,
    different: str | None,
    *,
    same: bool,
    accept: bool,
    undo: bool,
    redo: bool,
    as_json: bool,
) -> None:
    """Decide about items of a case: category, note or tag. Nothing is ever overwritten; everything can be undone."""
    said = [
        (kind, value)
        for kind, value in (
            (ActKind.CATEGORY, category),
            (ActKind.NOTE, note),
            (ActKind.TAG, tag),
            (ActKind.UNTAG, untag),
            (ActKind.SAME, "" if same else None),
            (ActKind.DIFFERENT, different),
        )
        if value is not None
    ]
    if undo + redo > 1 or ((undo or redo) and (said or items or accept)):
        msg = sentence("--undo and --redo stand alone: they take back, or do again, the examiner's last act.")
        raise UsageError(msg)
    if not (said or undo or redo or scheme or accept):
        msg = sentence(
            "Say what to decide: --category, --note, --tag, --untag, --same, --different, --accept, --undo, --redo or "
            "--scheme."
        )
        raise UsageError(msg)
    if reason and not as_supervisor:
        msg = sentence(
            "--reason belongs to a supervisor's decision; name the supervisor with --as-supervisor, or use --note."
        )
        raise UsageError(msg)
    alone = [kind for kind, _ in said] == [ActKind.CATEGORY] and not accept
    if as_supervisor and (not alone or examiner or category == "none"):
        msg = sentence("--as-supervisor takes items, one --category and --reason; undo it with --undo --examiner NAME.")
        raise UsageError(msg)
    who: dict[str, Any] = {"examiner": examiner}
    with Session.open(case) as session:
        if scheme is not None:
            session.choose_scheme(find_category_scheme(scheme))
        acts = (
            []
            if not as_supervisor
            else list(session.settle(items, category or "", examiner=as_supervisor, reason=reason))
        )
        acts += [
            session.decide(kind, "" if (kind, value) == (ActKind.CATEGORY, "none") else value, items,
                           scope=Scope(scope), reading=Reading(reading), **who)
            for kind, value in said if not as_supervisor
        ]  # fmt: skip
        accepted = None
        if accept:
            accepted = session.accept(items, scope=Scope(scope), reading=Reading(reading), **who)
            acts += accepted.acts
        if undo or redo:
            acts = list(session.undo(**who) if undo else session.redo(**who))
        chosen = session.scheme()
    if as_json:
        emit_json({"scheme": chosen.name if chosen else None, "acts": [_act_document(act) for act in acts]})
        return
    _say(acts, chosen, named=scheme is not None)
    if accepted is not None:
        _say_left(accepted)


def _say(acts: Sequence[Act], chosen: CategoryScheme | None, *, named: bool) -> None:
    """Print what was recorded, and with `named` the scheme that was put in force."""
    if named and chosen is not None:
        click.echo(
            visible(
                tell(
                    "Scheme '{name}': {categories}",
                    name=chosen.name,
                    categories="; ".join(f"{c.code} {c.label_in(spoken())}" for c in chosen.categories),
                )
            )
        )
    for act in acts:
        click.echo(visible(_act_text(act, chosen)))


def _say_left(accepted: Accepted) -> None:
    """Print how many of the items named stay as they are, and why."""
    if accepted.without:
        click.echo(counted(accepted.without, "{count} without a suggestion", "{count} without a suggestion"))
    if accepted.differing:
        click.echo(counted(accepted.differing, "lists differ on {count}", "lists differ on {count}"))


def _act_document(act: Act) -> dict[str, object]:
    return {
        "act": act.id,
        "kind": act.kind.value,
        "value": act.value,
        "reading": act.reading.value,
        "examiner": act.examiner,
        "said_at": act.said_at,
        "scope": act.scope.value,
        "items": act.items,
        "about": act.about,
    }


def _act_text(act: Act, scheme: CategoryScheme | None) -> str:
    count = counted(act.items, "{count} item", "{count} items")
    if act.kind in (ActKind.UNDO, ActKind.REDO):
        what = _("Undone") if act.kind is ActKind.UNDO else _("Done again")
        return tell(
            "{what}: act {about}, {count}, by {examiner}.",
            what=what,
            about=act.about,
            count=count,
            examiner=act.examiner,
        )
    if act.kind is ActKind.SAME:
        return tell("Same, said of {count} by {examiner}", count=count, examiner=act.examiner)
    if act.kind is ActKind.DIFFERENT:
        return tell(
            "Different, said of {count} by {examiner}: {value}", count=count, examiner=act.examiner, value=act.value
        )
    if act.kind is not ActKind.CATEGORY:
        kind = _(_KINDS[act.kind])
        return tell(
            "{kind} on {count} by {examiner}: {value}", kind=kind, count=count, examiner=act.examiner, value=act.value
        )
    category = scheme.find(act.value) if scheme else None
    label = f"{act.value} ({category.label_in(spoken())})" if category else _("no category")
    return tell(
        "{count}: {label}, by {examiner}, {reading}.",
        count=count,
        label=label,
        examiner=act.examiner,
        reading=_(_READINGS[act.reading]),
    )
