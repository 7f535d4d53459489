"""Single files without a case: their analysis, and every distance between two of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.workers.files import analyse_with_inside
from forensicdesk.workers.pool import analyse_files
from hashing.perceptual.distance import hamming
from hashing.values import ORIENTATIONS, PROFILES, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from forensicdesk.matching.video import FilmAgreement
    from forensicdesk.workers.files import Part
    from hashing.values import Analysis, PerceptualHash, Recipe


@dataclass(frozen=True, slots=True)
class Distance:
    """How far two perceptual hashes of one algorithm are apart; `orientation` is the closest of the query's eight."""

    algorithm: str
    distance: int
    bits: int
    threshold: int
    orientation: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that can be said about two files side by side."""

    same_bytes: bool
    distances: tuple[Distance, ...]
    film: FilmAgreement | None
    notes: tuple[str, ...]


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
            msg = f"The file {path} does not exist; check the path."
            raise UsageError(msg)
        if path.is_dir():
            msg = f"{path} is a folder; give files, or use: forensicdesk run {path} --case CASE"
            raise UsageError(msg)
    return replace(recipe, digest_everything=True)


def compare_files(first: Path, second: Path) -> Comparison:
    """Every distance between two files: the first is the query, turned into all eight orientations.

    Raises:
        UsageError: a path does not exist or is a folder.
    """
    thorough = PROFILES[-1]
    (_, one), (_, two) = examine_files((first, second), thorough)
    same = one.digests is not None and one.digests == two.digests
    film = None
    if one.film is not None and two.film is not None:
        # Imported here: NumPy takes a while to load, and pictures do not need it.
        from forensicdesk.matching.video import compare_films

        film = compare_films(one.film, two.film, DEFAULT_POLICY)
    distances = tuple(_distances(one, two))
    notes = (*_notes(first.name, one), *_notes(second.name, two))
    if not distances and film is None:
        notes += ("There is nothing to compare but bytes: pictures are compared with pictures, films with films.",)
    return Comparison(same_bytes=same, distances=distances, film=film, notes=notes)


def _distances(one: Analysis, two: Analysis) -> Iterator[Distance]:
    for query in one.perceptual:
        for reference in two.perceptual:
            same = (query.algorithm, query.version, query.parameters)
            if same == (reference.algorithm, reference.version, reference.parameters):
                yield _closest(query, reference)


def _closest(query: PerceptualHash, reference: PerceptualHash) -> Distance:
    variants = query.orientations or (query.value,)
    distances = [hamming(variant, reference.value) for variant in variants]
    best = min(range(len(distances)), key=distances.__getitem__)
    return Distance(
        algorithm=query.algorithm,
        distance=distances[best],
        bits=len(query.value) * 8,
        threshold=DEFAULT_POLICY.threshold(query.algorithm),
        orientation=ORIENTATIONS[best] if query.orientations else None,
    )


def _notes(name: str, analysis: Analysis) -> Iterator[str]:
    if analysis.outcome is Outcome.NOT_MEDIA:
        yield f"{name}: no picture or film that is known."
    for issue in analysis.issues:
        yield f"{name}: {issue.detail}"
    for value in analysis.perceptual:
        if value.quality is not None and value.quality < DEFAULT_POLICY.pdq_quality:
            least = DEFAULT_POLICY.pdq_quality
            yield f"{name}: PDQ quality {value.quality} is under {least}; its distance says little."
