"""Compressed and tiled TIFF pictures as rows of the numbers that they hold, for depths that Pillow does not read.

A compressed strip or tile is bytes in, bytes out, whatever these bytes mean. So libtiff, through Pillow, is handed each
of them as a small grey picture of 8 bits, and what was taken from the numbers before compression (the predictors of
TIFF 6.0 and its third supplement) is added again here.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from hashing.decode.trouble import DECODER_ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hashing.decode.tiff_tags import Directory

_COMPRESSION, _PREDICTOR, _ROWS_PER_STRIP = 0x0103, 0x013D, 0x0116
_STRIP_OFFSETS, _STRIP_COUNTS = 0x0111, 0x0117
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_COUNTS = 0x0142, 0x0143, 0x0144, 0x0145
_NONE = 1
_BYTEWISE = {_NONE, 5, 8, 32773, 32946, 34925, 50000}
"""No compression, LZW, both numbers of Deflate, PackBits, LZMA, Zstandard."""
_DIFFERENCES, _FLOATING = 2, 3
_MOST_EXPANSION = 4096
_MOST_PART_BYTES = 1 << 30
_LONGEST_SIDE = 1 << 24


@dataclass(frozen=True, slots=True)
class Parts:
    """How a picture is cut into strips or tiles: the size of one in pixels (0 for the whole), and how it is packed."""

    compression: int
    predictor: int
    width: int
    height: int

    @property
    def plain(self) -> bool:
        """Whether these are uncompressed strips, which simply follow each other."""
        return self.compression == _NONE and not self.width


def parts_of(directory: Directory) -> Parts | None:
    """How the picture of a directory is cut and packed; None where that is Pillow's affair."""
    compression = directory.number(_COMPRESSION) or _NONE
    predictor = directory.number(_PREDICTOR) or 1
    if compression not in _BYTEWISE or predictor not in {1, _DIFFERENCES, _FLOATING}:
        return None
    if _TILE_WIDTH not in directory.entries:
        return Parts(compression, predictor, 0, directory.number(_ROWS_PER_STRIP) or 0)
    width, height = directory.number(_TILE_WIDTH) or 0, directory.number(_TILE_HEIGHT) or 0
    return Parts(compression, predictor, width, height) if width and height else None


def _as_grey(data: bytes, compression: int, width: int, height: int) -> bytes:
    """A TIFF file of one strip of 8-bit grey around compressed bytes."""
    tags = (
        (0x0100, 4, width),
        (0x0101, 4, height),
        (0x0102, 3, 8),
        (_COMPRESSION, 3, compression),
        (0x0106, 3, 1),
        (_STRIP_OFFSETS, 4, 8 + 2 + 9 * 12 + 4),
        (0x0115, 3, 1),
        (_ROWS_PER_STRIP, 4, height),
        (_STRIP_COUNTS, 4, len(data)),
    )
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\x00" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + data


def _unpacked(data: bytes, compression: int, width: int, height: int) -> bytes:
    """The bytes of a strip or tile; fewer than width x height, or none, where it is damaged."""
    if compression == _NONE:
        return data
    if not data or width * height > len(data) * _MOST_EXPANSION:
        return b""
    try:
        with Image.open(io.BytesIO(_as_grey(data, compression, width, height)), formats=("TIFF",)) as image:
            return image.tobytes()
    except DECODER_ERRORS:
        return b""  # counted as missing by the caller


