"""`add`: register exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import CASE, PATH, stoppable
from forensicdesk.cli.output import progress_listener, visible
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@CASE
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=PATH)
def add(case: Path, sources: tuple[Path, ...]) -> None:
    """Register exhibits: every file is entered into the ledger; nothing is copied or changed."""
    with Session.open(case) as session, stoppable() as stop:
        for path in sources:
            source = session.add_source(path, progress_listener(), stop)
            click.echo(f"Exhibit {source.id}: {visible(source.label)}, {session.ledger(source.id).seen:,} files seen")
            if stop.is_set():
                return
