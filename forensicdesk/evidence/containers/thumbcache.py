"""Thumbnail caches of Windows since Vista: thumbcache_*.db and iconcache_*.db, one picture behind the other.

Layout: docs of libwtcdb (J. Metz, "Windows Explorer Thumbnail Cache database format").
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerFormat, Entry
from forensicdesk.evidence.containers.by_place import open_place, place_of, range_place
from forensicdesk.evidence.containers.picture_ends import ending
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Head, Wanted
    from forensicdesk.model import Step

_MARK = b"CMMM"
_VISTA, _SEVEN, _NEWEST = 0x14, 0x15, 0x40
_HEAD = 24
_PIECE = 1 << 20
_LONGEST_NAME = 4096
_DAMAGED = Issue(Stage.READ, IssueCode.CONTAINER_DAMAGED, sentence("The cache ends before this picture does."))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the fields of an entry stand: lengths of name, padding and data in a row, and the whole head."""

    lengths: int
    head: int


_LAYOUTS = {_VISTA: _Layout(24, 56), _SEVEN: _Layout(16, 48)}
_LATER = _Layout(16, 56)


class ThumbCache:
    """One cache."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._piece = (0, b"")
        head = self._peek(0, _HEAD)
        version, first_old, first_new = struct.unpack_from("<4xI4xII", head.ljust(_HEAD, b"\0"))
        self._layout = _LAYOUTS.get(version, _LATER)
        self._first = first_old if version in _LAYOUTS else first_new

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every picture, by place. Where an entry is damaged the next one is looked for by its mark."""
        place = self._next(max(self._first, len(_MARK)))
        if place is None:
            place = self._next(len(_MARK))
        while place is not None:
            head = self._peek(place, self._layout.head)
            size, (name, padding, length) = int.from_bytes(head[4:8], "little"), self._lengths(head)
            if name > _LONGEST_NAME or len(head) + name + padding + length > size:
                yield None
                place = self._next(place + 1)
                continue
            yield self._entry(place, head) if length else None
            place = self._next(place + size)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one picture."""
        return open_place(self._around.stream, place_of(self, step))

    def _lengths(self, head: bytes) -> tuple[int, int, int]:
        """Lengths of name, padding and data."""
        name, padding, length = struct.unpack_from("<III", head.ljust(self._layout.head, b"\xff"), self._layout.lengths)
        return name, padding, length

    def _entry(self, place: int, head: bytes) -> Entry:
        name_length, padding, length = self._lengths(head)
        name = self._peek(place + len(head), name_length)
        start = place + len(head) + name_length + padding
        path = name.decode("utf-16-le", "replace").split("\0")[0].encode("utf-8", "replace")
        path = (path or head[15:7:-1].hex().encode()) + ending(self._peek(start, 16))
        if start + length > self._around.size:
            return Entry(path, length, state=State.FAILED, issue=_DAMAGED)
        return Entry(path, length, place=range_place(start, length))

    def _next(self, place: int) -> int | None:
        """Where the next mark stands, from this place on."""
        while place < self._around.size:
            start, piece = self._piece
            if not start <= place <= start + len(piece) - len(_MARK):
                start, piece = self._piece = place, self._peek(place, _PIECE)
            found = piece.find(_MARK, place - start)
            if found >= 0:
                return start + found
            if len(piece) < len(_MARK):
                return None
            place = start + len(piece) - len(_MARK) + 1
        return None

    def _peek(self, offset: int, count: int) -> bytes:
        self._around.stream.seek(offset)
        return self._around.stream.read(count)


def _is_cache(head: Head) -> bool:
    version = int.from_bytes(head.start[4:8], "little")
    return head.start[:4] == _MARK and _VISTA <= version < _NEWEST and head.size > _HEAD


def _open(around: Around) -> Container:
    return ThumbCache(around)


THUMBCACHE = ContainerFormat("thumbcache", "thumbnail cache of Windows", "application/x-thumbcache", _is_cache, _open)
