"""Photoshop image resource blocks: where IPTC records, a thumbnail, EXIF and XMP may stand.

Layout and numbers after Adobe's "Photoshop File Formats" specification.
"""

from __future__ import annotations

from hashing.metadata.blocks import MOST_BYTES, Blocks, Part, keep

_MARKS = (b"8BIM", b"PHUT", b"AgHg", b"DCSR", b"MeSa")
_IPTC, _THUMBNAIL, _PROFILE, _EXIF, _XMP = 0x0404, 0x040C, 0x040F, 0x0422, 0x0424
_MOST_RESOURCES = 2000
_THUMBNAIL_HEAD = 28
_SECTIONS_START = 26


def read_resources(part: Part, blocks: Blocks) -> None:
    """Add what stands in a run of resource blocks to `blocks`."""
    data, place = part.data, 0
    for _ in range(_MOST_RESOURCES):
        if data[place : place + 4] not in _MARKS:
            return
        number = int.from_bytes(data[place + 4 : place + 6])
        name_length = data[place + 6] if place + 6 < len(data) else 0
        size_at = place + 6 + (name_length + 2) // 2 * 2
        length = int.from_bytes(data[size_at : size_at + 4])
        body_at = size_at + 4
        _take(number, part, body_at, min(length, len(data) - body_at), blocks)
        place = body_at + length + length % 2


def _take(number: int, part: Part, place: int, length: int, blocks: Blocks) -> None:
    if length <= 0:
        return
    body = part.data[place : place + min(length, MOST_BYTES)]
    if number == _IPTC:
        keep(blocks.iptc, body)
    elif number == _XMP:
        keep(blocks.xmp, body)
    elif number == _EXIF and not blocks.exif:
        keep(blocks.exif, Part(body, None if part.offset is None else part.offset + place))
    elif number == _PROFILE and not blocks.icc:
        blocks.icc = body
    elif number == _THUMBNAIL and part.offset is not None and body[_THUMBNAIL_HEAD:].startswith(b"\xff\xd8"):
        keep(blocks.previews, Part(body[_THUMBNAIL_HEAD:], part.offset + place + _THUMBNAIL_HEAD))


def psd_blocks(data: bytes) -> Blocks:
    """The blocks of a Photoshop document."""
    blocks = Blocks()
    place = _SECTIONS_START + 4 + int.from_bytes(data[_SECTIONS_START : _SECTIONS_START + 4])
    length = int.from_bytes(data[place : place + 4])
    read_resources(Part(data[place + 4 : place + 4 + min(length, MOST_BYTES)], place + 4), blocks)
    return blocks
