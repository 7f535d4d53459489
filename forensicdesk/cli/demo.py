"""`demo`: synthetic evidence, a list, the whole job."""

from __future__ import annotations

from pathlib import Path

import click

from forensicdesk.cli.options import JSON, PATH, stoppable
from forensicdesk.cli.output import emit_json, progress_listener, say
from forensicdesk.cli.run import print_summary, summary_document
from forensicdesk.demo import film_list, make_evidence, make_list
from forensicdesk.language import _, tell
from forensicdesk.model import Role
from forensicdesk.run import CaseOpening, RunOrder, run_all

DEMO_FOLDER = Path("forensicdesk-demo")


@click.command()
@click.option("--dir", "folder", type=PATH, default=DEMO_FOLDER, show_default=True, help="Where to make it all.")
@JSON
def demo(folder: Path, *, as_json: bool) -> int:
    """Make harmless synthetic evidence and a hash list, run the whole job, say where the report is."""
    evidence, hash_list = folder / "evidence", folder / "demo-list.csv"
    if not evidence.exists():
        say(tell("Making synthetic evidence in {evidence} ...", evidence=evidence))
        make_evidence(evidence)
    if not hash_list.exists():
        make_list(evidence, hash_list)
    order = RunOrder(
        sources=(evidence,),
        lists=((hash_list, Role.NOTABLE), (film_list(hash_list), Role.NOTABLE)),
        report_folder=folder / "report",
    )
    opening = CaseOpening(folder / "demo.fdcase", "2026-001", "Examiner A", (("Unit", "Demonstration"),))
    with stoppable() as stop:
        summary = run_all(opening, order, progress_listener(), stop)
    if as_json:
        emit_json(summary_document(summary))
    else:
        print_summary(summary)
        click.echo(_("The damaged files were made on purpose: 'failed' shows how trouble is reported."))
    return 0
