"""Places in a compound file: number of a stream, "~drawing" for the drawings of a workbook, "@", a range of it."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import Entry
from forensicdesk.evidence.containers.by_place import MOST_IN_MEMORY, no_place, open_place, range_place
from forensicdesk.evidence.containers.ole_streams import Pieces
from forensicdesk.evidence.containers.picture_ends import ending

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.ole_streams import Named, OleStreams

_PLACE = re.compile(rb"(\d{1,9})(~drawing)?@(.+)", re.DOTALL)
_DRAWING, _CONTINUED = 0x00EB, 0x003C


def stream_entry(streams: OleStreams, one: Named, path: bytes, start: int = 0, length: int | None = None) -> Entry:
    """The entry for a stream, or for a range of it; without a name's ending it gets that of the contents."""
    rest = streams.pieces(one.number).length - start
    count = max(0, rest if length is None else min(length, rest))
    name = path if b"." in path else path + ending(streams.read(one, start, 16))
    return Entry(name, count, place=place_in(one.number, range_place(start, count)))


def place_in(number: int, inner: bytes, *, drawing: bool = False) -> bytes:
    """The place of something in a stream."""
    return b"%d%s@%s" % (number, b"~drawing" if drawing else b"", inner)


def open_in(streams: OleStreams, place: bytes) -> BinaryIO:
    """The bytes at a place.

    Raises:
        OSError: it is no place of this file.
        ContainerError: the file is damaged there.
    """
    found = _PLACE.fullmatch(place)
    if found is None:
        raise no_place()
    pieces = drawing_pieces(streams, int(found[1])) if found[2] else streams.pieces(int(found[1]))
    return open_place(streams.open(pieces), found[3])  # type: ignore[arg-type]


def drawing_pieces(streams: OleStreams, number: int) -> Pieces:
    """The drawings of an Excel workbook, which lie in records of at most 8224 bytes ([MS-XLS] MsoDrawingGroup)."""
    if number in streams.drawings:
        return streams.drawings[number]
    stream = streams.pieces(number)
    data = stream.read(streams.stream, 0, min(stream.length, MOST_IN_MEMORY))
    ranges: list[tuple[int, int]] = []
    place, goes_on = 0, False
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        goes_on = kind == _DRAWING or (goes_on and kind == _CONTINUED)
        if goes_on:
            ranges.extend(stream.parts(place + 4, length))
        place += 4 + length
    streams.drawings[number] = Pieces(ranges)
    return streams.drawings[number]
