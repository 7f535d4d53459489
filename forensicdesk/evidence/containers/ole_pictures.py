"""Pictures in the streams of old Office documents: those in records of drawings ([MS-ODRAW] 2.2.23), and others."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import Entry
from forensicdesk.evidence.containers.by_place import MOST_IN_MEMORY, range_place
from forensicdesk.evidence.containers.codings import CODINGS
from forensicdesk.evidence.containers.ole_place import place_in
from forensicdesk.evidence.containers.picture_ends import ending, pictures_in
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.evidence.containers.ole_streams import OleStreams, Pieces

_RECORDS = {
    (0xF01A, 0x3D4): b".emf", (0xF01B, 0x216): b".wmf", (0xF01C, 0x542): b".pict",
    (0xF01D, 0x46A): b".jpg", (0xF01D, 0x6E2): b".jpg", (0xF01E, 0x6E0): b".png",
    (0xF01F, 0x7A8): b".bmp", (0xF029, 0x6E4): b".tif", (0xF02A, 0x46A): b".jpg", (0xF02A, 0x6E2): b".jpg",
}  # fmt: skip
"""Kinds of pictures by type and instance of their records; the next higher instance has a second checksum."""
_METAFILES = {b".emf", b".wmf", b".pict"}
_ID_BYTES, _METAFILE_HEAD = 16, 34
_EMBEDDED = b"\x10\x00\x11\x10"
_HEADS = {
    struct.pack("<HH", (instance + more) << 4, kind): (name, more)
    for (kind, instance), name in _RECORDS.items()
    for more in (0, 1)
}
_ANY = re.compile(b"|".join(re.escape(head) for head in (*_HEADS, _EMBEDDED)))
_PIECE, _OVERLAP = 1 << 23, 16


def pictures_of(streams: OleStreams, pieces: Pieces, number: int, *, drawing: bool = False) -> Iterator[Entry | None]:
    """Every picture in a stream: first those in records, then those found in between by their structure.

    Raises:
        ContainerError: see `pictures_in`.
    """
    count, covered = 0, 0
    gaps: list[tuple[int, int]] = []
    for start, end, name, inner in _records(streams, pieces):
        count += 1
        if start > covered:
            gaps.append((covered, start))
        covered = max(covered, end)
        yield _entry(streams, pieces, (start, b"picture %d" % count, name), place_in(number, inner, drawing=drawing))
    gaps.append((covered, pieces.length))
    for start, end in gaps:
        for found in pictures_in(_peek(streams, pieces, start, end), end - start):
            if found is None:
                yield None
                continue
            count += 1
            path = b"picture %d%s" % (count, ending(pieces.read(streams.stream, start + found[0], 16)))
            place = place_in(number, range_place(start + found[0], found[1]), drawing=drawing)
            yield Entry(path, found[1], place=place)


def _peek(streams: OleStreams, pieces: Pieces, start: int, end: int) -> Callable[[int, int], bytes]:
    """A function that reads within a gap."""
    return lambda at, count: pieces.read(streams.stream, start + at, min(count, end - start - at))


def _records(streams: OleStreams, pieces: Pieces) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Begin, end, ending of a name and inner place of every record that holds a picture or an embedded object."""
    place, done = 0, 0
    while place < pieces.length:
        piece = pieces.read(streams.stream, place, _PIECE)
        for found in _ANY.finditer(piece):
            start = place + found.start()
            if start >= done and (record := _record(streams, pieces, start)) is not None:
                yield record
                done = record[1]
        place += max(1, len(piece) - _OVERLAP) if len(piece) == _PIECE else len(piece) or 1


def _record(streams: OleStreams, pieces: Pieces, start: int) -> tuple[int, int, bytes, bytes] | None:
    head = pieces.read(streams.stream, start, 8 + 2 * _ID_BYTES + _METAFILE_HEAD)
    length = int.from_bytes(head[4:8], "little")
    end = start + 8 + length
    if end > pieces.length:
        return None
    if head[:4] == _EMBEDDED:
        # The unpacked length stands before the packed object.
        fits = head[12:13] == b"\x78" and length > 4  # noqa: PLR2004 - as said
        return (start, end, b".ole", range_place(start + 12, length - 4, b"zlib")) if fits else None
    name, more = _HEADS[head[:4]]
    ids = _ID_BYTES * (1 + more)
    if name in _METAFILES:
        body = 8 + ids + _METAFILE_HEAD
        packed = len(head) >= body and head[body - 2] == 0
        coding = b"zlib" if packed else b""
    else:
        body, coding = 8 + ids + 1, b"dib" if name == b".bmp" else b""
    if start + body >= end:
        return None
    return start, end, name, range_place(start + body, end - start - body, coding)


def _entry(streams: OleStreams, pieces: Pieces, what: tuple[int, bytes, bytes], place: bytes) -> Entry:
    _, path, name = what
    offset, _, rest = place.rpartition(b"@")[2].partition(b"+")
    length, _, coding = rest.partition(b":")
    if not coding:
        return Entry(path + name, int(length), place=place)
    size = 0
    if int(length) <= MOST_IN_MEMORY:
        size = len(CODINGS[coding](pieces.read(streams.stream, int(offset), int(length))))
    if not size:
        issue = Issue(Stage.READ, IssueCode.CONTAINER_DAMAGED, sentence("The packed picture cannot be unpacked."))
        return Entry(path + name, 0, state=State.FAILED, issue=issue)
    return Entry(path + name, size, place=place)
