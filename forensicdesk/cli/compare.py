"""`compare`: everything that can be said about two files side by side."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import JSON, PATH
from forensicdesk.cli.output import emit_json, say, visible
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.session import compare_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.cli.documents import Document
    from forensicdesk.session import Comparison

_SHOWN = 5
_FINDINGS = {
    "match": "a match of local features",
    "few-features": "too few features for a match",
    "small-part": "too small a part for a match",
    "distorted": "too distorted for a match",
    "rest-differs": "no match: what lies between the features differs, as under one frame, caption or watermark",
}


@click.command()
@click.argument("first", metavar="A", type=PATH)
@click.argument("second", metavar="B", type=PATH)
@click.option(
    "--picture", type=PATH, default=None, help="Write a picture (PNG) of where the two agree to this new file."
)
@JSON
def compare(first: Path, second: Path, picture: Path | None, *, as_json: bool) -> int:
    """Everything about two files side by side: bytes, hashes, views, local features, frames.

    Closeness is a lead, never an identity.
    """
    if picture is not None:
        _check_place(picture)
    comparison = compare_files(first, second, picture=picture is not None)
    written = picture is not None and comparison.picture is not None
    if picture is not None and comparison.picture is not None:
        _write(picture, comparison.picture)
    if as_json:
        emit_json(_document(comparison, picture if written else None))
    else:
        for line in _lines(comparison):
            click.echo(visible(line))
    if written:
        say(f"The picture of the agreement is {picture}; it shows evidence.")
    return 1 if picture is not None and not written else 0


def _check_place(picture: Path) -> None:
    if picture.exists() or picture.is_symlink():
        msg = f"{picture} exists already and is not overwritten; give another name."
        raise UsageError(msg)
    if not picture.absolute().parent.is_dir():
        msg = f"The folder {picture.absolute().parent} does not exist; make it, or give another name."
        raise UsageError(msg)


def _write(picture: Path, content: bytes) -> None:
    try:
        with picture.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        msg = f"{picture} exists already and is not overwritten; give another name."
        raise UsageError(msg) from error
    except OSError as error:
        msg = f"{picture} could not be written ({error.strerror}); check space and permission."
        raise EnvironmentProblem(msg) from error


def _document(found: Comparison, picture: Path | None) -> Document:
    return {
        "same_bytes": found.same_bytes,
        "distances": {
            one.algorithm: {
                "distance": one.distance,
                "bits": one.bits,
                "unit": one.unit,
                "threshold": one.threshold,
                "orientation": one.orientation,
            }
            for one in found.distances
        },
        "view_a": found.views[0].view_a if found.views else None,
        "view_b": found.views[0].view_b if found.views else None,
        "views": [asdict(pair) for pair in found.views],
        "features": _features_document(found),
        "video": None if found.film is None else asdict(found.film),
        "film_features": _film_features_document(found),
        "still_in_film": None if found.still is None else asdict(found.still),
        "picture": None if picture is None else str(picture),
        "notes": list(found.notes),
    }


def _features_document(found: Comparison) -> Document | None:
    if found.features is None:
        return None
    return asdict(found.features) | {"finding": found.features.finding.value, "is_match": found.features.is_match}


def _film_features_document(found: Comparison) -> Document | None:
    met = found.film_features
    if met is None:
        return None
    pairs = [
        {
            "time_a": pair.time_a,
            "time_b": pair.time_b,
            "matched": pair.agreement.matched,
            "coverage_a": pair.agreement.coverage_a,
            "coverage_b": pair.agreement.coverage_b,
            "mirrored": pair.agreement.mirrored,
            "transform": pair.agreement.transform,
        }
        for pair in met.pairs
    ]
    return {
        "percent_a": met.percent_a,
        "percent_b": met.percent_b,
        "matched_a": met.met_a,
        "matched_b": met.met_b,
        "considered_a": met.considered_a,
        "considered_b": met.considered_b,
        "is_part": met.is_part,
        "is_whole": met.is_whole,
        "frames": pairs,
    }


def _lines(found: Comparison) -> Iterator[str]:
    yield "The two files have equal bytes." if found.same_bytes else "The two files differ in their bytes."
    for one in found.distances:
        turned = _turned(one.orientation)
        yield f"  {one.algorithm:<14} {one.distance:>3} of {one.bits} {one.unit} (threshold {one.threshold}{turned})"
    yield from _view_lines(found)
    yield from _feature_lines(found)
    yield from _film_lines(found)
    for note in found.notes:
        yield f"  {note}"


def _turned(orientation: str | None) -> str:
    return "" if orientation in {None, "original"} else f", {orientation}"


def _view_lines(found: Comparison) -> Iterator[str]:
    """The closest views, unless only the wholes were compared: those stand above."""
    if not any(pair.view_a or pair.view_b for pair in found.views):
        return
    yield "  PDQ, views of A against views of B, closest first:"
    for pair in found.views[:_SHOWN]:
        names = f"{pair.view_a or 'whole'} / {pair.view_b or 'whole'}"
        yield f"    {pair.distance:>3} bits  {names}{_turned(pair.orientation)}"


def _feature_lines(found: Comparison) -> Iterator[str]:
    agreement = found.features
    if agreement is None:
        return
    mirrored = ", mirrored" if agreement.mirrored else ""
    yield f"  local features: {_FINDINGS[agreement.finding.value]}{mirrored}"
    yield (
        f"    {agreement.matched} features follow one movement, {agreement.considered} pairs look alike; it covers "
        f"{agreement.coverage_a:.0%} of A and {agreement.coverage_b:.0%} of B, of which {agreement.alike:.0%} are alike"
    )


def _film_feature_lines(found: Comparison) -> Iterator[str]:
    met = found.film_features
    if met is None:
        return
    enough = {(True, True): "a match of both", (True, False): "A is part of B", (False, True): "B is part of A"}
    best = met.best
    yield (
        f"  film, local features: {met.percent_a:.1f} % of A's frames agree with {met.percent_b:.1f} % of B's "
        f"({met.met_a} of {met.considered_a} and {met.met_b} of {met.considered_b}): "
        f"{enough.get((met.is_part, met.is_whole), 'too few for a match')}"
    )
    yield (
        f"    best at {best.time_a:.2f} s of A and {best.time_b:.2f} s of B: {best.agreement.matched} features, over "
        f"{best.agreement.coverage_a:.0%} of A and {best.agreement.coverage_b:.0%} of B"
        f"{', mirrored' if best.agreement.mirrored else ''}"
    )


def _film_lines(found: Comparison) -> Iterator[str]:
    if found.film is not None:
        film = found.film
        yield (
            f"  film: {film.query_percent:.1f} % of A's frames in B, {film.reference_percent:.1f} % of B's in A "
            f"({film.matched} of {film.considered} seconds considered{_turned(film.orientation or None)})"
        )
        sides = (("A", film.view, film.ranges), ("B", film.reference_view, film.reference_ranges))
        for side, view, ranges in sides:
            times = ", ".join(f"{start:.1f} to {end:.1f} s" for start, end in ranges[:_SHOWN])
            more = f" and {len(ranges) - _SHOWN} more" if len(ranges) > _SHOWN else ""
            if times:
                yield f"    film {side}{f', {view}' if view else ''}: {times}{more}"
    yield from _film_feature_lines(found)
    still = found.still
    if still is None:
        return
    name = still.film.upper()
    if not still.ranges:
        yield f"  film {name}: no frame within {still.threshold} bits of the picture ({still.considered} considered)"
    for shown in still.ranges[:_SHOWN]:
        yield (
            f"  film {name}: {shown.frames} frames from {shown.from_s:.2f} s to {shown.to_s:.2f} s within "
            f"{still.threshold} bits of the picture, the closest {shown.closest}"
        )
    for frame in still.frames[:_SHOWN]:
        inner = ", its borders taken off" if frame.inner else ""
        view = f", {frame.view}" if frame.view else ""
        yield f"    {frame.distance:>3} bits  frame at {frame.time_s:.2f} s{inner}{view}{_turned(frame.orientation)}"
