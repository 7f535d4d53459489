"""The sections of one segment file of an EWF-E01 image: where its chunks lie, and what it states of the disk.

All numbers are little-endian. A section begins with a descriptor of 76 bytes: type, offset of the next one, size, and
the Adler-32 of all that.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNATURE = b"EVF\x09\x0d\x0a\xff\x00"
HEADER_BYTES = 13

_DESCRIPTOR = struct.Struct("<16sQQ40xI")
_TABLE = struct.Struct("<I4xQ4xI")
_GEOMETRY = struct.Struct("<4xIIIQ")
_GEOMETRY_OF_94 = struct.Struct("<4xIIII")
_MOST_SECTIONS = 100_000
_MOST_XML = 1 << 20
_SMALL_GEOMETRY = 94
_ERRORS_HEADER = 520


@dataclass(frozen=True, slots=True)
class Geometry:
    """What the image says of the disk: numbers of chunks and sectors, and their sizes in bytes."""

    chunks: int
    chunk_size: int
    size: int


@dataclass(frozen=True, slots=True)
class Table:
    """Where some chunks lie.

    Attributes:
        segment: number of the segment file, from 0.
        first: number of its first chunk in the image.
        count: of its chunks.
        base: what the offsets in the table count from.
        entries: offsets of the array of offsets: the table's own and, if there is one, that of its copy.
        end: where the last chunk ends at the latest.
    """

    segment: int
    first: int
    count: int
    base: int
    entries: tuple[int, ...]
    end: int


@dataclass(slots=True)
class Sections:
    """What one segment file holds."""

    geometry: Geometry | None = None
    tables: list[Table] = field(default_factory=list)
    digests: dict[str, bytes] = field(default_factory=dict)
    is_last: bool = False
    damage: list[str] = field(default_factory=list)


def read_sections(read: Callable[[int, int], bytes], size: int, segment: int, first: int) -> Sections:
    """Follow the sections of a segment file to its end.

    Args:
        read: gives so many bytes at an offset, fewer at the end.
        size: of the file.
        segment: its number from 0.
        first: number of the first chunk in it.
    """
    reader = _Reader(read, size, segment, first)
    reader.follow()
    return reader.found


class _Reader:
    def __init__(self, read: Callable[[int, int], bytes], size: int, segment: int, first: int) -> None:
        self.found = Sections()
        self._read = read
        self._size = size
        self._segment = segment
        self._next_chunk = first
        self._sectors_end = 0

    def follow(self) -> None:
        place, kind = HEADER_BYTES, b""
        for _ in range(_MOST_SECTIONS):
            raw = self._read(place, _DESCRIPTOR.size)
            if len(raw) < _DESCRIPTOR.size:
                break
            kind, following, size, checksum = _DESCRIPTOR.unpack(raw)
            kind = kind.rstrip(b"\0")
            if checksum != zlib.adler32(raw[:-4]):
                self._damaged(sentence("the descriptor of a section at {place}", place=place))
            self._section(kind, place, size)
            if kind in {b"done", b"next"}:
                self.found.is_last = kind == b"done"
                return
            if not place < following < self._size:
                break
            place = following
        self.found.is_last = kind != b"next"
        self._damaged(sentence("its list of sections, which has no end"))

    def _section(self, kind: bytes, place: int, size: int) -> None:
        start, end = place + _DESCRIPTOR.size, min(place + size, self._size)
        if kind in {b"volume", b"disk"}:
            self._geometry(self._read(start, min(end - start, 4096) if end > start else 0))
        elif kind == b"sectors":
            self._sectors_end = end
        elif kind == b"table":
            self._table(start, end)
        elif kind == b"table2":
            self._copy(start, end)
        elif kind == b"hash":
            self._digests(start, 36, (("md5", 0, 16),))
        elif kind == b"digest":
            self._digests(start, 80, (("md5", 0, 16), ("sha1", 16, 36)))
        elif kind == b"error2":
            self._unread_sectors(start, end)
        elif kind == b"xhash":
            self._named_digests(self._read(start, max(0, min(end - start, _MOST_XML))))

    def _geometry(self, data: bytes) -> None:
        if len(data) < _SMALL_GEOMETRY:
            self._damaged(sentence("the section on the size of the disk"))
            return
        if zlib.adler32(data[:-4]) != int.from_bytes(data[-4:], "little"):
            self._damaged(sentence("the section on the size of the disk"))
        form = _GEOMETRY_OF_94 if len(data) == _SMALL_GEOMETRY else _GEOMETRY
        chunks, sectors_each, sector, sectors = form.unpack_from(data)
        self.found.geometry = Geometry(chunks, sectors_each * sector, sectors * sector)

    def _table(self, start: int, end: int) -> None:
        count, base = self._table_header(start, end)
        if not count:
            self._damaged(sentence("the table of chunks at {start}", start=start))
            return
        last = self._sectors_end or end
        self.found.tables.append(Table(self._segment, self._next_chunk, count, base, (start + _TABLE.size,), last))
        self._next_chunk += count

    def _copy(self, start: int, end: int) -> None:
        """The copy of the table before, or all there is of a table that could not be used."""
        count, base = self._table_header(start, end)
        if not count:
            self._damaged(sentence("the copy of the table of chunks at {start}", start=start))
            return
        tables, place = self.found.tables, start + _TABLE.size
        if tables and len(tables[-1].entries) == 1 and (tables[-1].count, tables[-1].base) == (count, base):
            tables[-1] = replace(tables[-1], entries=(*tables[-1].entries, place))
        else:
            tables.append(Table(self._segment, self._next_chunk, count, base, (place,), self._sectors_end or end))
            self._next_chunk += count

    def _table_header(self, start: int, end: int) -> tuple[int, int]:
        """Number of chunks and base of the offsets; no chunks if it is damaged."""
        raw = self._read(start, _TABLE.size)
        if len(raw) < _TABLE.size:
            return 0, 0
        count, base, checksum = _TABLE.unpack(raw)
        if checksum != zlib.adler32(raw[:-4]) or start + _TABLE.size + 4 * count > end:
            return 0, 0
        return count, base

    def _digests(self, start: int, length: int, fields: tuple[tuple[str, int, int], ...]) -> None:
        data = self._read(start, length)
        if len(data) < length or zlib.adler32(data[:-4]) != int.from_bytes(data[-4:], "little"):
            self._damaged(sentence("the section on the digests of the acquisition"))
            return
        for name, begin, end in fields:
            if any(data[begin:end]):
                self.found.digests[name] = data[begin:end]

    def _named_digests(self, data: bytes) -> None:
        try:
            text = zlib.decompressobj().decompress(data, _MOST_XML)
        except zlib.error:
            self._damaged(sentence("the section on further digests"))
            return
        for name, value in re.findall(rb"<(md5|sha1|sha256)>([0-9A-Fa-f]{32,64})</", text):
            self.found.digests[name.decode()] = bytes.fromhex(value.decode())

    def _unread_sectors(self, start: int, end: int) -> None:
        """What could not be read when the image was made, and is zero in it."""
        header = self._read(start, _ERRORS_HEADER)
        count = min(int.from_bytes(header[:4], "little"), max(0, end - start - _ERRORS_HEADER) // 8)
        raw = self._read(start + _ERRORS_HEADER, 8 * count)
        sectors = sum(length for _, length in struct.iter_unpack("<II", raw[: len(raw) // 8 * 8]))
        if sectors:
            text = sentence(
                "When the image was made, {sectors:,} sectors of the disk could not be read; they are zero in it.",
                sectors=sectors,
            )
            self.found.damage.append(text)

    def _damaged(self, what: str) -> None:
        self.found.damage.append(
            sentence("Segment {segment} of the image is damaged: {what}.", segment=self._segment + 1, what=what)
        )
