"""EWF-E01 images, as EnCase, FTK Imager and ewfacquire write them: read with zlib, segment by segment.

libewf reads them, too, and its results are what ours are tested against; but its wheel inflates so slowly that walking
an image takes ten times as long.
"""

from __future__ import annotations

import bisect
import errno
import zlib
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.disk import DiskContainer, segment_of
from forensicdesk.evidence.containers.ewf_sections import HEADER_BYTES, SIGNATURE, read_sections
from forensicdesk.evidence.containers.segments import Segments, later_name
from forensicdesk.evidence.ranges import length_of
from forensicdesk.language import sentence
from forensicdesk.model import State, StatedHash
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container
    from forensicdesk.evidence.containers.ewf_sections import Sections, Table

BY = "the image (E01)"
"""Who states the digests of the acquisition."""

_CHUNKS_BYTES = 16 << 20
_TABLES = 16
_AT_ONCE = 256 * 1024
_MOST_CHUNK = 64 << 20
_MOST_SEGMENTS = 14_000
_OFFSET = 0x7FFFFFFF
_NO_SIZE = sentence("The image does not say how large its disk is.")

Places = tuple["np.ndarray[tuple[int], np.dtype[np.int64]]", "np.ndarray[tuple[int], np.dtype[np.bool_]]"]


class EwfImage:
    """The disk in an E01 image.

    Raises:
        ContainerError: a segment is missing, or the image cannot be read at all.
    """

    def __init__(self, around: Around) -> None:
        self._segments = Segments(around)
        self._tables: list[Table] = []
        self._notes: list[str] = []
        digests: dict[str, bytes] = {}
        geometry = None
        for sections in self._follow(around):
            geometry = geometry or sections.geometry
            self._tables += sections.tables
            self._notes += sections.damage
            digests |= sections.digests
        if geometry is None or not 0 < geometry.chunk_size <= _MOST_CHUNK:
            raise _damaged(_NO_SIZE)
        self.size = geometry.size
        self.stated = tuple(StatedHash(name, value, BY) for name, value in sorted(digests.items()))
        self._chunk_size = geometry.chunk_size
        self._firsts = [table.first for table in self._tables]
        self._places: OrderedDict[int, Places] = OrderedDict()
        self._chunks: OrderedDict[int, bytes] = OrderedDict()
        self._window = (-1, 0, b"")

    def read_at(self, offset: int, count: int) -> bytes:
        """Bytes of the disk."""
        count = min(count, self.size - offset)
        if count <= 0:
            return b""
        first, skip = divmod(offset, self._chunk_size)
        last = (offset + count - 1) // self._chunk_size
        if first == last:
            return self._chunk(first)[skip : skip + count]
        whole = b"".join([self._chunk(number) for number in range(first, last + 1)])
        return whole[skip : skip + count] if skip or len(whole) != count else whole

    def damage(self) -> Iterator[str | None]:
        """Notes of the segments, damaged tables, and chunks that no table has."""
        yield from self._notes
        for number, table in enumerate(self._tables):
            yield None
            if not self._entries(table, table.entries[0]):
                copy = (
                    sentence("its copy is used")
                    if number in self._places or self._load(number)
                    else sentence("so is its copy")
                )
                yield sentence(
                    "The table of the chunks from {first} on is damaged; {what}.", first=table.first, what=copy
                )
        known = self._tables[-1].first + self._tables[-1].count if self._tables else 0
        if known * self._chunk_size < self.size:
            yield sentence(
                "The image ends early: of the {size:,} bytes of the disk it holds {known:,}.",
                size=self.size,
                known=known * self._chunk_size,
            )

    def _follow(self, around: Around) -> Iterator[Sections]:
        """The sections of one segment after the other."""
        first = 0
        for number in range(_MOST_SEGMENTS):
            stream = self._segments.open(number)
            size = length_of(stream)
            if number and _number(self._segments.read(number, 0, HEADER_BYTES)) != number + 1:
                text = sentence(
                    "The file {later_name} is not segment {number} of the image.",
                    later_name=_shown(later_name(around.name, number)),
                    number=number + 1,
                )
                raise _damaged(text)
            sections = read_sections(partial(self._segments.read, number), size, number, first)
            first += sum(table.count for table in sections.tables)
            yield sections
            if sections.is_last:
                return

    def _chunk(self, number: int) -> bytes:
        known = self._chunks.get(number)
        if known is not None:
            self._chunks.move_to_end(number)
            return known
        segment, start, end, packed = self._place(number)
        data = self._raw(segment, start, end)
        wanted = min(self._chunk_size, self.size - number * self._chunk_size)
        chunk = _unpacked(data, self._chunk_size) if packed else _checked(data, wanted)
        if chunk is None or len(chunk) < wanted:
            raise OSError(errno.EIO, sentence("chunk {number} of the image is damaged", number=number))
        self._chunks[number] = chunk
        if len(self._chunks) * self._chunk_size > _CHUNKS_BYTES:
            self._chunks.popitem(last=False)
        return chunk

    def _place(self, number: int) -> tuple[int, int, int, bool]:
        """Segment, offset, end, and whether it is compressed."""
        at = bisect.bisect_right(self._firsts, number) - 1
        table = self._tables[at] if at >= 0 else None
        if table is None or number >= table.first + table.count:
            raise OSError(errno.EIO, sentence("chunk {number} is missing in the image", number=number))
        known = self._places.get(at) or self._load(at)
        if known is None:
            raise OSError(errno.EIO, sentence("the table that chunk {number} stands in is damaged", number=number))
        offsets, packed = known
        index = number - table.first
        return table.segment, int(offsets[index]), int(offsets[index + 1]), bool(packed[index])

    def _load(self, at: int) -> Places | None:
        """The places of a table, or of its copy where it is damaged; None if both are."""
        table = self._tables[at]
        for place in table.entries:
            raw = self._entries(table, place)
            if raw:
                self._places[at] = found = _places(raw, table)
                if len(self._places) > _TABLES:
                    self._places.popitem(last=False)
                return found
        return None

    def _entries(self, table: Table, place: int) -> bytes:
        """The array of offsets; b"" if its checksum is wrong."""
        raw = self._segments.read(table.segment, place, 4 * table.count + 4)
        body, checksum = raw[: 4 * table.count], raw[4 * table.count :]
        return body if zlib.adler32(body) == int.from_bytes(checksum, "little") and len(checksum) == 4 else b""  # noqa: PLR2004

    def _raw(self, segment: int, start: int, end: int) -> bytes | memoryview:
        """Stored bytes of a chunk, out of a larger piece that is read at once."""
        length = min(end - start, 2 * self._chunk_size + 1024)
        if length <= 0:
            return b""
        held, begin, data = self._window
        if held != segment or start < begin or start + length > begin + len(data):
            data, begin = self._segments.read(segment, start, max(length, _AT_ONCE)), start
            self._window = (segment, begin, data)
        return memoryview(data)[start - begin : start - begin + length]


