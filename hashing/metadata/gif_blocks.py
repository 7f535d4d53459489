"""The blocks of a GIF file: comments, XMP and other application blocks, and where the picture ends."""

from __future__ import annotations

from hashing.metadata.blocks import MOST_BYTES, Blocks, keep

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_COMMENT, _APPLICATION = 0xFE, 0xFF
_HEADER_BYTES = 13
_MOST_BLOCKS = 200_000
_XMP_TAIL = 258
"""XMP in a GIF is followed by a ramp of bytes that leads any reader of sub-blocks to the end (XMP specification)."""


def _table_bytes(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(data: bytes, place: int, budget: list[int]) -> tuple[list[bytes], int]:
    """Sub-blocks up to the empty one, and where reading goes on."""
    pieces: list[bytes] = []
    while place < len(data) and budget[0] > 0:
        budget[0] -= 1
        length = data[place]
        if length == 0:
            return pieces, place + 1
        pieces.append(data[place + 1 : place + 1 + length])
        place += 1 + length
    return pieces, len(data) + 1


def _skip(data: bytes, place: int, budget: list[int]) -> int:
    while place < len(data) and budget[0] > 0:
        budget[0] -= 1
        length = data[place]
        if length == 0:
            return place + 1
        place += 1 + length
    return len(data) + 1


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _application(data: bytes, place: int, budget: list[int], blocks: Blocks) -> int:
    head = data[place + 1 : place + 1 + data[place]] if place < len(data) else b""
    body = place + 1 + len(head)
    pieces, after = _sub_blocks(data, body, budget)
    if head.startswith(b"XMP Data"):
        # The packet stands there raw: what look like lengths of sub-blocks are its own characters.
        keep(blocks.xmp, data[body : max(body, after - _XMP_TAIL)][:MOST_BYTES])
    elif head.startswith(b"C2PA_GIF"):
        keep(blocks.credentials, b"".join(pieces)[:MOST_BYTES])
    elif head.startswith(b"ICCRGBG1"):
        blocks.icc = b"".join(pieces)[:MOST_BYTES]
    return after


def gif_blocks(data: bytes) -> Blocks:
    """The blocks of a GIF file. Coded pictures are skipped by the lengths of their sub-blocks."""
    blocks = Blocks()
    budget = [len(data) // 2 + _MOST_BLOCKS]
    place = _HEADER_BYTES + _table_bytes(data[10] if len(data) > _HEADER_BYTES else 0)
    for _ in range(_MOST_BLOCKS):
        if place >= len(data):
            break
        sort = data[place]
        if sort == _TRAILER:
            blocks.end = place + 1
            break
        if sort == _IMAGE:
            flags = data[place + 9] if place + 9 < len(data) else 0
            place = _skip(data, place + 11 + _table_bytes(flags), budget)
        elif sort == _EXTENSION and data[place + 1 : place + 2] == bytes([_COMMENT]):
            pieces, place = _sub_blocks(data, place + 2, budget)
            keep(blocks.texts, ("comment", _text(b"".join(pieces))))
        elif sort == _EXTENSION and data[place + 1 : place + 2] == bytes([_APPLICATION]):
            place = _application(data, place + 2, budget, blocks)
        elif sort == _EXTENSION:
            place = _skip(data, place + 2, budget)
        else:
            break
    return blocks
