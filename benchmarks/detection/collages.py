"""Several photographs in one picture."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PIL import Image

from forensicdesk.validating.saving import Edit, colour, passed_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator

    Layout = Callable[[Generator], tuple[tuple[float, float, float, float], ...]]

Box = tuple[float, float, float, float]
Others = tuple[Image.Image, ...]


def _grid(columns: int, rows: int, _: Generator) -> tuple[Box, ...]:
    return tuple(
        (column / columns, row / rows, 1 / columns, 1 / rows) for row in range(rows) for column in range(columns)
    )


def _uneven(random: Generator) -> tuple[Box, ...]:
    """One large and two small, lying or standing."""
    cut, half = random.uniform(0.4, 0.66), random.uniform(0.4, 0.6)
    boxes = ((0.0, 0.0, cut, 1.0), (cut, 0.0, 1 - cut, half), (cut, half, 1 - cut, 1 - half))
    if random.random() < 1 / 2:
        return boxes
    return tuple((top, left, tall, wide) for left, top, wide, tall in boxes)


def _collage(layout: Layout, picture: Image.Image, random: Generator, others: Others, *, gutter: bool) -> bytes:
    """The photograph in one of the places, others in the rest, each drawn to the shape of its place."""
    boxes = layout(random)
    width = int(random.integers(900, 1500))
    mean = min(1.6, max(0.6, picture.height / picture.width))
    columns, rows = 1 / boxes[0][2], 1 / boxes[0][3]
    height = round(width * min(2.2, max(0.45, mean * rows / columns)))
    gap = round(width * random.uniform(0.004, 0.025)) if gutter else 0
    ground = ((255, 255, 255), (0, 0, 0), colour(random))[int(random.integers(0, 3))]
    page = Image.new("RGB", (width, height), ground)
    place = int(random.integers(0, len(boxes)))
    rim = gap * int(random.random() < 1 / 2)
    for number, (left, top, wide, tall) in enumerate(boxes):
        shown = picture if number == place else others[number % len(others)]
        start = (round(rim + left * (width - 2 * rim)), round(rim + top * (height - 2 * rim)))
        end = (round(rim + (left + wide) * (width - 2 * rim)), round(rim + (top + tall) * (height - 2 * rim)))
        inset = (gap * int(left > 0), gap * int(top > 0))
        size = (max(8, end[0] - start[0] - inset[0]), max(8, end[1] - start[1] - inset[1]))
        page.paste(shown.resize(size, Image.Resampling.LANCZOS), (start[0] + inset[0], start[1] + inset[1]))
    return passed_on(page, random)


_LAYOUTS: tuple[tuple[str, Layout], ...] = (
    ("2x1", partial(_grid, 2, 1)),
    ("1x2", partial(_grid, 1, 2)),
    ("2x2", partial(_grid, 2, 2)),
    ("3x3", partial(_grid, 3, 3)),
    ("uneven", _uneven),
)

EDITS: tuple[Edit, ...] = (
    *(Edit(f"collage {name}", 0.95, partial(_collage, layout, gutter=True), beside=True) for name, layout in _LAYOUTS),
    *(
        Edit(f"collage {name}, no gutter", None, partial(_collage, layout, gutter=False), beside=True)
        for name, layout in _LAYOUTS
        if name != "3x3"
    ),
)
