"""Which reader finds the blocks of which kind of picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from hashing.metadata.blocks import Blocks
from hashing.metadata.boxes import Window
from hashing.metadata.ends import codestream_end, icon_end, photoshop_end, tiff_end
from hashing.metadata.gif_blocks import gif_blocks
from hashing.metadata.heif_items import heif_blocks
from hashing.metadata.jp2_boxes import jp2_blocks
from hashing.metadata.jpeg_segments import jpeg_blocks
from hashing.metadata.photoshop import psd_blocks, read_resources
from hashing.metadata.png_chunks import png_blocks
from hashing.metadata.riff_chunks import webp_blocks
from hashing.metadata.tiff_tags import tiff_blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from hashing.decode.kinds import Kind

_MOST_SEARCHED = 256 * 1024 * 1024
"""As far into a file that is not in memory the readers look."""

_READERS: dict[str, Callable[[bytes], Blocks]] = {
    "image/jpeg": jpeg_blocks,
    "image/png": png_blocks,
    "image/apng": png_blocks,
    "image/gif": gif_blocks,
    "image/webp": webp_blocks,
    "image/tiff": tiff_blocks,
    "image/x-raw": tiff_blocks,
    "image/x-adobe-dng": tiff_blocks,
    "image/vnd.adobe.photoshop": psd_blocks,
}
_BOXED: dict[str, Callable[[Window], Blocks]] = {
    "image/heic": heif_blocks,
    "image/heif": heif_blocks,
    "image/avif": heif_blocks,
    "image/jp2": jp2_blocks,
}


_ENDS = {
    "image/tiff": tiff_end,
    "image/j2c": codestream_end,
    "image/vnd.adobe.photoshop": photoshop_end,
    "image/vnd.microsoft.icon": icon_end,
}


def content_of(stream: BinaryIO) -> bytes:
    """The file's bytes: without a copy where they are in memory, else the first 256 MiB."""
    if isinstance(stream, io.BytesIO):
        return stream.getvalue()
    stream.seek(0)
    return stream.read(_MOST_SEARCHED)


def _bmp_blocks(data: bytes) -> Blocks:
    blocks = Blocks()
    length = int.from_bytes(data[2:6], "little")
    blocks.end = length if 54 <= length <= len(data) else None  # noqa: PLR2004 - the shortest bitmap's two headers
    return blocks


def find_blocks(stream: BinaryIO, kind: Kind) -> Blocks:
    """The blocks of metadata in a picture; none for kinds without a reader."""
    if kind.media_type in _BOXED:
        blocks = _BOXED[kind.media_type](Window(stream))
    elif kind.media_type == "image/bmp":
        blocks = _bmp_blocks(content_of(stream))
    elif kind.media_type in _READERS:
        blocks = _READERS[kind.media_type](content_of(stream))
    elif kind.media_type in _ENDS:
        return Blocks(end=_ENDS[kind.media_type](content_of(stream)))
    else:
        return Blocks()
    if kind.media_type in _ENDS:
        blocks.end = _ENDS[kind.media_type](content_of(stream))
    for part in list(blocks.resources):
        read_resources(part, blocks)
    for part in blocks.exif:
        # XMP, IPTC and resources may stand inside a camera's EXIF block as they do in a TIFF file.
        if kind.media_type not in {"image/tiff", "image/x-raw", "image/x-adobe-dng"} and part.data[:2] in {
            b"II",
            b"MM",
        }:
            inner = tiff_blocks(part.data, itself=False)
            blocks.xmp.extend(inner.xmp)
            blocks.iptc.extend(inner.iptc)
    return blocks
