"""Metadata items of HEIC, HEIF and AVIF files: EXIF and XMP, found through the item tables (ISO/IEC 23008-12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hashing.metadata.blocks import MOST_BYTES, Blocks, Part, keep
from hashing.metadata.boxes import UUID_BYTES, boxes, children

if TYPE_CHECKING:
    from hashing.metadata.boxes import Box, Window

XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_MOST_ITEMS = 10_000
_MOST_EXTENTS = 100_000
_MOST_TABLE_BYTES = 4 << 20
_ESSENTIAL = {b"meta", b"mdat"}
_FULL_HEAD = 4
_IN_FILE, _IN_IDAT = 0, 1
_RDF = b"application/rdf+xml"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item's bytes stand."""

    method: int
    extents: tuple[tuple[int, int], ...]


class _Cursor:
    """Numbers read one after the other; behind the end they are 0."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def number(self, length: int) -> int:
        value = int.from_bytes(self.data[self.place : self.place + length])
        self.place += length
        return value

    @property
    def over(self) -> bool:
        return self.place > len(self.data)


def _names(window: Window, table: Box) -> dict[int, bytes]:
    """Item numbers of the EXIF and XMP items: b"Exif" or b"mime"."""
    version = window.read(table.body, 1)
    found = {}
    for number, box in enumerate(children(window, table, _FULL_HEAD + (2 if version == b"\x00" else 4))):
        if number > _MOST_ITEMS:
            break
        body = window.read(box.body, min(box.end - box.body, 256))
        wide = body[:1] == b"\x03"
        item, rest = int.from_bytes(body[4 : 8 if wide else 6]), body[10 if wide else 8 :]
        # XMP has this type by its standard; the name or the type behind it says so.
        if rest[:4] == b"Exif" or (rest[:4] == b"mime" and _RDF in rest):
            found[item] = rest[:4]
    return found


def _locations(data: bytes) -> dict[int, _Place]:
    cursor = _Cursor(data)
    version = cursor.number(1)
    cursor.number(3)
    sizes, more = cursor.number(1), cursor.number(1)
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version in {1, 2} else 0
    found: dict[int, _Place] = {}
    left = _MOST_EXTENTS
    for _ in range(min(cursor.number(4 if version == 2 else 2), _MOST_ITEMS)):  # noqa: PLR2004 - the wide version
        item = cursor.number(4 if version == 2 else 2)  # noqa: PLR2004
        method = cursor.number(2) & 15 if version in {1, 2} else _IN_FILE
        cursor.number(2)
        base = cursor.number(base_size)
        extents = []
        for _ in range(cursor.number(2)):
            cursor.number(index_size)
            extents.append((base + cursor.number(offset_size), cursor.number(length_size)))
            left -= 1
            if cursor.over or left < 0:
                return found
        found[item] = _Place(method, tuple(extents))
    return found


def _content(window: Window, place: _Place, idat: Box | None) -> Part:
    start = idat.body if place.method == _IN_IDAT and idat is not None else 0
    if place.method not in {_IN_FILE, _IN_IDAT} or (place.method == _IN_IDAT and idat is None):
        return Part(b"")
    pieces, left = [], MOST_BYTES
    for offset, length in place.extents[:256]:
        pieces.append(window.read(start + offset, min(length or left, left)))
        left -= len(pieces[-1])
    one = len(place.extents) == 1
    return Part(b"".join(pieces), start + place.extents[0][0] if one else None)


def _exif(part: Part) -> Part:
    """An EXIF item says in four bytes how far behind them the TIFF structure begins; some writers say it wrongly."""
    skipped = 4 + int.from_bytes(part.data[:4])
    if part.data[skipped : skipped + 2] not in {b"II", b"MM"}:
        places = [
            place for place in (part.data.find(b"II*\x00", 0, 64), part.data.find(b"MM\x00*", 0, 64)) if place >= 0
        ]
        skipped = min(places, default=4)
    return Part(part.data[skipped:], None if part.offset is None else part.offset + skipped)


def _meta(window: Window, meta: Box, blocks: Blocks) -> None:
    parts = {box.name: box for box in children(window, meta, _FULL_HEAD)}
    if b"iinf" not in parts or b"iloc" not in parts:
        return
    table = parts[b"iloc"]
    places = _locations(window.read(table.body, min(table.end - table.body, _MOST_TABLE_BYTES)))
    for item, name in sorted(_names(window, parts[b"iinf"]).items()):
        if item not in places or not places[item].extents:
            continue
        part = _content(window, places[item], parts.get(b"idat"))
        if name == b"Exif":
            keep(blocks.exif, _exif(part))
        else:
            keep(blocks.xmp, part.data)


def _profile(window: Window, meta: Box) -> bytes:
    """The first colour profile among the item properties."""
    for holder in children(window, meta, _FULL_HEAD):
        if holder.name != b"iprp":
            continue
        for container in children(window, holder):
            for box in children(window, container):
                if box.name == b"colr" and window.read(box.body, 4) in {b"prof", b"rICC"}:
                    return window.read(box.body + 4, min(box.end - box.body - 4, MOST_BYTES))
    return b""


def uuid_box(window: Window, box: Box, blocks: Blocks) -> None:
    """XMP and content credentials in boxes of their own."""
    name = window.read(box.body, UUID_BYTES)
    body = window.read(box.body + UUID_BYTES, min(box.end - box.body - UUID_BYTES, MOST_BYTES))
    if name == XMP_UUID:
        keep(blocks.xmp, body)
    elif name == C2PA_UUID:
        keep(blocks.credentials, body)


def heif_blocks(window: Window) -> Blocks:
    """The blocks of a HEIC, HEIF or AVIF file."""
    blocks = Blocks()
    end, seen = 0, set[bytes]()
    for box in boxes(window, 0, window.size):
        if box.name in _ESSENTIAL - seen and box.end > window.size:
            return blocks  # the file is cut short: nothing stands behind its end
        if not box.name.isalnum() or box.end > window.size or (box.name == b"ftyp" and box.start):
            break  # a second file begins, or something that is none
        seen.add(box.name)
        end = box.end
        if box.name == b"meta":
            _meta(window, box, blocks)
            blocks.icc = blocks.icc or _profile(window, box)
        elif box.name == b"uuid":
            uuid_box(window, box, blocks)
    blocks.end = end or None
    return blocks
