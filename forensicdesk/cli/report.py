"""`report`: write the report of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import ACCEPT_MISMATCH, CASE, FORMATS, LANGUAGE, PATH, VARIANT, split_formats
from forensicdesk.cli.output import say
from forensicdesk.cli.signing import (
    CERTIFICATE,
    CERTIFICATE_PASSPHRASE_FILE,
    PASSPHRASE_FILE,
    SIGN_KEY,
    TIMESTAMP_URL,
    read_finish,
)
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
@SIGN_KEY
@PASSPHRASE_FILE
@CERTIFICATE
@CERTIFICATE_PASSPHRASE_FILE
@TIMESTAMP_URL
def report(
    case: Path,
    out: Path,
    formats: str,
    variant: str,
    language: str,
    accept_mismatch: str,
    sign_key: Path | None,
    passphrase_file: Path | None,
    certificate: Path | None,
    certificate_passphrase_file: Path | None,
    timestamp_url: str | None,
) -> None:
    """Write the report of a case as PDF, HTML and JSON, with a manifest and checksums; sign it where asked to."""
    finish = read_finish(sign_key, passphrase_file, certificate, certificate_passphrase_file, timestamp_url)
    with Session.open(case) as session:
        for used in session.lists_incomplete():
            say(
                f"Not everything was compared with the list {used.name}@{used.version}; the report says so. "
                f"To compare the rest: forensicdesk match {session.folder}"
            )
        wanted = split_formats(formats)
        written = session.report(
            out, wanted, variant=variant, language=language, accept_mismatch=accept_mismatch, finish=finish
        )
        for file in written:
            click.echo(f"{file.sha256}  {file.path}")
