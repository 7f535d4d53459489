"""Multi-picture JPEG files (CIPA DC-007): where the further pictures lie.

Cameras and phones put a second view, a larger preview or a gain map behind the first picture, and an index of all in an
APP2 segment. Each that is found at its stated place is a whole JPEG file of its own.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from hashing.decode.jpeg_marks import START, segments
from hashing.decode.tiff_tags import ORDERS, read_directory
from hashing.values import Embedded, EmbeddedKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_APP2, _NAME = 0xE2, b"MPF\x00"
_ENTRIES = 0xB002
_ENTRY_BYTES = 16
_MOST_PICTURES = 64


def _listed(stream: BinaryIO, base: int) -> Iterator[tuple[int, int]]:
    """Length and place, as stated, of every picture in the index that begins at `base`."""
    stream.seek(base)
    head = stream.read(8)
    order = ORDERS.get(head[:4])
    if order is None or len(head) < 8:  # noqa: PLR2004 - the header
        return
    directory = read_directory(stream, struct.unpack_from(f"{order}I", head, 4)[0], order, base)
    entry = directory.entries.get(_ENTRIES) if directory is not None else None
    if entry is None:
        return
    stream.seek(entry.place)
    table = stream.read(min(entry.count, _MOST_PICTURES * _ENTRY_BYTES))
    for at in range(0, len(table) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        _attributes, length, place = struct.unpack_from(f"{order}III", table, at)
        yield length, place


def _begins(stream: BinaryIO, place: int) -> bool:
    stream.seek(place)
    return stream.read(3) == START


def _index(stream: BinaryIO) -> int | None:
    """Where the TIFF structure of the index begins, None if there is no index."""
    for marker, place, content in segments(stream):
        if marker == _APP2 and content.startswith(_NAME):
            return place + len(_NAME)
    return None


def secondary_pictures(stream: BinaryIO, size: int) -> tuple[Embedded, ...]:
    """The further pictures of a multi-picture file, in the order of its index.

    Places count from the start of the index; where no JPEG begins there, the start of the file is tried, which some
    writers mean. Lengths that reach beyond the file end with it.

    Args:
        stream: the JPEG file.
        size: length of the file.
    """
    base = _index(stream)
    if base is None:
        return ()
    found: dict[int, Embedded] = {}
    for length, stated in _listed(stream, base):
        if stated == 0:  # the first picture
            continue
        for place in (base + stated, stated):
            if place < size and length > 0 and _begins(stream, place):
                kind = EmbeddedKind.SECONDARY_PICTURE
                found.setdefault(place, Embedded(kind, place, min(length, size - place)))
                break
    return tuple(found.values())
