"""Pages, fonts and lines of text for the PDF: everything that touches fpdf2.

Lines are broken here with a table of widths and put on the page one by one, which is several times faster than
flowing text and keeps the shaping engine for the lines that need it (scripts that run from right to left).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.enums import PDFResourceType, TextDirection, XPos, YPos
from fpdf.prefs import ViewerPreferences
from PIL import Image, UnidentifiedImageError

from reports.escaping import right_to_left
from reports.pdf_faces import Faces
from reports.pdf_tags import Tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from reports.pdf_faces import Face
    from reports.pdf_tags import Element

Colour = tuple[int, int, int]
INK: Colour = (27, 39, 51)
QUIET: Colour = (88, 100, 112)
ACCENT: Colour = (24, 68, 110)
RULE: Colour = (208, 214, 221)
BAND: Colour = (243, 245, 248)
WARNING: Colour = (138, 75, 0)
RED: Colour = (150, 22, 28)

MARGIN = 18.0
TOP = 24.0
BOTTOM = 20.0
POINT_MM = 25.4 / 72
_LEVELS = tuple(f"{value / 255:.3f}" for value in range(256))
"""Each value of a colour as PDF writes it."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text is set. `leading` is the height of a line in millimetres."""

    size: float
    family: str = "sans"
    weight: str = ""
    colour: Colour = INK
    spread: float = 1.38

    @property
    def leading(self) -> float:
        """Height of one line in millimetres."""
        return self.size * POINT_MM * self.spread


@dataclass(frozen=True, slots=True)
class _Reference:
    """A place on a page for the number of the page on which an item begins."""

    page: int
    item: int
    right: float
    baseline: float
    style: Style
    element: Element | None


