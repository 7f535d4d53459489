"""The bookmarks of a PDF, each written as soon as the one after it is known (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reports.pdf_file import text_string

if TYPE_CHECKING:
    from reports.pdf_file import PdfFile


@dataclass(slots=True)
class _Mark:
    """A bookmark that is not written yet, or the outline itself."""

    number: int
    body: str = "/Type /Outlines"
    first: int = 0
    last: int = 0
    count: int = 0


@dataclass(slots=True)
class Outline:
    """Bookmarks in order, of two levels or more; those below the first level are shown when a reader opens them.

    Attributes:
        number: of the outline in the file.
    """

    _file: PdfFile
    number: int = field(init=False)
    _open: list[_Mark] = field(init=False)

    def __post_init__(self) -> None:
        self.number = self._file.reserve()
        self._open = [_Mark(self.number)]

    def add(self, title: str, level: int, page: int, top: float) -> None:
        """A bookmark to a height of a page.

        Args:
            title: what it says.
            level: 0 is the highest; none is more than one below the one before.
            page: number of the page's object.
            top: height in points, from below.
        """
        number = self._file.reserve()
        before = self._close(level + 1, number)
        parent = self._open[-1]
        parent.first = parent.first or number
        parent.last = number
        parent.count += 1
        linked = f" /Prev {before} 0 R" if before else ""
        place = f"[{page} 0 R /XYZ 0 {top:.2f} null]"
        body = f"/Title {text_string(title)} /Parent {parent.number} 0 R /Dest {place}{linked}"
        self._open.append(_Mark(number, body))

    def finish(self) -> None:
        """Write what is left, the outline itself last."""
        self._close(1, 0)
        (root,) = self._open
        self._write(root, root.count)

    def _close(self, depth: int, following: int) -> int:
        """Write the open ones of this depth and below; gives the number of the one whose successor is `following`."""
        before = 0
        while len(self._open) > depth:
            mark = self._open.pop()
            before = mark.number if len(self._open) == depth else 0
            if before and following:
                mark.body += f" /Next {following} 0 R"
            self._write(mark, -mark.count)
        return before

    def _write(self, mark: _Mark, count: int) -> None:
        kids = f" /First {mark.first} 0 R /Last {mark.last} 0 R /Count {count}" if mark.count else ""
        self._file.add(mark.number, f"<<{mark.body}{kids}>>")
