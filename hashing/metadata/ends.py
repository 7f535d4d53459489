"""Where a picture ends by its own structure, for formats whose readers of metadata do not walk it anyway."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hashing.decode.tiff_tags import SIZES, SUB_DIRECTORIES, chain, read_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hashing.decode.tiff_tags import Directory

_ICON_HEAD, _ICON_ENTRY, _MOST_ICONS = 6, 16, 256
_SOT, _EOC, _SOC = 0xFF90, b"\xff\xd9", b"\xff\x4f"
_MARKERS = range(0xFF01, 0xFFFF)
_MOST_TILES = 65_536
_PSD_SECTIONS, _PSD_HEAD = 3, 26
_MOST_DIRECTORIES = 4096
_BEHIND = (0x8769, 0x8825, 0xA005)
_PIECES = ((0x0111, 0x0117), (0x0144, 0x0145), (0x0201, 0x0202))
"""Places and lengths of strips, tiles and the JPEG of the oldest kind."""
_PADDING = 15
"""Writers fill up to a round place with zeros."""


def _within(end: int, data: bytes) -> int | None:
    """The end if it lies in the file; the file's own where but a few zeros follow."""
    if not 0 < end <= len(data):
        return None
    rest = data[end : end + _PADDING + 1]
    return len(data) if len(rest) <= _PADDING and not rest.strip(b"\x00") else end


def icon_end(data: bytes) -> int | None:
    """Where the last rendering of an icon ends; None where it is not in the file."""
    count = int.from_bytes(data[4:6], "little")
    if not 0 < count <= _MOST_ICONS:
        return None
    ends = []
    for entry in range(_ICON_HEAD, _ICON_HEAD + count * _ICON_ENTRY, _ICON_ENTRY):
        length, place = (int.from_bytes(data[entry + at : entry + at + 4], "little") for at in (8, 12))
        ends.append(place + length)
    return _within(max(ends), data)


def codestream_end(data: bytes) -> int | None:
    """Where a JPEG 2000 codestream ends: behind the mark that follows its last tile."""
    place = 2
    for _ in range(_MOST_TILES):
        marker = int.from_bytes(data[place : place + 2])
        if data[place : place + 2] == _EOC:
            return _within(place + 2, data)
        if data[:2] != _SOC or marker not in _MARKERS:
            return None
        tile = int.from_bytes(data[place + 6 : place + 10]) if marker == _SOT else 0
        if marker == _SOT and not tile:
            return None  # the last tile, without its length
        place += tile or 2 + max(2, int.from_bytes(data[place + 2 : place + 4]))
    return None


def photoshop_end(data: bytes) -> int | None:
    """Where the merged picture of a Photoshop document ends."""
    channels, height, width, depth = (
        int.from_bytes(data[at : at + size]) for at, size in ((12, 2), (14, 4), (18, 4), (22, 2))
    )
    place = _PSD_HEAD
    for _ in range(_PSD_SECTIONS):
        place += 4 + int.from_bytes(data[place : place + 4])
    rows, packing, place = channels * height, data[place : place + 2], place + 2
    if packing == b"\x00\x00":
        return _within(place + rows * ((width * depth + 7) // 8), data)
    if packing != b"\x00\x01" or place + 2 * rows > len(data):
        return None
    counts = memoryview(data)[place : place + 2 * rows]
    return _within(place + 2 * rows + 256 * sum(counts[::2]) + sum(counts[1::2]), data)


def _all(stream: io.BytesIO) -> Iterator[Directory]:
    """Pages one after the other, and what lies below them."""
    seen = set[int]()
    for page in chain(stream):
        yield page
        waiting = _below(page, seen)
        while waiting:
            directory = read_directory(stream, waiting.pop(), page.order, big=page.big)
            if directory is not None:
                yield directory
                waiting += _below(directory, seen)


def _below(directory: Directory, seen: set[int]) -> list[int]:
    """Where the directories stand that one leads to, but for those that were `seen` before; no more than are read."""
    if len(seen) > _MOST_DIRECTORIES:
        return []
    places = {place for tag in (SUB_DIRECTORIES, *_BEHIND) for place in directory.numbers(tag) if place} - seen
    seen |= places
    return sorted(places)[:_MOST_DIRECTORIES]


def _last(directory: Directory) -> int | None:
    """The last byte that a directory names; None where it has more pieces than are read."""
    last = 0
    for entry in directory.entries.values():
        last = max(last, entry.place + entry.count * SIZES.get(entry.type, 1))
    for places, lengths in _PIECES:
        starts, counts = directory.numbers(places), directory.numbers(lengths)
        if (places in directory.entries and not starts) or len(starts) != len(counts):
            return None
        last = max((last, *(start + count for start, count in zip(starts, counts, strict=True))))
    return last


def tiff_end(data: bytes) -> int | None:
    """Behind everything that the directories of a TIFF file name; None where something lies outside or is not known."""
    end = 0
    for number, directory in enumerate(_all(io.BytesIO(data))):
        last = _last(directory)
        if last is None or number >= _MOST_DIRECTORIES:
            return None
        end = max(end, last, directory.end)
    return _within(end, data)
