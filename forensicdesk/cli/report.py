"""`report`: write the report of a case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.documents import report_document
from forensicdesk.cli.finishing import finish_options
from forensicdesk.cli.options import ACCEPT_MISMATCH, CASE, FORMATS, JSON, LANGUAGE, PATH, VARIANT, split_formats
from forensicdesk.cli.output import emit_json, say
from forensicdesk.cli.signing import THUMBNAILS_FILE, unlock
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence, tell
from forensicdesk.reporting.added import Added
from forensicdesk.reporting.amending import replaced_report
from forensicdesk.reporting.fields import split_fields
from forensicdesk.reporting.template import read_templates
from forensicdesk.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.session import Finish


@click.command()
@CASE
@click.option("--out", required=True, type=PATH, help="Folder to write to.")
@FORMATS
@VARIANT
@LANGUAGE
@ACCEPT_MISMATCH
@finish_options
@click.option(
    "--template",
    "templates",
    multiple=True,
    type=PATH,
    metavar="DIR",
    help="Folder with letterhead, parties, custody, sections and wording of the unit; may be repeated.",
)
@click.option(
    "--fields",
    default="",
    metavar="NAMES",
    help="What to show of items, and which plots, with commas: pictures, names, dates, metadata (or metadata:GROUP), "
    "indicators, notes, cards, plots (or plot:NAME); or none [all]. Numbers, digests, provenance, limits stay.",
)
@click.option("--amends", default="", metavar="FILE_OR_SHA256", help="The earlier report that this one replaces.")
@click.option("--reason", default="", help="Why it is replaced.")
@click.option(
    "--certificate-draft", is_flag=True, help="Add the draft of a certificate (US rules 902(13), 902(14)), not signed."
)
@click.option("--with-media", is_flag=True, help="Copy pictures and films beside the VICS form (restricted only).")
@THUMBNAILS_FILE
@JSON
def report(
    case: Path,
    out: Path,
    formats: str,
    variant: str,
    language: str,
    accept_mismatch: str,
    finish: Finish,
    templates: tuple[Path, ...],
    fields: str,
    amends: str,
    reason: str,
    thumbnails_passphrase_file: Path | None,
    *,
    certificate_draft: bool,
    with_media: bool,
    as_json: bool,
) -> int:
    """Write the report of a case as PDF, HTML and JSON, with a manifest and checksums; sign it where asked to."""
    if reason and not amends:
        msg = sentence("A reason was given without the report that is replaced; name it with --amends.")
        raise UsageError(msg)
    unit, shown = read_templates(templates), split_fields(fields)
    with Session.open(case) as session:
        unlock(session, thumbnails_passphrase_file)
        for used in session.lists_incomplete():
            say(
                tell(
                    "Not everything was compared with the list {name}@{version}; the report says so. To compare "
                    "the rest: forensicdesk match {folder}",
                    name=used.name,
                    version=used.version,
                    folder=session.folder,
                )
            )
        replaced = replaced_report(session.folder, amends, reason) if amends else None
        added = Added(unit, None, replaced, certificate=certificate_draft, with_media=with_media, finish=finish)
        added = replace(added, fields=shown)
        wanted = split_formats(formats)
        options = {"variant": variant, "language": language, "accept_mismatch": accept_mismatch}
        made = session.report(out, wanted, added=added, **options)
    missing = sum(file.not_copied for file in made)
    if as_json:
        files = [report_document(file) for file in made]
        emit_json({"case": str(session.folder), "reports": files, "not_copied": missing})
    else:
        for file in made:
            click.echo(f"{file.sha256}  {file.path}")
    if missing:
        say(tell("Contents that could not be copied: {missing:,}; the VICS file says why of each.", missing=missing))
    return 1 if missing else 0
