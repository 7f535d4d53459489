"""Pixels of a PDF picture as a PNG file, and fax data as a TIFF file. The same pixels always give the same bytes.

PNG data is stored without compression, so that the bytes do not depend on a version of a compression library.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import numpy as np

Part = bytes | memoryview
Rows = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
_GREY, _RGB, _PALETTE = 0, 2, 3
_BLOCK = 65535
_CMYK = 4


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels as a PDF keeps them: rows from the top, each row begun at a byte.

    Attributes:
        width, height: pixels.
        channels: 1 (grey or index of a colour), 3 (RGB) or 4 (CMYK).
        bits: for each channel: 1, 2, 4, 8 or 16, most significant first; 1, 2 and 4 with one channel only.
        palette: colours as RGB, for pictures that keep indexes; else b"".
        inverted: 0 is the brightest.
    """

    width: int
    height: int
    channels: int
    bits: int
    palette: bytes = b""
    inverted: bool = False

    @property
    def row_bytes(self) -> int:
        """Bytes of one row."""
        return (self.width * self.channels * self.bits + 7) // 8

    @property
    def total_bytes(self) -> int:
        """Bytes of all rows."""
        return self.row_bytes * self.height


def png(raster: Raster, data: bytes) -> bytes:
    """The pixels as a PNG file; rows that are missing are black. CMYK becomes RGB by the plain formula."""
    if len(data) < raster.total_bytes:
        data = data.ljust(raster.total_bytes, b"\0")
    rows: Rows = np.frombuffer(data, np.uint8, raster.total_bytes).reshape(raster.height, raster.row_bytes)
    if raster.inverted and not raster.palette:
        rows = ~rows
    if raster.channels == _CMYK:
        rows = _rgb_of_cmyk(rows)
    lines = np.zeros((raster.height, rows.shape[1] + 1), np.uint8)
    lines[:, 1:] = rows
    colour = _PALETTE if raster.palette else _GREY if raster.channels == 1 else _RGB
    head = struct.pack(">IIBBBBB", raster.width, raster.height, raster.bits, colour, 0, 0, 0)
    parts: list[Part] = [b"\x89PNG\r\n\x1a\n", *_chunk(b"IHDR", [head])]
    if raster.palette:
        parts += _chunk(b"PLTE", [raster.palette[: 3 * (1 << raster.bits)]])
    parts += _chunk(b"IDAT", _stored(lines.reshape(-1).data))
    return b"".join([*parts, *_chunk(b"IEND", [])])


def rgb_palette(colours: bytes, channels: int) -> bytes:
    """A palette of grey, RGB or CMYK colours as RGB."""
    whole = np.frombuffer(colours[: len(colours) // channels * channels], np.uint8).reshape(1, -1)
    if channels == 1:
        return bytes(np.repeat(whole, 3))
    return bytes(whole.tobytes() if channels != _CMYK else _rgb_of_cmyk(whole).tobytes())


def fax_tiff(width: int, height: int, data: bytes, *, scheme: int, options: int, white_is_zero: bool) -> bytes:
    """CCITT fax data as a TIFF file around the data as it is.

    Args:
        width: pixels.
        height: pixels.
        data: the coded rows.
        scheme: TIFF's number of the coding: 3 (group 3) or 4 (group 4).
        options: TIFF's T4Options; not used for group 4.
        white_is_zero: how the decoded bits are meant.
    """
    short, long = 3, 4
    tags = [
        (256, long, width), (257, long, height), (258, short, 1), (259, short, scheme),
        (262, short, 0 if white_is_zero else 1), (273, long, 0), (277, short, 1), (278, long, height),
        (279, long, len(data)), *([(292, long, options)] if scheme == 3 else []),  # noqa: PLR2004 - group 3
    ]  # fmt: skip
    start = 8 + 2 + 12 * len(tags) + 4
    fields = b"".join(
        struct.pack("<HHII", tag, kind, 1, start if tag == 273 else value)  # noqa: PLR2004 - where the data stands
        for tag, kind, value in tags
    )
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + fields + bytes(4) + data


def _rgb_of_cmyk(rows: Rows) -> Rows:
    ink = 255 - rows.reshape(rows.shape[0], -1, 4).astype(np.uint16)
    rgb = (ink[:, :, :3] * ink[:, :, 3:] + 127) // 255
    return rgb.astype(np.uint8).reshape(rows.shape[0], -1)


def _chunk(name: bytes, body: list[Part]) -> list[Part]:
    code = zlib.crc32(name)
    for part in body:
        code = zlib.crc32(part, code)
    return [struct.pack(">I", sum(map(len, body))) + name, *body, struct.pack(">I", code)]


def _stored(data: memoryview) -> list[Part]:
    """A zlib stream that holds the data as it is (RFC 1950, RFC 1951 section 3.2.4), in parts."""
    parts: list[Part] = [b"\x78\x01"]
    for start in range(0, max(1, len(data)), _BLOCK):
        piece = data[start : start + _BLOCK]
        last = start + _BLOCK >= len(data)
        parts += [struct.pack("<BHH", last, len(piece), len(piece) ^ 0xFFFF), piece]
    return [*parts, struct.pack(">I", zlib.adler32(data))]
