"""`list import`, `list ls`, `list show`, `list remove`, `list check`; the others lie beside this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.documents import list_document, problems_document
from forensicdesk.cli.list_diff import diff, say_what_changed
from forensicdesk.cli.list_more import categories as categories_command
from forensicdesk.cli.list_more import export
from forensicdesk.cli.list_preview import preview
from forensicdesk.cli.options import AS_FORMAT, BOTH, HASH_TYPE, JSON, MAP, PATH
from forensicdesk.cli.output import emit_json, print_table
from forensicdesk.cli.verify import print_problems
from forensicdesk.language import _, number, retold, tell
from forensicdesk.model import Role
from forensicdesk.session import ImportSettings, Library, check_list, default_folder, utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.model import HashList


@click.group("list")
def list_() -> None:
    """Hash lists of this workstation: import, show, check, compare, export, remove."""


list_.add_command(preview)


@list_.command("import")
@click.argument("file", type=PATH)
@click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What the list is for; declared, never guessed.",
)
@click.option("--name", default=None, help="Name of the list [the file's name].")
@click.option("--categories", type=PATH, default=None, help="Preset or TOML file: category number to label.")
@HASH_TYPE
@MAP
@AS_FORMAT
@click.option("--base", default=None, help="For a delta: the list of the release before.")
@click.option("--issuer", default="", help="Who issued the list.")
@click.option("--issued-version", default="", help="The issuer's own name of this version.")
@click.option("--issued-at", default="", help="Date of issue, as the issuer writes it.")
@JSON
def import_(
    file: Path,
    role: str,
    name: str | None,
    categories: Path | None,
    hash_type: str | None,
    columns: tuple[tuple[str, str], ...],
    as_format: str | None,
    base: str | None,
    issuer: str,
    issued_version: str,
    issued_at: str,
    *,
    as_json: bool,
) -> None:
    """Import FILE as an immutable list version. The whole file is taken, or nothing."""
    stated = ImportSettings(
        role=Role(role),
        name=name,
        hash_type=None if hash_type == BOTH else hash_type,
        categories=categories,
        columns=columns,
        issuer=issuer,
        issued_version=issued_version,
        issued_at=issued_at,
        as_format=as_format or ("csv" if columns else None),
        base=base,
        undecided="both" if hash_type == BOTH else "ask",
    )
    library = Library(default_folder())
    used = library.import_with(file, stated, utc_now())
    _print_list(used, as_json=as_json)
    say_what_changed(library, used)


@list_.command("ls")
@JSON
def ls(*, as_json: bool) -> None:
    """Show the lists."""
    known = Library(default_folder()).lists()
    if as_json:
        emit_json([list_document(used) for used in known])
        return
    for used in known:
        counts = ", ".join(f"{number(count)} {kind}" for kind, count in used.entries)
        click.echo(
            tell(
                "{name}@{version}  {role}  {format}  {counts}  sha256 {sha256}",
                name=used.name,
                version=used.version,
                role=used.role.value,
                format=used.format,
                counts=counts,
                sha256=used.sha256,
            )
        )


@list_.command("show")
@click.argument("name")
@JSON
def show(name: str, *, as_json: bool) -> None:
    """Show one list: NAME (newest version), NAME@VERSION or its id."""
    _print_list(Library(default_folder()).find(name), as_json=as_json)


@list_.command("remove")
@click.argument("name")
@JSON
def remove(name: str, *, as_json: bool) -> None:
    """Remove one list version from this workstation. Cases keep their matches."""
    used = Library(default_folder()).remove(name)
    if as_json:
        emit_json(list_document(used))
    else:
        click.echo(tell("Removed {name}@{version}.", name=used.name, version=used.version))


@list_.command("check")
@click.argument("name")
@JSON
def check(name: str, *, as_json: bool) -> int:
    """Check that a stored list is unchanged and that its near search is complete."""
    problems = check_list(Library(default_folder()), name)
    if as_json:
        emit_json(problems_document(problems))
    else:
        print_problems(problems)
    return 1 if problems else 0


list_.add_command(categories_command)
list_.add_command(diff)
list_.add_command(export)


def _print_list(used: HashList, *, as_json: bool) -> None:
    if as_json:
        emit_json(list_document(used))
        return
    print_table(
        tell("{name} version {version}", name=used.name, version=used.version),
        [
            (_("role"), used.role.value),
            (_("format"), used.format),
            ("sha256", used.sha256),
            *((tell("{kind} entries", kind=kind), number(count)) for kind, count in used.entries),
            (_("refused"), number(used.refused)),
            *(((_("withdrawn"), number(used.withdrawn)),) if used.withdrawn else ()),
            *(
                (title, said)
                for title, said in (
                    (_("issuer"), used.issuer),
                    (_("issued version"), used.issued_version),
                    (_("issued at"), used.issued_at),
                )
                if said
            ),
        ],
    )
    for line, reason in used.refusals[:20]:
        click.echo(
            tell("  line {line}: {reason}", line=line, reason=retold(reason))
            if line
            else tell("  note: {reason}", reason=retold(reason))
        )
