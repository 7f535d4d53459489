"""The records of a zip archive: the end of its directory, the directory's entries, the header before each file.

Layout: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Peek = Callable[[int, int], bytes]

LOCAL, CENTRAL, END, DESCRIPTOR = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\7\x08"
END_REACH = 22 + 65_535
"""The end record and the longest comment."""

_END64, _LOCATOR64 = b"PK\6\6", b"PK\6\7"
_CENTRAL_FIXED = struct.Struct("<4sBBHHHHHIIIHHHHHII")
_LOCAL_FIXED = struct.Struct("<4sHHHHHIIIHH")
_END_FIXED = struct.Struct("<4sHHHHIIH")
_END64_FIXED = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR64_FIXED = struct.Struct("<4sIQI")
_FULL16, _FULL32 = 0xFFFF, 0xFFFF_FFFF
_CHUNK_BYTES = 1024 * 1024
_ENCRYPTED, _DESCRIPTOR_FOLLOWS = 1, 8
_ZIP64_EXTRA = 1


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the directory lies.

    Attributes:
        offset: of its first entry, from the start of the bytes at hand.
        length: in bytes.
        count: entries, as stated.
        count_is_short: the count is one of 16 bits, which writers let run over.
        shift: bytes before the archive; offsets in the directory count from there.
        disks: the number of the file that holds the directory; 0 unless the archive is split.
    """

    offset: int
    length: int
    count: int
    count_is_short: bool
    shift: int
    disks: int


@dataclass(frozen=True, slots=True)
class Member:
    """One file as a directory entry, or a local header, describes it.

    Attributes:
        name: raw bytes.
        flags, method, crc, packed, size: as stated.
        dos: date and time of MS-DOS, date in the upper 16 bits.
        local: offset of the local header from the start of the bytes at hand.
        system: the system of the writer; 3 is Unix.
        attributes: of the file in that system.
        extra: the extra fields, raw.
        record: offset of the directory entry; -1 for a local header.
        record_length: of the entry or header in bytes.
    """

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    dos: int
    local: int
    system: int
    attributes: int
    extra: bytes
    record: int
    record_length: int

    @property
    def is_encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.flags & _ENCRYPTED)

    @property
    def sizes_follow(self) -> bool:
        """Whether sizes and CRC stand behind the content, not in the local header."""
        return bool(self.flags & _DESCRIPTOR_FOLLOWS)


def find_directory(peek: Peek, size: int) -> Directory | None:
    """The directory of the archive that ends these bytes; None if there is none."""
    start = max(0, size - END_REACH)
    tail = peek(start, size - start)
    at = tail.rfind(END)
    while at >= 0:
        if len(tail) - at >= _END_FIXED.size:
            found = _directory(peek, start + at, tail[at : at + _END_FIXED.size])
            if found is not None:
                return found
        at = tail.rfind(END, 0, at)
    return None


def _directory(peek: Peek, end: int, raw: bytes) -> Directory | None:
    _, disk, _, _, count, length, offset, _ = _END_FIXED.unpack(raw)
    short = True
    if _FULL16 in {disk, count} or _FULL32 in {length, offset}:
        large = _directory64(peek, end)
        if large is not None:
            end, disk, count, length, offset = large
            short = False
    start = end - length
    if start < offset and peek(offset, 4) == CENTRAL:
        # Something stands between the directory and its end; the stated offset holds.
        start = offset
    if start < 0 or start < offset or (count and peek(start, 4) != CENTRAL):
        return None
    return Directory(start, length, count, short, start - offset, disk)


def _directory64(peek: Peek, end: int) -> tuple[int, int, int, int, int] | None:
    """Where the larger end record lies, and number of its disk, entries, length and offset of the directory."""
    locator = peek(max(0, end - _LOCATOR64_FIXED.size), _LOCATOR64_FIXED.size)
    if len(locator) < _LOCATOR64_FIXED.size or not locator.startswith(_LOCATOR64):
        return None
    stated = _LOCATOR64_FIXED.unpack(locator)[2]
    # With bytes before the archive the stated place is wrong; the record then stands right before its locator.
    for place in (stated, end - _LOCATOR64_FIXED.size - _END64_FIXED.size):
        if 0 <= place < end:
            raw = peek(place, _END64_FIXED.size)
            if len(raw) == _END64_FIXED.size and raw.startswith(_END64):
                _, _, _, _, disk, _, _, count, length, offset = _END64_FIXED.unpack(raw)
                return place, disk, count, length, offset
    return None


