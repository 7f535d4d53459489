"""TIFF and PNG files of depths and layouts that Pillow does not write."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.hashing.decode.camera import directory

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.hashing.decode.camera import Tag


def tiff(values: NDArray[Any], photometric: int, order: str = "<", *, planar: bool = False, extra: int = 0) -> bytes:
    """An uncompressed TIFF of whole or floating-point numbers, height x width x samples."""
    height, width, samples = values.shape
    kind = {"u": 1, "i": 2, "f": 3}[values.dtype.kind]
    stored = values.transpose(2, 0, 1) if planar else values
    data = stored.astype(values.dtype.newbyteorder(order)).tobytes()  # type: ignore[arg-type]
    parts = samples if planar else 1
    length = len(data) // parts
    tags: list[Tag] = [
        (0x0100, 4, (width,)),
        (0x0101, 4, (height,)),
        (0x0102, 3, (8 * values.dtype.itemsize,) * samples),
        (0x0103, 3, (1,)),
        (0x0106, 3, (photometric,)),
        (0x0111, 4, tuple(8 + length * part for part in range(parts))),
        (0x0115, 3, (samples,)),
        (0x0116, 4, (height,)),
        (0x0117, 4, (length,) * parts),
        (0x011C, 3, (2 if planar else 1,)),
        (0x0153, 3, (kind,) * samples),
    ]
    tags += [(0x0152, 3, (extra,))] if extra else []
    magic = b"II*\x00" if order == "<" else b"MM\x00*"
    return magic + struct.pack(f"{order}I", 8 + len(data)) + data + directory(tags, 8 + len(data), order)


def png_chunk(name: bytes, content: bytes) -> bytes:
    """A chunk with its check sum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(values: NDArray[Any], depth: int, colour: int, *chunks: bytes) -> bytes:
    """A PNG of any depth; the width must fill whole bytes."""
    height, width = values.shape[:2]
    rows = values.reshape(height, -1)
    if depth == 16:
        packed = np.ascontiguousarray(rows.astype(">u2")).view(np.uint8)
    elif depth == 8:
        packed = rows.astype(np.uint8)
    else:
        groups = rows.reshape(height, -1, 8 // depth).astype(np.uint8)
        shifts = np.arange(8 - depth, -1, -depth, dtype=np.uint8)
        packed = (groups << shifts).sum(axis=2).astype(np.uint8)
    filtered = np.concatenate((np.zeros((height, 1), dtype=np.uint8), packed), axis=1)
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(filtered.tobytes()))
    return b"".join((b"\x89PNG\r\n\x1a\n", header, *chunks, body, png_chunk(b"IEND", b"")))
