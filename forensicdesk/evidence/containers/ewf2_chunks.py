"""The chunks of an Ex01 image: libewf gives zeros for one that is damaged, and tells nobody.

Sections are found from the end of each segment, as their descriptors lead to those before them.
"""

from __future__ import annotations

import bz2
import errno
import io
import struct
import zlib
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.segments import read_fully
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADER_BYTES = 32
_METHOD = struct.Struct("<10xH")
_ZLIB, _BZIP2 = 1, 2
_DESCRIPTOR = struct.Struct("<IIQQI32xI")
"""Type, flags, place of the descriptor before, length of the data, own length; check sum of all before it."""
_TABLE = 4
_TABLE_HEAD = struct.Struct("<QI4xI")
_TABLE_HEAD_BYTES = 32
_ENTRY = struct.Struct("<QII")
_PACKED, _SUMMED, _PATTERN = 1, 2, 4
_KEPT_TABLES = 4
_MOST_ENTRIES = 1 << 22
_SUM_BYTES = 4


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the places of some chunks stand: number of the first, how many, which segment, offset in it."""

    first: int
    count: int
    segment: int
    offset: int


class Chunks:
    """Every chunk by its number.

    Args:
        segments: the files of the image, in order.
        chunk_size: of every chunk but the last, in bytes.
        size: of the disk.

    Attributes:
        bytes: up to which byte of the disk there are chunks.

    Raises:
        OSError: a section cannot be read, or makes no sense.
    """

    def __init__(self, segments: Sequence[BinaryIO], chunk_size: int, size: int) -> None:
        self._segments = segments
        self._chunk_size = chunk_size
        self._size = size
        self._tables = sorted(
            (table for number, stream in enumerate(segments) for table in _tables(stream, number)),
            key=lambda table: table.first,
        )
        self._firsts = [table.first for table in self._tables]
        self.bytes = max((table.first + table.count for table in self._tables), default=0) * chunk_size
        self._methods = [_METHOD.unpack_from(read_fully(stream, 0, _HEADER_BYTES))[0] for stream in segments]
        self._loaded: OrderedDict[_Table, bytes] = OrderedDict()

    def read_at(self, offset: int, count: int) -> bytes:
        """Bytes of the disk up to the end of a chunk at the most.

        Raises:
            OSError: the chunk is damaged, or is not there.
        """
        number, inside = divmod(offset, self._chunk_size)
        return self._chunk(number)[inside : inside + count]

    def _chunk(self, number: int) -> bytes:
        at = bisect_right(self._firsts, number) - 1
        table = self._tables[at] if at >= 0 else None
        if table is None or number >= table.first + table.count:
            raise _damaged()
        entries = self._entries(table)
        place, stored, flags = _ENTRY.unpack_from(entries, (number - table.first) * _ENTRY.size)
        expected = min(self._chunk_size, self._size - number * self._chunk_size)
        if flags & _PACKED and flags & _PATTERN:
            pattern: bytes = struct.pack("<Q", place)
            return (pattern * (expected // len(pattern) + 1))[:expected]
        if stored > 2 * self._chunk_size + 1024:
            raise _damaged()
        data = read_fully(self._segments[table.segment], place, stored)
        if len(data) < stored:
            raise _damaged()
        method = self._methods[table.segment]
        chunk = _unpacked(data, method, self._chunk_size) if flags & _PACKED else _summed(data, flags)
        if len(chunk) < expected:
            raise _damaged()
        return chunk[:expected]

    def _entries(self, table: _Table) -> bytes:
        """The places that stand in a table, whose check sum is right."""
        if table not in self._loaded:
            length = table.count * _ENTRY.size
            data = read_fully(self._segments[table.segment], table.offset + _TABLE_HEAD_BYTES, length + _SUM_BYTES)
            if len(data) < length + _SUM_BYTES or zlib.adler32(data[:length]) != _number(data[length:]):
                raise _damaged()
            self._loaded[table] = data[:length]
            while len(self._loaded) > _KEPT_TABLES:
                self._loaded.popitem(last=False)
        self._loaded.move_to_end(table)
        return self._loaded[table]


def _tables(stream: BinaryIO, segment: int) -> Iterator[_Table]:
    """The tables of one segment.

    Raises:
        OSError: it cannot be read, or its sections make no sense.
    """
    place = stream.seek(0, io.SEEK_END) - _DESCRIPTOR.size
    while place:
        raw = read_fully(stream, place, _DESCRIPTOR.size) if place >= _HEADER_BYTES else b""
        if len(raw) < _DESCRIPTOR.size:
            raise _damaged()
        kind, _, before, length, own, stated = _DESCRIPTOR.unpack(raw)
        if stated != zlib.adler32(raw[:-_SUM_BYTES]) or before >= place or own != _DESCRIPTOR.size or length > place:
            raise _damaged()
        if kind == _TABLE:
            yield _table(stream, place - length, length, segment)
        place = before


def _table(stream: BinaryIO, offset: int, length: int, segment: int) -> _Table:
    raw = read_fully(stream, offset, _TABLE_HEAD.size)
    if len(raw) < _TABLE_HEAD.size:
        raise _damaged()
    first, count, stated = _TABLE_HEAD.unpack(raw)
    fits = _TABLE_HEAD_BYTES + count * _ENTRY.size + _SUM_BYTES <= length and count <= _MOST_ENTRIES
    if stated != zlib.adler32(raw[:-_SUM_BYTES]) or not fits:
        raise _damaged()
    return _Table(first, count, segment, offset)


def _unpacked(data: bytes, method: int, most: int) -> bytes:
    """A packed chunk; what follows it in the place is filling."""
    try:
        if method == _ZLIB:
            unpacker = zlib.decompressobj()
            chunk = unpacker.decompress(data, most)
            # The check sum behind the packed bytes is looked at only when the end was reached.
            if not unpacker.eof and unpacker.decompress(unpacker.unconsumed_tail, 1):
                raise _damaged()
            if unpacker.eof:
                return chunk
        elif method == _BZIP2:
            other = bz2.BZ2Decompressor()
            chunk = other.decompress(data, most)
            if other.eof or (not other.decompress(b"", 1) and other.eof):
                return chunk
    except (zlib.error, OSError, EOFError) as error:
        raise _damaged() from error
    raise _damaged()


def _summed(data: bytes, flags: int) -> bytes:
    if not flags & _SUMMED:
        return data
    chunk = data[:-_SUM_BYTES]
    if zlib.adler32(chunk) != _number(data[-_SUM_BYTES:]):
        raise _damaged()
    return chunk


def _number(data: bytes) -> int:
    return int.from_bytes(data[:_SUM_BYTES], "little")


def _damaged() -> OSError:
    return OSError(errno.EIO, sentence("the image is damaged there"))
