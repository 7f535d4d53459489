"""`policy`: the thresholds of matching, to look at and to start a file of one's own from."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import JSON, PATH
from forensicdesk.cli.output import emit_json
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.session import DEFAULT_POLICY, Session, policy_toml, read_policy

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.session import Policy


@click.group()
def policy() -> None:
    """The thresholds of matching."""


@policy.command()
@click.option("--case", type=PATH, help="The policy of this case's last matching [the program's own].")
@click.option("--policy", "policy_file", type=PATH, help="A policy file, to check it.")
@JSON
def show(case: Path | None, policy_file: Path | None, *, as_json: bool) -> None:
    """Print a policy as TOML; edit it and give it to `match CASE --policy FILE`."""
    chosen = policy_of(policy_file) or DEFAULT_POLICY
    if case is not None:
        with Session.open(case, writable=False) as session:
            chosen = session.policy()
    if as_json:
        emit_json({"id": chosen.id} | asdict(chosen))
        return
    click.echo(policy_toml(chosen), nl=False)


def policy_of(path: Path | None) -> Policy | None:
    """The policy that a file states; None without a file.

    Raises:
        UsageError: the file cannot be read, or states no policy.
    """
    if path is None:
        return None
    try:
        return read_policy(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else sentence("it is no UTF-8 text")
        msg = sentence("The policy file {path} cannot be read: {reason}.", path=path, reason=reason)
        raise UsageError(msg) from error
