"""Plots as shapes in millimetres, drawn by PDF and HTML alike; each says in words what it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Anchor = Literal["start", "middle", "end"]

WIDTH = 174.0
"""Of every plot."""

_TEXT = 3.1
_ROW = 6.0
_HIGH = 42.0
_BROAD = 16.0
_MARKED = 24
_SAID = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle; `tone` from 0 tells series apart."""

    x: float
    y: float
    width: float
    height: float
    tone: int = 0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of some width; `strong` ones carry meaning, the others are axes."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.2
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Text with its baseline at a place."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"


Shape = Bar | Stroke | Label


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: what it shows, all its numbers in words for who does not see it, its height, its shapes."""

    caption: str
    alt: str
    height: float
    shapes: tuple[Shape, ...]


def columns(caption: str, rows: Sequence[tuple[str, int]], line: Sequence[float | None] = ()) -> Plot:
    """Upright bars in a given order; `line` are values drawn as a step line over them, on the same scale."""
    top = max([1.0, *(float(value) for _, value in rows), *(value for value in line if value is not None)])
    left, right, base = 4.0, WIDTH - 2.0, _TEXT * 1.6 + _HIGH
    step = (right - left) / max(len(rows), 1)
    shapes: list[Shape] = [Stroke(left, base, right, base)]
    every = max(1, math.ceil(len(rows) / _MARKED))
    few = sum(bool(value) for _, value in rows) <= _MARKED
    for number, (label, value) in enumerate(rows):
        height = _HIGH * value / top
        middle = left + step * (number + 0.5)
        if value:
            width = min(step * 0.76, _BROAD)
            shapes.append(Bar(middle - width / 2, base - height, width, height))
            if few:
                shapes.append(Label(middle, base - height - 0.9, str(value), "middle"))
        if number % every == 0:
            shapes.append(Label(middle, base + _TEXT * 1.3, label, "middle"))
    for number, bound in enumerate(line):
        if bound is not None:
            y = base - _HIGH * bound / top
            shapes.append(Stroke(left + step * number, y, left + step * (number + 1), y, 0.6, strong=True))
    return Plot(caption, f"{caption}: {_said(rows)}", base + _TEXT * 2, tuple(shapes))


def rows(caption: str, series: Sequence[str], values: Sequence[tuple[str, Sequence[int]]]) -> Plot:
    """Lying bars, one for each label, with one part for each of the series."""
    top = max([1, *(sum(parts) for _, parts in values)])
    left, y = 58.0, 0.0
    shapes: list[Shape] = []
    if len(series) > 1:
        y = _legend(series, shapes)
    for label, parts in values:
        x = left
        shapes.append(Label(left - 2, y + _ROW * 0.68, _short(label, 32), "end"))
        for tone, part in enumerate(parts):
            width = (WIDTH - left - 18) * part / top
            if part:
                shapes.append(Bar(x, y + 0.8, width, _ROW - 1.6, tone))
            x += width
        shapes.append(Label(x + 1.5, y + _ROW * 0.68, str(sum(parts))))
        y += _ROW
    shapes.append(Stroke(left, 0, left, y))
    return Plot(caption, f"{caption}: {_said_parts(series, values)}", y + 1, tuple(shapes))


def _legend(series: Sequence[str], shapes: list[Shape]) -> float:
    """Add a legend at the top; gives its height."""
    x, y = 0.0, 0.0
    for tone, name in enumerate(series):
        text = _short(name, 40)
        width = 8 + len(text) * 1.9
        if x + width > WIDTH:
            x, y = 0.0, y + _ROW
        shapes += [Bar(x, y + 1.2, 3.2, 3.2, tone), Label(x + 4.6, y + _ROW * 0.66, text)]
        x += width
    return y + _ROW + 1


def network(caption: str, names: Sequence[str], links: Sequence[tuple[int, int, int]]) -> Plot:
    """Names on a circle, joined by lines that are the wider the more they share; the number stands on the line."""
    radius, middle_x, middle_y = 30.0, WIDTH / 2, 36.0
    places = [_on_circle(number, len(names), radius, middle_x, middle_y) for number in range(len(names))]
    top = max([1, *(value for _, _, value in links)])
    shapes: list[Shape] = []
    for first, second, value in links:
        (x1, y1), (x2, y2) = places[first], places[second]
        shapes.append(Stroke(x1, y1, x2, y2, 0.3 + 2.2 * value / top, strong=True))
    for first, second, value in links:
        (x1, y1), (x2, y2) = places[first], places[second]
        shapes.append(Label((2 * x1 + x2) / 3, (2 * y1 + y2) / 3 - 1.2, str(value), "middle"))
    for name, (x, y) in zip(names, places, strict=True):
        side: Anchor = "middle" if abs(x - middle_x) < 1 else "start" if x > middle_x else "end"
        shift = {"start": 3.0, "middle": 0.0, "end": -3.0}[side]
        above = -3.2 if y < middle_y and side == "middle" else 5.4 if side == "middle" else 1.1
        shapes += [Bar(x - 1.8, y - 1.8, 3.6, 3.6), Label(x + shift, y + above, _short(name, 30), side)]
    said = [(f"{names[first]} - {names[second]}", value) for first, second, value in links]
    return Plot(caption, f"{caption}: {_said(said)}", 2 * middle_y, tuple(shapes))


def _on_circle(number: int, count: int, radius: float, x: float, y: float) -> tuple[float, float]:
    angle = 2 * math.pi * number / max(count, 1) - math.pi / 2
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


def by_year(months: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Counts of months as counts of every year from the first to the last, with none too."""
    counts: dict[str, int] = {}
    for month, count in months:
        counts[month[:4]] = counts.get(month[:4], 0) + count
    if not counts:
        return ()
    first, last = int(min(counts)), int(max(counts))
    if last - first > _SAID:
        return tuple(sorted(counts.items()))
    return tuple((f"{year:04d}", counts.get(f"{year:04d}", 0)) for year in range(first, last + 1))


