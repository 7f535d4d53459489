"""Where the pictures of a PDF are shown, and what its attachments are called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pikepdf

from forensicdesk.evidence.containers.pdf_pictures import TROUBLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Number = tuple[int, int]

_DEEPEST = 12
_MOST_PAGES = 100_000
_MOST_COMMANDS = 1 << 32
_INLINE = re.compile(rb"(?:^|[\s>\])])BI[\s/]")


@dataclass(slots=True)
class Names:
    """What is known of the objects of a PDF, by object number and generation.

    Attributes:
        shown: where a picture is shown first, such as "page 3, image 2".
        drawn: pages and forms whose drawing commands hold pictures, and what they are called.
        cut: pages or their drawing commands are damaged, or too long to be looked through as a whole.
    """

    shown: dict[Number, str] = field(default_factory=dict)
    drawn: dict[Number, str] = field(default_factory=dict)
    _seen: set[Number] = field(default_factory=set)
    _read: set[Number] = field(default_factory=set)
    cut: bool = False
    _count: int = 0
    _left: int = _MOST_COMMANDS

    def look(self, pdf: pikepdf.Pdf) -> Iterator[None]:
        """Look through all pages; None after each of them. Damage ends the search of a page, not of the rest."""
        try:
            for number, page in enumerate(pdf.pages, 1):
                if number > _MOST_PAGES:
                    self.cut = True
                    return
                if self._is_new(page.obj):
                    self._page(page.obj, f"page {number}")
                yield None
        except TROUBLE:
            self.cut = True

    def _page(self, page: Any, name: str) -> None:  # noqa: ANN401 - pikepdf's objects are of any type
        self._count = 0
        try:
            self._commands(page, page.get("/Contents"), name)
            self._resources(page.get("/Resources"), name, 0)
        except TROUBLE:
            self.cut = True

    def _is_new(self, thing: Any) -> bool:  # noqa: ANN401 - as above
        number: Number = thing.objgen
        new = number == (0, 0) or number not in self._seen
        self._seen.add(number)
        return new

    def _resources(self, resources: Any, page: str, depth: int) -> None:  # noqa: ANN401 - as above
        if resources is None or depth > _DEEPEST or not self._is_new(resources):
            return
        for kind in ("/XObject", "/Pattern"):
            shelf = resources.get(kind)
            if shelf is None or not self._is_new(shelf):
                continue
            for thing in dict(shelf.items()).values():
                self._thing(thing, page, depth)

    def _thing(self, thing: Any, page: str, depth: int) -> None:  # noqa: ANN401 - as above
        if not isinstance(thing, pikepdf.Stream) or not self._is_new(thing):
            return
        if thing.get("/Subtype") == pikepdf.Name.Image:
            self._count += 1
            self.shown[thing.objgen] = f"{page}, image {self._count}"
            for key in ("/SMask", "/Mask"):
                mask = thing.get(key)
                if isinstance(mask, pikepdf.Stream) and mask.objgen not in self.shown:
                    self.shown[mask.objgen] = f"{page}, image {self._count}, mask"
            return
        self._commands(thing, thing, page)
        self._resources(thing.get("/Resources"), page, depth + 1)

    def _commands(self, owner: Any, contents: Any, page: str) -> None:  # noqa: ANN401 - as above
        """Note who has pictures within its commands; commands that several pages share count for the first."""
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        new = [part for part in parts if isinstance(part, pikepdf.Stream) and part.objgen not in self._read]
        self._read.update(part.objgen for part in new)
        for part in new:
            if self._left <= 0:
                self.cut = True
                return
            data = part.read_bytes()
            self._left -= len(data)
            if b"BI" in data and _INLINE.search(data):
                self.drawn[owner.objgen] = page
                return


def attachment_names(pdf: pikepdf.Pdf, thing: Any) -> Iterator[tuple[Number, bytes]]:  # noqa: ANN401 - as above
    """Number and name of the file that an object of the PDF, or the tree of names if it is the root, attaches."""
    specifications: list[Any] = [thing]
    if thing.get("/Subtype") == pikepdf.Name.FileAttachment:
        specifications = [thing.get("/FS")]
    elif thing.get("/Type") == pikepdf.Name.Catalog:
        specifications = [spec.obj for spec in pdf.attachments.values()]
    for one in specifications:
        files = one.get("/EF") if isinstance(one, pikepdf.Dictionary) else None
        if isinstance(files, pikepdf.Dictionary):
            name = _text(one.get("/UF") or one.get("/F"))
            for key in ("/UF", "/F", "/Unix", "/Mac", "/DOS"):
                stream = files.get(key)
                if isinstance(stream, pikepdf.Stream):
                    yield stream.objgen, name


def _text(name: Any) -> bytes:  # noqa: ANN401 - as above
    return str(name).encode("utf-8", "replace") if isinstance(name, pikepdf.String) else b""
