"""The command group: which verbs there are."""

from __future__ import annotations

import click

from forensicdesk import __version__
from forensicdesk.cli.add import add
from forensicdesk.cli.agreement import agreement
from forensicdesk.cli.batch import batch
from forensicdesk.cli.calibrate import calibrate
from forensicdesk.cli.case import case
from forensicdesk.cli.cluster import cluster
from forensicdesk.cli.collection import collection
from forensicdesk.cli.compare import compare
from forensicdesk.cli.completion import completion, man
from forensicdesk.cli.decide import decide
from forensicdesk.cli.demo import demo
from forensicdesk.cli.doctor import doctor
from forensicdesk.cli.gui import gui
from forensicdesk.cli.hash import hash_
from forensicdesk.cli.index import index
from forensicdesk.cli.items import items
from forensicdesk.cli.judge import confirm, conflicts, dismiss
from forensicdesk.cli.key import key
from forensicdesk.cli.lists import list_
from forensicdesk.cli.match import match
from forensicdesk.cli.policy import policy
from forensicdesk.cli.process import process
from forensicdesk.cli.report import report
from forensicdesk.cli.reproduce import reproduce
from forensicdesk.cli.run import run
from forensicdesk.cli.shared import shared
from forensicdesk.cli.similar import similar
from forensicdesk.cli.speaking import OPTION
from forensicdesk.cli.stacks import stacks
from forensicdesk.cli.validate import validate
from forensicdesk.cli.verify import verify
from forensicdesk.language import LANGUAGES


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="forensicdesk")
@click.option(
    OPTION,
    type=click.Choice(LANGUAGES),
    help="Language to speak to you in [that of the system]; stands before the command.",
)
def cli(language: str | None) -> None:
    """Find, hash and match seized pictures and films, and report on them. Nothing leaves this machine.

    Exit codes: 0 done; 1 done, but some items failed or a check found a difference; 2 wrong usage or unusable
    input; 3 the environment failed (disk full, case locked, permission); 130 interrupted, the case is intact.
    """
    del language  # looked at before the commands were imported: cli.speaking


case.add_command(reproduce)
for command in (
    demo,
    run,
    batch,
    case,
    add,
    process,
    cluster,
    list_,
    collection,
    index,
    match,
    policy,
    items,
    dismiss,
    confirm,
    conflicts,
    decide,
    agreement,
):
    cli.add_command(command)
for command in (
    stacks,
    shared,
    similar,
    report,
    key,
    verify,
    hash_,
    compare,
    calibrate,
    validate,
    doctor,
    gui,
    completion,
    man,
):
    cli.add_command(command)
