"""TIFF, or a camera's raw file in TIFF's clothes? The first directory tells."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hashing.decode import kinds
from hashing.decode.kinds import unsupported

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind

_ORDERS = {b"II*\x00": "<", b"MM\x00*": ">"}
_BIG_ORDERS = (b"II+\x00\x08\x00\x00\x00", b"MM\x00+\x00\x08\x00\x00")
_CANON = unsupported("image/x-canon-cr2", "Canon CR2 raw file")
_MOST_ENTRIES = 512

_SUBFILE_TYPE = 0x00FE
_PHOTOMETRIC = 0x0106
_SUB_DIRECTORIES = 0x014A
_DNG_VERSION = 0xC612
_REDUCED = 1
_SENSOR_DATA = {32803, 34892}


def looks_like_tiff(head: bytes) -> bool:
    """Classic TIFF or BigTIFF, either byte order."""
    return head[:4] in _ORDERS or head.startswith(_BIG_ORDERS)


def _first_directory(head: bytes, order: str) -> dict[int, int]:
    """Tag numbers of the first directory with their value field's first bytes as a number; {} where out of reach."""
    (start,) = struct.unpack_from(f"{order}I", head, 4) if len(head) >= 8 else (len(head),)  # noqa: PLR2004 - header
    if start + 2 > len(head):
        return {}
    (count,) = struct.unpack_from(f"{order}H", head, start)
    entries = {}
    for place in range(start + 2, start + 2 + 12 * min(count, _MOST_ENTRIES), 12):
        if place + 12 > len(head):
            break
        tag, kind, _count, value = struct.unpack_from(f"{order}HHII", head, place)
        short = 3
        entries[tag] = struct.unpack_from(f"{order}H", head, place + 8)[0] if kind == short else value
    return entries


def tiff_kind(head: bytes) -> Kind:
    """TIFF proper, or the raw format that this file really is."""
    order = _ORDERS.get(head[:4])
    if order is None:
        return kinds.TIFF
    if head[8:10] == b"CR":
        return _CANON
    entries = _first_directory(head, order)
    if _DNG_VERSION in entries:
        return kinds.DNG
    reduced = entries.get(_SUBFILE_TYPE, 0) & _REDUCED and _SUB_DIRECTORIES in entries
    if reduced or entries.get(_PHOTOMETRIC) in _SENSOR_DATA:
        return kinds.RAW_TIFF
    return kinds.TIFF