def members(peek: Peek, directory: Directory) -> Iterator[Member]:
    """The directory's entries, a piece of it in memory at a time; ends early where it is damaged."""
    place, end = directory.offset, directory.offset + directory.length
    buffer, base = b"", place
    while place < end:
        start = place - base
        if (found := _member(buffer, start, place, directory.shift)) is None:
            buffer, base = peek(place, min(_CHUNK_BYTES, end - place)), place
            if (found := _member(buffer, 0, place, directory.shift)) is None:
                return
        yield found
        place += found.record_length


def member_at(peek: Peek, directory: Directory, record: int) -> Member | None:
    """The directory entry at a place; None if there is none."""
    if not directory.offset <= record < directory.offset + directory.length:
        return None
    raw = peek(record, 1024)
    found = _member(raw, 0, record, directory.shift)
    return found or _member(peek(record, _CENTRAL_FIXED.size + 3 * _FULL16), 0, record, directory.shift)


def _member(buffer: bytes, start: int, record: int, shift: int) -> Member | None:
    """The entry that begins there; None if it is none, or not all of it is at hand."""
    if len(buffer) - start < _CENTRAL_FIXED.size:
        return None
    (mark, _, system, _, flags, method, time, date, crc, packed, size, name_length, extra_length, comment_length, _, _,
     attributes, local) = _CENTRAL_FIXED.unpack_from(buffer, start)  # fmt: skip
    names = start + _CENTRAL_FIXED.size
    extras = names + name_length
    length = _CENTRAL_FIXED.size + name_length + extra_length + comment_length
    if mark != CENTRAL or len(buffer) - start < length:
        return None
    extra = buffer[extras : extras + extra_length]
    if _FULL32 in {packed, size, local}:
        size, packed, local = _large(extra, size, packed, local)
    return Member(
        buffer[names:extras], flags, method, crc, packed, size, date << 16 | time, local + shift, system, attributes,
        extra, record, length,
    )  # fmt: skip


def local_at(peek: Peek, place: int) -> Member | None:
    """The local header at a place; None if there is none. `record_length` says where the content begins."""
    raw = peek(place, 512)
    if len(raw) < _LOCAL_FIXED.size or not raw.startswith(LOCAL):
        return None
    _, _, flags, method, time, date, crc, packed, size, name_length, extra_length = _LOCAL_FIXED.unpack_from(raw)
    length = _LOCAL_FIXED.size + name_length + extra_length
    if length > len(raw):
        raw = peek(place, length)
    names = _LOCAL_FIXED.size
    extra = raw[names + name_length : length]
    if _FULL32 in {packed, size}:
        size, packed, _ = _large(extra, size, packed, 0)
    name = raw[names : names + name_length]
    return Member(name, flags, method, crc, packed, size, date << 16 | time, place, 0, 0, extra, -1, length)


def measured(member: Member, packed: int, size: int, crc: int) -> Member:
    """A member of which sizes and CRC became known."""
    return replace(member, packed=packed, size=size, crc=crc)


def _large(extra: bytes, *short: int) -> tuple[int, int, int]:
    """Size, packed size and offset, each from the extra field of Zip64 where the short field is full."""
    left = next((data for kind, data in extras_of(extra) if kind == _ZIP64_EXTRA), b"")
    values = []
    for value in short:
        if value == _FULL32 and len(left) >= 8:  # noqa: PLR2004 - bytes of a 64-bit number
            values.append(int.from_bytes(left[:8], "little"))
            left = left[8:]
        else:
            values.append(value)
    return values[0], values[1], values[2]


def extras_of(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """The extra fields: number and content; what is cut off is left out."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        if place + 4 + length > len(extra):
            return
        yield kind, extra[place + 4 : place + 4 + length]
        place += 4 + length
