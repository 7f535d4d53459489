"""The boxes of a JPEG 2000 file that carry metadata, and where the picture ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hashing.metadata.blocks import MOST_BYTES, Blocks, Part, keep
from hashing.metadata.boxes import UUID_BYTES, boxes
from hashing.metadata.heif_items import uuid_box

if TYPE_CHECKING:
    from hashing.metadata.boxes import Box, Window

_EXIF = {b"JpgTiffExif->JP2", bytes.fromhex("0537cdab9d0c4431a72afa561f2a113e")}
_IPTC = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")


def _uuid(window: Window, box: Box, blocks: Blocks) -> None:
    name = window.read(box.body, UUID_BYTES)
    start = box.body + UUID_BYTES
    body = window.read(start, min(box.end - start, MOST_BYTES))
    if name in _EXIF:
        skipped = 6 if body.startswith(b"Exif\x00\x00") else 0
        keep(blocks.exif, Part(body[skipped:], start + skipped))
    elif name == _IPTC:
        keep(blocks.iptc, body)
    else:
        uuid_box(window, box, blocks)


def jp2_blocks(window: Window) -> Blocks:
    """The blocks of a JPEG 2000 file; a bare codestream has none."""
    blocks = Blocks()
    end, seen = 0, set[bytes]()
    for box in boxes(window, 0, window.size):
        if box.name == b"jp2c" and box.name not in seen and box.end > window.size:
            return blocks  # the file is cut short: nothing stands behind its end
        if box.end > window.size:
            break
        seen.add(box.name)
        end = box.end
        if box.name == b"uuid":
            _uuid(window, box, blocks)
        elif box.name == b"jumb":
            keep(blocks.credentials, window.read(box.start, min(box.end - box.start, MOST_BYTES)))
    blocks.end = end or None
    return blocks
