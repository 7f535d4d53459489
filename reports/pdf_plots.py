"""Draws plots on the pages of a PDF, as lines and rectangles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.pdf_canvas import INK, MARGIN, RULE, WARNING, Style
from reports.plots import TONES, Bar, Label, Stroke

if TYPE_CHECKING:
    from reports.pdf_canvas import Canvas, Colour
    from reports.plots import Plot

COLOURS: tuple[Colour, ...] = (
    (24, 68, 110),
    (110, 157, 200),
    (181, 118, 20),
    (92, 122, 74),
    (129, 86, 140),
    (140, 148, 157),
)
"""One for each tone; they differ in lightness, too."""

TEXT = Style(6.6, colour=INK)


def draw_plot(page: Canvas, plot: Plot) -> None:
    """The whole plot as one figure; it never lies on two pages."""
    page.ensure(plot.height + 6)
    top = float(page.y)
    with page.tags.mark("Figure", alt=plot.alt):
        page.tags.touch()
        for shape in plot.shapes:
            match shape:
                case Bar():
                    page.set_fill_color(*COLOURS[shape.tone % TONES])
                    page.rect(MARGIN + shape.x, top + shape.y, shape.width, shape.height, style="F")
                case Stroke():
                    page.set_draw_color(*(WARNING if shape.strong else RULE))
                    page.set_line_width(shape.width)
                    page.line(MARGIN + shape.x1, top + shape.y1, MARGIN + shape.x2, top + shape.y2)
                case Label():
                    _label(page, shape, top)
    page.y = top + plot.height + 3


def _label(page: Canvas, label: Label, top: float) -> None:
    width = page.measure(label.text, TEXT)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    page.line_at(max(MARGIN + label.x - shift, 2.0), top + label.y, label.text, TEXT)
