"""Photoshop documents whose merged picture Pillow does not read, or reads wrongly: made plain for it.

Those are documents of 16 bits, and those with more channels than their colours have: of a packed one Pillow takes the
rows of the further channels for the picture.

Layout after Adobe's Photoshop File Formats Specification: header, three sections that say their length, then the
merged picture channel by channel, plain or packed row by row.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image

from hashing.decode.trouble import DECODER_ERRORS
from hashing.phrases import phrase

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HEADER = struct.Struct(">4sH6xHIIHH")
_PLAIN, _PACKED = 0, 1
_EIGHT, _DEEP = 8, 16
UNREAD_BITS = (32,)
"""A depth that documents may have and that is not read: light in floating point."""
_RGB, _RGB_CHANNELS = 3, (3, 4)
_COLOUR_CHANNELS = {4: 4, 9: 3}
"""How many channels a mode has for its colours: CMYK, L*a*b*; others but RGB have one."""
_LONGEST_PALETTE = 768
_MOST_CHANNELS, _MOST_STATED_CHANNELS, _LONGEST_SIDE = 4, 56, 30_000
"""How many channels are read, how many a document may state, and how many pixels a side may have."""
_SECTIONS = 3


@dataclass(frozen=True, slots=True)
class DeepHeader:
    """What the header of such a document says; `bits` of each number, 8 or 16."""

    channels: int
    height: int
    width: int
    mode: int
    bits: int

    @property
    def read_channels(self) -> int:
        """How many of the channels are read."""
        return min(self.channels, _MOST_CHANNELS)


def stated_bits(stream: BinaryIO) -> int:
    """How many bits a number has by the header, 0 if there is none."""
    stream.seek(0)
    head = stream.read(_HEADER.size)
    return _HEADER.unpack(head)[5] if len(head) == _HEADER.size else 0


def deep_header(stream: BinaryIO) -> DeepHeader | None:
    """The header of such a document; None for other documents, and for what no document may state."""
    stream.seek(0)
    head = stream.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    mark, version, channels, height, width, bits, mode = _HEADER.unpack(head)
    if mark != b"8BPS" or version != 1 or not (bits == _DEEP or (bits == _EIGHT and _has_further(mode, channels))):
        return None
    if not (0 < channels <= _MOST_STATED_CHANNELS and 0 < min(height, width) <= max(height, width) <= _LONGEST_SIDE):
        return None
    return DeepHeader(channels, height, width, mode, bits)


def _has_further(mode: int, channels: int) -> bool:
    """Whether there are channels that Pillow does not know of: saved masks, spot colours."""
    if mode == _RGB:
        return channels > _RGB_CHANNELS[-1]
    return channels > _COLOUR_CHANNELS.get(mode, 1)


def _scaled(rows: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    if bits == _EIGHT:
        return rows
    values = rows.view(">u2").astype(np.uint32)
    return ((values * 255 + 32767) // 65535).astype(np.uint8)


def _unpacked(data: bytes, row_bytes: int) -> bytes:
    """One row; b"" where it is damaged."""
    try:
        return Image.frombytes("L", (row_bytes, 1), data, "packbits", "L").tobytes()
    except DECODER_ERRORS:
        return b""  # the caller counts it


def _channel(stream: BinaryIO, head: DeepHeader, lengths: tuple[int, ...] | None) -> tuple[NDArray[np.uint8], int]:
    """A channel in 8 bits, white where rows are damaged or absent, and how many of them are."""
    row_bytes, bad = head.width * head.bits // 8, 0
    levels = np.full((head.height, head.width), 255, dtype=np.uint8)
    for row in range(head.height):
        data = stream.read(row_bytes if lengths is None else lengths[row])
        data = data if lengths is None else _unpacked(data, row_bytes)
        if len(data) == row_bytes:
            levels[row] = _scaled(np.frombuffer(data, dtype=np.uint8), head.bits)
        else:
            bad += 1
    return levels, bad


def in_8_bits(stream: BinaryIO, head: DeepHeader) -> tuple[BinaryIO, int]:
    """The merged picture as a plain document of 8 bits, and how many rows of its channels are missing.

    Raises:
        ValueError: if the document ends before its picture, or packs it in another way.
        MemoryError: if it does not fit.
    """
    stream.seek(_HEADER.size)
    length = int.from_bytes(stream.read(4))
    colours = stream.read(length) if length <= _LONGEST_PALETTE else b""
    stream.seek(_HEADER.size + 4 + length)
    for _ in range(_SECTIONS - 1):
        stream.seek(int.from_bytes(stream.read(4)), io.SEEK_CUR)
    packing = stream.read(2)
    if packing not in {b"\x00\x00", b"\x00\x01"}:
        msg = phrase("the merged picture is not there, or packed in an unknown way")
        raise ValueError(msg)
    counts: tuple[int, ...] = ()
    if packing[1] == _PACKED:
        table = stream.read(2 * head.channels * head.height)
        counts = struct.unpack(f">{len(table) // 2}H", table[: len(table) // 2 * 2])
        counts += (0,) * (head.channels * head.height - len(counts))
    kept, missing = [], 0
    for channel in range(head.read_channels):
        rows = counts[channel * head.height : (channel + 1) * head.height] if counts else None
        levels, bad = _channel(stream, head, rows)
        kept.append(levels.tobytes())
        missing += bad
    header = _HEADER.pack(b"8BPS", 1, len(kept), head.height, head.width, 8, head.mode)
    sections = struct.pack(">I", len(colours)) + colours + bytes(4 * (_SECTIONS - 1))
    return io.BytesIO(header + sections + b"\x00\x00" + b"".join(kept)), missing
