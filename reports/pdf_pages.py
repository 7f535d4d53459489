"""The pages of a PDF: each goes to the file when the next one begins.

A page has two streams of content: what was drawn while it was open, and what could only be drawn when all pages were
known, such as "page 3 of 12". Pages, and the ways from their marks to elements of the structure, lie in trees of two
levels (ISO 32000-1, 7.7.3 and 7.9.7), so that no list of all of them has to be held.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.pdf_file import PdfFile

BRANCH = 64
"""So many pages hang on one node of a tree."""


class Pages:
    """All pages of one file.

    Attributes:
        fonts: number of the object that names the fonts of all pages.
        numbers: of the object of each page, in order.
        root: number of the root of the tree of pages; `ways` of that of the ways back from marks.
    """

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self.root, self.fonts, self.ways = file.reserve(), file.reserve(), file.reserve()
        self.numbers = array("L")
        self._node = 0
        self._nodes: list[int] = []
        self._leaf: list[str] = []
        self._leaves: list[str] = []

    def begin(self) -> int:
        """Number of the object of a new page."""
        if len(self.numbers) % BRANCH == 0:
            self._node = self._file.reserve()
            self._nodes.append(self._node)
        self.numbers.append(self._file.reserve(3))
        return self.numbers[-1]

    def end(self, content: bytes, images: Mapping[str, int], ways: str) -> None:
        """Write the page that was begun last.

        Args:
            content: its first stream.
            images: number of each picture on it, by the name under which it is drawn.
            ways: see `Tags.end_page`.
        """
        index, number = len(self.numbers) - 1, self.numbers[-1]
        self._file.stream(number + 1, content)
        drawn = "".join(f" /{name} {image} 0 R" for name, image in images.items())
        pictures = f" /XObject <<{drawn}>>" if drawn else ""
        structure = f" /StructParents {index}" if ways else ""
        self._file.add(
            number,
            f"<</Type /Page /Parent {self._node} 0 R /Contents [{number + 1} 0 R {number + 2} 0 R]"
            f" /Resources <</Font {self.fonts} 0 R{pictures}>>{structure}>>",
        )
        if ways:
            self._leaf.append(f"{index} [{ways}]")
        if len(self.numbers) % BRANCH == 0:
            self._branch()

    def later(self, number: int, content: bytes) -> None:
        """The second stream of a page."""
        self._file.stream(number + 2, content)

    def finish(self, width: float, height: float) -> None:
        """Write the trees; every page is so wide and high, in points."""
        if len(self.numbers) % BRANCH:
            self._branch()
        kids = " ".join(f"{node} 0 R" for node in self._nodes)
        size = f"/MediaBox [0 0 {width:.2f} {height:.2f}]"
        self._file.add(self.root, f"<</Type /Pages /Count {len(self.numbers)} {size} /Kids [{kids}]>>")
        self._file.add(self.ways, f"<</Kids [{' '.join(self._leaves)}]>>")

    def _branch(self) -> None:
        """Write the node of the last pages, and the leaf with their ways back."""
        begin = (len(self.numbers) - 1) // BRANCH * BRANCH
        pages = self.numbers[begin:]
        kids = " ".join(f"{page} 0 R" for page in pages)
        self._file.add(self._node, f"<</Type /Pages /Parent {self.root} 0 R /Count {len(pages)} /Kids [{kids}]>>")
        if self._leaf:
            leaf = self._file.reserve()
            first, last = self._leaf[0].partition(" ")[0], self._leaf[-1].partition(" ")[0]
            self._file.add(leaf, f"<</Limits [{first} {last}] /Nums [{' '.join(self._leaf)}]>>")
            self._leaves.append(f"{leaf} 0 R")
            self._leaf = []
