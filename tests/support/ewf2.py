"""Small Ex01 and Lx01 images, made on the spot after the published description of version 2 of the format."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import TYPE_CHECKING

from tests.support.diskimages import SECTOR
from tests.support.logical_evidence import tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHUNK_SECTORS = 64
_CHUNK = _CHUNK_SECTORS * SECTOR
_DEVICE, _CASE, _DATA, _TABLE, _MD5, _SHA1, _NEXT, _DONE = 1, 2, 3, 4, 8, 9, 13, 15
_HASHED = 1
_PACKED, _SUMMED = 1, 2
_FILES = 0x20
_ALIGN = 16


def ex01(media: bytes, segments: int = 1) -> list[bytes]:
    """The segments of an image of some sectors; even chunks are compressed, odd ones stored with their check sum.

    Args:
        media: what the image is of.
        segments: so many files, the chunks shared out in order.
    """
    chunks = [media[at : at + _CHUNK] for at in range(0, len(media), _CHUNK)]
    device, case = _described(media, len(chunks), "f")
    each = -(-len(chunks) // segments)
    made = []
    for number in range(segments):
        out = _Segment(number + 1)
        out.section(_DEVICE, _object(device))
        out.section(_CASE, _object(case))
        out.chunks(chunks[number * each : (number + 1) * each], number * each)
        if number + 1 < segments:
            out.section(_NEXT, b"")
        else:
            for kind, digest in ((_MD5, hashlib.md5(media)), (_SHA1, hashlib.sha1(media))):  # noqa: S324 - the format's
                out.section(kind, digest.digest() + _sum(digest.digest()))
            out.section(_DONE, b"")
        made.append(bytes(out.data))
    return made


def lx01(files: Mapping[str, bytes]) -> bytes:
    """A logical evidence file in one segment; contents by path, "/" between folders."""
    media = b"".join(files.values())
    media += bytes(-len(media) % SECTOR)
    chunks = [media[at : at + _CHUNK] for at in range(0, len(media), _CHUNK)]
    device, case = _described(media, len(chunks), "l")
    out = _Segment(1, b"LEF2")
    out.section(_CASE, _object(case))
    out.section(_DEVICE, _object(device))
    out.chunks(chunks, 0)
    out.section(_FILES, tree_of(files, len(media)).encode("utf-16"))
    out.section(_DONE, b"")
    return bytes(out.data)


def _described(media: bytes, chunks: int, kind: str) -> tuple[dict[str, str], dict[str, str]]:
    device = {"ts": str(len(media) // SECTOR), "dt": kind, "bp": str(SECTOR), "ph": "1"}
    case = {"nm": "made", "cn": "2026-001", "ex": "Examiner A", "tb": str(chunks), "cp": "1"}
    return device, case | {"sb": str(_CHUNK_SECTORS), "gr": str(_CHUNK_SECTORS)}


class _Segment:
    def __init__(self, number: int, mark: bytes = b"EVF2") -> None:
        self.data = bytearray(mark + b"\r\n\x81\0" + struct.pack("<BBHI", 2, 1, 1, number) + bytes(range(16)))
        self._previous = 0

    def chunks(self, chunks: list[bytes], first: int) -> None:
        """Sector data and the table that says where each chunk lies."""
        stored, table = b"", b""
        for number, chunk in enumerate(chunks):
            packed = number % 2 == 0
            content = zlib.compress(chunk) if packed else chunk + _sum(chunk)
            flags = _PACKED if packed else _SUMMED
            table += struct.pack("<QII", len(self.data) + len(stored), len(content), flags)
            stored += _aligned(content)
        self.section(_DATA, stored)
        head = struct.pack("<QI4x", first, len(chunks))
        self.section(_TABLE, _aligned(head + _sum(head)) + table + _sum(table))

    def section(self, kind: int, content: bytes) -> None:
        """Data, and the descriptor behind it."""
        data = _aligned(content)
        self.data += data
        place = len(self.data)
        fields = struct.pack("<IIQQII", kind, _HASHED, self._previous, len(data), 64, len(data) - len(content))
        fields += hashlib.md5(data).digest() + bytes(12)  # noqa: S324 - the format's
        self.data += fields + _sum(fields)
        self._previous = place


def _object(values: dict[str, str]) -> bytes:
    text = "1\nmain\n" + "\t".join(values) + "\n" + "\t".join(values.values()) + "\n\n"
    return zlib.compress(text.encode("utf-16"))


def _aligned(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGN)


def _sum(data: bytes) -> bytes:
    return struct.pack("<I", zlib.adler32(data))
