"""`report`: write the report of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import ACCEPT_MISMATCH, CASE, FORMATS, LANGUAGE, PATH, VARIANT, split_formats
from forensicdesk.cli.output import say
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@CASE
@click.option("--out", required=True, type=PATH, help="Folder to write to.")
@FORMATS
@VARIANT
@LANGUAGE
@ACCEPT_MISMATCH
def report(case: Path, out: Path, formats: str, variant: str, language: str, accept_mismatch: str) -> None:
    """Write the report of a case as PDF, HTML and JSON, with a file of checksums."""
    with Session.open(case) as session:
        for used in session.lists_incomplete():
            say(
                f"Not everything was compared with the list {used.name}@{used.version}; the report says so. "
                f"To compare the rest: forensicdesk match {session.folder}"
            )
        wanted = split_formats(formats)
        for file in session.report(out, wanted, variant=variant, language=language, accept_mismatch=accept_mismatch):
            click.echo(f"{file.sha256}  {file.path}")