class Canvas(FPDF):
    """A tagged A4 document under PDF/A-3 with running header and footer, and a cursor `self.y` that only moves down."""

    def __init__(self, *, language: str, title: str, made_at: datetime, running: Sequence[str], banner: str) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4", enforce_compliance="PDFA_3B")
        self._running = running
        self._banner = banner
        self._style: Style | None = None
        self._item_pages: dict[int, int] = {}
        self._references: list[_Reference] = []
        self.str_alias_nb_pages = ""  # the number of pages is drawn by `finish`, not put in place of a mark
        self.set_auto_page_break(auto=False)
        self.set_display_mode(zoom="fullpage", layout="default")
        self.set_margins(MARGIN, TOP, MARGIN)
        self.c_margin = 0
        self.set_lang(language)
        self.set_title(title)
        self.set_creation_date(made_at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._faces = Faces(self)
        self.tags = self.struct_builder = Tags(self)

    # --- pages -------------------------------------------------------------------------------------------------------

    @property
    def bottom(self) -> float:
        """The lowest place for text."""
        return float(self.h) - BOTTOM

    @property
    def room(self) -> float:
        """Height that is left on the page."""
        return self.bottom - float(self.y)

    def next_page(self) -> None:
        """Start a page; the style must be set again by whoever draws next."""
        self.tags.interrupt()
        self.add_page(label_style=None if self.pages_count else "D")
        self._style = None
        self.set_y(TOP)

    def ensure(self, height: float) -> bool:
        """Start a page if less than `height` is left; says whether it did."""
        if self.room >= height:
            return False
        self.next_page()
        return True

    def header(self) -> None:
        """Running header of every page: case and report, and the red bar of a restricted report."""
        self._style = None
        with self.tags.artifact():
            self._running_head()

    def _running_head(self) -> None:
        if self._banner:
            self.set_fill_color(*RED)
            self.rect(0, 0, self.w, 8, style="F")
            self.line_at((self.w - self.measure(self._banner, _BANNER)) / 2, 5.4, self._banner, _BANNER)
        left, right = self._running[0], self._running[1]
        half = (self.w - 2 * MARGIN) / 2 - 3
        self.line_at(MARGIN, 14, self.clip(left, _RUNNING, half), _RUNNING)
        self.line_at(self.w - MARGIN - self.measure(right, _RUNNING), 14, right, _RUNNING)
        self.rule(16)

    def item_begins(self, item: int) -> None:
        """Note that an item begins on this page."""
        self._item_pages[item] = self.page

    def page_of_item(self, item: int, right: float, baseline: float, style: Style) -> None:
        """Leave a place, ending at `right`, for the number of the page on which an item begins."""
        self._references.append(_Reference(self.page, item, right, baseline, style, self.tags.current))

    def finish(self) -> None:
        """Running footer of every page and numbers of pages, drawn last because only now they are known."""
        for place in self._references:
            self.page = place.page
            text = str(self._item_pages.get(place.item, ""))
            with self.tags.artifact() if place.element is None else self.tags.again(place.element):
                self._write(place.right - self.measure(text, place.style), place.baseline, text, place.style)
        for number in range(1, self.pages_count + 1):
            self.page = number
            self.current_font_is_set_on_page = False
            self._style = None
            self.set_draw_color(*INK)  # the page's own last colours are unknown here, so both are set anew
            self.set_fill_color(*INK)
            with self.tags.artifact():
                self._running_foot(number)

    def _running_foot(self, number: int) -> None:
        y = self.h - 11
        self.rule(y - 4)
        left = self.clip(self._running[2], _RUNNING, (self.w - 2 * MARGIN) * 0.7)
        self.line_at(MARGIN, y, left, _RUNNING)
        right = self._running[3].format(page=number, pages=self.pages_count)
        self.line_at(self.w - MARGIN - self.measure(right, _RUNNING), y, right, _RUNNING)

    def rule(self, y: float, colour: Colour = RULE, x: float = MARGIN, width: float | None = None) -> None:
        """A thin line across."""
        with self.tags.artifact():
            self.set_draw_color(*colour)
            self.set_line_width(0.2)
            self.line(x, y, x + (self.w - 2 * MARGIN if width is None else width), y)

    def band(self, x: float, y: float, width: float, height: float) -> None:
        """A light background."""
        with self.tags.artifact():
            self.set_fill_color(*BAND)
            self.rect(x, y, width, height, style="F")

    # --- text --------------------------------------------------------------------------------------------------------

    def apply(self, style: Style) -> None:
        """Make a style the current one."""
        if style is not self._style:
            self.set_font(style.family, style.weight, style.size)
            self.set_text_color(*style.colour)
            self._style = style

    def shown(self, text: str, style: Style) -> str:
        """The text with everything that cannot be drawn in this style written as `<U+XXXX>`."""
        return text if text.isascii() and text.isprintable() else text.translate(self._face(style).drawable)

    def measure(self, text: str, style: Style) -> float:
        """Width in millimetres."""
        face = self._face(style)
        return face.measure(text.translate(face.drawable)) * style.size * POINT_MM / 1000

    def clip(self, text: str, style: Style, width: float) -> str:
        """The text, shortened with an ellipsis if it is wider than `width`. For running headers only."""
        if self.measure(text, style) <= width:
            return text
        while text and self.measure(f"{text}…", style) > width:
            text = text[:-1]
        return f"{text}…"

    def wrap(self, text: str, style: Style, width: float) -> list[str]:
        """Lines no wider than `width`, broken at spaces, after path separators, or anywhere if there are none."""
        face = self._face(style)
        limit = width / (style.size * POINT_MM) * 1000
        if face.surely_fits(text, limit):
            return [text]
        text = self.shown(text, style)
        if face.measure(text) <= limit:
            return [text]
        lines: list[str] = []
        while text:
            end = _fitting(text, face, limit)
            lines.append(_trimmed(text[:end]) if end < len(text) else text)
            text = text[end:]
        return lines

    def line_at(self, x: float, baseline: float, text: str, style: Style) -> None:
        """One line of text at a place; shaped only if it holds letters that run from right to left."""
        style = self._drawn_style(text, style)
        if text.isascii() or not right_to_left(text):
            self._write(x, baseline, self.shown(text, style), style)
            return
        text = text.translate(self._face(style).alone)
        self.tags.touch()
        self.apply(style)
        before = (self.x, self.y)
        self.set_text_shaping(use_shaping_engine=True, direction=TextDirection.LTR)
        self.set_xy(x, baseline - style.size * POINT_MM * 0.8)
        self.cell(self.w - x, style.size * POINT_MM, text, new_x=XPos.LEFT, new_y=YPos.TOP)
        self.set_text_shaping(use_shaping_engine=False)
        self.set_xy(*before)

    def _write(self, x: float, baseline: float, text: str, style: Style) -> None:
        """Put text on the page as it is; `FPDF.text` does the same and takes several times as long."""
        self.tags.touch()
        red, green, blue = (_LEVELS[value] for value in style.colour)
        pieces: list[str] = []
        for face, piece in self._face(style).runs(text):
            self._resource_catalog.add(PDFResourceType.FONT, face.number, self.page)
            moved = "" if pieces else f" {x * self.k:.2f} {(self.h - baseline) * self.k:.2f} Td"
            pieces.append(f"/F{face.number} {style.size:.2f} Tf{moved} ({piece.translate(face.codes)}) Tj")
        self._out(f"q {red} {green} {blue} rg BT {' '.join(pieces)} ET Q")

    def _drawn_style(self, text: str, style: Style) -> Style:
        return style if text.isascii() else self.style_for(text, style)

    def style_for(self, text: str, style: Style) -> Style:
        """The style itself, or the same in the sans face where the mono face lacks characters that sans has."""
        if style.family != "mono" or text.isascii():
            return style
        mono, sans = self._faces["mono", ""], self._faces["sans", ""]
        lacking = {code for code in map(ord, text) if code not in mono.glyphs}
        if not lacking & sans.glyphs:
            return style
        return _in_sans(style)

    def _face(self, style: Style) -> Face:
        return self._faces[style.family, style.weight]

    # --- pictures ----------------------------------------------------------------------------------------------------

    def mosaic(self, content: bytes, x: float, y: float, side: float) -> bool:
        """Draw a small picture as filled squares with hard edges; False if it cannot be read."""
        try:
            with Image.open(io.BytesIO(content)) as image:
                pixels = image.convert("RGB")
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            return False
        columns, rows = pixels.size
        step = side / max(columns, rows)
        raw = pixels.tobytes()
        squares: list[str] = []
        for row in range(rows):
            line = [raw[at : at + 3] for at in range(row * columns * 3, (row + 1) * columns * 3, 3)]
            squares += self._mosaic_row(line, x, y + row * step, step)
        self.tags.touch()
        self._out(f"q {' '.join(squares)} Q")
        return True

    def _mosaic_row(self, line: list[bytes], x: float, y: float, step: float) -> Iterator[str]:
        """Operators for one row of squares, equal neighbours in one; a little overlap hides the seams."""
        overlap, k = 0.06, self.k
        start = 0
        for column in range(1, len(line) + 1):
            if column < len(line) and line[column] == line[start]:
                continue
            red, green, blue = line[start]
            width, height = ((column - start) * step + overlap) * k, (step + overlap) * k
            corner = f"{(x + start * step) * k:.2f} {(self.h - y) * k - height:.2f}"
            colour = f"{_LEVELS[red]} {_LEVELS[green]} {_LEVELS[blue]}"
            yield f"{colour} rg {corner} {width:.2f} {height:.2f} re f"
            start = column

    def preview(self, content: bytes, x: float, y: float, width_limit: float) -> float:
        """Put a preview on the page, no wider and no higher than a limit; gives its height, 0 if it cannot be read."""
        try:
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                width, height = image.size
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            return 0.0
        scale = width_limit / max(width, height)
        self.tags.touch()
        self.image(io.BytesIO(content), x=x, y=y, w=width * scale, h=height * scale)
        return height * scale


_RUNNING = Style(7.5, colour=QUIET)
_BANNER = Style(8, weight="B", colour=(255, 255, 255))
_SANS_FOR_MONO: dict[Style, Style] = {}


def _in_sans(style: Style) -> Style:
    """The sans twin of a style, one object for each, so that `Canvas.apply` can compare by identity."""
    twin = _SANS_FOR_MONO.get(style)
    if twin is None:
        twin = _SANS_FOR_MONO[style] = Style(style.size, "sans", style.weight, style.colour, style.spread)
    return twin


def _fitting(text: str, face: Face, limit: float) -> int:
    """How many characters of the text go on one line."""
    used, good = 0.0, 0
    for index, character in enumerate(text):
        used += face.width(character)
        if used > limit:
            if character == " ":
                return _after_spaces(text, index)
            return good or max(index, 1)
        if character == " " or (character in "/\\-_.,;:=&>" and index):
            good = index + 1
    return len(text)


def _trimmed(line: str) -> str:
    """The line with at most one space at its end, so that text that is read from the file keeps its words apart."""
    return line[: len(line.rstrip(" ")) + 1]


def _after_spaces(text: str, index: int) -> int:
    while index < len(text) and text[index] == " ":
        index += 1
    return index


def metadata_packet(*, title: str, made_at: datetime, program: str) -> str:
    """XMP metadata with the given time; the library's own would carry the time of the clock."""
    stamp = made_at.astimezone(UTC).isoformat(timespec="seconds")
    maker = escape(program, quote=True)
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        f'<rdf:Description rdf:about="" xmp:CreatorTool="{maker}" xmp:CreateDate="{stamp}" '
        f'xmp:ModifyDate="{stamp}" xmp:MetadataDate="{stamp}" pdf:Producer="{maker}">'
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
