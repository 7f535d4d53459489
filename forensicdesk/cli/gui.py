"""`gui`: the desktop, as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from forensicdesk.cli.options import PATH
from forensicdesk.errors import EnvironmentProblem
from forensicdesk.language import LANGUAGES, sentence

DESKTOP = "forensicdesk-desktop"


@click.command()
@click.argument("case", required=False, type=PATH)
@click.option(
    "--store",
    default=None,
    metavar="URL",
    help="Connect to this PostgreSQL database for new cases: postgresql://USER@ADDRESS:PORT/DATABASE.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the desktop, for this start alone.")
def gui(case: Path | None, store: str | None, lang: str | None) -> None:
    """Open the desktop, with CASE if one is given."""
    asked = lang or click.get_current_context().find_root().params.get("language")
    command = [*desktop_command(), *(["--lang", asked] if asked else []), *(["--store", store] if store else [])]
    command += [] if case is None else [str(case)]
    if sys.platform == "win32":
        sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own program
    # The desktop takes this process's place, so that whoever ends this one ends the desktop, in good order.
    os.execv(command[0], command)  # noqa: S606 - our own program


def desktop_command() -> list[str]:
    """How the desktop is started: beside the frozen program, or as a module."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "ui"]
    suffix = ".exe" if sys.platform == "win32" else ""
    program = Path(sys.executable).with_name(DESKTOP + suffix)
    if not program.exists():
        msg = sentence(
            "The desktop program {name} is missing beside {executable}; unpack the application again.",
            name=program.name,
            executable=sys.executable,
        )
        raise EnvironmentProblem(msg)
    return [str(program)]
