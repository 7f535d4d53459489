"""The structure of a PDF: which marks on a page are a heading, a paragraph, a cell, a figure, and which are furniture.

fpdf2 keeps a flat list of figures; here is the whole tree that ISO 32000-1 (14.7, 14.8) describes. Everything drawn is
either content of one element or an artifact; drawing outside of both is a mistake and raises.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import PDFObject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fpdf import FPDF

COLUMN_HEAD = "/A <</O /Table /Scope /Column>>"
ROW_HEAD = "/A <</O /Table /Scope /Row>>"


class Element(PDFObject):
    """One element: its kind, its parent, and its content: elements, or (page, number of the mark) pairs."""

    __slots__ = ("_about", "_id", "_pages", "kids", "kind", "parent")

    def __init__(self, kind: str, parent: PDFObject, pages: FPDF, alt: str = "", attributes: str = "") -> None:
        super().__init__()
        self.kind = kind
        self.parent = parent
        self.kids: list[Element | tuple[int, int]] = []
        self._pages = pages
        self._about = attributes + (f"/Alt {_text(alt)}" if alt else "")

    def serialize(self, obj_dict: object = None, _security_handler: object = None) -> str:  # noqa: ARG002 - of fpdf2
        """The element as the file has it."""
        kids = " ".join(self._kid(kid) for kid in self.kids)
        body = f"/Type /StructElem /S /{self.kind} /P {self.parent.ref} /K [{kids}]{self._about}"
        return f"{self.id} 0 obj\n<<{body}>>\nendobj"

    def _kid(self, kid: Element | tuple[int, int]) -> str:
        if isinstance(kid, Element):
            return kid.ref
        page, mark = kid
        return f"<</Type /MCR /Pg {self._pages.pages[page].ref} /MCID {mark}>>"


def _text(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be', 'backslashreplace').hex()}>"


class _Root(PDFObject):
    """The root of the tree, with the way back from the marks of each page to their elements."""

    def __init__(self) -> None:
        super().__init__()
        self.document: Element | None = None
        self.parents: dict[int, list[Element]] = {}

    def serialize(self, obj_dict: object = None, _security_handler: object = None) -> str:  # noqa: ARG002 - of fpdf2
        assert self.document is not None  # noqa: S101 - set by `Tags`
        pages = sorted(self.parents)
        nums = " ".join(f"{page - 1} [{' '.join(element.ref for element in self.parents[page])}]" for page in pages)
        nexts = pages[-1] if pages else 0
        body = f"/Type /StructTreeRoot /K [{self.document.ref}] /ParentTree <</Nums [{nums}]>>"
        return f"{self.id} 0 obj\n<<{body} /ParentTreeNextKey {nexts}>>\nendobj"


class Tags(StructureTreeBuilder):
    """Builds the tree while the pages are drawn; stands in the place of fpdf2's own builder."""

    def __init__(self, canvas: FPDF) -> None:
        super().__init__()
        self.doc_struct_elem = StructElem("/Document", self.struct_tree_root, [])  # fpdf2 goes through its kids: none
        self._canvas = canvas
        self._root = _Root()
        self._document = self._root.document = Element("Document", self._root, canvas)
        self._all: list[Element] = [self._document]
        self._stack = [self._document]
        self._open: Element | None = None
        self._begun = False
        self._artifact = False

    def empty(self) -> bool:
        """Never: a report has content."""
        return False

    def __iter__(self) -> Iterator[PDFObject]:
        yield self._root
        yield from self._all

    @property
    def current(self) -> Element | None:
        """The element whose content is being drawn."""
        return self._open

    @contextmanager
    def group(self, kind: str, alt: str = "") -> Iterator[None]:
        """What is drawn inside belongs to one element that holds others; inside a content it changes nothing."""
        if self._open is not None:
            yield
            return
        self._stack.append(self._add(kind, alt))
        try:
            yield
        finally:
            self._stack.pop()

    @contextmanager
    def mark(self, kind: str, alt: str = "", attributes: str = "") -> Iterator[None]:
        """What is drawn inside is the content of one element; a mark inside another belongs to that one."""
        if self._open is not None or self._artifact:
            yield
            return
        with self.again(self._add(kind, alt, attributes)):
            yield

    @contextmanager
    def again(self, element: Element) -> Iterator[None]:
        """What is drawn inside is further content of an element."""
        self._open = element
        try:
            yield
        finally:
            self.interrupt()
            self._open = None

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is furniture: lines, backgrounds, running heads."""
        if self._artifact:
            yield
            return
        self.interrupt()
        self._out("/Artifact BMC")
        self._artifact = True
        try:
            yield
        finally:
            self._artifact = False
            self._out("EMC")

    def interrupt(self) -> None:
        """End the mark on the page; the content goes on with a new one when more of it is drawn."""
        if self._begun:
            self._begun = False
            self._out("EMC")

    def touch(self) -> None:
        """Said before anything is drawn.

        Raises:
            RuntimeError: nothing is open that it could belong to.
        """
        if self._artifact or self._begun:
            return
        if self._open is None:
            msg = "something is drawn that belongs to no element of the structure"
            raise RuntimeError(msg)
        page = self._canvas.page
        marks = self._root.parents.setdefault(page, [])
        self._canvas.pages[page].struct_parents = page - 1
        self._open.kids.append((page, len(marks)))
        self._out(f"/{self._open.kind} <</MCID {len(marks)}>> BDC")
        marks.append(self._open)
        self._begun = True

    def _add(self, kind: str, alt: str = "", attributes: str = "") -> Element:
        element = Element(kind, self._stack[-1], self._canvas, alt, attributes)
        self._stack[-1].kids.append(element)
        self._all.append(element)
        return element

    def _out(self, text: str) -> None:
        self._canvas._out(text)  # noqa: SLF001 - fpdf2 has no other way to mark content
