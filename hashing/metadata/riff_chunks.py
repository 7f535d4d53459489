"""The chunks of a WebP file: EXIF, XMP, profile, content credentials, and where the picture ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hashing.metadata.blocks import MOST_BYTES, Blocks, Part, keep

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD_BYTES = 12
_MOST_CHUNKS = 100_000


def riff_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, first byte and length of each chunk as far as the file says they go."""
    place = _HEAD_BYTES
    for _ in range(_MOST_CHUNKS):
        if place + 8 > len(data):
            return
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        yield data[place : place + 4], place + 8, length
        place += 8 + length + length % 2


def webp_blocks(data: bytes) -> Blocks:
    """The blocks of a WebP file."""
    blocks = Blocks()
    end = 8 + int.from_bytes(data[4:8], "little")
    blocks.end = end + end % 2 if end <= len(data) else None
    if blocks.end is not None and blocks.end > len(data):
        blocks.end = len(data)
    for name, place, length in riff_chunks(data):
        if place > end:
            break
        if name in {b"EXIF", b"XMP ", b"ICCP", b"C2PA"}:
            _take(blocks, name, data[place : place + min(length, MOST_BYTES)], place)
    return blocks


def _take(blocks: Blocks, name: bytes, body: bytes, place: int) -> None:
    if name == b"EXIF":
        skipped = 6 if body.startswith(b"Exif\x00\x00") else 0
        keep(blocks.exif, Part(body[skipped:], place + skipped))
    elif name == b"XMP ":
        keep(blocks.xmp, body)
    elif name == b"ICCP":
        blocks.icc = body
    else:
        keep(blocks.credentials, body)
