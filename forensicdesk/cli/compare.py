"""`compare`: everything that can be said about two files side by side."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.options import JSON, PATH
from forensicdesk.cli.output import emit_json, say, visible
from forensicdesk.cli.words import UNITS, turned
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import _, retold, sentence, tell
from forensicdesk.session import compare_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from forensicdesk.cli.documents import Document
    from forensicdesk.session import Comparison

_SHOWN = 5
_FINDINGS = {
    "match": _("a match of local features"),
    "few-features": _("too few features for a match"),
    "small-part": _("too small a part for a match"),
    "distorted": _("too distorted for a match"),
    "rest-differs": _("no match: what lies between the features differs, as under one frame, caption or watermark"),
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
        say(tell("The picture of the agreement is {picture}; it shows evidence.", picture=picture))
    return 1 if picture is not None and not written else 0


def _check_place(picture: Path) -> None:
    if picture.exists() or picture.is_symlink():
        msg = sentence("{picture} exists already and is not overwritten; give another name.", picture=picture)
        raise UsageError(msg)
    if not picture.absolute().parent.is_dir():
        msg = sentence(
            "The folder {parent} does not exist; make it, or give another name.", parent=picture.absolute().parent
        )
        raise UsageError(msg)


def _write(picture: Path, content: bytes) -> None:
    try:
        with picture.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        msg = sentence("{picture} exists already and is not overwritten; give another name.", picture=picture)
        raise UsageError(msg) from error
    except OSError as error:
        msg = sentence(
            "{picture} could not be written ({strerror}); check space and permission.",
            picture=picture,
            strerror=error.strerror,
        )
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
    yield _("The two files have equal bytes.") if found.same_bytes else _("The two files differ in their bytes.")
    for one in found.distances:
        yield tell(
            "  {algorithm:<14} {distance:>3} of {bits} {unit} (threshold {threshold}{turned})",
            algorithm=one.algorithm,
            distance=one.distance,
            bits=one.bits,
            unit=UNITS.get(one.unit, one.unit),
            threshold=one.threshold,
            turned=turned(one.orientation),
        )
    yield from _view_lines(found)
    yield from _feature_lines(found)
    yield from _film_lines(found)
    for note in found.notes:
        yield f"  {retold(note)}"


def _view_lines(found: Comparison) -> Iterator[str]:
    """The closest views, unless only the wholes were compared: those stand above."""
    if not any(pair.view_a or pair.view_b for pair in found.views):
        return
    yield _("  PDQ, views of A against views of B, closest first:")
    for pair in found.views[:_SHOWN]:
        whole = _("whole")
        names = f"{retold(pair.view_a) or whole} / {retold(pair.view_b) or whole}"
        yield tell(
            "    {distance:>3} bits  {names}{turned}",
            distance=pair.distance,
            names=names,
            turned=turned(pair.orientation),
        )


def _feature_lines(found: Comparison) -> Iterator[str]:
    agreement = found.features
    if agreement is None:
        return
    mirrored = _(", mirrored") if agreement.mirrored else ""
    yield tell("  local features: {findings}{mirrored}", findings=_FINDINGS[agreement.finding.value], mirrored=mirrored)
    yield tell(
        "    {matched} features follow one movement, {considered} pairs look alike; it covers "
        "{coverage_a:.0%} of A and {coverage_b:.0%} of B, of which {alike:.0%} are alike",
        matched=agreement.matched,
        considered=agreement.considered,
        coverage_a=agreement.coverage_a,
        coverage_b=agreement.coverage_b,
        alike=agreement.alike,
    )


def _film_feature_lines(found: Comparison) -> Iterator[str]:
    met = found.film_features
    if met is None:
        return
    enough = {
        (True, True): _("a match of both"),
        (True, False): _("A is part of B"),
        (False, True): _("B is part of A"),
    }
    best = met.best
    yield tell(
        "  film, local features: {percent_a:.1f} % of A's frames agree with {percent_b:.1f} % of B's "
        "({met_a} of {considered_a} and {met_b} of {considered_b}): {verdict}",
        percent_a=met.percent_a,
        percent_b=met.percent_b,
        met_a=met.met_a,
        considered_a=met.considered_a,
        met_b=met.met_b,
        considered_b=met.considered_b,
        verdict=enough.get((met.is_part, met.is_whole), _("too few for a match")),
    )
    yield tell(
        "    best at {time_a:.2f} s of A and {time_b:.2f} s of B: {matched} features, over "
        "{coverage_a:.0%} of A and {coverage_b:.0%} of B{mirrored}",
        time_a=best.time_a,
        time_b=best.time_b,
        matched=best.agreement.matched,
        coverage_a=best.agreement.coverage_a,
        coverage_b=best.agreement.coverage_b,
        mirrored=_(", mirrored") if best.agreement.mirrored else "",
    )


def _film_lines(found: Comparison) -> Iterator[str]:
    if found.film is not None:
        film = found.film
        yield tell(
            "  film: {query_percent:.1f} % of A's frames in B, {reference_percent:.1f} % of B's in A "
            "({matched} of {considered} seconds considered{turned})",
            query_percent=film.query_percent,
            reference_percent=film.reference_percent,
            matched=film.matched,
            considered=film.considered,
            turned=turned(film.orientation or None),
        )
        sides = (("A", film.view, film.ranges), ("B", film.reference_view, film.reference_ranges))
        for side, view, ranges in sides:
            times = ", ".join(
                tell("{start:.1f} to {end:.1f} s", start=start, end=end) for start, end in ranges[:_SHOWN]
            )
            more = tell(" and {ranges} more", ranges=len(ranges) - _SHOWN) if len(ranges) > _SHOWN else ""
            if times:
                yield tell(
                    "    film {side}{view}: {times}{more}",
                    side=side,
                    view=view and ", " + view,
                    times=times,
                    more=more,
                )
    yield from _film_feature_lines(found)
    still = found.still
    if still is None:
        return
    name = still.film.upper()
    if not still.ranges:
        yield tell(
            "  film {name}: no frame within {threshold} bits of the picture ({considered} considered)",
            name=name,
            threshold=still.threshold,
            considered=still.considered,
        )
    for span in still.ranges[:_SHOWN]:
        yield tell(
            "  film {name}: {frames} frames from {from_s:.2f} s to {to_s:.2f} s within {threshold} bits "
            "of the picture, the closest {closest}",
            name=name,
            frames=span.frames,
            from_s=span.from_s,
            to_s=span.to_s,
            threshold=still.threshold,
            closest=span.closest,
        )
    for frame in still.frames[:_SHOWN]:
        inner = _(", its borders taken off") if frame.inner else ""
        view = f", {frame.view}" if frame.view else ""
        yield tell(
            "    {distance:>3} bits  frame at {time_s:.2f} s{inner}{view}{turned}",
            distance=frame.distance,
            time_s=frame.time_s,
            inner=inner,
            view=view,
            turned=turned(frame.orientation),
        )
