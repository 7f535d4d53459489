"""The command group: which verbs there are."""

from __future__ import annotations

import click

from forensicdesk import __version__
from forensicdesk.cli.speaking import OPTION
from forensicdesk.cli.verbs import Verbs
from forensicdesk.language import LANGUAGES


@click.group(commands=Verbs(), context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
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
