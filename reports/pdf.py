"""The report as a tagged PDF for archives: PDF/A-3A by structure, not certified by a validator."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reports.document import build_document
from reports.pdf_blocks import BlockDrawer
from reports.pdf_canvas import ACCENT, INK, MARGIN, QUIET, RED, TOP, Canvas, Style
from reports.pdf_ending import Described
from reports.pdf_file import PdfFile
from reports.pdf_styles import NAME, TONES, VALUE

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from reports.blocks import Document, Fact, Section
    from reports.model import ReportModel
    from reports.unit import Letterhead

TITLE = Style(24, weight="B", colour=ACCENT, spread=1.2)
SUBTITLE = Style(11, colour=QUIET)
BANNER = Style(11, weight="B", colour=RED)
END = Style(9.5, weight="B")
HEAD = Style(9, colour=INK)
LOGO = 26.0
"""Longest side of the unit's logo in millimetres."""

FINE_ITEMS = 100_000
"""With more items than this the structure has one element for all facts of a part of an item, not one for each fact,
because a file for archives may have 8,388,607 objects at most (ISO 19005-3, 6.1.13)."""

_OWN_PAGE = frozenset({"summary"})
_HALF_PAGE = frozenset({"exhibits"})
"""Sections that begin on a page of their own, and those that do where less than half of the page is left."""


def write_pdf(model: ReportModel, out: BinaryIO, kept: Callable[[str], str] = str) -> None:
    """The whole report; equal models give equal bytes. Memory does not grow with its pages."""
    draw_document(build_document(model, kept), out, fine=len(model.items) + len(model.decided_items) <= FINE_ITEMS)


def draw_document(document: Document, out: BinaryIO, *, fine: bool = True) -> None:
    """Any document; equal ones give equal bytes. Without `fine` its structure has fewer elements."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    title = f"{document.title}, {document.report_id}"
    canvas = Canvas(
        PdfFile(out),
        described=Described(document.language, title, _moment(document.made_at), document.program),
        running=_running(document),
        banner=document.labels["restricted"] if document.banner else "",
    )
    drawer = BlockDrawer(canvas, fine=fine)
    _front_page(canvas, drawer, document)
    for section in document.sections:
        with canvas.tags.group("Sect"):
            _section(drawer, section)
    _end(canvas, document)
    canvas.finish()


def _section(drawer: BlockDrawer, section: Section) -> None:
    blocks = iter(section.build())
    first = next(blocks, None)
    crowded = section.id in _HALF_PAGE and drawer.crowded
    drawer.section(section.title, new_page=section.id in _OWN_PAGE or crowded, first=first)
    while first is not None:
        after = next(blocks, None)
        drawer.draw(first, after)
        first = after


def _moment(text: str) -> datetime:
    """The time of the report; a text without zone is taken as UTC, so that the bytes never depend on the machine."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _running(document: Document) -> tuple[str, str, str, str]:
    labels = document.labels
    return (
        f"{labels['case']} {document.case_number}",
        f"{labels['report']} {document.report_id}",
        f"{document.program} · {document.made_at}",
        labels["page"],
    )


def _front_page(canvas: Canvas, drawer: BlockDrawer, document: Document) -> None:
    canvas.next_page()
    canvas.bookmark(document.title, level=0)
    _letterhead(canvas, drawer, document.letterhead)
    canvas.y = max(canvas.y + 8, 52)
    with canvas.tags.mark("H1"):
        drawer.lines(canvas.wrap(document.title, TITLE, 160), TITLE, MARGIN)
    canvas.y += 2
    with canvas.tags.mark("P"):
        drawer.lines(canvas.wrap(document.subtitle, SUBTITLE, 160), SUBTITLE, MARGIN)
    canvas.y += 5
    if document.banner:
        drawer.paragraph(document.banner, BANNER)
    canvas.rule(canvas.y, ACCENT)
    canvas.y += 8
    _front_facts(canvas, document.front.rows)
    canvas.y += 4
    canvas.rule(canvas.y)
    canvas.y += 5
    for note in document.front_notes:
        drawer.paragraph(note.text, TONES[note.tone])


def _letterhead(canvas: Canvas, drawer: BlockDrawer, head: Letterhead) -> None:
    """The unit's lines on the left, its logo on the right."""
    for line in head.lines:
        drawer.paragraph(line, HEAD, width=110)
        canvas.y -= 1.4
    if head.logo:
        below = float(canvas.y)
        with canvas.tags.mark("Figure", alt=" ".join(head.lines) or "logo"):
            canvas.preview(head.logo, canvas.w - MARGIN - LOGO, TOP, LOGO)
        canvas.y = below


def _front_facts(canvas: Canvas, rows: tuple[Fact, ...]) -> None:
    name_width = 48.0
    for row in rows:
        style = canvas.style_for(row.value, FRONT_MONO if row.mono else FRONT_STRONG if row.strong else FRONT)
        names = canvas.wrap(f"{row.name} ", FRONT_NAME, name_width - 3)
        values = canvas.wrap(row.value, style, canvas.w - 2 * MARGIN - name_width)
        with canvas.tags.mark("P"):
            _front_fact(canvas, names, values, style, MARGIN + name_width)
        canvas.y += 1.6


def _front_fact(canvas: Canvas, names: list[str], values: list[str], style: Style, value_x: float) -> None:
    """The name, then its value beside it, as much at a time as the page has room for."""
    count, done, leading = max(len(names), len(values)), 0, FRONT.leading
    while done < count:
        canvas.ensure(leading)
        fits = min(max(int(canvas.room / leading), 1), count - done)
        for lines, style_of, left in ((names, FRONT_NAME, MARGIN), (values, style, value_x)):
            for index, line in enumerate(lines[done : done + fits]):
                canvas.line_at(left, canvas.y + leading * (index + 0.74), line, style_of)
        canvas.y += fits * leading
        done += fits


FRONT = Style(10.5)
FRONT_STRONG = Style(10.5, weight="B")
FRONT_MONO = Style(8.6, family="mono", spread=1.685)
FRONT_NAME = Style(9, colour=QUIET)


def _end(canvas: Canvas, document: Document) -> None:
    canvas.ensure(16)
    canvas.y += 6
    canvas.rule(canvas.y, INK)
    canvas.y += 6
    width = canvas.measure(document.end, END)
    with canvas.tags.mark("P"):
        canvas.line_at((canvas.w - width) / 2, canvas.y, document.end, END)
    canvas.y += VALUE.leading + NAME.leading
