"""`run`: everything in one go."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.clustered import cluster_options
from forensicdesk.cli.options import (
    ACCEPT_MISMATCH,
    END_WITH_INPUT,
    FORMATS,
    JSON,
    LANGUAGE,
    PATH,
    PROFILE,
    SKIP_HASH_CHECK,
    STORE,
    VARIANT,
    WORKERS,
    parse_fields,
    split_formats,
    split_list,
    stoppable,
)
from forensicdesk.cli.output import emit_json, print_table, progress_listener, say
from forensicdesk.cli.passwords import password_options
from forensicdesk.cli.signing import THUMBNAILS_FILE, thumbnails_passphrase
from forensicdesk.language import _, shown, tell
from forensicdesk.places import case_folder
from forensicdesk.staying import staying
from forensicdesk.workers.ahead import children_ahead
from forensicdesk.workers.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.cli.documents import Document
    from forensicdesk.run import RunSummary
    from forensicdesk.session import Cluster


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=PATH)
@click.option("--case", required=True, type=PATH, help="Case folder; made if it is not there.")
@click.option("--list", "lists", multiple=True, metavar="FILE[:ROLE]", help="A hash list; repeatable.")
@click.option("--report", "report_folder", type=PATH, help="Report folder [in the case].")
@FORMATS
@VARIANT
@LANGUAGE
@PROFILE
@WORKERS
@cluster_options
@password_options
@SKIP_HASH_CHECK
@ACCEPT_MISMATCH
@click.option(
    "--stop-at",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="End the analysis once N contents were found by digest on a notable list.",
)
@click.option("--number", default=None, help="Case number of a new case [the folder's name].")
@click.option("--examiner", default=None, help="Examiner of a new case [not stated].")
@click.option("--field", "fields", multiple=True, metavar="KEY=VALUE", help="A further line for reports; repeatable.")
@STORE
@click.option("--encrypt-thumbnails", is_flag=True, help="Keep the thumbnails of a new case encrypted.")
@THUMBNAILS_FILE
@END_WITH_INPUT
@JSON
def run(
    sources: tuple[Path, ...],
    case: Path,
    lists: tuple[str, ...],
    report_folder: Path | None,
    formats: str,
    variant: str,
    language: str,
    profile: str | None,
    workers: int | None,
    passwords: tuple[str, ...],
    skip_hash_check: str,
    accept_mismatch: str,
    stop_at: int | None,
    number: str | None,
    examiner: str | None,
    fields: tuple[str, ...],
    store: str | None,
    thumbnails_passphrase_file: Path | None,
    *,
    cluster: Cluster | None,
    encrypt_thumbnails: bool,
    end_with_input: bool,
    as_json: bool,
) -> int:
    """Evidence to report in one go; on an existing case it continues."""
    named, chosen, pairs = tuple(split_list(text) for text in lists), split_formats(formats), parse_fields(fields)
    for path, role in named:
        if role is None:
            say(tell("No role was given for the list {name}; it is used as neutral. Say {name}:ROLE.", name=path.name))
    is_new = not case_folder(case).exists()
    needs_children = is_new and cluster is None
    with children_ahead(workers, Limits(passwords=passwords)) if needs_children else nullcontext():
        # Most of the program is loaded here, while the children start.
        with staying():
            from forensicdesk.run import CaseOpening, RunOrder, run_all

        order = RunOrder(
            sources=sources,
            lists=named,
            report_folder=report_folder,
            formats=chosen,
            variant=variant,
            language=language,
            profile=profile,
            workers=workers,
            passwords=passwords,
            stop_at=stop_at,
            skip_hash_check=skip_hash_check,
            accept_mismatch=accept_mismatch,
            cluster=cluster,
        )
        asked = partial(thumbnails_passphrase, thumbnails_passphrase_file, twice=encrypt_thumbnails and is_new)
        opening = CaseOpening(case, number, examiner, pairs, store, encrypt_thumbnails, asked)
        with stoppable(end_with_input=end_with_input) as stop:
            summary = run_all(opening, order, progress_listener(), stop)
    if as_json:
        emit_json(summary_document(summary))
    else:
        print_summary(summary)
    if summary.refused:
        say(tell("No report was written. {refused}", refused=shown(summary.refused)))
    return 1 if summary.ledger.failed or summary.refused else 0


def summary_document(summary: RunSummary) -> Document:
    """What `run --json` prints."""
    from forensicdesk.cli.documents import ledger_document, report_document

    return {
        "case": str(summary.case),
        "ledger": ledger_document(summary.ledger),
        "sources": [
            {"id": source.id, "label": source.label, "ledger": ledger_document(ledger)}
            for source, ledger in summary.by_source
        ],
        "contents": summary.contents,
        "matches": summary.matches,
        "reports": [report_document(report) for report in summary.reports],
        "refused": summary.refused or None,
    }


def print_summary(summary: RunSummary) -> None:
    """Say what was done, for people, with numbers that add up."""
    ledger = summary.ledger
    click.echo(tell("Case {case}", case=summary.case))
    inside = tell(" ({embedded:,} of them inside other files)", embedded=ledger.embedded) if ledger.embedded else ""
    media = tell("{media:,} pictures and films", media=ledger.media)
    click.echo(
        tell(
            "  {seen:,} files seen{inside} = {not_media:,} not media + {media}",
            seen=ledger.seen,
            inside=inside,
            not_media=ledger.not_media,
            media=media,
        )
    )
    click.echo(
        tell(
            "  {media:,} pictures and films = {analysed:,} analysed + {unsupported:,} unsupported + "
            "{failed:,} failed + {excluded:,} excluded + {encrypted:,} encrypted",
            media=ledger.media,
            analysed=ledger.analysed,
            unsupported=ledger.unsupported,
            failed=ledger.failed,
            excluded=ledger.excluded,
            encrypted=ledger.encrypted,
        )
    )
    click.echo(tell("  {contents:,} distinct contents among them", contents=summary.contents))
    print_table(_("Matches (leads, not identifications)"), list(summary.matches.items()))
    for report in summary.reports:
        click.echo(tell("Report  {path}", path=report.path))
