"""Blocks that TIFF files keep in tags of their own: XMP, IPTC, Photoshop resources, profile, content credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hashing.metadata.blocks import MOST_BYTES, Blocks, Part, keep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

_XMP, _IPTC, _RESOURCES, _ICC, _CREDENTIALS = 700, 33723, 34377, 34675, 52545
_WANTED = {_XMP, _IPTC, _RESOURCES, _ICC, _CREDENTIALS}
_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_MOST_ENTRIES = 4096
_MOST_DIRECTORIES = 16
_BIG = 43


class _Layout:
    """Byte order and the widths of classic TIFF or BigTIFF."""

    def __init__(self, data: bytes) -> None:
        self.order: Literal["little", "big"] = "little" if data[:1] == b"I" else "big"
        self.data = data
        self.big = self.number(2, 2) == _BIG
        self.count_bytes, self.entry_bytes, self.word = (8, 20, 8) if self.big else (2, 12, 4)

    def number(self, place: int, length: int) -> int:
        return int.from_bytes(self.data[place : place + length], self.order)


def directories(data: bytes) -> Iterator[dict[int, tuple[int, int, int]]]:
    """For each directory: tag number to (type, place of the value, its length in bytes)."""
    layout = _Layout(data)
    place = layout.number(8 if layout.big else 4, layout.word)
    seen: set[int] = set()
    while 0 < place < len(data) and place not in seen and len(seen) < _MOST_DIRECTORIES:
        seen.add(place)
        count = min(layout.number(place, layout.count_bytes), _MOST_ENTRIES)
        entries: dict[int, tuple[int, int, int]] = {}
        for index in range(count):
            entry = place + layout.count_bytes + index * layout.entry_bytes
            sort = layout.number(entry + 2, 2)
            length = layout.number(entry + 4, layout.word) * _TYPE_BYTES.get(sort, 0)
            inline = entry + 4 + layout.word
            value = inline if length <= layout.word else layout.number(inline, layout.word)
            if length > 0 and value + length <= len(data):
                entries.setdefault(layout.number(entry, 2), (sort, value, length))
        yield entries
        place = layout.number(place + layout.count_bytes + count * layout.entry_bytes, layout.word)


def directory_bytes(data: bytes, place: int | None) -> int:
    """How many bytes the values of a directory claim, and its entries: what a reader without bounds would read.

    Args:
        data: the structure from its byte order mark on.
        place: where the directory begins; the first one without it.
    """
    layout = _Layout(data)
    start = layout.number(8 if layout.big else 4, layout.word) if place is None else place
    count = layout.number(start, layout.count_bytes)
    if count > _MOST_ENTRIES:
        return count * len(data)
    total = count * layout.entry_bytes
    for index in range(count):
        entry = start + layout.count_bytes + index * layout.entry_bytes
        size = layout.number(entry + 4, layout.word) * _TYPE_BYTES.get(layout.number(entry + 2, 2), 1)
        total += min(size, len(data))
    return total


def tiff_blocks(data: bytes, *, itself: bool = True) -> Blocks:
    """The blocks in the tags of a TIFF structure.

    Args:
        data: the structure from its byte order mark on.
        itself: whether the structure is a file of its own, and so the EXIF block, too.
    """
    blocks = Blocks()
    if itself:
        blocks.exif.append(Part(data, 0))
    for entries in directories(data):
        for tag in _WANTED & entries.keys():
            _, place, length = entries[tag]
            body = data[place : place + min(length, MOST_BYTES)]
            if tag == _XMP:
                keep(blocks.xmp, body)
            elif tag == _IPTC:
                keep(blocks.iptc, body)
            elif tag == _RESOURCES:
                keep(blocks.resources, Part(body, place))
            elif tag == _ICC:
                blocks.icc = blocks.icc or body
            else:
                keep(blocks.credentials, body)
    return blocks
