"""What ISO 19005-3 (6.7) and ISO 14289-1 (7) ask of the structure of a PDF."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD = {"Document", "Sect", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "Figure"}
STANDARD |= {"H1", "H2", "H3", "H4"}
PARENTS = {"/TR": "/Table", "/TH": "/TR", "/TD": "/TR", "/LI": "/L", "/Lbl": "/LI", "/LBody": "/LI"}
KIDS = {"/Table": {"/TR"}, "/TR": {"/TH", "/TD"}, "/L": {"/LI"}, "/LI": {"/Lbl", "/LBody"}}


def faults(pdf: pikepdf.Pdf) -> list[str]:
    """Every rule that the structure breaks, with its clause."""
    return [*_elements_in_themselves(pdf), *_ways(pdf), *_tables(pdf), *_headings(pdf)]


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    """The types of all elements in the order of reading."""
    return [str(element.S)[1:] for element in elements(pdf)]


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All elements in the order of reading."""
    return _below(pdf.Root.StructTreeRoot)


def parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    """The elements of the marks of each page, by the number that the page states."""
    found: dict[int, Any] = {}
    for leaf in pdf.Root.StructTreeRoot.ParentTree.Kids:
        nums = list(leaf.Nums)
        found |= {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
        assert [min(map(int, nums[::2])), max(map(int, nums[::2]))] == [int(limit) for limit in leaf.Limits]
    return found


def _below(node: Any) -> Iterator[Any]:  # noqa: ANN401 - pikepdf gives no type
    for kid in _kids(node):
        if kid.get("/Type") == "/StructElem":
            yield kid
            yield from _below(kid)


def _kids(node: Any) -> list[Any]:  # noqa: ANN401
    """Elements and marks of other pages; marks of the element's own page are bare numbers."""
    return [kid for kid in node.get("/K", []) if isinstance(kid, pikepdf.Dictionary)]


def _elements_in_themselves(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root.StructTreeRoot
    if [str(kid.S) for kid in _kids(root)] != ["/Document"]:
        yield "A 6.7.3.2: the tree does not hang on one document"
    for element in elements(pdf):
        kind = str(element.S)
        if kind[1:] not in STANDARD:
            yield f"A 6.7.3.4: {kind} is no standard type"
        if "/K" not in element or len(element.K) == 0:
            yield f"UA 7.1: {kind} is empty"
        if kind in PARENTS and str(element.P.S) != PARENTS[kind]:
            yield f"UA 7.5, 7.6: {kind} lies in {element.P.S}"
        if kind in KIDS and {str(kid.get("/S")) for kid in _kids(element)} - KIDS[kind]:
            yield f"UA 7.5, 7.6: {kind} holds what it may not"
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "UA 7.3: a figure has no alternate text"
        if kind != "/Figure" and ({"/Alt", "/ActualText", "/E"} & set(element.keys())):
            yield f"UA 7.1: text stands in the place of the content of {kind}"
        if kind == "/TH" and element.A.Scope not in ("/Row", "/Column"):
            yield "UA 7.5: a head of a table has no scope"


def _ways(pdf: pikepdf.Pdf) -> Iterator[str]:
    """From each mark of a page to its element, and back; every mark belongs to one element."""
    pages = {page.objgen: page for page in (page.obj for page in pdf.pages)}
    back = parents(pdf)
    counted = dict.fromkeys(back, 0)
    for element in elements(pdf):
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
                if kid.P.objgen != element.objgen:
                    yield "A 6.7.3.2: the way up from an element leads elsewhere"
                continue
            bare = not isinstance(kid, pikepdf.Dictionary)
            page = pages[(element.Pg if bare else kid.Pg).objgen]
            index, mark = int(page.StructParents), int(kid if bare else kid.MCID)
            counted[index] += 1
            if back[index][mark].objgen != element.objgen:
                yield "A 6.7.3.2: the way back from a mark leads to another element"
    if any(counted[index] != len(back[index]) for index in back):
        yield "A 6.7.3.2: a mark belongs to no element, or to two"


def _tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    for element in elements(pdf):
        if str(element.S) == "/Table":
            widths = {len(_kids(row)) for row in _kids(element)}
            if len(widths) != 1:
                yield f"UA 7.5: rows of one table have {sorted(widths)} cells"
            if {str(cell.S) for cell in _kids(_kids(element)[0])} != {"/TH"}:
                yield "UA 7.5: the first row of a table is not its head"


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    levels = [int(str(one.S)[2]) for one in elements(pdf) if re.fullmatch(r"/H\d", str(one.S))]
    if levels[:1] != [1]:
        yield "UA 7.4.2: the first heading is not of level 1"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "UA 7.4.2: a level of headings is skipped"
