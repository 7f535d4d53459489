"""Directories of TIFF structures, read from anything seekable with bounds on every count and place.

Serves TIFF, camera raw files in TIFF's clothes (whose magic number differs) and the index of multi-picture JPEG files.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDERS = {
    b"II*\x00": "<",
    b"MM\x00*": ">",
    b"IIRO": "<",
    b"IIRS": "<",
    b"MMOR": ">",
    b"IIU\x00": "<",
}
"""First four bytes to byte order: TIFF, and raw files of Olympus and Panasonic that differ in that number alone."""

_BIG_ORDERS = {b"II+\x00\x08\x00\x00\x00": "<", b"MM\x00+\x00\x08\x00\x00": ">"}

SUB_DIRECTORIES = 0x014A
_FORMATS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
"""How many bytes a value of each type has."""
_MOST_ENTRIES = 512
_MOST_COUNT = 1 << 16
_FARTHEST = 1 << 43
"""No file reaches as far; a place beyond it is one where nothing stands, on every file system."""
_MOST_DIRECTORIES = 64
_MOST_PAGES = 1 << 16
_MOST_VALUES = 1 << 16
_LONGEST_TEXT = 256


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its type and count, and where its value stands, from the start of the stream."""

    type: int
    count: int
    place: int


@dataclass(frozen=True, slots=True)
class _Form:
    """How numbers stand in a directory: the letters of `struct` for how many entries, for one, and for a place."""

    count: str
    entry: str
    place: str

    @property
    def inline(self) -> int:
        """Values of at most so many bytes stand in their entry."""
        return struct.calcsize(f"<{self.place}")


_CLASSIC, _BIG = _Form("H", "HHII", "I"), _Form("Q", "HHQQ", "Q")


@dataclass(frozen=True, slots=True)
class Directory:
    """One directory of a TIFF structure; see `read_directory`. `big`: BigTIFF's form; `end`: where its bytes end."""

    stream: BinaryIO
    order: str
    base: int
    entries: dict[int, Entry]
    following: int
    big: bool = False
    end: int = 0

    def numbers(self, tag: int) -> tuple[int, ...]:
        """The whole numbers of an entry; () where it is absent, of another type or not in the file."""
        entry = self.entries.get(tag)
        form = _FORMATS.get(entry.type) if entry is not None else None
        if entry is None or form is None or entry.count > _MOST_VALUES:
            return ()
        self.stream.seek(entry.place)
        data = self.stream.read(entry.count * SIZES[entry.type])
        return struct.unpack(f"{self.order}{len(data) // SIZES[entry.type]}{form}", data[: _whole(data, entry)])

    def read(self, place: int, count: int) -> bytes:
        """The bytes at a place that an entry names; b"" where it lies beyond every file."""
        if place >= _FARTHEST:
            return b""
        self.stream.seek(place)
        return self.stream.read(count)

    def number(self, tag: int) -> int | None:
        """The first whole number of an entry, None where there is none."""
        found = self.numbers(tag)
        return found[0] if found else None

    def text(self, tag: int) -> bytes:
        """The bytes of a text, without what follows its end mark; b"" where there is none."""
        entry = self.entries.get(tag)
        if entry is None:
            return b""
        self.stream.seek(entry.place)
        return self.stream.read(min(entry.count, _LONGEST_TEXT)).split(b"\x00")[0].strip()


def _whole(data: bytes, entry: Entry) -> int:
    return len(data) // SIZES[entry.type] * SIZES[entry.type]


def read_directory(stream: BinaryIO, place: int, order: str, base: int = 0, *, big: bool = False) -> Directory | None:
    """The directory at a place; None if it does not lie in the stream.

    Args:
        stream: seekable.
        place: where it begins, from `base`.
        order: "<" or ">".
        base: where the structure begins in the stream.
        big: True for BigTIFF, whose counts and places have eight bytes.
    """
    form = _BIG if big else _CLASSIC
    if not 0 <= base + place < _FARTHEST:
        return None
    stream.seek(base + place)
    count_bytes, entry_bytes = struct.calcsize(f"<{form.count}"), struct.calcsize(f"<{form.entry}")
    head = stream.read(count_bytes)
    if len(head) < count_bytes:
        return None
    (count,) = struct.unpack(f"{order}{form.count}", head)
    if count > _MOST_COUNT:
        return None
    body = stream.read(count * entry_bytes + form.inline)
    entries: dict[int, Entry] = {}
    for at in range(0, min(count, _MOST_ENTRIES) * entry_bytes, entry_bytes):
        if at + entry_bytes > len(body):
            break
        tag, kind, number, value = struct.unpack_from(f"{order}{form.entry}", body, at)
        here = base + place + count_bytes + at + entry_bytes - form.inline
        inline = number * SIZES.get(kind, 1) <= form.inline
        where = here if inline else base + value
        entries.setdefault(tag, Entry(kind, number, min(where, _FARTHEST)))
    end = count * entry_bytes
    following = struct.unpack_from(f"{order}{form.place}", body, end)[0] if len(body) >= end + form.inline else 0
    return Directory(stream, order, base, entries, following, big, base + place + count_bytes + end + form.inline)


def first_directory(stream: BinaryIO) -> Directory | None:
    """The first directory of a file; None if it is no such file or the directory lies outside."""
    stream.seek(0)
    head = stream.read(16)
    if head[:8] in _BIG_ORDERS and len(head) == 16:  # noqa: PLR2004 - the header
        order = _BIG_ORDERS[head[:8]]
        return read_directory(stream, struct.unpack_from(f"{order}Q", head, 8)[0], order, big=True)
    classic = ORDERS.get(head[:4])
    if classic is None or len(head) < 8:  # noqa: PLR2004 - the header
        return None
    return read_directory(stream, struct.unpack_from(f"{classic}I", head, 4)[0], classic)


def chain(stream: BinaryIO) -> Iterator[Directory]:
    """The directories of a file one after the other, as pages follow: each once, none of those below others."""
    directory, seen = first_directory(stream), set[int]()
    while directory is not None:
        yield directory
        place = directory.following
        if place == 0 or place in seen or len(seen) >= _MOST_PAGES:
            return
        seen.add(place)
        directory = read_directory(stream, place, directory.order, big=directory.big)


def leads_outside(directory: Directory) -> bool:
    """Whether a directory names a following one that does not lie in the file."""
    place = directory.following
    return place != 0 and read_directory(directory.stream, place, directory.order, big=directory.big) is None


def directories(stream: BinaryIO) -> Iterator[Directory]:
    """All directories of a file, those below others included; each once, at most 64."""
    first = first_directory(stream)
    if first is None:
        return
    waiting, seen = [first], set[int]()
    while waiting:
        directory = waiting.pop(0)
        yield directory
        for place in (directory.following, *directory.numbers(SUB_DIRECTORIES)):
            if place and place not in seen and len(seen) < _MOST_DIRECTORIES:
                seen.add(place)
                found = read_directory(stream, place, directory.order, big=directory.big)
                if found is not None:
                    waiting.append(found)
