"""The section of plots and of results by exhibit, from the counts in the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import plots
from reports.blocks import Column, Heading, Paragraph, Table
from reports.left_out import PLOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.blocks import Block
    from reports.model import ReportModel
    from reports.wording import Wording

_CAMERAS = 12
_MONTHS = 36
_EXHIBITS = 30
_NODES = 16
_KINDS = ("exact", "near", "video", "none")


def numbers(model: ReportModel, words: Wording) -> Iterator[Block]:
    """Results by exhibit, and the plots that have something to show."""
    figures = model.figures
    yield Paragraph(words("numbers.scope"), "quiet")
    if figures.results:
        yield Heading(words("numbers.results"))
        yield _results(model, words)
    for name, part in _PLOTS.items():
        if PLOT + name not in model.left_out.parts:
            yield from part(model, words)


def _results(model: ReportModel, words: Wording) -> Table:
    names = {kind: words(f"kind.{kind}") for kind in _KINDS[:-1]} | {"none": words("numbers.none")}
    columns = (
        Column(words("items.exhibit"), 2.4),
        Column(words("ledger.media"), 1, number=True),
        *(Column(names[kind], 1, number=True) for kind in _KINDS),
    )
    cells = [
        (one.exhibit, words.count(one.media), *(words.count(getattr(one, kind)) for kind in _KINDS))
        for one in model.figures.results
    ]
    return Table(words("numbers.results"), columns, cells)


def _categories(model: ReportModel, words: Wording) -> Iterator[Block]:
    figures = model.figures
    if len(figures.categories) > 1:
        yield Heading(words("numbers.categories"))
        yield plots.rows(words("numbers.categories"), figures.categories, figures.by_category[:_EXHIBITS])


def _time(model: ReportModel, words: Wording) -> Iterator[Block]:
    figures = model.figures
    if not figures.months:
        return
    yield Heading(words("numbers.time"))
    short = plots.months_between(figures.months) < _MONTHS
    counts = plots.every_month(figures.months) if short else plots.by_year(figures.months)
    yield plots.columns(words("numbers.time"), counts)
    yield Paragraph(words("numbers.time.note", undated=words.count(figures.undated)), "quiet")


def _cameras(model: ReportModel, words: Wording) -> Iterator[Block]:
    figures = model.figures
    if not figures.cameras:
        return
    yield Heading(words("numbers.cameras"))
    shown = [(name, (count,)) for name, count in figures.cameras[:_CAMERAS]]
    others = sum(count for _, count in figures.cameras[_CAMERAS:])
    if others:
        shown.append((words("numbers.cameras.others"), (others,)))
    yield plots.rows(words("numbers.cameras"), (words("summary.decided.items"),), shown)
    yield Paragraph(words("numbers.cameras.note", unnamed=words.count(figures.unnamed)), "quiet")


def _network(model: ReportModel, words: Wording) -> Iterator[Block]:
    names = list(dict.fromkeys(name for pair in model.shared.pairs for name in (pair.first, pair.second)))[:_NODES]
    links = [
        (names.index(pair.first), names.index(pair.second), pair.exact + pair.near + pair.exact_films + pair.near_films)
        for pair in model.shared.pairs
        if pair.first in names and pair.second in names
    ]
    if links:
        yield Heading(words("numbers.network"))
        yield plots.network(words("numbers.network"), names, links)
        yield Paragraph(words("numbers.network.note"), "quiet")


def _distances(model: ReportModel, words: Wording) -> Iterator[Block]:
    distances = model.figures.distances
    if not any(one.matches for one in distances):
        return
    yield Heading(words("numbers.distances"))
    counts = [(str(one.bits), one.matches) for one in distances]
    yield plots.columns(words("numbers.distances"), counts, [one.chance for one in distances])
    yield Paragraph(words("numbers.distances.note"), "quiet")
    bounds = [one for one in distances if one.chance is not None]
    if bounds:
        last = bounds[-1]
        yield Paragraph(
            words("numbers.distances.bound", bits=last.bits, bound=words.figure(f"{last.chance:.2g}")), "quiet"
        )


_PLOTS = {
    "categories": _categories,
    "time": _time,
    "cameras": _cameras,
    "network": _network,
    "distances": _distances,
}
