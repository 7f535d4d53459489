"""The pages of an SQLite database and the rows on them, read without the library of that name.

The format stands in "Database File Format" of the SQLite documentation. Nothing of a database is executed here: no
view, no trigger, no virtual table; a database of many gigabytes is read page by page. A write-ahead log beside it is
applied as far as its checksums hold and its last transaction is complete.
"""

from __future__ import annotations

import struct
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = b"SQLite format 3\0"
_HEAD = 100
LEAF, INNER, INDEX_LEAF, INDEX_INNER = 0x0D, 0x05, 0x0A, 0x02
_SIZES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}
_FIRST_BLOB = 12
_LOG_HEAD, _FRAME_HEAD = 32, 24
_LOG_MARKS = {0x377F0682: "<", 0x377F0683: ">"}
_MOST_LOG = 1 << 30
_MOST_COLUMNS = 32_768
_KEPT_PAGES = 256


class BadPageError(Exception):
    """A page, a cell or a record that is not what it should be."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row, or one entry of an index.

    Attributes:
        number: which cell of its page it is.
        row: the row's number; 0 for an entry of an index.
        size: length of its record in bytes.
        local: the part of the record that lies on the page.
        overflow: the page on which the rest begins; 0 if there is none.
    """

    number: int
    row: int
    size: int
    local: bytes
    overflow: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a record: its kind ("blob", "text", "number"), where it begins in the record, its length."""

    kind: str
    start: int
    length: int


class Pages:
    """One database.

    Attributes:
        page_bytes: length of a page.
        count: how many pages the database has.
        encoding: how its text is coded.
        steps_left: so many more steps may be taken along pages of values; None for any number.

    Raises:
        ContainerError: its head is damaged.
    """

    def __init__(self, stream: BinaryIO, size: int, log: BinaryIO | None = None) -> None:
        self._stream, self._log = stream, log
        head = self._read(stream, 0, _HEAD)
        page_bytes = int.from_bytes(head[16:18]) if len(head) == _HEAD else 0
        self.page_bytes = 65_536 if page_bytes == 1 else page_bytes
        if not 512 <= self.page_bytes <= 65_536 or self.page_bytes & (self.page_bytes - 1):  # noqa: PLR2004 - as stated
            raise ContainerError(
                State.FAILED, IssueCode.CONTAINER_DAMAGED, sentence("The head of the database is damaged.")
            )
        self._usable = max(480, self.page_bytes - head[20])
        self.count = size // self.page_bytes
        self.encoding = {2: "utf-16-le", 3: "utf-16-be"}.get(int.from_bytes(head[56:60]), "utf-8")
        self._logged = dict(self._log_frames()) if log is not None else {}
        self._highest = max(self.count, *self._logged) if self._logged else self.count
        self.steps_left: int | None = None
        self._kept: OrderedDict[int, bytes] = OrderedDict()

    def page(self, number: int) -> bytes:
        """The bytes of a page; pages count from 1."""
        kept = self._kept.get(number)
        if kept is not None:
            return kept
        if not 1 <= number <= self._highest:
            raise BadPageError
        if self._log is not None and number in self._logged:
            data = self._read(self._log, self._logged[number], self.page_bytes)
        else:
            data = self._read(self._stream, (number - 1) * self.page_bytes, self.page_bytes)
        if len(data) < self.page_bytes:
            raise BadPageError
        self._kept[number] = data
        if len(self._kept) > _KEPT_PAGES:
            self._kept.popitem(last=False)
        return data

    def kind(self, number: int) -> int:
        """What a page is: one of the four kinds of tree pages, else something that is none."""
        return self.page(number)[_HEAD if number == 1 else 0]

    def children(self, number: int) -> list[int]:
        """The pages below a page of a tree, in order."""
        data, kind = self.page(number), self.kind(number)
        if kind not in {INNER, INDEX_INNER}:
            return []
        base = _HEAD if number == 1 else 0
        below = [int.from_bytes(data[at : at + 4]) for at in self._places(number)]
        return [*below, int.from_bytes(data[base + 8 : base + 12])]

    def cells(self, number: int) -> Iterator[Cell]:
        """The rows of a page, or the entries of an index on it; none on pages that only lead to others."""
        if self.kind(number) != INNER:
            for at in range(len(self._places(number))):
                yield self.cell(number, at)

    def cell(self, number: int, index: int) -> Cell:
        """One row of a page."""
        data, kind = self.page(number), self.kind(number)
        places = self._places(number)
        if index >= len(places) or kind not in {LEAF, INDEX_LEAF, INDEX_INNER}:
            raise BadPageError
        at = places[index] + (4 if kind == INDEX_INNER else 0)
        size, at = _number(data, at)
        row = 0
        if kind == LEAF:
            row, at = _number(data, at)
        local = self._local(size, kind)
        if at + local > len(data):
            raise BadPageError
        rest = int.from_bytes(data[at + local : at + local + 4]) if local < size else 0
        signed = row - (1 << 64) if row >= 1 << 63 else row
        return Cell(index, signed, size, data[at : at + local], rest)

    def values(self, cell: Cell) -> list[Value]:
        """The values of a record."""
        length, at = _number(cell.local, 0)
        head = cell.local[:length] if length <= len(cell.local) else self.read(cell, 0, min(length, 9 * _MOST_COLUMNS))
        found: list[Value] = []
        start = length
        while at < length:
            kind, at = _number(head, at)
            if kind in _SIZES:
                value = Value("number", start, _SIZES[kind])
            elif kind >= _FIRST_BLOB:
                value = Value("text" if kind & 1 else "blob", start, (kind - _FIRST_BLOB) // 2)
            else:
                raise BadPageError
            found.append(value)
            start += value.length
        if start > cell.size or len(found) > _MOST_COLUMNS:
            raise BadPageError
        return found

    def read(self, cell: Cell, start: int, length: int) -> bytes:
        """Bytes of a record, wherever they lie."""
        parts = [cell.local[start : start + length]]
        place, page = len(cell.local), cell.overflow
        for _ in range(self._highest + 1):
            self._step()
            if place >= start + length or not page:
                break
            data = self.page(page)
            here = data[4 : self._usable]
            if place + len(here) > start:
                parts.append(here[max(0, start - place) : start + length - place])
            place, page = place + len(here), int.from_bytes(data[:4])
        whole = b"".join(parts)
        if len(whole) != length:
            raise BadPageError
        return whole

    def text(self, cell: Cell, value: Value) -> str:
        """A value that is text."""
        return self.read(cell, value.start, value.length).decode(self.encoding, "replace")

    def _step(self) -> None:
        """Count a step along pages of values."""
        if self.steps_left is None:
            return
        self.steps_left -= 1
        if self.steps_left < 0:
            text = sentence("Values of the database share pages again and again; the rest was not looked at.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)

    def _places(self, number: int) -> tuple[int, ...]:
        """Where the cells of a page begin."""
        data = self.page(number)
        base = _HEAD if number == 1 else 0
        count = int.from_bytes(data[base + 3 : base + 5])
        start = base + (12 if data[base] in {INNER, INDEX_INNER} else 8)
        if start + 2 * count > len(data):
            raise BadPageError
        return struct.unpack_from(f">{count}H", data, start)

    def _local(self, size: int, kind: int) -> int:
        """So many bytes of a record lie on the page itself."""
        usable = self._usable
        most = usable - 35 if kind == LEAF else (usable - 12) * 64 // 255 - 23
        if size <= most:
            return size
        least = (usable - 12) * 32 // 255 - 23
        fitting = least + (size - least) % (usable - 4)
        return fitting if fitting <= most else least

    def _log_frames(self) -> Iterator[tuple[int, int]]:
        """Page and place of every page in the log that belongs to a complete transaction, the newer ones later."""
        log = self._log
        head = self._read(log, 0, _LOG_HEAD) if log is not None else b""
        if log is None or len(head) < _LOG_HEAD:
            return
        order = _LOG_MARKS.get(int.from_bytes(head[:4]))
        if order is None or int.from_bytes(head[8:12]) != self.page_bytes:
            return
        sums = _checksum(head[:24], (0, 0), order)
        if sums != struct.unpack(">II", head[24:32]):
            return
        waiting: list[tuple[int, int]] = []
        place = _LOG_HEAD
        while place < _MOST_LOG:
            frame = self._read(log, place, _FRAME_HEAD + self.page_bytes)
            if len(frame) < _FRAME_HEAD + self.page_bytes or frame[8:16] != head[16:24]:
                return
            sums = _checksum(frame[_FRAME_HEAD:], _checksum(frame[:8], sums, order), order)
            if sums != struct.unpack(">II", frame[16:24]):
                return
            waiting.append((int.from_bytes(frame[:4]), place + _FRAME_HEAD))
            if size := int.from_bytes(frame[4:8]):
                self.count = size
                yield from waiting
                waiting.clear()
            place += len(frame)

    @staticmethod
    def _read(stream: BinaryIO, offset: int, count: int) -> bytes:
        stream.seek(offset)
        return stream.read(count)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for count in range(9):
        if at >= len(data):
            raise BadPageError
        byte = data[at]
        at += 1
        if count == 8:  # noqa: PLR2004 - the ninth byte counts as a whole
            return (value << 8) | byte, at
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:  # noqa: PLR2004 - the last one
            break
    return value, at


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    """The running checksum of a write-ahead log."""
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
