"""From hashes of originals and copies to shares of copies found and of unrelated pairs taken for copies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.matching.video import FilmSearch
from forensicdesk.validating.interval import rate
from forensicdesk.validating.values import AtThreshold, Method
from hashing.values import PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from forensicdesk.validating.films import FilmEdit
    from forensicdesk.validating.interval import Rate
    from forensicdesk.validating.pack import Transformation
    from hashing.values import Analysis, Film, PerceptualHash

    Table = NDArray[np.int64]

FAR = 1_000
"""Stands for a pair that is not compared: a hash is missing, weak, or of too little quality."""

PDQ_THRESHOLDS = (0, 8, 16, 24, 31, 36, 40, 48)
SMALL_STEPS = (-4, -2, 0, 2, 4)
FILM_PERCENTS = (50.0, 60.0, 70.0, 80.0, 90.0, 100.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """One file as analysed.

    Attributes:
        original: the number of the original that it is, or is a copy of.
        edit: how the copy was made; None for an original.
        analysis: what was computed of it.
    """

    original: int
    edit: Transformation | FilmEdit | None
    analysis: Analysis


def picture_methods(files: Sequence[Measured]) -> tuple[Method, ...]:
    """What each way to compare pictures finds; originals are held against the other originals, too."""
    turned = _pdq(files, views=False)
    viewed = _pdq(files, views=True)
    steps = {_small_words(step): step for step in SMALL_STEPS}
    bits = {f"{bits} bits": bits for bits in PDQ_THRESHOLDS}
    force = f"{DEFAULT_POLICY.pdq_distance} bits"
    return (
        _method("pdq-orientations", "PDQ, eight orientations", files, {w: turned <= t for w, t in bits.items()}, force),
        _method("pdq-views", "PDQ, orientations and views", files, {w: viewed <= t for w, t in bits.items()}, force),
        _method(
            "phash-dhash",
            "pHash and dHash agree",
            files,
            {words: _small(files) <= step for words, step in steps.items()},
            _small_words(0),
        ),
    )


def film_method(files: Sequence[Measured]) -> tuple[Method, ...]:
    """What vPDQ finds, by share of frames."""
    originals = [Reference.of(one.original, one.analysis.film) for one in files if one.edit is None]
    found = {f"{percent:g} % of frames": _films(files, originals, percent) for percent in FILM_PERCENTS}
    force = f"{DEFAULT_POLICY.film_percent:g} % of frames"
    return (_method("vpdq", f"vPDQ, frames within {DEFAULT_POLICY.frame_distance} bits", files, found, force),)


def gated_originals(files: Sequence[Measured]) -> int:
    """How many originals have no PDQ that matching would compare."""
    return sum(_whole(one.analysis) is None for one in _originals(files))


def close_originals(files: Sequence[Measured], names: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
    """Pairs of originals that PDQ takes for copies of each other, with their distance."""
    originals = [one for one in files if one.edit is None]
    table = _pdq(originals, views=True)
    near = [
        (names[originals[a].original], names[originals[b].original], int(min(table[a, b], table[b, a])))
        for a in range(len(originals))
        for b in range(a + 1, len(originals))
    ]
    return tuple(pair for pair in near if pair[2] <= DEFAULT_POLICY.pdq_distance)


def _method(
    name: str, title: str, files: Sequence[Measured], found: dict[str, NDArray[np.bool_]], force: str
) -> Method:
    """Count. `found` has for each threshold which file (row) was taken for which original (column)."""
    numbers = sorted(one.original for one in files if one.edit is None)
    own = np.array([[one.original == number for number in numbers] for one in files], dtype=np.bool_)
    copies = np.array([one.edit is not None for one in files], dtype=np.bool_)
    rows = tuple(
        AtThreshold(
            words,
            words == force,
            rate(int(table[copies][own[copies]].sum()), int(copies.sum())),
            rate(int((table & ~own).sum()), int((~own).sum())),
        )
        for words, table in found.items()
    )
    return Method(name, title, rows, tuple(_by_edit(files, found[force] & own)))


def _by_edit(files: Sequence[Measured], right: NDArray[np.bool_]) -> Iterator[tuple[str, str, Rate]]:
    edits = {(one.edit.kind, one.edit.name): None for one in files if one.edit is not None}
    for kind, name in edits:
        rows = [at for at, one in enumerate(files) if one.edit is not None and one.edit.name == name]
        yield kind, name, rate(int(right[rows].any(axis=1).sum()), len(rows))


# --- pictures -------------------------------------------------------------------------------------------------------


def _pdq(files: Sequence[Measured], *, views: bool) -> Table:
    """The least distance of any hash of a file to the whole picture of each original."""
    held = [_whole(one.analysis) for one in sorted(_originals(files), key=lambda one: one.original)]
    table = np.full((len(files), len(held)), FAR, dtype=np.int64)
    for row, one in enumerate(files):
        asked = [
            turned
            for value in one.analysis.perceptual
            if _usable(value) and (views or not value.view)
            for turned in value.orientations
        ]
        for column, reference in enumerate(held):
            if asked and reference is not None:
                table[row, column] = _least(asked, reference.value)
    return table


def _originals(files: Sequence[Measured]) -> list[Measured]:
    return [one for one in files if one.edit is None]


def _whole(analysis: Analysis) -> PerceptualHash | None:
    return next((one for one in analysis.perceptual if _usable(one) and not one.view), None)


def _usable(value: PerceptualHash) -> bool:
    """Whether matching would compare it."""
    good = value.algorithm == "pdq" and (value.quality or 0) >= DEFAULT_POLICY.pdq_quality
    return good and not value.weak and any(value.value)


def _least(asked: Sequence[bytes], reference: bytes) -> int:
    rows = np.frombuffer(b"".join(asked), dtype=np.uint8).reshape(len(asked), -1)
    differing = np.bitwise_count(rows ^ np.frombuffer(reference, dtype=np.uint8))
    return int(differing.sum(axis=1).min())


def _small(files: Sequence[Measured]) -> Table:
    """By how many bits the worse of pHash and dHash is over its threshold; 0 or less where both agree."""
    originals = sorted(_originals(files), key=lambda one: one.original)
    over = [
        [_over(name, one.analysis, other.analysis) for other in originals]
        for name in ("phash", "dhash")
        for one in files
    ]
    tables = np.array(over, dtype=np.int64).reshape(2, len(files), len(originals))
    worse: Table = tables.max(axis=0)
    return worse


def _over(name: str, one: Analysis, other: Analysis) -> int:
    first, second = (
        next(
            (value for value in side.perceptual if value.algorithm == name and not value.view and not value.weak), None
        )
        for side in (one, other)
    )
    if first is None or second is None:
        return FAR
    return _least([first.value], second.value) - DEFAULT_POLICY.small_distance(name)


def _small_words(step: int) -> str:
    return f"{DEFAULT_POLICY.phash_distance + step} and {DEFAULT_POLICY.dhash_distance + step} bits"


# --- films ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """A film of the originals, as a list would hold it."""

    number: int
    name: str
    label: str
    values: NDArray[np.uint8]
    qualities: NDArray[np.int16]
    times: NDArray[np.float64]

    @staticmethod
    def of(number: int, film: Film | None) -> Reference:
        """The frames of a film; none where it could not be decoded."""
        frames = film.frames if film is not None else ()
        values = np.frombuffer(b"".join(frame.pdq for frame in frames), dtype=np.uint8).reshape(-1, PDQ_BYTES)
        qualities = np.array([frame.quality for frame in frames], dtype=np.int16)
        return Reference(number, "", "", values, qualities, np.array([frame.time_s for frame in frames]))


def _films(files: Sequence[Measured], originals: Sequence[Reference], percent: float) -> NDArray[np.bool_]:
    ordered = sorted(originals, key=lambda one: one.number)
    search = FilmSearch(ordered, replace(DEFAULT_POLICY, film_percent=percent))
    table = np.zeros((len(files), len(ordered)), dtype=np.bool_)
    for row, one in enumerate(files):
        for hit in search.find(one.analysis.film) if one.analysis.film is not None else ():
            table[row, hit.film] = True
    return table
