"""What a validator of PDF/A-3A asks of a file, as far as a structure can show it. This is no certificate."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD = {"Document", "Sect", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure"}
STANDARD |= {"H1", "H2", "H3", "H4"}
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "INLINE IMAGE"}
ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/URI", "/SubmitForm"}


def faults(pdf: pikepdf.Pdf) -> list[str]:
    """Every rule that the file breaks, in words; none is said twice for one page."""
    return [*_document(pdf), *_fonts(pdf), *_pages(pdf), *_tree(pdf), *_headings(pdf)]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    intents = [intent for intent in root.get("/OutputIntents", []) if intent.S == "/GTS_PDFA1"]
    wanted = {
        "it is encrypted": not pdf.is_encrypted,
        "the trailer has no ID": "/ID" in pdf.trailer,
        "XMP does not declare part 3, level A": pdf.open_metadata().pdfa_status == "3A",
        "there is not one output intent with a profile": len(intents) == 1 and "/DestOutputProfile" in intents[0],
        "it is not marked as tagged": _within(root, "/MarkInfo", "/Marked"),
        "it has no language": bool(str(root.get("/Lang", ""))),
        "page labels or outline are missing": "/PageLabels" in root and "/Outlines" in root,
        "viewers are not told to show the title": _within(root, "/ViewerPreferences", "/DisplayDocTitle"),
        "it has actions, forms or names": not {"/AA", "/AcroForm", "/Names"} & set(root.keys()),
    }
    yield from (fault for fault, kept in wanted.items() if not kept)
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream) and str(found.get("/S")) in ACTIONS:
            yield f"an action {found.S}"
        if isinstance(found, pikepdf.Stream) and str(found.get("/Filter")) == "/LZWDecode":
            yield "a stream is compressed by LZW"


def _within(holder: pikepdf.Object, name: str, flag: str) -> bool:
    return name in holder and bool(holder[name].get(flag, False))


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    fonts = {str(font.BaseFont): font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
    for name, font in fonts.items():
        below = font.DescendantFonts[0]
        if "/FontFile2" not in below.FontDescriptor:
            yield f"{name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"{name} has no way back to characters"
        if "/CIDToGIDMap" not in below:
            yield f"{name} has no map of glyphs"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Everything painted is an artifact or marked content, and marks do not lie inside each other."""
    for number, page in enumerate(pdf.pages, start=1):
        depth, seen = 0, set()
        for found in pikepdf.parse_content_stream(page):
            operands, name = found.operands, str(found.operator)
            if name in {"BDC", "BMC"}:
                depth += 1
                if name == "BDC":
                    seen.add(int(operands[1].MCID))
            elif name == "EMC":
                depth -= 1
            elif name in PAINTS and depth != 1:
                yield f"page {number}: {name} at depth {depth}"
                break
            if depth not in {0, 1}:
                yield f"page {number}: marks inside marks"
                break
        if depth:
            yield f"page {number}: a mark is not closed"
        if seen and seen != set(range(len(seen))):
            yield f"page {number}: marks are not numbered from 0"


def _elements(node: Any) -> Iterator[Any]:  # noqa: ANN401 - pikepdf gives no type
    for kid in node.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from _elements(kid)


def _tree(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root.StructTreeRoot
    nums = list(root.ParentTree.Nums)
    parents = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
    pages = {page.objgen: page for page in (page.obj for page in pdf.pages)}
    inside = {"/TR": {"/Table"}, "/TH": {"/TR"}, "/TD": {"/TR"}, "/LI": {"/L"}, "/Lbl": {"/LI"}, "/LBody": {"/LI"}}
    for element in _elements(root):
        kind = str(element.S)
        if kind[1:] not in STANDARD:
            yield f"{kind} is no standard type"
        if kind in inside and str(element.P.S) not in inside[kind]:
            yield f"{kind} lies in {element.P.S}"
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a figure has no alternate text"
        if kind == "/TH" and element.A.Scope not in ("/Row", "/Column"):
            yield "a head of a table has no scope"
        for kid in element.K:
            if kid.get("/Type") == "/MCR":
                page = pages[kid.Pg.objgen]
                if parents[int(page.StructParents)][int(kid.MCID)].objgen != element.objgen:
                    yield "the way back from a mark leads to another element"


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    levels = [int(str(one.S)[2]) for one in _elements(pdf.Root.StructTreeRoot) if re.fullmatch(r"/H\d", str(one.S))]
    if levels[:1] != [1]:
        yield "the first heading is not of level 1"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "a level of headings is skipped"


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    """The types of all elements in the order of reading."""
    return [str(element.S)[1:] for element in _elements(pdf.Root.StructTreeRoot)]
