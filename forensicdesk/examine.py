"""Single files without a case: their analysis, and every distance between two of them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.workers.files import analyse_with_inside
from forensicdesk.workers.pool import analyse_files, analyse_jobs, file_job
from hashing.values import PROFILES, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from forensicdesk.matching.film_features import FeatureMeeting
    from forensicdesk.matching.pair import Distance, StillInFilm, ViewDistance
    from forensicdesk.matching.video import FilmAgreement
    from forensicdesk.workers.child import Analyse
    from forensicdesk.workers.files import Part
    from hashing.local.agreement import Agreement
    from hashing.values import Analysis, Recipe


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that can be said about two files side by side.

    Attributes:
        same_bytes: the digests are equal.
        distances: of whole pictures, one for each algorithm.
        views: PDQ of every view against every view, the closest first.
        features: where two pictures agree by their local features; None if nowhere.
        film: how far two films agree.
        film_features: how far they agree by the local features of some of their frames; None if nowhere.
        still: a picture against a film's frames.
        picture: a PNG file that shows the agreement, if it was asked for and there is one.
        notes: sentences for people.
    """

    same_bytes: bool
    distances: tuple[Distance, ...] = ()
    views: tuple[ViewDistance, ...] = ()
    features: Agreement | None = None
    film: FilmAgreement | None = None
    film_features: FeatureMeeting | None = None
    still: StillInFilm | None = None
    picture: bytes | None = None
    notes: tuple[str, ...] = ()


def examine_files(paths: Sequence[Path], recipe: Recipe, workers: int | None = None) -> Iterator[tuple[Path, Analysis]]:
    """Analyse single files in child processes, in the order given; digests are computed of any file.

    Raises:
        UsageError: a path does not exist or is a folder.
    """
    whole = _checked(paths, recipe)
    yield from zip(paths, analyse_files(paths, whole, workers), strict=True)


def examine_with_inside(
    paths: Sequence[Path], recipe: Recipe, workers: int | None = None
) -> Iterator[tuple[Path, tuple[Part, ...]]]:
    """As `examine_files`, each file with the files that lie inside it; the file itself comes first.

    Raises:
        UsageError: a path does not exist or is a folder.
    """
    whole = _checked(paths, recipe)
    yield from zip(paths, analyse_with_inside(paths, whole, workers), strict=True)


def _checked(paths: Sequence[Path], recipe: Recipe) -> Recipe:
    for path in paths:
        if not path.exists():
            msg = sentence("The file {path} does not exist; check the path.", path=path)
            raise UsageError(msg)
        if path.is_dir():
            msg = sentence("{path} is a folder; give files, or use: forensicdesk run {path} --case CASE", path=path)
            raise UsageError(msg)
    return replace(recipe, digest_everything=True)


def compare_files(first: Path, second: Path, *, picture: bool = False) -> Comparison:
    """Everything about two files side by side: the first is the query, turned into all eight orientations.

    Args:
        first: the file A.
        second: the file B.
        picture: draw where they agree, too.

    Raises:
        UsageError: a path does not exist or is a folder.
    """
    # Imported here: NumPy takes a while to load, and other commands do not need it.
    from forensicdesk.matching.pair import MOST_VIEWS, view_distances, views_of, whole_distances

    thorough = PROFILES[-1]
    (_, one), (_, two) = examine_files((first, second), thorough)
    notes = [*_notes(first.name, one), *_notes(second.name, two)]
    found = Comparison(
        same_bytes=one.digests is not None and one.digests == two.digests,
        distances=tuple(whole_distances(one, two, DEFAULT_POLICY)),
        views=view_distances(one, two),
        features=_agreement(one, two),
        film=_films(one, two),
        film_features=_film_features(one, two),
        still=_still(one, two),
    )
    if not (found.distances or found.film or found.still):
        notes.append(
            sentence(
                "There is nothing to compare but bytes: neither file, or only one, is a picture or film with hashes."
            )
        )
    notes += [
        sentence("{name}: only the first {most_views} views were compared.", name=path.name, most_views=MOST_VIEWS)
        for path, analysis in ((first, one), (second, two))
        if len(views_of(analysis)) > MOST_VIEWS
    ]
    if not picture:
        return replace(found, notes=tuple(notes))
    drawn, why_not = _draw((first, second), thorough, found.features)
    return replace(found, picture=drawn, notes=(*notes, *why_not))


def _agreement(one: Analysis, two: Analysis) -> Agreement | None:
    if one.features is None or two.features is None:
        return None
    from hashing.local.agreement import agree

    return agree(one.features, two.features)


def _films(one: Analysis, two: Analysis) -> FilmAgreement | None:
    if one.film is None or two.film is None:
        return None
    from forensicdesk.matching.video import compare_films

    return compare_films(one.film, two.film, DEFAULT_POLICY)


def _film_features(one: Analysis, two: Analysis) -> FeatureMeeting | None:
    if one.film is None or two.film is None:
        return None
    from forensicdesk.matching.film_features import meet

    return meet(one.film.features, two.film.features, DEFAULT_POLICY)


def _still(one: Analysis, two: Analysis) -> StillInFilm | None:
    from forensicdesk.matching.pair import still_in_film

    if one.film is None and two.film is not None:
        return still_in_film(one, two.film, "b", DEFAULT_POLICY)
    if one.film is not None and two.film is None:
        return still_in_film(two, one.film, "a", DEFAULT_POLICY)
    return None


def _draw(
    paths: tuple[Path, Path], recipe: Recipe, agreement: Agreement | None
) -> tuple[bytes | None, tuple[str, ...]]:
    """A PNG file of the agreement, or why there is none. Both pictures are decoded again, each in a child process."""
    if agreement is None:
        return None, (sentence("No picture was drawn: the local features of the two agree nowhere."),)
    from forensicdesk.workers.aligning import LaidOnto, shown_pixels

    first = _in_child(paths[0], recipe, shown_pixels)
    if first.thumbnail is None or first.width is None or first.height is None:
        return None, (sentence("No picture was drawn: {name} could not be decoded again.", name=paths[0].name),)
    draw = LaidOnto(first.thumbnail.preview, first.width, first.height, agreement)
    second = _in_child(paths[1], recipe, draw)
    if second.thumbnail is None:
        return None, (sentence("No picture was drawn: {name} could not be decoded again.", name=paths[1].name),)
    return second.thumbnail.preview, ()


def _in_child(path: Path, recipe: Recipe, function: Analyse) -> Analysis:
    [result] = analyse_jobs([file_job(0, path)], recipe, 1, threading.Event(), function=function)
    return result.analysis


def _notes(name: str, analysis: Analysis) -> Iterator[str]:
    if analysis.outcome is Outcome.NOT_MEDIA:
        yield sentence("{name}: no picture or film that is known.", name=name)
    for issue in analysis.issues:
        yield f"{name}: {issue.detail}"
    for value in analysis.perceptual:
        if not value.view and value.quality is not None and value.quality < DEFAULT_POLICY.pdq_quality:
            least = DEFAULT_POLICY.pdq_quality
            yield sentence(
                "{name}: PDQ quality {quality} is under {least}; its distance says little.",
                name=name,
                quality=value.quality,
                least=least,
            )
