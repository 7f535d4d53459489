"""`list categories` and `list export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import JSON, PATH
from forensicdesk.cli.output import emit_json, print_table, say, visible
from forensicdesk.language import _, number, spoken, tell
from forensicdesk.session import EXPORT_FORMS, Library, default_folder, export_list, find_scheme, presets

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
        said = [(_("title"), scheme.title_in(spoken())), (_("source"), scheme.source)]
        print_table(scheme.name, [*((key, text) for key, text in said if text), *scheme.labels_in(spoken()).items()])


@click.command("export")
@click.argument("name")
@click.option("--out", type=PATH, required=True, help="File to write; it must not exist.")
@click.option(
    "--format", "form", type=click.Choice(EXPORT_FORMS), default="csv", show_default=True, help="Form of the file."
)
@click.option("--kind", default=None, help="For text: the kind of digest. For csv: vpdq, the films.")
@JSON
def export(name: str, out: Path, form: str, kind: str | None, *, as_json: bool) -> int:
    """Write the list NAME to a file. Exit code 1 if it has something that this form cannot hold."""
    done = export_list(Library(default_folder()), name, out, form, kind)
    title = f"{done.used.name}@{done.used.version}"
    if as_json:
        document = {"list": title, "sha256": done.used.sha256, "file": str(out), "format": form, "rows": done.rows}
        emit_json(document | {"left_out": dict(done.left_out)})
    else:
        click.echo(visible(tell("Exported {title} to {out}: {rows:,} rows.", title=title, out=out, rows=done.rows)))
    left_out = ", ".join(f"{number(count)} {key}" for key, count in done.left_out)
    if left_out:
        say(tell("Not in this file: {left_out}.", left_out=left_out))
    return 1 if left_out else 0


def _scheme_document(scheme: Scheme) -> dict[str, object]:
    return {"name": scheme.name, "title": scheme.title, "source": scheme.source, "categories": scheme.labels}
