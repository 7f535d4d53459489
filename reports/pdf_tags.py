"""The structure of a PDF: which marks on a page are a heading, a paragraph, a cell, a figure, and which are furniture.

fpdf2 keeps a flat list of figures; here is the whole tree that ISO 32000-1 (14.7, 14.8) describes. Everything drawn is
either content of one element or an artifact; drawing outside of both is a mistake and raises.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from reports.pdf_file import text_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reports.pdf_file import PdfFile

COLUMN_HEAD = "/A <</O /Table /Scope /Column>>"
ROW_HEAD = "/A <</O /Table /Scope /Row>>"


def summary(text: str) -> str:
    """What a table is about, for readers that cannot see it; `Alt` would stand in the place of its cells."""
    return f"/A <</O /Table /Summary {text_string(text)}>>"


class Element:
    """One element: its kind, its parent, and its content: numbers of elements, or (page, mark) pairs.

    Attributes:
        number: of its object in the file; so is `parent`.
    """

    __slots__ = ("about", "kids", "kind", "number", "parent")

    def __init__(self, number: int, kind: str, parent: int, alt: str = "", attributes: str = "") -> None:
        self.number = number
        self.kind = kind
        self.parent = parent
        self.kids: list[int | tuple[int, int]] = []
        self.about = attributes + (f" /Alt {text_string(alt)}" if alt else "")

    def body(self) -> str:
        """The element as the file has it; marks of its first page are bare numbers."""
        page = next((kid[0] for kid in self.kids if isinstance(kid, tuple)), 0)
        kids = " ".join(
            f"{kid} 0 R"
            if isinstance(kid, int)
            else str(kid[1])
            if kid[0] == page
            else f"<</Type /MCR /Pg {kid[0]} 0 R /MCID {kid[1]}>>"
            for kid in self.kids
        )
        of_page = f" /Pg {page} 0 R" if page else ""
        return f"<</Type /StructElem /S /{self.kind} /P {self.parent} 0 R{of_page} /K [{kids}]{self.about}>>"


class Tags:
    """Builds the tree while the pages are drawn; an element goes to the file when nothing can come into it any more.

    Attributes:
        root: number of the root of the tree.
    """

    def __init__(self, file: PdfFile, out: Callable[[str], None]) -> None:
        self._file = file
        self._out = out
        self.root = file.reserve()
        self._document = Element(file.reserve(), "Document", self.root)
        self._stack = [self._document]
        self._open: Element | None = None
        self._begun = False
        self._artifact = False
        self._page = 0
        self._marks: list[int] = []

    def begin_page(self, page: int) -> None:
        """What is drawn from now on stands on another page; `page` is the number of its object."""
        self._page = page

    def end_page(self) -> str:
        """The elements of the marks of the page, in order, for the way back; "" if there are none."""
        ways = " ".join(f"{number} 0 R" for number in self._marks)
        self._marks = []
        return ways

    def finish(self, way_back: int, pages: int) -> None:
        """Write the root; `way_back` is the number of the tree from the marks of each page to their elements."""
        self._file.add(self._document.number, self._document.body())
        tree = f"/K [{self._document.number} 0 R] /ParentTree {way_back} 0 R /ParentTreeNextKey {pages}"
        self._file.add(self.root, f"<</Type /StructTreeRoot {tree}>>")

    @contextmanager
    def group(self, kind: str, attributes: str = "") -> Iterator[None]:
        """What is drawn inside belongs to one element that holds others; inside a content it changes nothing."""
        if self._open is not None:
            yield
            return
        element = self._add(kind, attributes=attributes)
        self._stack.append(element)
        try:
            yield
        finally:
            self._stack.pop()
            self._file.add(element.number, element.body())

    @contextmanager
    def mark(self, kind: str, alt: str = "", attributes: str = "") -> Iterator[None]:
        """What is drawn inside is the content of one element; a mark inside another belongs to that one."""
        if self._open is not None or self._artifact:
            yield
            return
        element = self._add(kind, alt, attributes)
        with self.again(element):
            yield
        self._file.add(element.number, element.body())

    @contextmanager
    def cells(self, kinds: Sequence[tuple[str, str]]) -> Iterator[tuple[Element, ...]]:
        """Elements, each a kind with its attributes, whose contents are drawn by turns with `again`."""
        elements = tuple(self._add(kind, attributes=attributes) for kind, attributes in kinds)
        yield elements
        for element in elements:
            self._file.add(element.number, element.body())

    @contextmanager
    def again(self, element: Element) -> Iterator[None]:
        """What is drawn inside is content, or more content, of one element."""
        self._open = element
        try:
            yield
        finally:
            self.interrupt()
            self._open = None

    def later(self) -> str:
        """A mark for content of the open element that is drawn when the page is done; gives what begins it.

        Raises:
            RuntimeError: nothing is open that it could belong to.
        """
        self.interrupt()
        return self._next_mark()

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
        self._out(self._next_mark())
        self._begun = True

    def _next_mark(self) -> str:
        if self._open is None:
            msg = "something is drawn that belongs to no element of the structure"
            raise RuntimeError(msg)
        mark = len(self._marks)
        self._marks.append(self._open.number)
        self._open.kids.append((self._page, mark))
        return f"/{self._open.kind} <</MCID {mark}>> BDC"

    def _add(self, kind: str, alt: str = "", attributes: str = "") -> Element:
        parent = self._stack[-1]
        element = Element(self._file.reserve(), kind, parent.number, alt, attributes)
        parent.kids.append(element.number)
        return element
