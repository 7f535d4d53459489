"""The manual as one PDF: title, table of contents with page numbers, every page from a new sheet, bookmarks."""

from __future__ import annotations

import html
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pikepdf
from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from ui.manual_pages import page_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from PySide6.QtGui import QTextBlock

    from ui.manual_pages import Section

MARGIN_MM = 20
DOTS_PER_INCH = 300
FOOT_POINTS = 24.0
PIXELS_ACROSS = 1366
"""So many pixels of a picture fill the width of the text: those of a whole window."""

STYLE = """
body { font-family: "DejaVu Sans"; font-size: 9pt; }
pre, code { font-family: "DejaVu Sans Mono"; font-size: 8pt; }
pre { background-color: #f0f0f0; }
h1 { font-size: 17pt; } h2 { font-size: 13pt; } h3 { font-size: 10pt; }
table { border-collapse: collapse; }
th, td { padding: 3px; border: 1px solid #999999; }
td.number, td.title { border: 0; padding: 1px; }
a { color: black; text-decoration: none; }
"""
TITLE = "<h1>ForensicDesk</h1><p>The manual, English and Spanish / El manual, en inglés y en español</p>"
NEW_SHEET = '<div style="page-break-before: always"></div>'
_LINK = re.compile(r"</?a\b[^>]*>")
_PICTURE = re.compile(r'<img\b[^>]*\bsrc="([^"]*)"[^>]*>')
_NUMBER = re.compile(rb"(/ID \[<)([0-9a-f]+)")
_MARK = re.compile(rb"/[A-Z]{6}\+")


def write_pdf(folder: Path, parts: Sequence[Section], path: Path) -> None:
    """Write the built pages of `parts`, below `folder`, one behind the other into one file.

    Everything is laid out twice: first to learn on which sheet each page begins, then with those numbers.
    """
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
    writer.setResolution(DOTS_PER_INCH)
    writer.setTitle("ForensicDesk: the manual")
    names = [name for part in parts for name, _title in part.pages]
    draft = _laid_out(folder, parts, dict.fromkeys(names, 1), writer)
    sheets = dict(zip(names, _first_sheets(draft), strict=True))
    document = _laid_out(folder, parts, sheets, writer)
    _paint(document, writer)
    del writer
    _finish(path, parts, sheets)


def _laid_out(folder: Path, parts: Sequence[Section], sheets: dict[str, int], writer: QPdfWriter) -> QTextDocument:
    """Title, contents and pages, broken into sheets of the writer's size."""
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDefaultFont(QFont("DejaVu Sans", 9))
    document.setDocumentMargin(0)
    document.setDefaultStyleSheet(STYLE)
    room = QSizeF(writer.width(), writer.height() - FOOT_POINTS * DOTS_PER_INCH / 72)
    pages = [_on_paper(folder, name, room) for part in parts for name, _title in part.pages]
    document.setHtml(f"<body>{TITLE}{_contents(parts, sheets)}{NEW_SHEET}{NEW_SHEET.join(pages)}</body>")
    document.setPageSize(room)
    return document


def _contents(parts: Sequence[Section], sheets: dict[str, int]) -> str:
    """A table for each part: titles and the numbers of their sheets."""
    tables = []
    for part in parts:
        rows = "".join(
            f'<tr><td class="title">{html.escape(title)}</td><td class="number" align="right">{sheets[name]}</td></tr>'
            for name, title in part.pages
        )
        tables.append(f'<h3>{html.escape(part.title)}</h3><table width="100%">{rows}</table>')
    return "".join(tables)


def _on_paper(folder: Path, name: str, room: QSizeF) -> str:
    """A page without its links, which lead nowhere on paper, and with its pictures as wide as there is room."""

    def placed(found: re.Match[str]) -> str:
        picture = (folder / name).parent / found[1]
        image = QImage(str(picture))
        if image.isNull():
            msg = f"{name} shows {found[1]}, which is no picture that can be read."
            raise ValueError(msg)
        # Qt takes sizes in the dots of the screen, and enlarges them to those of the paper.
        across = room.width() * min(1, image.width() / PIXELS_ACROSS) / DOTS_PER_INCH
        width = across * QGuiApplication.primaryScreen().logicalDotsPerInch()
        height = width * image.height() / image.width()
        source = QUrl.fromLocalFile(str(picture.resolve())).toString()
        return f'<img src="{source}" width="{width:.0f}" height="{height:.0f}">'

    return _PICTURE.sub(placed, _LINK.sub("", page_text(folder, name)))


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _first_sheets(document: QTextDocument) -> list[int]:
    """The sheet on which each page of the manual begins, from 1; the first heading is the title's."""
    layout, height = document.documentLayout(), document.pageSize().height()
    heads = [block for block in _blocks(document) if block.blockFormat().headingLevel() == 1]
    return [int(layout.blockBoundingRect(block).top() // height) + 1 for block in heads[1:]]


def _paint(document: QTextDocument, writer: QPdfWriter) -> None:
    """Every sheet with its number at the foot."""
    size = document.pageSize()
    painter = QPainter(writer)
    painter.setFont(QFont("DejaVu Sans", 8))
    for sheet in range(document.pageCount()):
        if sheet:
            writer.newPage()
        painter.save()
        painter.translate(0, -sheet * size.height())
        document.drawContents(painter, QRectF(0, sheet * size.height(), size.width(), size.height()))
        painter.restore()
        foot = QRectF(0, size.height(), size.width(), writer.height() - size.height())
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, str(sheet + 1))
    painter.end()


def _finish(path: Path, parts: Sequence[Section], sheets: dict[str, int]) -> None:
    """Bookmarks, and the time that SOURCE_DATE_EPOCH gives, so that the same pages give the same bytes."""
    made = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "946684800")), UTC)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        if "/Metadata" in document.Root:
            del document.Root.Metadata
        stamp = made.strftime("D:%Y%m%d%H%M%SZ")
        document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = stamp
        with document.open_outline() as outline:
            for part in parts:
                entry = pikepdf.OutlineItem(part.title, sheets[part.pages[0][0]] - 1)
                entry.children.extend(pikepdf.OutlineItem(title, sheets[name] - 1) for name, title in part.pages)
                outline.root.append(entry)
        document.save(path, static_id=True)
    # Qt draws the file's number and the marks before the names of fonts by lot.
    numbered = _NUMBER.sub(lambda found: found[1] + b"0" * len(found[2]), path.read_bytes())
    path.write_bytes(_MARK.sub(b"/AAAAAA+", numbered))
