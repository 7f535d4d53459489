"""Windows icons and cursors: several renderings of one picture, each a PNG or a bitmap without its file header.

The size that counts stands inside each rendering, not in the directory before them; it is held against the limit before
anything is decoded.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image

from hashing.decode import kinds
from hashing.decode.frames import DamagedFrame, Frame
from hashing.decode.still import Still, decode_still, refused, shrunk, too_large
from hashing.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hashing.decode.frames import Budget

_PNG = b"\x89PNG\r\n\x1a\n"
_DIRECTORY, _ENTRY, _FILE_HEADER, _INFO_HEADER = 6, 16, 14, 40
_INFO_HEADERS = {40, 52, 56, 64, 108, 124}
_MOST_ENTRIES = 256
_LARGEST_BYTES = 256 * 1024 * 1024
_DEEP = 32
_OPAQUE = 255


class IconError(ValueError):
    """There is no rendering that could be decoded."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """One entry: its place in the directory from 1, its bytes, and the size and depth that stand in them."""

    number: int
    data: bytes
    width: int
    height: int
    bits: int


def _rendering(number: int, data: bytes) -> Rendering | None:
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) > 25:  # noqa: PLR2004 - depth and colour type
        width, height = struct.unpack_from(">II", data, 16)
        return Rendering(number, data, width, height, data[24] * (1, 1, 3, 1, 2, 1, 4)[min(data[25], 6)])
    if len(data) < _INFO_HEADER:
        return None
    header, width, height, _planes, bits = struct.unpack_from("<IiiHH", data)
    if header not in _INFO_HEADERS or width <= 0 or height == 0:
        return None
    return Rendering(number, data, width, abs(height) // 2, bits)


def renderings(stream: BinaryIO) -> tuple[Rendering, ...]:
    """The renderings of an icon that can be read, the largest first."""
    stream.seek(0)
    head = stream.read(_DIRECTORY + _ENTRY * _MOST_ENTRIES)
    count = min(struct.unpack_from("<H", head, 4)[0] if len(head) >= _DIRECTORY else 0, _MOST_ENTRIES)
    found = []
    left = _LARGEST_BYTES
    for number in range(1, count + 1):
        place = _DIRECTORY + _ENTRY * (number - 1) + 8
        if place + 8 > len(head):
            break
        length, offset = struct.unpack_from("<II", head, place)
        stream.seek(offset)
        data = stream.read(min(length, left))
        left -= len(data)
        rendering = _rendering(number, data)
        if rendering is not None:
            found.append(rendering)
    return tuple(sorted(found, key=lambda one: (-one.width * one.height, -one.bits, one.number)))


def _bitmap(one: Rendering) -> tuple[bytes, int]:
    """The bitmap as a file of its own, and where its mask begins in the rendering's bytes."""
    header, _w, _h, _planes, bits, compression = struct.unpack_from("<IiiHHI", one.data)
    (used,) = struct.unpack_from("<I", one.data, 32)
    colours = (used or 1 << bits) if bits <= 8 else 0  # noqa: PLR2004 - depths with a palette
    start = header + 4 * min(colours, 256) + (12 if compression == 3 and header == _INFO_HEADER else 0)  # noqa: PLR2004
    stride = (one.width * bits + 31) // 32 * 4
    body = bytearray(one.data)
    struct.pack_into("<i", body, 8, one.height)
    file_header = struct.pack("<2sIHHI", b"BM", _FILE_HEADER + len(body), 0, 0, _FILE_HEADER + start)
    return file_header + bytes(body), start + stride * one.height


def _mask(one: Rendering, start: int) -> NDArray[np.bool_]:
    """What the mask of the bitmap leaves visible; everything where the mask is missing."""
    stride = (one.width + 31) // 32 * 4
    stored = np.frombuffer(one.data[start : start + stride * one.height], dtype=np.uint8)
    rows = np.zeros(stride * one.height, dtype=np.uint8)
    rows[: stored.size] = stored
    bits = np.unpackbits(rows.reshape(one.height, stride), axis=1)[::-1, : one.width]
    return np.equal(bits, 0)


def _deep_alpha(one: Rendering, mask_start: int) -> NDArray[np.uint8] | None:
    """The fourth channel of a 32-bit bitmap; None where there is none or it says nothing (all zero)."""
    length = 4 * one.width * one.height
    stored = one.data[mask_start - length : mask_start]
    if one.bits != _DEEP or len(stored) < length:
        return None
    alpha = np.frombuffer(stored, dtype=np.uint8)[3::4].reshape(one.height, one.width)[::-1]
    return alpha if alpha.any() else None


def _over_white(colours: NDArray[np.uint8], one: Rendering, mask_start: int) -> NDArray[np.uint8]:
    alpha = _deep_alpha(one, mask_start)
    if alpha is None:
        alpha = np.where(_mask(one, mask_start), np.uint8(_OPAQUE), np.uint8(0))
    rgb = Image.fromarray(colours).convert("RGB")
    white = Image.new("RGB", rgb.size, "white")
    white.paste(rgb, mask=Image.fromarray(np.ascontiguousarray(alpha)))
    return np.asarray(white, dtype=np.uint8)


def _decoded(one: Rendering, max_pixels: int) -> Still:
    if one.width * one.height > max_pixels:
        return too_large((one.width, one.height), max_pixels)
    if one.data.startswith(_PNG):
        return decode_still(io.BytesIO(one.data), kinds.PNG, max_pixels)
    data, mask_start = _bitmap(one)
    still = decode_still(io.BytesIO(data), kinds.BMP, max_pixels)
    if still.pixels is None:
        return still
    flat = _over_white(still.pixels, one, mask_start)
    small = shrunk(flat)
    return Still(flat, small, one.width, one.height, image=still.image, issue=still.issue)


def _further(others: tuple[Rendering, ...], budget: Budget) -> Iterator[Frame | DamagedFrame]:
    for one in sorted(others, key=lambda one: one.number):
        if not budget.allows(one.width, one.height):
            return
        still = _decoded(one, one.width * one.height)
        if still.pixels is None:
            yield DamagedFrame(
                one.number, still.issue.detail if still.issue is not None else phrase("it could not be decoded")
            )
        else:
            yield Frame(one.number, still.pixels, minor=True)


def decode_icon(stream: BinaryIO, max_pixels: int) -> Still:
    """Decode an icon: its largest rendering is the picture, the others are looked at beside it.

    Raises:
        MemoryError: if the picture does not fit.
    """
    found = renderings(stream)
    if not found:
        return refused(IconError(phrase("no rendering of the icon could be read")), kinds.ICON)
    first, others = found[0], found[1:]
    still = _decoded(first, max_pixels)
    return Still(
        still.pixels,
        still.small,
        first.width,
        first.height,
        still.exif,
        still.texts,
        still.image,
        still.issue,
        further=(lambda budget: _further(others, budget)) if others else None,
    )
