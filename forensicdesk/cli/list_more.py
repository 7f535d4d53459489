"""`list categories`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import JSON, PATH
from forensicdesk.cli.output import emit_json, print_table
from forensicdesk.session import find_scheme, presets

if TYPE_CHECKING:
    from forensicdesk.session import Scheme


@click.command("categories")
@click.argument("name", type=PATH, required=False)
@JSON
def categories(name: Path | None, *, as_json: bool) -> None:
    """Show what category numbers mean: in the presets, or in the preset or file NAME."""
    wanted = [Path(preset) for preset in presets()] if name is None else [name]
    schemes = [find_scheme(one) for one in wanted]
    if as_json:
        emit_json([_scheme_document(scheme) for scheme in schemes])
        return
    for scheme in schemes:
        said = [("title", scheme.title), ("source", scheme.source)]
        print_table(scheme.name, [*((key, text) for key, text in said if text), *scheme.labels.items()])


def _scheme_document(scheme: Scheme) -> dict[str, object]:
    return {"name": scheme.name, "title": scheme.title, "source": scheme.source, "categories": scheme.labels}
