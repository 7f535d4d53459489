"""`collection make`: a unit's own reference pictures, kept as hashes and features."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.documents import list_document
from forensicdesk.cli.items import parse_conditions
from forensicdesk.cli.options import JSON, PATH, WORKERS
from forensicdesk.cli.output import emit_json, say
from forensicdesk.collecting import every_analysed, make_collection
from forensicdesk.language import _, tell
from forensicdesk.model import Role
from forensicdesk.session import Library, account_name, default_folder, utc_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forensicdesk.model import HashList
    from forensicdesk.session import Session


@click.group()
def collection() -> None:
    """Reference collections of this unit: known pictures as hashes and local features, without imagery."""


@collection.command()
@click.argument("name")
@click.argument("sources", metavar="FOLDER|CASE...", nargs=-1, required=True, type=PATH)
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=None, help="What it is for [neutral]."
)
@click.option("--label", default="", help="The collection's own label for everything in it.")
@click.option("--where", "conditions", multiple=True, metavar="KEY=VALUE", help="Which items of cases; see `items`.")
@click.option("--with-names", is_flag=True, help="Keep the names of the files; without it, none are kept.")
@click.option("--out", type=PATH, default=None, help="Keep the collection as a file, too, for other workstations.")
@WORKERS
@JSON
def make(
    name: str,
    sources: tuple[Path, ...],
    role: str | None,
    label: str,
    conditions: tuple[str, ...],
    with_names: bool,  # noqa: FBT001 - click passes flags by name
    out: Path | None,
    workers: int | None,
    *,
    as_json: bool,
) -> None:
    """Make version after version of the collection NAME from folders of pictures and closed cases.

    Pictures of folders are analysed with the thorough profile; of cases the stored values are taken. The result is an
    immutable list; `forensicdesk match` finds crops of its pictures in cases of the thorough profile.
    """
    if role is None:
        say(_("No role was given for the collection; it is used as neutral. Say --role ROLE."))
    used, collected = make_collection(
        Library(default_folder()),
        name,
        sources,
        role=Role(role) if role else None,
        label=label,
        choose=partial(parse_conditions, conditions) if conditions else every_analysed,
        with_names=with_names,
        workers=workers,
        out=out,
        now=utc_now(),
        actor=account_name(),
    )
    if as_json:
        counts = {
            "pictures": collected.pictures,
            "films": collected.films,
            "with_features": collected.featured,
            "copies": collected.copies,
            "left_out": collected.left_out,
        }
        emit_json({"list": list_document(used), "collected": counts})
        return
    click.echo(
        tell(
            "{name}@{version}: {pictures:,} pictures ({featured:,} with local features) and {films:,} "
            "films; {copies:,} copies with equal bytes and {left_out:,} files that are no analysed "
            "picture or film were left out.",
            name=used.name,
            version=used.version,
            pictures=collected.pictures,
            featured=collected.featured,
            films=collected.films,
            copies=collected.copies,
            left_out=collected.left_out,
        )
    )


def say_not_looked_for(session: Session, lists: Sequence[HashList]) -> None:
    """Say which collections are compared by hashes only, because the case has no local features."""
    for used in session.not_looked_for(lists):
        say(
            tell(
                "The case was analysed without local features, so crops and small rotations of pictures in "
                "{name} are not found; analyse the evidence in a new case with --profile thorough to find "
                "them.",
                name=used.name,
            )
        )
