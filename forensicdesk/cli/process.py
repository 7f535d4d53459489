"""`process`: analyse what has not been analysed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.clustered import cluster_options
from forensicdesk.cli.documents import ledger_document
from forensicdesk.cli.options import CASE, JSON, PROFILE, WORKERS, stoppable
from forensicdesk.cli.output import emit_json, print_table, progress_listener
from forensicdesk.cli.passwords import password_options
from forensicdesk.cli.signing import THUMBNAILS_FILE, unlock
from forensicdesk.language import _
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.session import Cluster


@click.command()
@CASE
@WORKERS
@cluster_options
@PROFILE
@password_options
@THUMBNAILS_FILE
@JSON
def process(
    case: Path,
    workers: int | None,
    profile: str | None,
    passwords: tuple[str, ...],
    thumbnails_passphrase_file: Path | None,
    *,
    cluster: Cluster | None,
    as_json: bool,
) -> int:
    """Analyse what has not been analysed; safe to stop and start again."""
    with Session.open(case) as session:
        unlock(session, thumbnails_passphrase_file)
        with stoppable() as stop:
            ledger = session.process(
                progress_listener(), profile=profile, workers=workers, stop=stop, passwords=passwords, cluster=cluster
            )
        contents = session.contents()
    document = ledger_document(ledger)
    if as_json:
        emit_json({"case": str(session.folder), "ledger": document, "contents": contents})
    else:
        print_table(_("Ledger"), list(document.items()))
    return 1 if ledger.failed else 0
