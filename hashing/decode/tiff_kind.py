"""TIFF, or a camera's raw file in TIFF's clothes? The first directory tells."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from hashing.decode import kinds
from hashing.decode.tiff_tags import SUB_DIRECTORIES, first_directory

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind
    from hashing.decode.tiff_tags import Directory

_TIFF_STARTS = (b"II*\x00", b"MM\x00*")
_BIG_STARTS = (b"II+\x00\x08\x00\x00\x00", b"MM\x00+\x00\x08\x00\x00")

_SUBFILE_TYPE = 0x00FE
_PHOTOMETRIC = 0x0106
_MAKE = 0x010F
_DNG_VERSION = 0xC612
_REDUCED = 1
_SENSOR_DATA = {32803, 34892}
_MAKERS = ((b"NIKON", kinds.NEF), (b"SONY", kinds.ARW), (b"PENTAX", kinds.PEF), (b"SAMSUNG", kinds.SRW))


def looks_like_tiff(head: bytes) -> bool:
    """Classic TIFF or BigTIFF, either byte order."""
    return head.startswith(_TIFF_STARTS + _BIG_STARTS)


def _raw_kind(directory: Directory) -> Kind | None:
    if _DNG_VERSION in directory.entries:
        return kinds.DNG
    reduced = (directory.number(_SUBFILE_TYPE) or 0) & _REDUCED and SUB_DIRECTORIES in directory.entries
    if not reduced and directory.number(_PHOTOMETRIC) not in _SENSOR_DATA:
        return None
    maker = directory.text(_MAKE).upper()
    return next((kind for name, kind in _MAKERS if maker.startswith(name)), kinds.RAW_TIFF)


def tiff_kind_of(stream: BinaryIO) -> Kind:
    """TIFF proper, or the raw format that a file which begins like TIFF really is."""
    directory = first_directory(stream)
    return (_raw_kind(directory) if directory is not None else None) or kinds.TIFF


def tiff_kind(head: bytes) -> Kind:
    """The same from the head of a file alone. A directory beyond it leaves the question open: TIFF."""
    if head.startswith(_TIFF_STARTS) and head[8:10] == b"CR":
        return kinds.CR2
    return tiff_kind_of(io.BytesIO(head))
