"""`list preview`: what a hash list would be read as, before it is imported."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import AS_FORMAT, BOTH, HASH_TYPE, JSON, MAP, PATH
from forensicdesk.cli.output import emit_json, visible
from forensicdesk.cli.words import COUNTS
from forensicdesk.language import _, number, tell
from forensicdesk.session import ImportSettings, preview_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.session import ListPreview


@click.command("preview")
@click.argument("file", type=PATH)
@HASH_TYPE
@MAP
@AS_FORMAT
@JSON
def preview(
    file: Path, hash_type: str | None, columns: tuple[tuple[str, str], ...], as_format: str | None, *, as_json: bool
) -> None:
    """Show what FILE would be read as: format, columns, first rows, and what has to be said. Nothing is stored."""
    stated = ImportSettings(
        role=None,
        hash_type=None if hash_type == BOTH else hash_type,
        columns=columns,
        as_format=as_format or ("csv" if columns else None),
        undecided="both" if hash_type == BOTH else "ask",
    )
    seen = preview_list(file, stated)
    if as_json:
        emit_json(asdict(seen) | {"counts": dict(seen.counts)})
        return
    for line in _lines(seen):
        click.echo(visible(line))


def _lines(seen: ListPreview) -> Iterator[str]:
    yield f"{seen.file_name}: {seen.format}"
    for column in seen.columns:
        yield tell(
            "  column {number}  {title}  {kind}",
            number=column.number,
            title=column.title,
            kind=column.kind or _("(kept beside the entry)"),
        )
    for row in seen.rows:
        yield f"  {' | '.join(row)}"
    counts = ", ".join(f"{COUNTS.get(kind, kind)} {number(count)}" for kind, count in seen.counts) or _("no values")
    if seen.whole:
        yield tell("All {entries:,} entries: {counts}", entries=seen.entries, counts=counts)
    else:
        yield tell("The first {entries:,} entries: {counts}", entries=seen.entries, counts=counts)
    if seen.question:
        yield tell("Before it can be imported: {question}", question=seen.question)
