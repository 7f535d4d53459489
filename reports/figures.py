"""Numbers that people would rather look at; from them the plots of a report are drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExhibitResult:
    """The pictures and films of one exhibit by their strongest match; `none` have none."""

    exhibit: str
    media: int
    exact: int
    near: int
    video: int
    none: int


@dataclass(frozen=True, slots=True)
class Distance:
    """Near matches by PDQ at one distance, and the bound for chance matches up to it (None where not calibrated)."""

    bits: int
    matches: int
    chance: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers behind the plots, of all pictures and films of the case.

    Attributes:
        months: ("2024-05", number) by the date that the file states it was taken at, as stated.
        undated: number without such a date.
        cameras: (make and model as stated, number), the most frequent first.
        unnamed: number without a camera.
        results: one for each exhibit.
        categories: names of the categories that were set, in order; the last stands for "no category".
        by_category: (exhibit, number in each of `categories`).
        distances: of each distance up to the threshold.
    """

    months: tuple[tuple[str, int], ...] = ()
    undated: int = 0
    cameras: tuple[tuple[str, int], ...] = ()
    unnamed: int = 0
    results: tuple[ExhibitResult, ...] = ()
    categories: tuple[str, ...] = ()
    by_category: tuple[tuple[str, tuple[int, ...]], ...] = ()
    distances: tuple[Distance, ...] = ()
