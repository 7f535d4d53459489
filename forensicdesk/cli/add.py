"""`add`: register exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.acquired import acquired_document, print_acquired
from forensicdesk.cli.documents import ledger_document
from forensicdesk.cli.options import CASE, JSON, PATH, SKIP_HASH_CHECK, stoppable
from forensicdesk.cli.output import emit_json, progress_listener, visible
from forensicdesk.cli.passwords import password_options
from forensicdesk.language import tell
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.cli.documents import Document
    from forensicdesk.model import Source


@click.command()
@CASE
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=PATH)
@SKIP_HASH_CHECK
@password_options
@JSON
def add(
    case: Path, sources: tuple[Path, ...], skip_hash_check: str, passwords: tuple[str, ...], *, as_json: bool
) -> int:
    """Register exhibits: every file is entered into the ledger; nothing is copied or changed.

    Digests that side files or images state of an exhibit are checked. Exit code 1 if one differs.
    """
    added: list[Document] = []
    with Session.open(case) as session, stoppable() as stop:
        for path in sources:
            source = session.add_source(
                path, progress_listener(), stop, skip_hash_check=skip_hash_check, passwords=passwords
            )
            added.append(_document(session, source))
            if not as_json:
                seen = session.ledger(source.id).seen
                click.echo(
                    tell(
                        "Exhibit {id}: {label}, {seen:,} files seen",
                        id=source.id,
                        label=visible(source.label),
                        seen=seen,
                    )
                )
                print_acquired(session.acquired(source.id))
            if stop.is_set():
                break
        differing = session.mismatches()
    if as_json:
        emit_json({"case": str(session.folder), "sources": added})
    return 1 if differing else 0


def _document(session: Session, source: Source) -> Document:
    return {
        "id": source.id,
        "label": source.label,
        "ledger": ledger_document(session.ledger(source.id)),
        "acquisition": [acquired_document(one) for one in session.acquired(source.id)],
    }
