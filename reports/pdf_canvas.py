"""Pages, fonts and lines of text for the PDF: everything that touches fpdf2.

Lines are broken here with a table of widths and put on the page one by one, which is several times faster than
flowing text and keeps the shaping engine for the lines that need it (scripts that run from right to left).
"""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.enums import TextDirection, XPos, YPos
from PIL import Image, UnidentifiedImageError

from reports.escaping import right_to_left
from reports.pdf_ending import Roots, write_catalogue, write_fonts
from reports.pdf_faces import Faces
from reports.pdf_images import Images
from reports.pdf_outline import Outline
from reports.pdf_pages import Pages
from reports.pdf_tags import Tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.pdf_ending import Described
    from reports.pdf_faces import Face
    from reports.pdf_file import PdfFile

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
    """A place on a page for the number of the page on which an item begins. `mark` begins its content."""

    item: int
    right: float
    baseline: float
    style: Style
    mark: str


class Canvas(FPDF):
    """A tagged A4 document under PDF/A-3 with running header and footer, and a cursor `self.y` that only moves down.

    fpdf2 sees one sheet at a time; what was drawn on it goes to the file when the next page begins.

    Attributes:
        number: of the page that is being drawn, from 1.
    """

    def __init__(self, file: PdfFile, *, described: Described, running: Sequence[str], banner: str) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4", enforce_compliance="PDFA_3B")
        self.number = 0
        self._sheet: list[str] = []
        self._file = file
        self._described = described
        self._running = running
        self._banner = banner
        self._style: Style | None = None
        self._item_pages: dict[int, int] = {}
        self._references: defaultdict[int, list[_Reference]] = defaultdict(list)
        self._drawn: dict[str, int] = {}
        self.str_alias_nb_pages = ""  # the number of pages is drawn by `finish`, not put in place of a mark
        self.set_auto_page_break(auto=False)
        self.set_margins(MARGIN, TOP, MARGIN)
        self.c_margin = 0
        self._faces = Faces(self)
        self._pages = Pages(file)
        self._images = Images(file)
        self._outline_marks = Outline(file)
        self.tags = Tags(file, self._out)

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
        self._end_page()
        self.number += 1
        self.tags.begin_page(self._pages.begin())
        self.page = 0
        self.pages.clear()
        self.add_page()
        self._style = None
        self.set_y(TOP)

    def _end_page(self) -> None:
        """Put the page that is being drawn, if there is one, into the file."""
        if self.number:
            self.tags.interrupt()
            self._pages.end(self._taken(), self._drawn, self.tags.end_page())
            self._drawn = {}

    def _taken(self) -> bytes:
        """What was drawn on the sheet, which is empty then."""
        drawn = "\n".join(self._sheet).encode("latin-1")
        self._sheet.clear()
        return drawn

    def _out(self, s: str | bytes) -> None:
        """Put operators on the sheet; everything that draws comes through here, fpdf2's own methods, too."""
        self._sheet.append(s if isinstance(s, str) else s.decode("latin-1"))

    def bookmark(self, title: str, level: int) -> None:
        """A bookmark to the place of the cursor; `level` 0 is the highest."""
        self._outline_marks.add(title, level, self._pages.numbers[-1], self.h_pt - self.y * self.k)

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
        self._item_pages[item] = self.number

    def page_of_item(self, item: int, right: float, baseline: float, style: Style) -> None:
        """Leave a place, ending at `right`, for the number of the page on which an item begins."""
        self._references[self.number].append(_Reference(item, right, baseline, style, self.tags.later()))

    def finish(self) -> None:
        """What could not be drawn before all pages were known, and the end of the file."""
        self._end_page()
        for number, page in enumerate(self._pages.numbers, start=1):
            for place in self._references[number]:
                self._page_of_item(place)
            with self.tags.artifact():
                self._running_foot(number)
            self._pages.later(page, self._taken())
        self._outline_marks.finish()
        self.tags.finish(self._pages.ways, self.number)
        self._pages.finish(self.w_pt, self.h_pt)
        write_fonts(self._file, self._pages.fonts, self)
        roots = Roots(self._pages.root, self._pages.numbers[0], self._outline_marks.number, self.tags.root)
        self._file.close(write_catalogue(self._file, roots, self._described))

    def _page_of_item(self, place: _Reference) -> None:
        text = str(self._item_pages.get(place.item, ""))
        self._out(place.mark)
        self._out(self._text(place.right - self.measure(text, place.style), place.baseline, text, place.style))
        self._out("EMC")

    def _running_foot(self, number: int) -> None:
        y = self.h - 11
        self.rule(y - 4)
        left = self.clip(self._running[2], _RUNNING, (self.w - 2 * MARGIN) * 0.7)
        self.line_at(MARGIN, y, left, _RUNNING)
        right = self._running[3].format(page=number, pages=self.number)
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
        self._out(self._text(x, baseline, text, style))

    def _text(self, x: float, baseline: float, text: str, style: Style) -> str:
        """The operators that draw a text."""
        size, face = f"{style.size:.2f}", self._face(style)
        begin = f"q {_ink(style.colour)} rg BT {x * self.k:.2f} {(self.h - baseline) * self.k:.2f} Td"
        if text.isascii():
            return f"{begin} /F{face.number} {size} Tf ({text.translate(face.codes)}) Tj ET Q"
        pieces = (f"/F{own.number} {size} Tf ({piece.translate(own.codes)}) Tj" for own, piece in face.runs(text))
        return f"{begin} {' '.join(pieces)} ET Q"

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
        height = (step + overlap) * k
        below, high = f"{(self.h - y) * k - height:.2f}", f"{height:.2f}"
        start = 0
        for column in range(1, len(line) + 1):
            if column < len(line) and line[column] == line[start]:
                continue
            red, green, blue = line[start]
            width = ((column - start) * step + overlap) * k
            left = (x + start * step) * k
            yield f"{_LEVELS[red]} {_LEVELS[green]} {_LEVELS[blue]} rg {left:.2f} {below} {width:.2f} {high} re f"
            start = column

    def preview(self, content: bytes, x: float, y: float, width_limit: float) -> float:
        """Put a preview on the page, no wider and no higher than a limit; gives its height, 0 if it cannot be read."""
        placed = self._images.place(content)
        if placed is None:
            return 0.0
        scale = width_limit / max(placed.width, placed.height)
        width, height = placed.width * scale, placed.height * scale
        self._drawn[f"I{placed.number}"] = placed.number
        self.tags.touch()
        size = f"{width * self.k:.2f} 0 0 {height * self.k:.2f}"
        self._out(f"q {size} {x * self.k:.2f} {(self.h - y - height) * self.k:.2f} cm /I{placed.number} Do Q")
        return height


_RUNNING = Style(7.5, colour=QUIET)
_BANNER = Style(8, weight="B", colour=(255, 255, 255))


@cache
def _ink(colour: Colour) -> str:
    """A colour as PDF writes it."""
    return " ".join(_LEVELS[value] for value in colour)


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
