"""Whole JPEG and PNG files in a row of bytes, found by their structure: a picture ends where its structure ends."""

from __future__ import annotations

import io
import re
from collections import deque
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.model import State
from hashing.decode.jpeg_marks import frame_header, segments
from hashing.metadata.jpeg_segments import jpeg_end
from hashing.metadata.png_chunks import png_blocks
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_START = re.compile(rb"\xff\xd8\xff[\xc0-\xfe]|\x89PNG\r\n\x1a\n")
_LONGEST_START = 8
_PIECE = 1 << 20
WINDOWS = (1 << 16, 1 << 20, 1 << 26)
"""A picture's end is looked for in so many bytes, then in more; larger pictures are not found."""
_LEAST = 64
_FREE, _TIMES = 1 << 26, 16


def picture_end(data: bytes, start: int = 0) -> int | None:
    """Where the JPEG or PNG that begins at `start` ends by its structure; None where none begins, or it is cut."""
    if data.startswith(_JPEG, start):
        end = jpeg_end(data, start)
        return end if end is not None and _is_one(data, start, end) else None
    if data.startswith(_PNG, start):
        return png_blocks(data, start).end
    return None


def _is_one(data: bytes, start: int, end: int) -> bool:
    """Whether a JPEG declares its size, and no other one begins within its coded rows: then it was cut off there."""
    stream = io.BytesIO(memoryview(data)[start:end])
    deque(segments(stream), maxlen=0)
    return data.find(_JPEG, start + stream.tell(), end) < 0 and frame_header(stream) is not None


def pictures_in(peek: Callable[[int, int], bytes], size: int) -> Iterator[tuple[int, int] | None]:
    """Offset and length of every whole picture, those inside another one not; None now and then.

    Args:
        peek: gives so many bytes at an offset, fewer at the end.
        size: how many bytes there are.

    Raises:
        ContainerError: there are far more beginnings than pictures, and the rest was not looked at.
        OSError: the bytes cannot be read.
    """
    place, looked_at = 0, 0
    while place < size:
        piece = peek(place, _PIECE)
        if not piece:
            return
        found = _START.search(piece)
        if found is None:
            place += max(1, len(piece) - _LONGEST_START + 1)
            yield None
            continue
        start = place + found.start()
        length = 0
        for window in WINDOWS:
            data = peek(start, window)
            end = picture_end(data)
            looked_at += end or len(data)
            if end is not None:
                length = end
            if end is not None or len(data) < window or not _goes_on(data):
                break
        if length >= _LEAST:
            yield start, length
        place = start + (length or 1)
        if looked_at > _FREE + _TIMES * size:
            text = "It holds far more beginnings of pictures than pictures; the rest was not looked at."
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)


def _goes_on(data: bytes) -> bool:
    """Whether what began as a picture is one so far: it declares its size."""
    return data[:1] == b"\x89" or frame_header(io.BytesIO(data)) is not None


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
