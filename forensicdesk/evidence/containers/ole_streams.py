"""The streams of an OLE compound file, each read where its sectors lie, however many there are ([MS-CFB])."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

import olefile

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.containers.streams import InnerStream
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, BinaryIO

    from forensicdesk.evidence.containers.base import Around

TROUBLE = (OSError, ValueError, TypeError, AttributeError, KeyError, IndexError, ArithmeticError, RecursionError)
"""What the library can raise over damaged files."""

_STORAGE, _STREAM = 1, 2
_HEAD = 512
_SECTOR_SIZES = {b"\x09\0\x06\0", b"\x0c\0\x06\0"}
"""Powers of two that a sector and a small sector take: 512 or 4096 bytes, and 64."""
_LAST_SECTOR = 0xFFFFFFFA
_MOST_ENTRIES, _DEEPEST = 200_000, 60
_FREE_STEPS, _STEPS_PER_SECTOR = 1_000_000, 64


class Pieces:
    """Ranges of a file, read as if they were one behind the other."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self._ranges: list[tuple[int, int]] = []
        self._starts: list[int] = []
        self.length = 0
        for offset, count in ranges:
            if self._ranges and sum(self._ranges[-1]) == offset:
                self._ranges[-1] = (self._ranges[-1][0], self._ranges[-1][1] + count)
            elif count > 0:
                self._ranges.append((offset, count))
                self._starts.append(self.length)
            self.length += max(0, count)

    def parts(self, offset: int, count: int) -> Iterator[tuple[int, int]]:
        """The ranges of the file that hold so many bytes from an offset on."""
        count = min(count, self.length - offset)
        number = bisect.bisect_right(self._starts, offset) - 1
        while count > 0:
            start, length = self._ranges[number]
            inside = offset - self._starts[number]
            taken = min(count, length - inside)
            yield start + inside, taken
            offset, count, number = offset + taken, count - taken, number + 1

    def read(self, stream: BinaryIO, offset: int, count: int) -> bytes:
        """Bytes of the file; fewer at the end."""
        read = []
        for start, length in self.parts(offset, count):
            stream.seek(start)
            read.append(stream.read(length))
        return b"".join(read)


@dataclass(frozen=True, slots=True)
class Named:
    """One stream: its number in the directory, its path, and the length it states."""

    number: int
    path: tuple[str, ...]
    size: int


class OleStreams:
    """The directory of a compound file and where its streams lie.

    Attributes:
        stream: the file.
        named: every stream of the directory.
        drawings: what is known of drawings in workbooks, by number of their stream.

    Raises:
        ContainerError: the file's own structure cannot be read.
    """

    def __init__(self, around: Around) -> None:
        self.stream, self._size = around.stream, around.size
        around.stream.seek(0)
        if around.stream.read(_HEAD)[30:34] not in _SECTOR_SIZES:
            # The library reserves whatever a sector is said to take.
            raise damaged()
        try:
            self._ole: Any = olefile.OleFileIO(_Unclosed(around.stream))
            self.named = tuple(self._walk())
        except TROUBLE as error:
            raise damaged() from error
        self._by_path = {one.path: one for one in self.named}
        self._kept: dict[int, Pieces] = {}
        self.drawings: dict[int, Pieces] = {}
        self._small_sectors: Pieces | None = None
        self._steps = 0
        self.allow()

    def allow(self) -> None:
        """Allow as many steps along chains of sectors as a listing or an opening may take."""
        self._steps = _FREE_STEPS + _STEPS_PER_SECTOR * (self._size // 512)

    def get(self, *path: str) -> Named | None:
        """The stream of this path; None if there is none."""
        return self._by_path.get(path)

    def read(self, one: Named, offset: int = 0, count: int = -1) -> bytes:
        """Bytes of a stream."""
        pieces = self.pieces(one.number)
        return pieces.read(self.stream, offset, pieces.length if count < 0 else count)

    def open(self, pieces: Pieces) -> InnerStream:
        """A stream over some pieces of the file."""
        return InnerStream(pieces.length, lambda at, count: pieces.read(self.stream, at, count), self.stream)

    def pieces(self, number: int) -> Pieces:
        """Where a stream lies, by its number in the directory.

        Raises:
            ContainerError: there is none, or the file's structure leads in circles.
        """
        if number not in self._kept:
            if len(self._kept) > 64:  # noqa: PLR2004 - a stream is read, then the next one
                self._kept.clear()
            try:
                self._kept[number] = self._pieces(number)
            except TROUBLE as error:
                raise damaged() from error
        return self._kept[number]

    def _pieces(self, number: int) -> Pieces:
        entry = self._ole.direntries[number]
        size = min(int(entry.size), self._size)
        if entry.entry_type == _STREAM and size < self._ole.minisectorcutoff:
            small = int(self._ole.minisectorsize)
            if self._small_sectors is None:
                first, large = int(self._ole.root.isectStart), int(self._ole.sectorsize)
                self._small_sectors = Pieces(self._sectors(first, self._ole.fat, large, self._size))
                self._ole.loadminifat()
            root = self._small_sectors
            minis = self._sectors(int(entry.isectStart), self._ole.minifat, small, size)
            # Small sectors count from the begin of the root's stream, without a header before them.
            return Pieces([part for offset, count in minis for part in root.parts(offset - small, count)])
        return Pieces(self._sectors(int(entry.isectStart), self._ole.fat, int(self._ole.sectorsize), size))

    def _sectors(self, sector: int, table: Any, length: int, size: int) -> list[tuple[int, int]]:  # noqa: ANN401
        """The ranges of a chain of sectors, up to so many bytes."""
        ranges: list[tuple[int, int]] = []
        while size > 0 and sector < _LAST_SECTOR and sector < len(table):
            self._steps -= 1
            if self._steps < 0:
                raise damaged()
            ranges.append(((sector + 1) * length, min(length, size)))
            size -= length
            sector = int(table[sector])
        return ranges

    def _walk(self) -> Iterator[Named]:
        waiting: list[tuple[Any, tuple[str, ...]]] = [(self._ole.root, ())]
        count = 0
        while waiting:
            storage, path = waiting.pop()
            for child in storage.kids:
                count += 1
                if count > _MOST_ENTRIES:
                    return
                here = (*path, str(child.name))
                if child.entry_type == _STREAM:
                    yield Named(int(child.sid), here, min(int(child.size), self._size))
                elif child.entry_type == _STORAGE and len(here) < _DEEPEST:
                    waiting.append((child, here))


class _Unclosed:
    """A file that the library may read, but not close."""

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self.read, self.seek, self.tell = stream.read, stream.seek, stream.tell

    def close(self) -> None:
        """Nothing: the file belongs to somebody else."""


def damaged() -> ContainerError:
    """The error for structures that cannot be followed."""
    text = sentence("The compound file is damaged; its streams cannot be followed.")
    return ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)
