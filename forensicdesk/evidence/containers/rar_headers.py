"""What the headers of a RAR 5 archive say of its files that libarchive does not pass on: encryption, and copies."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = b"Rar!\x1a\x07\x01\x00"
_FILE, _END = 2, 5
_HAS_EXTRA, _HAS_DATA = 1, 2
_HAS_TIME, _HAS_CRC = 2, 4
_ENCRYPTION, _REDIRECTION = 1, 5
_HARD_LINK, _FILE_COPY = 4, 5
_LONGEST_HEADER = 2 * 1024 * 1024
_LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class FileHeader:
    """One file, or folder, of the archive.

    Attributes:
        name: in UTF-8, as stored.
        is_encrypted: whether a password is needed for its content.
        same_as: the name of the file that has its content, b"" if it has its own.
    """

    name: bytes
    is_encrypted: bool
    same_as: bytes


def file_headers(stream: BinaryIO) -> Iterator[FileHeader]:
    """The headers of all files in their order; ends where none is any more, or where one is damaged.

    An archive of an older form has none of these.
    """
    stream.seek(0)
    if stream.read(len(_MAGIC)) != _MAGIC:
        return
    place = len(_MAGIC)
    while True:
        stream.seek(place)
        start = stream.read(4 + _LONGEST_NUMBER)
        try:
            size, at = _number(start, 4)
        except IndexError:
            return
        if not 0 < size <= _LONGEST_HEADER:
            return
        stream.seek(place)
        whole = stream.read(at + size)
        if len(whole) < at + size or zlib.crc32(whole[4:]) != int.from_bytes(whole[:4], "little"):
            return
        try:
            kind, length, found = _block(whole[at:])
        except IndexError:
            return
        if found is not None:
            yield found
        if kind == _END:
            return
        place += at + size + length


def _block(header: bytes) -> tuple[int, int, FileHeader | None]:
    """Kind, length of what follows, and what a header says if it is that of a file.

    Raises:
        IndexError: it says to be longer than it is.
    """
    kind, at = _number(header, 0)
    flags, at = _number(header, at)
    extra, length = 0, 0
    if flags & _HAS_EXTRA:
        extra, at = _number(header, at)
    if flags & _HAS_DATA:
        length, at = _number(header, at)
    if kind != _FILE:
        return kind, length, None
    told, at = _number(header, at)
    for _ in range(2):
        _, at = _number(header, at)
    at += 4 * bool(told & _HAS_TIME) + 4 * bool(told & _HAS_CRC)
    for _ in range(2):
        _, at = _number(header, at)
    name, _ = _text(header, at)
    is_encrypted, same_as = _records(header[max(0, len(header) - extra) :] if extra else b"")
    return kind, length, FileHeader(name, is_encrypted, same_as)


def _records(extra: bytes) -> tuple[bool, bytes]:
    """Whether the records behind a header speak of encryption, and which file they name as the one with the content."""
    is_encrypted, same_as, at = False, b"", 0
    while at < len(extra):
        size, at = _number(extra, at)
        kind, inside = _number(extra, at)
        if kind == _ENCRYPTION:
            is_encrypted = True
        elif kind == _REDIRECTION:
            how, inside = _number(extra, inside)
            _, inside = _number(extra, inside)
            if how in {_HARD_LINK, _FILE_COPY}:
                same_as, _ = _text(extra, inside)
        at += size
    return is_encrypted, same_as


def _text(data: bytes, at: int) -> tuple[bytes, int]:
    size, at = _number(data, at)
    if at + size > len(data):
        raise IndexError
    return data[at : at + size], at + size


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the place behind it."""
    value = 0
    for place in range(_LONGEST_NUMBER):
        byte = data[at + place]
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follows
            return value, at + place + 1
    raise IndexError