def _places(raw: bytes, table: Table) -> Places:
    """Where chunks begin, with the end of the last one behind, and which are compressed.

    Where a segment holds more than 2 GiB, offsets use all 32 bits from there on, and those chunks are not compressed.
    """
    entries = np.frombuffer(raw, "<u4").astype(np.int64)
    offsets, packed = entries & _OFFSET, entries > _OFFSET
    falls = np.flatnonzero(offsets[1:] < offsets[:-1])
    if falls.size:
        wide = int(falls[0]) + 1
        offsets[wide:], packed[wide:] = entries[wide:], False
    return np.append(offsets + table.base, max(table.end, int(offsets[-1]) + table.base)), packed


def _unpacked(data: bytes | memoryview, most: int) -> bytes | None:
    """An inflated chunk, whose Adler-32 zlib has checked; None if it is damaged."""
    try:
        inflater = zlib.decompressobj()
        chunk = inflater.decompress(data, most + 1)
    except zlib.error:
        return None
    return chunk if inflater.eof and len(chunk) <= most else None


def _checked(data: bytes | memoryview, wanted: int) -> bytes | None:
    """A chunk stored as it is, with its Adler-32 behind; None if it is damaged."""
    chunk, checksum = bytes(data[:-4]), int.from_bytes(data[-4:], "little")
    if len(chunk) > wanted and zlib.adler32(chunk) != checksum:
        chunk, checksum = bytes(data[:wanted]), int.from_bytes(data[wanted : wanted + 4], "little")
    return chunk if zlib.adler32(chunk) == checksum else None


def _number(header: bytes) -> int:
    """The number of a segment, from 1; 0 if it is none."""
    return int.from_bytes(header[9:11], "little") if header[:8] == SIGNATURE else 0


def _damaged(text: str) -> ContainerError:
    return ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)


def _shown(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


def _open(around: Around) -> Container:
    return DiskContainer(EwfImage(around), around)


def _open_later(around: Around) -> Container:
    """A later segment: nothing of its own if the first is there."""
    return segment_of(later_name(around.name, 0), around)


EWF = ContainerFormat(
    "ewf",
    "E01 image of a disk",
    "application/x-ewf",
    lambda head: _number(head.start) == 1,
    _open,
    acquisition=True,
)
EWF_SEGMENT = ContainerFormat(
    "ewf-segment",
    "segment of an E01 image",
    "application/x-ewf",
    lambda head: _number(head.start) > 1,
    _open_later,
)
