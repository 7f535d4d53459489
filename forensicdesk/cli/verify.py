"""`verify`: a case, a report folder or an audit log: intact or not, and where not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.documents import problems_document
from forensicdesk.cli.finishing import TIMESTAMP_CA
from forensicdesk.cli.options import JSON, PATH, stoppable
from forensicdesk.cli.output import emit_json, progress_listener, visible
from forensicdesk.cli.passwords import password_options
from forensicdesk.language import _, retold, shown, tell
from forensicdesk.session import Trust, read_public, verify_path
from forensicdesk.signing.roots import read_roots

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forensicdesk.model import Problem


@click.command()
@click.argument("path", type=PATH)
@click.option("--public-key", type=PATH, help="The unit's public key, got by another way than what is checked.")
@click.option("--checkpoint", type=PATH, help="A checkpoint or signed manifest of a report, kept outside the case.")
@TIMESTAMP_CA
@password_options
@JSON
def verify(
    path: Path,
    public_key: Path | None,
    checkpoint: Path | None,
    timestamp_ca: Path | None,
    passwords: tuple[str, ...],
    *,
    as_json: bool,
) -> int:
    """Check a case, a report folder or an audit log, and what signs it; nothing is written."""
    roots = read_roots(timestamp_ca) if timestamp_ca else ()
    trust = Trust(read_public(public_key) if public_key else None, checkpoint, passwords, roots)
    with stoppable() as stop:
        problems = verify_path(path, progress_listener(), stop=stop, trust=trust)
    if as_json:
        emit_json(problems_document(problems) | {"said": trust.said})
    else:
        print_problems(problems)
        for sentence in trust.said:
            click.echo(visible(shown(sentence)))
    return 1 if problems else 0


def print_problems(problems: Sequence[Problem]) -> None:
    """Say what a check found, for people."""
    if not problems:
        click.echo(_("Intact: no difference was found."))
        return
    click.echo(tell("Not intact: {problems} difference(s).", problems=len(problems)))
    for problem in problems:
        click.echo(visible(f"  {retold(problem.what)}: {retold(problem.where)}"))
