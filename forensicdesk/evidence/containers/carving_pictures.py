"""Where JPEG, PNG, GIF and BMP files end, by their structure."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.carving import Span

_AT_ONCE = 64 * 1024
_MOST_JPEG = 512 << 20
_LEAST_SCAN = 2048
_EMPTY = bytes(64 * 1024)
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SEGMENTS = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xF0), 0xFE})
_EOI, _SOS = 0xD9, 0xDA
_PNG_MOST = 1 << 31
_DIB_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_DEPTHS = frozenset({1, 4, 8, 16, 24, 32})
_MOST_SIDE = 65_535


def end_of_jpeg(span: Span) -> tuple[str, int] | None:
    """A JPEG file to its own end marker, not to that of a thumbnail in it; where it is torn, to the tear.

    Of a torn one at least 2 KiB of picture data must be there.
    """
    place, has_frame, scanned = 2, False, 0
    while place < min(span.size, _MOST_JPEG):
        head = span.peek(place, 4)
        if len(head) < 2 or head[0] != 0xFF:  # noqa: PLR2004 - a marker
            break
        code = head[1]
        if code == 0xFF:  # noqa: PLR2004 - a fill byte
            place += 1
            continue
        if code == _EOI:
            return ("jpeg", place + 2) if scanned else None
        length = int.from_bytes(head[2:4], "big")
        if code not in _SEGMENTS or length < 2 or place + 2 + length > span.size:  # noqa: PLR2004 - the length's own
            break
        has_frame = has_frame or (code in _FRAMES and _is_frame(span.peek(place + 4, 6)))
        place += 2 + length
        if code == _SOS:
            if not has_frame:
                return None
            begun = place
            place, whole = _scan(span, place)
            scanned += place - begun
            if not whole:
                break
    return ("jpeg", place) if scanned >= _LEAST_SCAN else None


def _is_frame(data: bytes) -> bool:
    """Precision, height (may come later), width and components of a frame make sense."""
    return len(data) == 6 and 2 <= data[0] <= 16 and any(data[3:5]) and 1 <= data[5] <= 4  # noqa: PLR2004 - as named


def _scan(span: Span, place: int) -> tuple[int, bool]:
    """Where coded picture data ends, and whether a marker ends it; space that is empty is none."""
    while place < span.size:
        data = span.peek(place, _AT_ONCE)
        found = _SCAN_END.search(data)
        if found:
            return place + found.start(), True
        if data == _EMPTY[: len(data)] and len(data) == _AT_ONCE:
            return place, False
        if place + len(data) >= span.size:
            return span.size, False
        # The last byte may be the first of a marker.
        place += max(1, len(data) - 1)
    return span.size, False


def end_of_png(span: Span) -> tuple[str, int] | None:
    """A PNG file to the end of IEND, or to its last whole chunk if it is torn behind the first data."""
    header = span.peek(8, 25)
    if header[:8] != b"\0\0\0\x0dIHDR" or zlib.crc32(header[4:21]) != int.from_bytes(header[21:25], "big"):
        return None
    place, has_data = 8, False
    while place + 12 <= span.size:
        head = span.peek(place, 8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length >= _PNG_MOST or not kind.isalpha() or place + 12 + length > span.size:
            break
        place += 12 + length
        if kind == b"IEND":
            return "png", place
        has_data = has_data or kind == b"IDAT"
    return ("png", place) if has_data else None


def end_of_gif(span: Span) -> tuple[str, int] | None:
    """A GIF file to its trailer."""
    head = span.peek(0, 13)
    if head[:6] not in {b"GIF87a", b"GIF89a"} or len(head) < 13 or not (any(head[6:8]) and any(head[8:10])):  # noqa: PLR2004 - the header
        return None
    place, has_picture = 13 + _colours(head[10]), False
    while place < span.size:
        kind = span.peek(place, 10)
        if kind[:1] == b";":
            return ("gif", place + 1) if has_picture else None
        if kind[:1] == b"!":
            place += 2
        elif kind[:1] == b"," and len(kind) == 10:  # noqa: PLR2004 - the descriptor of a picture
            place += 11 + _colours(kind[9])
            has_picture = True
        else:
            return None
        while place < span.size and (size := span.peek(place, 1)[0]):
            place += 1 + size
        place += 1
    return None


def _colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def end_of_bmp(span: Span) -> tuple[str, int] | None:
    """A BMP file, as long as its header says, if the header makes sense."""
    head = span.peek(0, 38)
    if len(head) < 38 or any(head[6:10]):  # noqa: PLR2004 - both headers
        return None
    size, pixels, header = (int.from_bytes(head[at : at + 4], "little") for at in (2, 10, 14))
    if header not in _DIB_HEADERS or not 14 + header <= pixels < size <= span.size:
        return None
    wide, at = (2, 22) if header == 12 else (4, 26)  # noqa: PLR2004 - the oldest header has short numbers
    width = int.from_bytes(head[18 : 18 + wide], "little", signed=True)
    height = abs(int.from_bytes(head[18 + wide : 18 + 2 * wide], "little", signed=True))
    planes, depth = int.from_bytes(head[at : at + 2], "little"), int.from_bytes(head[at + 2 : at + 4], "little")
    if planes != 1 or depth not in _DEPTHS or not (0 < width <= _MOST_SIDE and 0 < height <= _MOST_SIDE):
        return None
    plain = header == 12 or not any(head[30:34])  # noqa: PLR2004 - see above
    least = (width * depth + 31) // 32 * 4 * height if plain else 1
    return ("bmp", size) if size >= pixels + least else None
