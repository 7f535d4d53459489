"""Rich text: pictures, and objects embedded in the text, written as hexadecimal digits or as they are."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerFormat, Entry
from forensicdesk.evidence.containers.by_place import open_place, place_of, range_place
from forensicdesk.evidence.containers.codings import CODINGS
from forensicdesk.evidence.containers.mail import whole
from forensicdesk.evidence.containers.ole_native import dropped_file
from forensicdesk.evidence.containers.picture_ends import ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Head, Wanted
    from forensicdesk.model import Step

_MARK = b"{\\rt"
_START = re.compile(rb"\\(pict|objdata)(?![a-z])")
_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\.|[{}]|[^\\{}]+", re.DOTALL)
_KINDS = {
    b"jpegblip": b".jpg", b"pngblip": b".png", b"emfblip": b".emf", b"wmetafile": b".wmf", b"macpict": b".pict",
    b"dibitmap": b".bmp",
}  # fmt: skip
_MOST_TOKENS = 10_000
_LEAST = 16


@dataclass(slots=True)
class _Group:
    """What was met in a group: the longest run of text, and the words."""

    words: set[bytes] = field(default_factory=set)
    start: int = 0
    length: int = 0
    coding: bytes = b"hex"
    end: int = 0

    def take(self, start: int, length: int, coding: bytes) -> None:
        """Keep a run if it is the longest."""
        if length > self.length:
            self.start, self.length, self.coding = start, length, coding


class RtfContainer:
    """One text."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every picture and embedded object, in their order."""
        data = whole(self._around)
        place, number = 0, 0
        while (found := _START.search(data, place)) is not None:
            group = _group(data, found.end())
            place = group.end
            if group.length < _LEAST:
                yield None
                continue
            number += 1
            stage = range_place(group.start, group.length, group.coding)
            content = CODINGS[group.coding](data[group.start : group.start + group.length])
            if found[1] == b"pict":
                yield _picture(content, stage, group.words, number)
            else:
                yield _object(content, stage, number)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one of them."""
        return open_place(self._around.stream, place_of(self, step))


def _group(data: bytes, place: int) -> _Group:
    """The group that goes on at a place, to its end; groups within it do not count."""
    group, depth = _Group(), 0
    for _ in range(_MOST_TOKENS):
        found = _TOKEN.match(data, place)
        if found is None:
            break
        place = found.end()
        word, token = found[1], found[0]
        if token == b"{":
            depth += 1
        elif token == b"}":
            depth -= 1
        elif word == b"bin" and found[2] and depth == 0:
            length = max(0, min(int(found[2]), len(data) - place))
            group.take(place, length, b"")
            place += length
        elif word and depth == 0:
            group.words.add(word)
        elif depth == 0 and not token.startswith(b"\\"):
            group.take(found.start(), len(token), b"hex")
        if depth < 0:
            break
    group.end = place
    return group


def _picture(content: bytes, stage: bytes, words: set[bytes], number: int) -> Entry:
    kind = next((_KINDS[word] for word in words if word in _KINDS), b"")
    path = b"picture %d%s" % (number, ending(content) or kind)
    if kind == b".bmp" and not content.startswith(b"BM"):
        place = stage + b"/" + range_place(0, len(content), b"dib")
        return Entry(path, len(CODINGS[b"dib"](content)), place=place)
    return Entry(path, len(content), place=stage)


def _object(content: bytes, stage: bytes, number: int) -> Entry:
    """The file in an embedded object ([MS-OLEDS] 2.2.5), or the object as a whole."""
    place = 8
    for _ in range(3):
        place += 4 + int.from_bytes(content[place : place + 4], "little")
    if len(content) < place + 4:
        return Entry(b"object %d%s" % (number, ending(content)), len(content), place=stage)
    size = min(struct.unpack_from("<I", content, place)[0], len(content) - place - 4)
    start, length, name = place + 4, size, b""
    native = bytes(4) + content[start : start + 8192]
    if not ending(native[4:]) and (dropped := dropped_file(native)) is not None:
        name, within, length = dropped
        start, length = start + within - 4, min(length, max(0, len(content) - start - within + 4))
    path = b"object %d%s" % (number, b"/" + name if name else ending(content[start : start + 16]))
    return Entry(path, length, place=stage + b"/" + range_place(start, length))


def _is_rtf(head: Head) -> bool:
    return head.start.startswith(_MARK)


RTF = ContainerFormat("rtf", "rich text", "application/rtf", _is_rtf, RtfContainer)
