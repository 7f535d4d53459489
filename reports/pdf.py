"""The report as a PDF for archives: PDF/A-3B as far as the library enforces it, not certified by a validator."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reports.document import build_document
from reports.pdf_blocks import NAME, TONES, VALUE, BlockDrawer
from reports.pdf_canvas import ACCENT, INK, MARGIN, QUIET, RED, Canvas, Style, metadata_packet

if TYPE_CHECKING:
    from reports.blocks import Document, Fact
    from reports.model import ReportModel

TITLE = Style(24, weight="B", colour=ACCENT, spread=1.2)
SUBTITLE = Style(11, colour=QUIET)
BANNER = Style(11, weight="B", colour=RED)
END = Style(9.5, weight="B")
_OWN_PAGE = frozenset({"summary", "exhibits"})


def render_pdf(model: ReportModel) -> bytes:
    """The whole report; equal models give equal bytes."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    document = build_document(model)
    made_at = _moment(document.made_at)
    canvas = Canvas(
        language=document.language,
        title=f"{document.title}, {document.case_number}, {document.report_id}",
        made_at=made_at,
        running=_running(document),
        banner=document.labels["restricted"] if document.banner else "",
    )
    drawer = BlockDrawer(canvas)
    _front_page(canvas, drawer, document)
    for section in document.sections:
        blocks = iter(section.build())
        first = next(blocks, None)
        drawer.section(section.title, new_page=section.id in _OWN_PAGE, first=first)
        if first is not None:
            drawer.draw(first)
        for block in blocks:
            drawer.draw(block)
    _end(canvas, document)
    canvas.finish()
    canvas.set_xmp_metadata(
        metadata_packet(title=f"{document.title}, {document.report_id}", made_at=made_at, program=document.program)
    )
    return bytes(canvas.output())


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
    canvas.start_section(document.title, level=0)
    canvas.y = 52
    drawer.lines(canvas.wrap(document.title, TITLE, 160), TITLE, MARGIN)
    canvas.y += 2
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


def _front_facts(canvas: Canvas, rows: tuple[Fact, ...]) -> None:
    name_width = 48.0
    for row in rows:
        style = canvas.style_for(row.value, FRONT_MONO if row.mono else FRONT_STRONG if row.strong else FRONT)
        names = canvas.wrap(row.name, FRONT_NAME, name_width - 3)
        values = canvas.wrap(row.value, style, canvas.w - 2 * MARGIN - name_width)
        for index in range(max(len(names), len(values))):
            canvas.ensure(FRONT.leading)
            baseline = canvas.y + FRONT.leading * 0.74
            if index < len(names):
                canvas.line_at(MARGIN, baseline, names[index], FRONT_NAME)
            if index < len(values):
                canvas.line_at(MARGIN + name_width, baseline, values[index], style)
            canvas.y += FRONT.leading
        canvas.y += 1.6


FRONT = Style(10.5)
FRONT_STRONG = Style(10.5, weight="B")
FRONT_MONO = Style(10.5, family="mono")
FRONT_NAME = Style(9, colour=QUIET)


def _end(canvas: Canvas, document: Document) -> None:
    canvas.ensure(16)
    canvas.y += 6
    canvas.rule(canvas.y, INK)
    canvas.y += 6
    width = canvas.measure(document.end, END)
    canvas.line_at((canvas.w - width) / 2, canvas.y, document.end, END)
    canvas.y += VALUE.leading + NAME.leading
