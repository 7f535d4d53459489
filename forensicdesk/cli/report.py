"""`report`: write the report of a case."""

from __future__ import annotations

from pathlib import Path

import click

from forensicdesk.cli.options import CASE, FORMATS, LANGUAGE, VARIANT, split_formats
from forensicdesk.session import Session


@click.command()
@CASE
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@FORMATS
@VARIANT
@LANGUAGE
def report(case: Path, out: Path, formats: str, variant: str, language: str) -> None:
    """Write the report of a case as PDF, HTML and JSON, with a file of checksums."""
    with Session.open(case) as session:
        for file in session.report(out, split_formats(formats), variant=variant, language=language):
            click.echo(f"{file.sha256}  {file.path}")
