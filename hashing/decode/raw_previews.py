"""Pictures ready to show that cameras put into their raw files: where they lie.

Found through the directories of the TIFF structure (most raw formats), through the header (Fujifilm), and by looking up
where the bytes stand that LibRaw hands out (all others).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from hashing.decode import kinds
from hashing.decode.jpeg_marks import frame_header
from hashing.decode.tiff_tags import directories
from hashing.values import Embedded, EmbeddedKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hashing.decode.kinds import Kind
    from hashing.decode.tiff_tags import Directory

_COMPRESSION = 0x0103
_STRIP_OFFSETS, _STRIP_COUNTS = 0x0111, 0x0117
_JPEG_OFFSET, _JPEG_LENGTH = 0x0201, 0x0202
_PANASONIC_JPEG = 0x002E
_JPEG_COMPRESSIONS = {6, 7}
_FUJI_PLACE = 84
_MOST_PREVIEWS = 8
_START = b"\xff\xd8"


def _in_directory(directory: Directory) -> Iterator[tuple[int, int]]:
    """Place and length of everything in a directory that may be a JPEG file."""
    place, length = directory.number(_JPEG_OFFSET), directory.number(_JPEG_LENGTH)
    if place and length:
        yield place, length
    if directory.number(_COMPRESSION) in _JPEG_COMPRESSIONS:
        places, lengths = directory.numbers(_STRIP_OFFSETS), directory.numbers(_STRIP_COUNTS)
        if len(places) == len(lengths) == 1:
            yield places[0], lengths[0]
    entry = directory.entries.get(_PANASONIC_JPEG)
    if entry is not None and entry.count > 4:  # noqa: PLR2004 - longer than the value field
        yield entry.place, entry.count


def _in_fuji_header(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    stream.seek(_FUJI_PLACE)
    fields = stream.read(8)
    if len(fields) == 8:  # noqa: PLR2004 - two numbers
        yield struct.unpack(">II", fields)


def _pixels(stream: BinaryIO, place: int) -> int:
    """How many pixels the picture at a place has; 0 where no ordinary JPEG begins there (sensor data are lossless)."""
    header = frame_header(stream, place)
    return 0 if header is None or header.lossless else header.width * header.height


def listed_previews(stream: BinaryIO, kind: Kind, size: int) -> tuple[Embedded, ...]:
    """The JPEG pictures in a raw file that its own structure names, the largest first, at most 8."""
    found: dict[int, tuple[int, Embedded]] = {}
    if kind is kinds.RAF:
        candidates = list(_in_fuji_header(stream))
    else:
        candidates = [one for directory in directories(stream) for one in _in_directory(directory)]
    for place, length in candidates:
        pixels = _pixels(stream, place) if place < size and place not in found else 0
        if pixels:
            found[place] = (pixels, Embedded(EmbeddedKind.RAW_PREVIEW, place, min(length, size - place)))
    ordered = sorted(found.values(), key=lambda one: (-one[0], one[1].offset))
    return tuple(preview for _pixels_of_it, preview in ordered[:_MOST_PREVIEWS])


def located(preview: bytes, data: bytes) -> Embedded | None:
    """Where the bytes of a preview stand in the file; None if they do not stand there as a whole.

    LibRaw puts an EXIF segment of its own behind the start mark of previews that have none.
    """
    place = data.find(preview)
    if place >= 0:
        return Embedded(EmbeddedKind.RAW_PREVIEW, place, len(preview))
    if not preview.startswith(b"\xff\xd8\xff\xe1") or len(preview) < 6:  # noqa: PLR2004 - marks and a length
        return None
    body = preview[4 + struct.unpack_from(">H", preview, 4)[0] :]
    place = data.find(_START + body) if len(body) > _MOST_PREVIEWS else -1
    return Embedded(EmbeddedKind.RAW_PREVIEW, place, len(body) + 2) if place >= 0 else None
