"""`match`: stored hashes against lists, without decoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.documents import match_document
from forensicdesk.cli.options import CASE, JSON, stoppable
from forensicdesk.cli.output import emit_json, progress_listener, say, visible
from forensicdesk.session import Session, newest_lists

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@CASE
@click.option(
    "--list",
    "names",
    multiple=True,
    metavar="NAME",
    help="A list of the library [newest of all, and those used].",
)
@JSON
def match(case: Path, names: tuple[str, ...], *, as_json: bool) -> None:
    """Match the stored hashes again, without decoding; prints what is new."""
    with Session.open(case) as session:
        named = tuple(session.library.find(name) for name in names)
        chosen = named or session.lists_to_match(newest_lists(session.library))
        if not chosen:
            say("This workstation has no hash list yet; import one: forensicdesk list import FILE --role ROLE")
        with stoppable() as stop:
            new = session.match(chosen, progress_listener(), stop=stop)
        used = {known.id: known for known in session.lists_used()}
        counts = session.match_counts()
    if as_json:
        documents = [{"content": found.content_id} | match_document(found, used) for found in new]
        emit_json({"case": str(session.folder), "new": documents, "matches": counts})
        return
    for found in new:
        card = found.card
        entry = f"{found.entry} ({card.entry_name})" if card.entry_name else found.entry
        line = (
            f"{found.kind.value}: content {found.content_id}, list {used[found.list_id].name}, entry {entry}, "
            f"{card.algorithm} distance {card.distance} (threshold {card.threshold})"
        )
        click.echo(visible(line))
    click.echo(f"{len(new)} new; now exact {counts['exact']}, near {counts['near']}, video {counts['video']}.")