def every_month(months: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Every month from the first to the last, with none too."""
    counts = dict(months)
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (min(counts), max(counts)))
    names = (f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(first, last + 1))
    return tuple((name, counts.get(name, 0)) for name in names)


def months_between(months: Sequence[tuple[str, int]]) -> int:
    """How many months the first and the last are apart."""
    if not months:
        return 0
    first, last = months[0][0], months[-1][0]
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _said(rows: Sequence[tuple[str, int]]) -> str:
    told = [f"{label}: {value}" for label, value in rows if value]
    more = f"; … ({len(told)})" if len(told) > _SAID else ""
    return "; ".join(told[:_SAID]) + more


def _said_parts(series: Sequence[str], values: Sequence[tuple[str, Sequence[int]]]) -> str:
    return "; ".join(_parts(label, series, parts) for label, parts in values[:_SAID])


def _parts(label: str, series: Sequence[str], parts: Sequence[int]) -> str:
    if len(series) == 1:
        return f"{label}: {parts[0]}"
    return f"{label}: {', '.join(f'{name} {part}' for name, part in zip(series, parts, strict=True) if part)}"


def svg_shapes(plot: Plot) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each shape as an SVG element: its name, its attributes, its text."""
    for shape in plot.shapes:
        match shape:
            case Bar():
                size = {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height}
                yield "rect", _numbers(size) | {"class": f"tone{shape.tone % TONES}"}, ""
            case Stroke():
                ends = {"x1": shape.x1, "y1": shape.y1, "x2": shape.x2, "y2": shape.y2, "stroke-width": shape.width}
                yield "line", _numbers(ends) | {"class": "strong" if shape.strong else "axis"}, ""
            case Label():
                yield "text", _numbers({"x": shape.x, "y": shape.y}) | {"text-anchor": shape.anchor}, shape.text


def _numbers(values: dict[str, float]) -> dict[str, str]:
    return {name: f"{value:.2f}" for name, value in values.items()}


TONES = 6
"""So many tones there are; further series begin again."""
