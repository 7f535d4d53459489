"""The fonts of the PDF: widths and codes of characters, and one font more for scripts that the first ones lack."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.fonts import TTFFont

from reports.escaping import Drawable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FONTS = Path(__file__).parent / "fonts"
_FACES = (("sans", "", "DejaVuSans.ttf"), ("sans", "B", "DejaVuSans-Bold.ttf"), ("mono", "", "DejaVuSansMono.ttf"))
_FURTHER = ("DroidSansFallbackFull.ttf", "NanumSquareR.ttf")
"""For Chinese and Japanese, and for Korean. They are large, so each is read only when a text needs it."""

_ready: list[FPDF] = []


def read_fonts_ahead() -> None:
    """Read the fonts of the next document now, which takes a quarter of a second; they are kept for it."""
    canvas = FPDF()
    for family, weight, name in _FACES:
        _added(canvas, family, weight, name)
    _ready[:] = [canvas]


class Faces:
    """The fonts of one document."""

    def __init__(self, canvas: FPDF) -> None:
        with suppress(IndexError):  # none was read ahead, or another document has it
            canvas.fonts.update(_ready.pop().fonts)  # numbered in the order of `_FACES`, as they would be here
        self._canvas = canvas
        self._chain: dict[int, Face] = {}
        self._faces = {
            (family, weight): Face(_added(canvas, family, weight, name), lambda: self._further(0))
            for family, weight, name in _FACES
        }

    def __getitem__(self, key: tuple[str, str]) -> Face:
        return self._faces[key]

    def _further(self, number: int) -> Face | None:
        """A font of `_FURTHER`, which leads to the next one; None behind the last."""
        if number < len(_FURTHER) and number not in self._chain:
            font = _added(self._canvas, f"further{number}", "", _FURTHER[number])
            self._chain[number] = Face(font, lambda: self._further(number + 1))
        return self._chain.get(number)


def _added(canvas: FPDF, family: str, weight: str, file_name: str) -> TTFFont:
    if family + weight not in canvas.fonts:
        canvas.add_font(family, weight, FONTS / file_name)
    font = canvas.fonts[family + weight]
    if not isinstance(font, TTFFont):
        msg = f"{file_name} is no TrueType font"
        raise TypeError(msg)
    return font


class Face:
    """What is needed of one font to break and to write lines: widths, codes, and which characters it has.

    Attributes:
        number: of the font in the document.
        glyphs: characters of the font itself.
        drawable: a table for `str.translate` that names what neither this font nor the further one can draw.
    """

    def __init__(self, font: TTFFont, fallback: Callable[[], Face | None]) -> None:
        self.number = font.i
        self.glyphs = frozenset(font.cmap)
        self.drawable = _Drawable(self.glyphs, self)
        self.alone = Drawable(self.glyphs)
        self.codes = _Codes(font)
        self._fallback = fallback
        self.width = _Widths(font, self).__getitem__
        self.widest = max(map(self.width, map(chr, range(0x20, 0x7F))))

    @cached_property
    def further(self) -> Face | None:
        """The font for characters that this one lacks."""
        return self._fallback()

    def measure(self, text: str) -> float:
        """Width of a text in thousandths of the font size."""
        return sum(map(self.width, text))

    def surely_fits(self, text: str, limit: float) -> bool:
        """Whether a text fits without measuring it: true for short plain texts only."""
        return len(text) * self.widest <= limit and text.isascii() and text.isprintable()

    def runs(self, text: str) -> Iterator[tuple[Face, str]]:
        """The text in pieces, each with the font that has its characters."""
        for own, piece in groupby(text, lambda character: ord(character) in self.glyphs):
            if own or self.further is None:
                yield self, "".join(piece)
            else:
                yield from self.further.runs("".join(piece))


class _Drawable(Drawable):
    """As `Drawable`, for a font and the further one."""

    def __init__(self, glyphs: frozenset[int], face: Face) -> None:
        super().__init__(glyphs)
        self._face = face

    def __missing__(self, code: int) -> str:
        shown = super().__missing__(code)
        if code > 0x7F and code not in self._face.glyphs and self._face.further is not None:  # noqa: PLR2004
            shown = self[code] = self._face.further.drawable[code]
        return shown


class _Widths(dict[str, float]):
    """Width of each character in thousandths of the font size. Fills itself as it is used."""

    def __init__(self, font: TTFFont, face: Face) -> None:
        super().__init__()
        self._font = font
        self._face = face

    def __missing__(self, character: str) -> float:
        code, further = ord(character), None
        if code > 0x7F and code not in self._face.glyphs:  # noqa: PLR2004 - every font has ASCII
            further = self._face.further
        width = self[character] = float(self._font.cw[code]) if further is None else further.width(character)
        return width


class _Codes(dict[int, str]):
    """A table for `str.translate`: each character as it stands in a string of a PDF. Fills itself as it is used."""

    def __init__(self, font: TTFFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> str:
        picked = self._font.subset.pick(code)
        shown = self[code] = "" if picked is None else self._font.escape_text(chr(picked))
        return shown
