"""Where JPEG, PNG, GIF and BMP files end, by their structure; whole ones in a row of bytes."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.containers.spans import Span
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_START = re.compile(rb"\xff\xd8\xff[\xc0-\xfe]|\x89PNG\r\n\x1a\n")
_LONGEST_START = 8
_PIECE = 1 << 20
_LARGEST = 1 << 26
"""Larger pictures in a row are not found."""
_SMALL = 1 << 16
_LEAST = 64
_FREE, _TIMES = 1 << 26, 16


def end_of_jpeg(span: Span) -> tuple[str, int] | None:
    """A JPEG file to its own end marker, not to that of a thumbnail in it; where it is torn, to the tear.

    Of a torn one at least 2 KiB of picture data must be there.
    """
    place, scanned, whole = _follow_jpeg(span)
    return ("jpeg", place) if scanned and (whole or scanned >= _LEAST_SCAN) else None


def _follow_jpeg(span: Span) -> tuple[int, int, bool]:
    """Where a JPEG ends or is torn, bytes of its coded rows up to there, and whether its end marker stands there."""
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
            return place + 2, scanned, True
        length = int.from_bytes(head[2:4], "big")
        if code not in _SEGMENTS or length < 2 or place + 2 + length > span.size:  # noqa: PLR2004 - the length's own
            break
        has_frame = has_frame or (code in _FRAMES and _is_frame(span.peek(place + 4, 6)))
        place += 2 + length
        if code == _SOS:
            if not has_frame:
                return place, 0, False
            begun = place
            place, ended = _scan(span, place)
            scanned += place - begun
            if not ended:
                break
    return place, scanned, False


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
    place, has_data, whole = _follow_png(span)
    return ("png", place) if has_data or whole else None


def _follow_png(span: Span) -> tuple[int, bool, bool]:
    """Where a PNG ends or is torn, whether it has data up to there, and whether it is whole."""
    header = span.peek(8, 25)
    if header[:8] != b"\0\0\0\x0dIHDR" or zlib.crc32(header[4:21]) != int.from_bytes(header[21:25], "big"):
        return 0, False, False
    place, has_data = 8, False
    while place + 12 <= span.size:
        head = span.peek(place, 8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length >= _PNG_MOST or not kind.isalpha() or place + 12 + length > span.size:
            break
        place += 12 + length
        if kind == b"IEND":
            return place, has_data, True
        has_data = has_data or kind == b"IDAT"
    return place, has_data, False


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


def picture_end(data: bytes, start: int = 0) -> int | None:
    """Where the JPEG or PNG that begins at `start` ends by its structure; None where none begins, or it is cut."""
    length = _whole(Span(lambda offset, count: data[offset : offset + count], start, len(data)))
    return start + length if length else None


def _whole(span: Span) -> int:
    """Length of the whole JPEG or PNG that begins here; 0 if there is none."""
    mark = span.peek(0, _LONGEST_START)
    if mark.startswith(_JPEG):
        end, scanned, whole = _follow_jpeg(span)
        return end if scanned and whole else 0
    if mark == _PNG:
        end, _, whole = _follow_png(span)
        return end if whole else 0
    return 0


def pictures_in(peek: Callable[[int, int], bytes], size: int) -> Iterator[tuple[int, int] | None]:
    """Offset and length of every whole JPEG and PNG, those inside another one not; None now and then.

    Args:
        peek: gives so many bytes at an offset, fewer at the end.
        size: how many bytes there are.

    Raises:
        ContainerError: there are far more beginnings than pictures, and the rest was not looked at.
        OSError: the bytes cannot be read.
    """
    place = looked_at = read_for_one = 0

    def read(offset: int, count: int) -> bytes:
        nonlocal read_for_one
        data = peek(offset, count)
        read_for_one += len(data)
        return data

    while place < size:
        piece = peek(place, _PIECE)
        if not piece:
            return
        found = _START.search(piece)
        if found is None:
            place += max(1, len(piece) - _LONGEST_START + 1)
            yield None
            continue
        start, read_for_one = place + found.start(), 0
        length = _whole(Span(read, start, min(size, start + _LARGEST), _SMALL))
        looked_at += length or read_for_one
        if length >= _LEAST:
            yield start, length
        place = start + (length or 1)
        if looked_at > _FREE + _TIMES * size:
            text = sentence("It holds far more beginnings of pictures than pictures; the rest was not looked at.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)


def ending(data: bytes) -> bytes:
    """The ending of a file name that fits the first bytes of a file; b"" where they are nothing known."""
    for start, name in _ENDINGS:
        if data.startswith(start):
            return name
    if data[4:8] == b"ftyp":
        return b".heic" if data[8:12] in {b"heic", b"heix", b"mif1"} else b".mp4"
    return b".webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else b""


_ENDINGS = (
    (_JPEG, b".jpg"),
    (_PNG, b".png"),
    (b"GIF8", b".gif"),
    (b"BM", b".bmp"),
    (b"II*\0", b".tif"),
    (b"MM\0*", b".tif"),
    (b"\0\0\0\x0cjP  ", b".jp2"),
    (b"%PDF-", b".pdf"),
    (b"PK\x03\x04", b".zip"),
    (b"\xd0\xcf\x11\xe0", b".ole"),
    (b"\xd7\xcd\xc6\x9a", b".wmf"),
)
