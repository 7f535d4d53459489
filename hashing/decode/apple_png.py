"""Apple's own form of PNG (`CgBI`), in which iOS keeps the pictures of its programs, made an ordinary PNG.

It has a chunk of that name in front, rows compressed without zlib's head and check sum, red and blue exchanged, and
colours multiplied by their opacity.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import BinaryIO

from PIL import Image

from hashing.decode.apng import SIGNATURE, png_chunk, png_chunks

_MARK, _MARK_PLACE = b"CgBI", 12
_HEADER = struct.Struct(">IIBBBBB")
_DEPTH = 8
_BYTES = {2: 3, 6: 4}
"""Bytes of a pixel: colour without and with transparency. Other kinds are not known to be written so."""
_PIECE = 4096
_PASSES = ((8, 8), (8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2))
"""Columns and rows of each pass of an interlaced picture are so far apart."""


def _length(width: int, height: int, pixel: int, *, interlaced: bool) -> int:
    """At most so many bytes the rows have before compression, each with its filter in front."""
    if not interlaced:
        return height * (1 + width * pixel)
    sides = [(-(-width // across), -(-height // down)) for across, down in _PASSES]
    return sum(high * (1 + wide * pixel) for wide, high in sides)


def _rows(packed: bytes, most: int) -> bytes:
    """The rows, as far as they are there."""
    machine, found, left = zlib.decompressobj(-zlib.MAX_WBITS), [], most
    for at in range(0, len(packed), _PIECE):
        try:
            found.append(machine.decompress(machine.unconsumed_tail + packed[at : at + _PIECE], left))
        except zlib.error:
            break  # what stands before the damage is had
        left -= len(found[-1])
        if left <= 0:
            break
    return b"".join(found)


def _straight(picture: Image.Image) -> Image.Image:
    """Red and blue in their places, colours as they were before they were multiplied by their opacity."""
    bands = picture.split()
    ordered = Image.merge(picture.mode, (bands[2], bands[1], bands[0], *bands[3:]))
    if picture.mode != "RGBA":
        return ordered
    return Image.frombytes("RGBa", ordered.size, ordered.tobytes()).convert("RGBA")


def ordinary(stream: BinaryIO, max_pixels: int) -> tuple[BinaryIO, int, int] | None:
    """An Apple PNG as an ordinary one, how many bytes of its rows are missing, and of how many; None for other files.

    Raises:
        OSError: if its rows are damaged.
        MemoryError: if it does not fit.
    """
    stream.seek(0)
    if stream.read(_MARK_PLACE + len(_MARK))[_MARK_PLACE:] != _MARK:
        return None
    header, packed = b"", []
    for name, place, length in png_chunks(stream):
        stream.seek(place)
        if name == b"IHDR":
            header = stream.read(min(length, _HEADER.size))
        elif name == b"IDAT":
            packed.append(stream.read(length))
    if len(header) < _HEADER.size:
        return None
    width, height, depth, kind, _method, _filter, interlace = _HEADER.unpack(header)
    if depth != _DEPTH or kind not in _BYTES or not 0 < width * height <= max_pixels:
        return None
    whole = _length(width, height, _BYTES[kind], interlaced=interlace == 1)
    rows = _rows(b"".join(packed), whole)
    if not rows:
        return None
    body = png_chunk(b"IDAT", zlib.compress(rows + bytes(whole - len(rows)), 1))
    plain = SIGNATURE + png_chunk(b"IHDR", header) + body + png_chunk(b"IEND", b"")
    made = io.BytesIO()
    with Image.open(io.BytesIO(plain), formats=("PNG",)) as picture:
        _straight(picture).save(made, "PNG", compress_level=1)
    return made, 0 if interlace == 1 else whole - len(rows), whole
