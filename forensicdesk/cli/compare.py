"""`compare`: every distance between two files, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import JSON, PATH
from forensicdesk.cli.output import emit_json, visible
from forensicdesk.session import compare_files

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("first", metavar="A", type=PATH)
@click.argument("second", metavar="B", type=PATH)
@JSON
def compare(first: Path, second: Path, *, as_json: bool) -> None:
    """Every distance between two files. A small distance is a lead, never an identity."""
    comparison = compare_files(first, second)
    if as_json:
        emit_json(
            {
                "same_bytes": comparison.same_bytes,
                "distances": {
                    found.algorithm: {
                        "distance": found.distance,
                        "bits": found.bits,
                        "threshold": found.threshold,
                        "orientation": found.orientation,
                    }
                    for found in comparison.distances
                },
                "video": None
                if comparison.film is None
                else {
                    "query_percent": comparison.film.query_percent,
                    "reference_percent": comparison.film.reference_percent,
                    "matched": comparison.film.matched,
                    "considered": comparison.film.considered,
                },
                "notes": list(comparison.notes),
            }
        )
        return
    click.echo("The two files have equal bytes." if comparison.same_bytes else "The two files differ in their bytes.")
    for found in comparison.distances:
        turned = "" if found.orientation in {None, "original"} else f", {found.orientation}"
        click.echo(
            f"  {found.algorithm:<7} {found.distance:>3} of {found.bits} bits (threshold {found.threshold}{turned})"
        )
    if comparison.film is not None:
        film = comparison.film
        click.echo(
            f"  film: {film.query_percent:.1f} % of A's frames in B, {film.reference_percent:.1f} % of B's in A "
            f"({film.matched} of {film.considered} frames considered)"
        )
    for note in comparison.notes:
        click.echo(visible(f"  {note}"))
