"""The segments of a JPEG file, and where the picture ends by its structure.

Segments are skipped by their length, so a thumbnail's end marker is never taken for the picture's; inside the coded
picture a marker is any 0xFF that is followed by neither a stuffed zero nor a restart marker (ITU T.81, annex B).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hashing.metadata.blocks import MOST_BLOCKS, MOST_BYTES, Blocks, Part, keep
from hashing.metadata.jpeg_scan import scan_end
from hashing.metadata.tiff_tags import directories

if TYPE_CHECKING:
    from typing import Literal

_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_EXIF = re.compile(rb"[Ee][Xx][Ii][Ff]\x00[\x00-\xff]", re.DOTALL)
_TIFF = (b"II*\x00", b"MM\x00*")
_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_LONG_XMP = b"http://ns.adobe.com/xmp/extension/\x00"
_LONG_XMP_HEAD = len(_LONG_XMP) + 40
_ICC = b"ICC_PROFILE\x00"
_MPF = b"MPF\x00"
_MP_ENTRIES, _MP_ENTRY_BYTES = 0xB002, 16
_PHOTOSHOP = b"Photoshop 3.0\x00"
_APP1, _APP2, _APP11, _APP13, _COMMENT = 0xE1, 0xE2, 0xEB, 0xED, 0xFE
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE = {0x01, _START, *range(0xD0, 0xD8)}
_MOST_SEGMENTS = 20_000
_MOST_STRAY_BYTES = 4096
_JUMBF_HEAD = 8
_SHORTEST_TIFF = 8


class _Walk:
    """What has to be put together from several segments."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.long_xmp: dict[bytes, dict[int, bytes]] = {}
        self.icc: dict[int, bytes] = {}
        self.jumbf: dict[int, dict[int, bytes]] = {}
        self.kept = 0

    def app1(self, body: bytes, place: int) -> None:
        if body.startswith(_XMP):
            keep(self.blocks.xmp, body[len(_XMP) :])
        elif body.startswith(_LONG_XMP) and len(body) > _LONG_XMP_HEAD:
            name = body[len(_LONG_XMP) : len(_LONG_XMP) + 32]
            start = int.from_bytes(body[_LONG_XMP_HEAD - 4 : _LONG_XMP_HEAD])
            self._piece(self.long_xmp.setdefault(name, {}), start, body[_LONG_XMP_HEAD:])
        elif _EXIF.match(body):
            self._exif(body, place, 6)
        elif body[:4] in _TIFF:
            self._exif(body, place, 0)
        elif b"<x:xmpmeta" in body[:400] or b"<rdf:RDF" in body[:400]:
            keep(self.blocks.xmp, body[max(body.find(b"<"), 0) :])

    def _exif(self, body: bytes, place: int, skipped: int) -> None:
        data = body[skipped:]
        if self.blocks.exif and data[:4] not in _TIFF and self.blocks.exif[-1].data[:4] in _TIFF:
            # A block of more than 64 KiB goes on in the next segment.
            self.blocks.exif[-1] = Part((self.blocks.exif[-1].data + data)[:MOST_BYTES])
        elif len(data) >= _SHORTEST_TIFF:
            keep(self.blocks.exif, Part(data, place + skipped))

    def app2(self, body: bytes, place: int) -> None:
        if body.startswith(_MPF):
            self.blocks.listed.extend(_listed(body[len(_MPF) :], place + len(_MPF)))
        if body.startswith(_ICC) and len(body) > len(_ICC) + 2:
            self._piece(self.icc, body[len(_ICC)], body[len(_ICC) + 2 :])

    def app11(self, body: bytes) -> None:
        if body[:2] == b"JP" and len(body) > 2 * _JUMBF_HEAD:
            box, piece = int.from_bytes(body[2:4]), int.from_bytes(body[4:8])
            self._piece(self.jumbf.setdefault(box, {}), piece, body[_JUMBF_HEAD:])

    def _piece(self, pieces: dict[int, bytes], number: int, data: bytes) -> None:
        self.kept += len(data)
        if self.kept <= MOST_BYTES:
            pieces.setdefault(number, data)

    def segment(self, marker: int, body: bytes, place: int) -> None:
        if marker == _APP1:
            self.app1(body, place)
        elif marker == _APP2:
            self.app2(body, place)
        elif marker == _APP11:
            self.app11(body)
        elif marker == _APP13 and body.startswith(_PHOTOSHOP):
            keep(self.blocks.resources, Part(body[len(_PHOTOSHOP) :], place + len(_PHOTOSHOP)))
        elif marker == _COMMENT:
            keep(self.blocks.texts, ("comment", _text(body)))

    def finish(self, end: int | None) -> Blocks:
        for pieces in list(self.long_xmp.values())[:4]:
            keep(self.blocks.xmp, _joined(pieces))
        self.blocks.icc = _joined(self.icc)
        for pieces in list(self.jumbf.values())[:16]:
            first = min(pieces, default=0)
            # Every piece repeats the head of the box; it is kept once.
            parts = {number: data if number == first else data[_JUMBF_HEAD:] for number, data in pieces.items()}
            keep(self.blocks.credentials, _joined(parts))
        self.blocks.end = end
        return self.blocks


def _listed(index: bytes, start: int) -> list[int]:
    """Where the pictures of a Multi-Picture Format index (CIPA DC-007) begin; the first picture is the file itself."""
    order: Literal["little", "big"] = "little" if index[:2] == b"II" else "big"
    for entries in directories(index):
        _, place, length = entries.get(_MP_ENTRIES, (0, 0, 0))
        offsets = [
            int.from_bytes(index[entry + 8 : entry + 12], order)
            for entry in range(place, place + min(length, MOST_BLOCKS * _MP_ENTRY_BYTES), _MP_ENTRY_BYTES)
        ]
        return [start + offset for offset in offsets if offset]
    return []


def _joined(pieces: dict[int, bytes]) -> bytes:
    return b"".join(data for _, data in sorted(pieces.items()))


def _text(raw: bytes) -> str:
    try:
        return raw.rstrip(b"\x00").decode("utf-8")
    except UnicodeDecodeError:
        return raw.rstrip(b"\x00").decode("latin-1")


def jpeg_blocks(data: bytes, start: int = 0) -> Blocks:
    """The blocks of the JPEG that begins at `start`. A cut file gives what is there, its end then is None."""
    walk = _Walk()
    return walk.finish(_walk(data, start, walk))


def jpeg_end(data: bytes, start: int = 0) -> int | None:
    """Where the JPEG that begins at `start` ends, None where it is cut or broken."""
    return _walk(data, start, None)


def _walk(data: bytes, start: int, walk: _Walk | None) -> int | None:
    place = start + 2
    for _ in range(_MOST_SEGMENTS):
        found = _MARKER.match(data, place) or _MARKER.search(data, place, place + _MOST_STRAY_BYTES)
        if found is None:
            return None
        marker, place = found[1][0], found.end()
        if marker == _END:
            return place
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[place : place + 2])
        if length < 2:  # noqa: PLR2004 - the length counts its own two bytes
            return None
        if walk is not None:
            walk.segment(marker, data[place + 2 : place + length], place + 2)
        place += length
        if marker == _SCAN:
            following = scan_end(data, place)
            if following is None:
                return None
            place = following
    return None