def _summed(rows: NDArray[np.uint8], parts: Parts, samples: int, bits: int, order: str) -> NDArray[np.uint8]:
    """Rows of bytes with the predictor undone, in the byte order of the file."""
    size = bits // 8
    if parts.predictor == _FLOATING and not bits % 8:
        bytes_summed = np.cumsum(rows.reshape(rows.shape[0], -1, samples), axis=1, dtype=np.uint8)
        planes = bytes_summed.reshape(rows.shape[0], size, -1)  # most significant bytes of all numbers first
        return np.ascontiguousarray(np.moveaxis(planes if order == ">" else planes[:, ::-1], 1, 2)).reshape(rows.shape)
    if parts.predictor == _DIFFERENCES and bits in {8, 16, 32, 64}:
        kind = np.dtype(f"{order}u{size}")
        numbers = rows.view(kind).reshape(rows.shape[0], -1, samples)
        return np.cumsum(numbers, axis=1, dtype=kind.newbyteorder("=")).astype(kind).view(np.uint8).reshape(rows.shape)
    return rows


@dataclass(frozen=True, slots=True)
class _Part:
    """One strip or tile: where its bytes stand, and the rows and bytes of a row that it fills."""

    place: int
    length: int
    top: int
    left: int
    rows: int
    row_bytes: int


def _cells(parts: Parts, sides: tuple[int, int, int], samples: int, bits: int) -> Iterator[tuple[int, int, int, int]]:
    """Top, left (in bytes), rows and bytes of a row of every strip or tile, in the order of the file."""
    width, height, planes = sides
    wide, high = parts.width or width, min(parts.height, _LONGEST_SIDE) or height
    row_bytes = (wide * samples * bits + 7) // 8
    across = range(-(-width // wide))
    for start in range(0, planes * height, height):
        for top in range(0, height, high):
            # The last strip is as high as what is left; a tile is always whole.
            rows = high if parts.width else min(high, height - top)
            yield from ((start + top, column * row_bytes, rows, row_bytes) for column in across)


def _listed(directory: Directory, parts: Parts, cells: Iterator[tuple[int, int, int, int]]) -> Iterator[_Part]:
    offsets, counts = (_TILE_OFFSETS, _TILE_COUNTS) if parts.width else (_STRIP_OFFSETS, _STRIP_COUNTS)
    places = directory.numbers(offsets) or directory.numbers(_STRIP_OFFSETS)
    lengths = directory.numbers(counts) or directory.numbers(_STRIP_COUNTS)
    for place, length, cell in zip(places, lengths, cells, strict=False):
        yield _Part(place, length, *cell)


def joined(
    directory: Directory, parts: Parts, sides: tuple[int, int, int], samples: int, bits: int
) -> tuple[NDArray[np.uint8], int]:
    """The rows of all planes one below the other, as bytes in the order of the file.

    Args:
        directory: of the picture.
        parts: how it is cut and packed.
        sides: width and height in pixels, and the number of planes.
        samples: how many numbers a pixel has in one plane.
        bits: of one number.

    Returns:
        The rows, zeros where strips or tiles are damaged or absent, and how many bytes are missing.
    """
    width, height, planes = sides
    row_bytes = (width * samples * bits + 7) // 8
    rows = np.zeros((height * planes, row_bytes), dtype=np.uint8)
    missing = rows.size
    if parts.width * samples * bits % 8:
        return rows, missing  # no tile of another width than a multiple of 16 is allowed; these end inside a byte
    for part in _listed(directory, parts, _cells(parts, sides, samples, bits)):
        whole = part.rows * part.row_bytes
        if whole > _MOST_PART_BYTES:
            continue
        packed = directory.read(part.place, min(part.length, whole + (whole >> 1) + 4096))
        data = _unpacked(packed, parts.compression, part.row_bytes, part.rows)[:whole]
        full = len(data) // part.row_bytes
        if not full:
            continue
        read = np.frombuffer(data[: full * part.row_bytes], dtype=np.uint8).reshape(full, part.row_bytes)
        # A tile reaches beyond the picture, at its right and below; a plane ends where the next begins.
        inside = min(full, height - part.top % height)
        piece = _summed(read, parts, samples, bits, directory.order)[:inside, : row_bytes - part.left]
        rows[part.top : part.top + inside, part.left : part.left + piece.shape[1]] = piece
        missing -= piece.size
    return rows, missing
