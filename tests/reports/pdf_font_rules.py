"""What ISO 19005-3 (6.2.11) asks of fonts: they are inside, with true widths and ways back to characters."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pikepdf
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it states no types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOT_CHARACTERS = {"0000", "FEFF", "FFFE"}


def faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every rule that a font breaks, with the clause of ISO 19005-3."""
    for name, (font, codes) in _used(pdf).items():
        yield from (f"{fault} ({name})" for fault in _font(font, codes))


def _used(pdf: pikepdf.Pdf) -> Mapping[str, tuple[Any, set[int]]]:
    """Every font by its name, with the codes that pages draw with it."""
    fonts: dict[str, Any] = {}
    codes: defaultdict[str, set[int]] = defaultdict(set)
    for page in pdf.pages:
        named = {str(name): font for name, font in page.Resources.get("/Font", {}).items()}
        fonts |= {str(font.BaseFont): font for font in named.values()}
        current = ""
        for found in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
            if str(found.operator) == "Tf":
                current = str(named[str(found.operands[0])].BaseFont)
                continue
            shown = found.operands[0]
            for piece in shown if isinstance(shown, pikepdf.Array) else [shown]:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    codes[current] |= {int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)}
    return {name: (font, codes[name]) for name, font in fonts.items()}


def _font(font: Any, codes: set[int]) -> Iterator[str]:  # noqa: ANN401 - pikepdf gives no type
    below = font.DescendantFonts[0]
    if (str(font.Subtype), str(below.Subtype), str(font.Encoding)) != ("/Type0", "/CIDFontType2", "/Identity-H"):
        yield "A 6.2.11.2: no composite font of TrueType outlines"
        return
    if str(below.CIDSystemInfo.Registry) != "Adobe" or "/Supplement" not in below.CIDSystemInfo:
        yield "A 6.2.11.3.1: the collection of characters is not named"
    if "/CIDToGIDMap" not in below:
        yield "A 6.2.11.3.2: no map of glyphs"
        return
    if "/FontFile2" not in below.FontDescriptor:
        yield "A 6.2.11.4.1: not embedded"
        return
    inside = TTFont(io.BytesIO(below.FontDescriptor.FontFile2.read_bytes()))
    glyphs = below.CIDToGIDMap.read_bytes()
    widths = _widths(below.W)
    scale = 1000 / inside["head"].unitsPerEm
    order, metrics = inside.getGlyphOrder(), inside["hmtx"].metrics
    for code in sorted(codes):
        glyph = int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")
        if not 0 < glyph < len(order):
            yield f"A 6.2.11.8: code {code} is drawn as a character that the font lacks"
            continue
        stated = widths.get(code, float(below.get("/DW", 1000)))
        if abs(stated - metrics[order[glyph]][0] * scale) > 1:
            yield f"A 6.2.11.5: the width of code {code}"
    yield from _way_back(font, codes)


def _way_back(font: Any, codes: set[int]) -> Iterator[str]:  # noqa: ANN401
    if "/ToUnicode" not in font:
        yield "A 6.2.11.7.2: no way back to characters"
        return
    text = font.ToUnicode.read_bytes().decode("latin-1")
    for code, character in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]{4})>\n", text):
        if character in NOT_CHARACTERS:
            yield f"A 6.2.11.7.2: code {code} leads to U+{character}, which is no character"
    pairs = dict(re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", text))
    for code in sorted(codes):
        if pairs.get(f"{code:04X}", "0000") in NOT_CHARACTERS:
            yield f"A 6.2.11.7.2: no character for code {code}"


def _widths(listed: Any) -> dict[int, float]:  # noqa: ANN401
    """The array of widths (ISO 32000-1, 9.7.4.3) as a width for each code."""
    widths: dict[int, float] = {}
    rest = list(listed)
    while rest:
        first, second = int(rest.pop(0)), rest.pop(0)
        if isinstance(second, pikepdf.Array):
            widths |= {first + index: float(width) for index, width in enumerate(second)}
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(rest.pop(0)))
    return widths
