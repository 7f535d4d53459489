"""`case reproduce`: the analysis once more from the evidence, and what comes out otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import CASE, JSON, WORKERS, stoppable
from forensicdesk.cli.output import emit_json, progress_listener, say, visible
from forensicdesk.cli.passwords import password_options
from forensicdesk.language import _, tell
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.cli.documents import Document
    from forensicdesk.session.reproducing import Reproduction

_LONGEST = 96


@click.command()
@CASE
@WORKERS
@password_options
@JSON
def reproduce(case: Path, workers: int | None, passwords: tuple[str, ...], *, as_json: bool) -> int:
    """Analyse the evidence again with the stored settings and lists, and name every difference.

    Nothing of the case is changed but its audit log. Exit code 1: there are differences.
    """
    with Session.open(case) as session, stoppable() as stop:
        done = session.reproduce(progress_listener(), workers=workers, stop=stop, passwords=passwords)
        folder = str(session.folder)
    if as_json:
        emit_json(reproduction_document(folder, done))
    else:
        _print(done)
    return 1 if done.differences else 0


def reproduction_document(folder: str, done: Reproduction) -> Document:
    """What `case reproduce --json` prints."""
    return {
        "case": folder,
        "reproduced": not done.differences,
        "items": done.items,
        "profile": done.profile,
        "lists": list(done.lists),
        "lists_left_out": [{"list": name, "reason": why} for name, why in done.left_out],
        "counts": done.counts(),
        "differences": [
            {
                "item": one.item,
                "location": one.place,
                "part": one.part,
                "field": one.field,
                "stored": one.stored,
                "new": one.found,
            }
            for one in done.differences
        ],
    }


def _print(done: Reproduction) -> None:
    for name, why in done.left_out:
        say(visible(tell("Matches with the list {name} were not compared: {why}.", name=name, why=why)))
    lists = tell("{lists} lists", lists=len(done.lists)) if done.lists else _("no list")
    about = tell("{items:,} items, profile {profile}, {lists}", items=done.items, profile=done.profile, lists=lists)
    if not done.differences:
        click.echo(tell("Reproduced: {about}; no difference was found.", about=about))
        return
    click.echo(
        tell("Not reproduced: {about}; {differences:,} difference(s).", about=about, differences=len(done.differences))
    )
    for one in done.differences:
        number = tell("item {item}", item=one.item) if one.item is not None else "-"
        click.echo(visible(f"  {number} ({one.place}), {one.part}, {one.field}:"))
        click.echo(visible(tell("    stored {stored}", stored=_short(one.stored))))
        click.echo(visible(tell("    new    {found}", found=_short(one.found))))


def _short(text: str) -> str:
    """The value, its middle left out where it is long (`--json` has it whole)."""
    if not text:
        return "none"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} ... {text[-_LONGEST // 2 :]}"
