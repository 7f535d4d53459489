"""The other trees of an ISO 9660 volume: a disc can show one set of files to one system and another to the next.

The Sleuth Kit walks one of them. Here all are walked, and what it did not give is given, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import Entry
from hashing.values import DateFact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK = 2048
PLACE = re.compile(rb"@(\d{1,10})\+(\d{1,10})")
_FIRST, _MOST_DESCRIPTORS, _MOST_FOLDERS = 16, 64, 100_000
_PRIMARY, _SUPPLEMENTARY, _LAST = 1, 2, 255
_JOLIET = (b"%/@", b"%/C", b"%/E")
_FOLDER, _CONTINUED = 0x02, 0x80
_LEAST_RECORD = 34
_MOST_LISTING = 16 << 20


@dataclass(frozen=True, slots=True)
class _Record:
    """One entry of a folder."""

    name: bytes
    block: int
    size: int
    flags: int
    date: bytes


def other_files(read: Callable[[int, int], bytes], is_known: Callable[[int], bool]) -> Iterator[Entry | None]:
    """Files that lie where no known file begins.

    Args:
        read: gives so many bytes of the volume at an offset.
        is_known: whether a file that was given begins at this block.
    """
    given = set[int]()
    for number, (block, size, wide) in enumerate(_roots(read)):
        for entry, start in _tree(read, (block, size), wide=wide, tree=number):
            if entry is None:
                yield None
            elif not is_known(start) and start not in given:
                given.add(start)
                yield entry


def _roots(read: Callable[[int, int], bytes]) -> Iterator[tuple[int, int, bool]]:
    """First block and length of the root of every tree, and whether its names are UTF-16."""
    for number in range(_FIRST, _FIRST + _MOST_DESCRIPTORS):
        raw = read(number * BLOCK, BLOCK)
        if raw[1:6] != b"CD001" or raw[0] == _LAST:
            return
        if raw[0] in {_PRIMARY, _SUPPLEMENTARY}:
            root = _record(raw[156:190])
            if root is not None:
                yield root.block, root.size, raw[0] == _SUPPLEMENTARY and raw[88:91] in _JOLIET


def _tree(
    read: Callable[[int, int], bytes], root: tuple[int, int], *, wide: bool, tree: int
) -> Iterator[tuple[Entry | None, int]]:
    todo, seen = [(b"", *root)], {root[0]}
    while todo and len(seen) < _MOST_FOLDERS:
        path, block, size = todo.pop()
        yield None, 0
        for record in _folder(read(block * BLOCK, min(size, _MOST_LISTING))):
            name = _name(record.name, wide=wide)
            below = path + b"/" + name if path else name
            if record.flags & _FOLDER:
                if record.block not in seen:
                    seen.add(record.block)
                    todo.append((below, record.block, record.size))
            elif record.size and not record.flags & _CONTINUED:
                place = b"@%d+%d" % (record.block, record.size)
                full = b"$Tree%d/%s" % (tree + 1, below)
                yield Entry(full, record.size, place=place, dates=_dates(record.date)), record.block


def _folder(data: bytes) -> Iterator[_Record]:
    """The entries of a folder but for itself and the one above."""
    place = 0
    while place < len(data):
        length = data[place]
        if not length:
            place = (place // BLOCK + 1) * BLOCK
            continue
        record = _record(data[place : place + length])
        if record is not None and record.name not in {b"\0", b"\1"}:
            yield record
        place += length


def _record(raw: bytes) -> _Record | None:
    if len(raw) < _LEAST_RECORD:
        return None
    block, size = int.from_bytes(raw[2:6], "little"), int.from_bytes(raw[10:14], "little")
    return _Record(raw[33 : 33 + raw[32]], block, size, raw[25], raw[18:25])


def _name(raw: bytes, *, wide: bool) -> bytes:
    text = raw.decode("utf-16-be", "replace").encode() if wide else raw
    return text.partition(b";")[0].rstrip(b".").replace(b"/", b"_") or b"_"


def _dates(raw: bytes) -> tuple[DateFact, ...]:
    """The date of a record: years since 1900, and quarters of an hour from UTC."""
    year, month, day, hour, minute, second, quarters = raw
    if not month or not day:
        return ()
    east = quarters - 256 if quarters > 127 else quarters  # noqa: PLR2004 - a signed byte
    zone = f"{'-' if east < 0 else '+'}{abs(east) // 4:02}:{abs(east) % 4 * 15:02}"
    text = f"{1900 + year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
    return (DateFact("file:created", text, zone),)
