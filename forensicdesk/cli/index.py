"""`index`: what closed cases held, for later ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk import crosscase
from forensicdesk.cli.match import match_case
from forensicdesk.cli.options import CASE, JSON, PATH
from forensicdesk.cli.output import emit_json, say, visible
from forensicdesk.cli.signing import PASSPHRASE_FILE, read_passphrase
from forensicdesk.language import _, number, tell
from forensicdesk.lists.readers.closed_case import case_words
from forensicdesk.session import Library, account_name, default_folder, open_key, utc_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forensicdesk.cli.documents import Document
    from forensicdesk.crosscase import ClosedCase
    from forensicdesk.model import HashList
    from forensicdesk.session import Session


@click.group()
def index() -> None:
    """Closed cases of this unit: hashes with case number and decision, without imagery, names and paths."""


@index.command()
@CASE
@click.option("--unit", default="", help="Whose case it is, for other sites.")
@JSON
def add(case: Path, unit: str, *, as_json: bool) -> None:
    """Put a closed CASE into the index, so that `match` says in later cases what was seen in it."""
    added = crosscase.add_case(Library(default_folder()), case, unit=unit, now=utc_now(), actor=account_name())
    _show([added], as_json=as_json)


@index.command()
@JSON
def ls(*, as_json: bool) -> None:
    """Show the closed cases of the index."""
    _show(crosscase.closed_cases(Library(default_folder())), as_json=as_json)


@index.command()
@click.argument("number", metavar="NUMBER|ID")
@JSON
def remove(number: str, *, as_json: bool) -> None:
    """Take a closed case out of the index, every version. Cases keep what they recorded of it."""
    _show([crosscase.remove_case(Library(default_folder()), number)], as_json=as_json)


@index.command()
@click.argument("file", type=PATH)
@click.argument("numbers", metavar="[NUMBER|ID]...", nargs=-1)
@click.option("--key", required=True, type=PATH, help="The unit's key, made by `key new`.")
@PASSPHRASE_FILE
@JSON
def export(file: Path, numbers: tuple[str, ...], key: Path, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Write closed cases [all] into one signed FILE, to be carried to another site."""
    opened = open_key(key, read_passphrase(passphrase_file, str(key)))
    _show(crosscase.export_cases(Library(default_folder()), file, opened, numbers), as_json=as_json)


@index.command("import")
@click.argument("file", type=PATH)
@click.option("--trust", required=True, multiple=True, type=PATH, help="Public key of a site (NAME.pub); repeatable.")
@JSON
def import_(file: Path, trust: tuple[Path, ...], *, as_json: bool) -> None:
    """Take the closed cases of a signed FILE into the index; refused if altered or signed by an unknown key."""
    _show(crosscase.import_cases(Library(default_folder()), file, trust, utc_now()), as_json=as_json)


@index.command()
@CASE
@JSON
def match(case: Path, *, as_json: bool) -> None:
    """Compare CASE with every closed case of the index; prints what is new, and what no longer holds."""

    def choose(session: Session) -> tuple[HashList, ...]:
        known = session.but_its_own(crosscase.lists_of_index(session.library))
        if not known:
            say(_("The index holds no other case yet; add one: forensicdesk index add CASE"))
        return known

    match_case(case, choose, as_json=as_json)


def _show(cases: Sequence[ClosedCase], *, as_json: bool) -> None:
    if as_json:
        emit_json([_document(one) for one in cases])
        return
    for one in cases:
        counts = ", ".join(f"{number(count)} {kind}" for kind, count in one.list.entries if count)
        unit = tell(" of {unit}", unit=one.unit) if one.unit else ""
        version = tell("version {version}, as of {as_of}", version=one.list.version, as_of=one.as_of)
        click.echo(visible(f"{case_words(one.number)}{unit} ({one.id}), {version}: {counts}"))


def _document(one: ClosedCase) -> Document:
    return {
        "number": one.number,
        "id": one.id,
        "unit": one.unit,
        "as_of": one.as_of,
        "list": one.list.name,
        "list_id": one.list.id,
        "version": one.list.version,
        "entries": dict(one.list.entries),
        "sha256": one.list.sha256,
    }
