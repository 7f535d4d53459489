"""`add`: register exhibits."""

from __future__ import annotations

from pathlib import Path

import click

from forensicdesk.cli.options import CASE, stoppable
from forensicdesk.cli.output import progress_listener
from forensicdesk.session import Session


@click.command()
@CASE
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def add(case: Path, sources: tuple[Path, ...]) -> None:
    """Register exhibits: every file is entered into the ledger; nothing is copied or changed."""
    with Session.open(case) as session, stoppable() as stop:
        for path in sources:
            source = session.add_source(path, progress_listener(), stop)
            click.echo(f"Exhibit {source.id}: {source.label}, {session.ledger(source.id).seen:,} files seen")
            if stop.is_set():
                return
