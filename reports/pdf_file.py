"""A PDF written from front to back: each object goes to the file as soon as it is complete, and is forgotten.

ISO 32000-1: small objects lie together in compressed object streams (7.5.7) and are found by a cross-reference stream
(7.5.8). What is kept for each object is its place, 8 bytes.
"""

from __future__ import annotations

import hashlib
import sys
import zlib
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

HEADER = b"%PDF-1.7\n%\xe9\xeb\xf1\xbf\n"
TOGETHER = 200
"""So many objects lie in one object stream at most."""
_FREE, _ALONE, _INSIDE = 0xFFFF, 1 << 56, 2 << 56
"""Kinds of entries: the highest byte is the kind, the next five a place or an object stream, the last two an index."""
_LEVEL = 6
LONGEST = 8_000
"""Characters of a text string at most; one takes four bytes at most."""


class PdfFile:
    """The objects of one file.

    Numbers are given out by `reserve` before the objects exist, so that objects can name each other.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._places = array("Q", [_FREE])
        self._at = 0
        self._sum = hashlib.sha256()
        self._waiting: list[tuple[int, bytes]] = []
        self._write(HEADER)

    def reserve(self, count: int = 1) -> int:
        """The first of so many numbers in a row."""
        first = len(self._places)
        self._places.extend([_FREE] * count)
        return first

    def add(self, number: int, body: str) -> None:
        """An object that is no stream; `body` is its text."""
        self._waiting.append((number, body.encode("latin-1")))
        if len(self._waiting) == TOGETHER:
            self._flush()

    def stream(self, number: int, data: bytes, about: str = "", *, compress: bool = True) -> None:
        """A stream; `about` is what its dictionary holds beside length and, if it is compressed here, filter."""
        if compress:
            data, about = zlib.compress(data, _LEVEL), f"{about} /Filter /FlateDecode"
        self.whole(number, f"{number} 0 obj\n<<{about} /Length {len(data)}>>\nstream\n".encode("latin-1") + data + _END)

    def whole(self, number: int, body: bytes) -> None:
        """An object as it stands in a file, from `N 0 obj` to `endobj`."""
        self._places[number] = _ALONE | self._at << 16
        self._write(_ended(body) + b"\n")

    def close(self, root: int) -> None:
        """Write what leads to the objects; `root` is the catalogue. The ID is that of the bytes before."""
        self._flush()
        number = self.reserve()
        start = self._at
        self._places[number] = _ALONE | start << 16
        if sys.byteorder == "little":
            self._places.byteswap()
        entries = zlib.compress(self._places, _LEVEL)
        said = self._sum.hexdigest()[:32].upper()
        about = f"/Type /XRef /Size {number + 1} /W [1 5 2] /Root {root} 0 R /ID [<{said}> <{said}>]"
        self._write(
            f"{number} 0 obj\n<<{about} /Filter /FlateDecode /Length {len(entries)}>>\nstream\n".encode("ascii")
        )
        self._write(_ended(entries + _END) + f"\nstartxref\n{start}\n%%EOF\n".encode("ascii"))

    def _flush(self) -> None:
        if not self._waiting:
            return
        holder, heads, bodies, at = self.reserve(), [], [], 0
        for index, (number, body) in enumerate(self._waiting):
            self._places[number] = _INSIDE | holder << 16 | index
            heads.append(f"{number} {at}")
            bodies.append(body)
            at += len(body) + 1
        head = " ".join(heads).encode("ascii") + b"\n"
        about = f"/Type /ObjStm /N {len(heads)} /First {len(head)}"
        self._waiting.clear()
        self.stream(holder, head + b"\n".join(bodies), about)

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._sum.update(data)
        self._at += len(data)


_END = b"\nendstream\nendobj"


def _ended(body: bytes) -> bytes:
    """An object with one more carriage return where its stream ends in one.

    Else a reader takes that for a part of the end of line behind it, and the stream for a byte shorter than it says
    (ISO 19005-3, 6.1.7.1).
    """
    return body[: -len(_END)] + b"\r" + _END if body.endswith(b"\r" + _END) else body


def text_string(text: str) -> str:
    """A text as it stands in a PDF, in UTF-16.

    It is cut where a file for archives may have no more (ISO 19005-3, 6.1.13: 32,767 bytes); such texts name what the
    page itself shows whole.
    """
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"<FEFF{shown.encode('utf-16-be', 'backslashreplace').hex()}>"
