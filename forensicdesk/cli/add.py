"""`add`: register exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.acquired import print_acquired
from forensicdesk.cli.options import CASE, PATH, SKIP_HASH_CHECK, stoppable
from forensicdesk.cli.output import progress_listener, visible
from forensicdesk.cli.passwords import password_options
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@CASE
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=PATH)
@SKIP_HASH_CHECK
@password_options
def add(case: Path, sources: tuple[Path, ...], skip_hash_check: str, passwords: tuple[str, ...]) -> int:
    """Register exhibits: every file is entered into the ledger; nothing is copied or changed.

    Digests that side files or images state of an exhibit are checked. Exit code 1 if one differs.
    """
    with Session.open(case) as session, stoppable() as stop:
        for path in sources:
            source = session.add_source(
                path, progress_listener(), stop, skip_hash_check=skip_hash_check, passwords=passwords
            )
            click.echo(f"Exhibit {source.id}: {visible(source.label)}, {session.ledger(source.id).seen:,} files seen")
            print_acquired(session.acquired(source.id))
            if stop.is_set():
                break
        return 1 if session.mismatches() else 0
