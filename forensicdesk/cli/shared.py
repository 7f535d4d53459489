"""`shared`: what several exhibits hold in common."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import CASE, JSON
from forensicdesk.cli.output import emit_json, print_table, say, visible
from forensicdesk.errors import UsageError
from forensicdesk.language import _, sentence, tell
from forensicdesk.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from forensicdesk.model import Source
    from forensicdesk.relations import Shared, SharedPair

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula."""


@click.command()
@CASE
@click.option("--csv", "as_csv", is_flag=True, help="Print the things one by one as CSV, one column for each exhibit.")
@JSON
def shared(case: Path, *, as_csv: bool, as_json: bool) -> None:
    """Print which exhibits hold the same pictures and films: by equal bytes, and by their stacks."""
    if as_csv and as_json:
        msg = sentence("Choose one of --csv and --json.")
        raise UsageError(msg)
    with Session.open(case, writable=False) as session:
        found, sources = session.shared(), session.sources()
        contents = [content for thing in found.things for content in thing.contents]
        items, digests = session.items_of(contents), session.sha256_of(contents)
        found = _by_item(found, items)
        if not session.stacks_made():
            say(
                tell(
                    "No stacks have been made yet, so only equal bytes are compared; run: forensicdesk stacks {case}",
                    case=case,
                )
            )
        folder = str(session.folder)
    if as_json:
        emit_json({"case": folder} | _document(found, sources, items, digests))
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([safe_cell(cell) for cell in row] for row in _rows(found, sources, items))
    else:
        _print(found, {source.id: source.label for source in sources})


def _by_item(found: Shared, items: Mapping[int, tuple[int, ...]]) -> Shared:
    """The things, and the contents of each, by their first items: numbers of contents depend on the order of work."""
    things = [
        replace(thing, contents=tuple(sorted(thing.contents, key=lambda content: items.get(content, ()))))
        for thing in found.things
    ]
    return replace(found, things=tuple(sorted(things, key=lambda thing: items.get(thing.contents[0], ()))))


def safe_cell(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula, and that has no invisible characters."""
    text = visible(str(cell))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _document(
    found: Shared, sources: Sequence[Source], items: Mapping[int, tuple[int, ...]], digests: Mapping[int, str]
) -> dict[str, object]:
    labels = {source.id: source.label for source in sources}
    return {
        "sources": [{"id": source.id, "label": source.label} for source in sources],
        "things": [
            {
                "media": thing.media,
                "stack": thing.stack,
                "exact": thing.exact,
                "contents": [digests[content] for content in thing.contents],
                "items": [item for content in thing.contents for item in items.get(content, ())],
                "held": [{"source": source, "label": labels[source], "items": count} for source, count in thing.items],
            }
            for thing in found.things
        ],
        "pairs": [
            {
                "sources": [pair.first, pair.second],
                "labels": [labels[pair.first], labels[pair.second]],
                "exact": pair.exact,
                "near": pair.near,
                "exact_films": pair.exact_films,
                "near_films": pair.near_films,
                "cameras": list(pair.cameras),
            }
            for pair in found.pairs
        ],
    }


def _rows(found: Shared, sources: Sequence[Source], items: Mapping[int, tuple[int, ...]]) -> Iterable[Sequence[object]]:
    yield ("media", "how", "stack", "items", *(source.label for source in sources))
    for thing in found.things:
        held = dict(thing.items)
        numbers = " ".join(str(item) for content in thing.contents for item in items.get(content, ()))
        how = "exact" if thing.exact else "near"
        stack = "" if thing.stack is None else thing.stack
        yield (thing.media, how, stack, numbers, *(held.get(source.id, 0) for source in sources))


def _print(found: Shared, labels: Mapping[int, str]) -> None:
    exact = sum(thing.exact for thing in found.things)
    click.echo(
        tell(
            "{things:,} pictures and films are held by several exhibits: {exact:,} with equal bytes, "
            "{other_things:,} in another form only.",
            things=len(found.things),
            exact=exact,
            other_things=len(found.things) - exact,
        )
    )
    for pair in found.pairs:
        print_table(
            tell("{first} and {second}", first=labels[pair.first], second=labels[pair.second]),
            pair_rows(pair),
        )


def pair_rows(pair: SharedPair) -> list[tuple[str, object]]:
    """The counts of a pair with their names."""
    rows: list[tuple[str, object]] = [
        (_("pictures, equal bytes"), pair.exact),
        (_("pictures, another form"), pair.near),
        (_("films, equal bytes"), pair.exact_films),
        (_("films, another form"), pair.near_films),
    ]
    if pair.cameras:
        rows.append((_("camera serial numbers"), ", ".join(pair.cameras)))
    return rows
