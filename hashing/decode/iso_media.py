"""The ISO base media family: MP4, QuickTime, 3GP, HEIC and AVIF differ in their brands only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hashing.decode import kinds
from hashing.decode.kinds import not_media

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind

_AVIF = {b"avif", b"avis"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_HEIF = {b"mif1", b"mif2", b"msf1", b"MiHB", b"MiHE", b"MiHA", b"miaf", b"jpeg", b"j2ki"}
_SOUND = {b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B ", b"aax ", b"aaxc"}
_OLD_MOVIE = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_ATOMS = _OLD_MOVIE | {b"ftyp", b"udta", b"uuid", b"PICT", b"moof"}
_SEGMENT = {b"styp", b"sidx", b"moof", b"emsg", b"prft"}
"""What a segment of a film in fragments begins with, as players fetch and keep them one by one."""
_SMALLEST_BOX = 8
_LONG_BOX = 1
_MOST_BRANDS = 64


def _brands(head: bytes) -> list[bytes]:
    """Major brand first, then the compatible ones."""
    end = min(int.from_bytes(head[:4]), len(head), 16 + 4 * _MOST_BRANDS)
    return [head[8:12], *(head[place : place + 4] for place in range(16, end - 3, 4))]


def _still(brands: list[bytes]) -> Kind | None:
    major, everything = brands[0], set(brands)
    if major in _AVIF or (major in _HEIF and everything & _AVIF):
        return kinds.AVIF
    if major in _HEIC or (major in _HEIF and everything & _HEIC):
        return kinds.HEIC
    return kinds.HEIF if major in _HEIF else None


def _film(major: bytes) -> Kind:
    if major == b"qt  ":
        return kinds.MOV
    if major[:3] == b"3g2":
        return kinds.THREE_G2
    return kinds.THREE_GP if major[:2] == b"3g" else kinds.MP4


def _old_quicktime(head: bytes, size: int) -> bool:
    """QuickTime older than the `ftyp` box: a known atom of a length that can be true, and another one after it."""
    if head[4:8] not in _OLD_MOVIE:
        return False
    length = int.from_bytes(head[:4])
    if head[4:8] == b"mdat" and length in {0, _LONG_BOX}:
        return True
    if length < _SMALLEST_BOX or length > size:
        return False
    following = head[length + 4 : length + 8]
    return head[4:8] in {b"moov", b"mdat"} or following in _ATOMS


def _fragments(head: bytes) -> bool:
    """A segment of a film in fragments, its first box of a length that leads to another known one."""
    length = int.from_bytes(head[:4])
    if head[4:8] not in _SEGMENT or length < _SMALLEST_BOX:
        return False
    return head[length + 4 : length + 8] in _SEGMENT | {b"mdat"} or head[4:8] + head[12:16] == b"moofmfhd"


def iso_kind(head: bytes, size: int) -> Kind | None:
    """The kind of an ISO base media file, None if it is none."""
    if head[4:8] != b"ftyp":
        if _fragments(head):
            return kinds.MP4
        return kinds.MOV if _old_quicktime(head, size) else None
    brands = _brands(head)
    if brands[0] == b"crx ":
        return kinds.CR3
    if brands[0] in _SOUND:
        return not_media("audio/mp4", "MPEG-4 sound")
    return _still(brands) or _film(brands[0])
