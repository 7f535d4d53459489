"""WebP, HEIF and AVIF files that end before the length they state, or behind which another file begins.

Their decoders refuse such a file as a whole, though what stands before the end can be decoded. So the missing bytes are
made up as zeros: what is decoded from these is no part of the picture, and the issue says that it is cut. Of an
animated WebP the frames that are whole are kept instead.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from hashing.decode import kinds
from hashing.metadata.boxes import Window, boxes

KINDS = (kinds.WEBP, kinds.HEIC, kinds.HEIF, kinds.AVIF)
_RIFF_HEAD, _FORM_HEAD = 8, 12
_MOST_BYTES = 128 << 20
_LEAST_SHARE = 10
"""At least a tenth of the stated length must be there; less would be mostly made up."""


def _stated_length(stream: BinaryIO, size: int) -> int:
    stream.seek(0)
    head = stream.read(_RIFF_HEAD)
    if head[:4] == b"RIFF":
        return int.from_bytes(head[4:8], "little") + _RIFF_HEAD
    return max((box.end for box in boxes(Window(stream), 0, size) if box.name.isalnum()), default=0)


def completed(stream: BinaryIO) -> tuple[BinaryIO, int] | None:
    """The file with zeros up to the length it states, and how many; None where nothing is missing, or too much."""
    size = stream.seek(0, io.SEEK_END)
    length = _stated_length(stream, size)
    if not size < length <= min(_MOST_BYTES, size * _LEAST_SHARE):
        return None
    stream.seek(0)
    return io.BytesIO(stream.read(size) + bytes(length - size)), length - size


def _whole_chunks(data: bytes) -> list[bytes]:
    """The chunks of a RIFF file that lie in it as a whole, without the one of the file itself."""
    found, place = [], _FORM_HEAD
    while place + _RIFF_HEAD <= len(data):
        length = int.from_bytes(data[place + 4 : place + _RIFF_HEAD], "little")
        end = place + _RIFF_HEAD + length + length % 2
        if end > len(data):
            break
        found.append(data[place:end])
        place = end
    return found


def whole_frames(stream: BinaryIO) -> tuple[BinaryIO, int] | None:
    """An animated WebP without the frame in which it is cut, and how many bytes are missing; None for other files."""
    size = stream.seek(0, io.SEEK_END)
    length = _stated_length(stream, size)
    if not size < length or size > _MOST_BYTES:
        return None
    stream.seek(0)
    data = stream.read(size)
    chunks = _whole_chunks(data) if data[8:_FORM_HEAD] == b"WEBP" else []
    if not any(chunk.startswith(b"ANMF") for chunk in chunks):
        return None
    body = b"WEBP" + b"".join(chunks)
    return io.BytesIO(b"RIFF" + len(body).to_bytes(4, "little") + body), length - size


def alone(stream: BinaryIO) -> BinaryIO | None:
    """The first of two files of boxes, one behind the other; None where there is but one.

    A film behind a HEIC picture has boxes of the names of the picture's, and its decoder refuses both.
    """
    size = stream.seek(0, io.SEEK_END)
    second = next((box.start for box in boxes(Window(stream), 0, size) if box.name == b"ftyp" and box.start), None)
    if second is None or second > _MOST_BYTES:
        return None
    stream.seek(0)
    return io.BytesIO(stream.read(second))
