"""`key new`, `key show`: the unit's own key, which signs manifests of reports and checkpoints of audit logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import JSON, PATH
from forensicdesk.cli.output import emit_json, say
from forensicdesk.cli.signing import PASSPHRASE_FILE, read_passphrase
from forensicdesk.language import sentence, tell
from forensicdesk.session import fingerprint, new_key_files, read_public

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def key() -> None:
    """Make the unit's signing key, and show its public half."""


@key.command("new")
@click.option("--out", required=True, type=PATH, help="File for the private key; FILE.pub is made beside it.")
@PASSPHRASE_FILE
@JSON
def new(out: Path, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Make an Ed25519 key, encrypted with a passphrase. Nobody but you can read the files."""
    public = new_key_files(out, read_passphrase(passphrase_file, sentence("the new key"), twice=True))
    say(
        tell(
            "Keep {out} and its passphrase apart; give {public} to whoever is to check signatures.",
            out=out,
            public=public,
        )
    )
    _print(public, as_json=as_json)


@key.command("show")
@click.argument("file", type=PATH)
@JSON
def show(file: Path, *, as_json: bool) -> None:
    """Print the fingerprint of a public key (FILE.pub), to be read aloud and compared."""
    _print(file, as_json=as_json)


def _print(public: Path, *, as_json: bool) -> None:
    name = fingerprint(read_public(public))
    if as_json:
        emit_json({"fingerprint": name, "public": str(public)})
    else:
        click.echo(f"{name}  {public}")
