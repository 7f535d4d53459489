"""EXIF as (group, field) → value, from two readers: exifread first, Pillow where that one fails or leaves gaps."""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PIL import ExifTags

from hashing.decode.trouble import DECODER_ERRORS, in_words
from hashing.metadata.exif_reader import read_block
from hashing.metadata.text import from_bytes
from hashing.metadata.tiff_tags import directory_bytes
from hashing.phrases import phrase

if TYPE_CHECKING:
    from hashing.metadata.blocks import Part
    from hashing.metadata.exif_reader import Header

_LEFT_OUT = {
    "MakerNote",
    "JPEGThumbnail",
    "TIFFThumbnail",
    "ApplicationNotes",
    "InterColorProfile",
    "ImageResources",
    "IPTC/NAA",
    "IPTCNAA",
    "StripOffsets",
    "StripByteCounts",
    "TileOffsets",
    "TileByteCounts",
    "XMP",
    "XMLPacket",
}
_KEY_FIELDS = (("Image", "Make"), ("Image", "Model"), ("EXIF", "DateTimeOriginal"))
_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_MOST_VALUES = 16
_COMMENT_CODE_BYTES = 8
_MOST_COMMENT = 65_536
_MOST_SECOND_READING = 64 << 20
_CODED = {"UserComment", "GPSProcessingMethod", "GPSAreaInformation"}
"""Texts whose first eight bytes name their code."""
_WORDS = {
    "Artist",
    "BodySerialNumber",
    "Copyright",
    "DateTime",
    "DateTimeDigitized",
    "DateTimeOriginal",
    "HostComputer",
    "LensMake",
    "LensModel",
    "LensSerialNumber",
    "Make",
    "Model",
    "Software",
}
"""Texts that some programs write as bytes of no type."""
_SIXTEEN_BITS = {"XPTitle", "XPComment", "XPAuthor", "XPKeywords", "XPSubject"}
_SHORTEST_STRUCTURE = 8
_SHORTEST_TEXT = 4
_BIG = {b"+\x00", b"\x00+"}
"""BigTIFF, which exifread does not know."""
_ALIASES = {"GPSDateStamp": "GPSDate", "ExifImageHeight": "ExifImageLength", "ISO": "ISOSpeedRatings"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its text, its numbers where it has some, and where it stands in the block."""

    text: str
    numbers: tuple[float, ...] = ()
    place: int | None = None


Fields = dict[tuple[str, str], Value]


@dataclass(slots=True)
class Reading:
    """Fields found, and what went wrong on the way."""

    fields: Fields = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)


def _numbers(values: object) -> tuple[float, ...]:
    """The numbers of a value; () where it holds none or an impossible one (a division by zero)."""
    several: list[Any] | tuple[Any, ...] = values if isinstance(values, (list, tuple)) else [values]
    try:
        found = tuple(float(value) for value in several[:_MOST_VALUES] if not isinstance(value, (str, bytes)))
    except DECODER_ERRORS:
        return ()
    return found if all(math.isfinite(value) for value in found) else ()


def comment_text(raw: bytes, order: str) -> str:
    """A user comment or the like: eight bytes name the code, UTF-16 where they say UNICODE."""
    code, body = raw[:_COMMENT_CODE_BYTES], raw[_COMMENT_CODE_BYTES:]
    if code.startswith(b"UNICODE"):
        return _utf16(body, order)
    if code.startswith(b"JIS"):
        return body.decode("euc_jp", "replace").strip("\x00 ")
    if code.startswith(b"ASCII") or not code.strip(b"\x00 "):
        return from_bytes(body, _MOST_COMMENT).strip("\x00 ")
    return from_bytes(raw).strip("\x00 ")


def _utf16(body: bytes, order: str) -> str:
    """UTF-16 in the block's byte order, unless a mark or the place of the zeros says otherwise."""
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return body.decode("utf-16", "replace").strip("\x00 ")
    even, odd = body[0:400:2].count(0), body[1:400:2].count(0)
    name = "utf-16-be" if even > odd else "utf-16-le" if odd > even else f"utf-16-{order}"
    return body.decode(name, "replace").strip("\x00 ")


def _as_text(group: str, name: str, tag: Any, order: str) -> str:  # noqa: ANN401 - exifread's own class
    values = tag.values
    if isinstance(values, list) and values and all(isinstance(value, int) and 0 <= value < 256 for value in values):  # noqa: PLR2004 - bytes
        if name in _CODED:
            return comment_text(bytes(values), order)
        if name in _SIXTEEN_BITS:
            return bytes(values).decode("utf-16-le", "replace").strip("\x00 ")
        text = bytes(values).strip(b"\x00 ")
        if name in _WORDS and text and from_bytes(text).isprintable():
            return from_bytes(text)
        if group == "MakerNote" and len(text) >= _SHORTEST_TEXT and text.isascii() and text.decode().isprintable():
            return text.decode()
    return str(tag.printable)


def _from_exifread(header: Header) -> Fields:
    found: Fields = {}
    order = "le" if header.data[:1] == b"I" else "be"
    for key, tag in header.tags.items():
        group, _, name = key.partition(" ")
        if group == "IFD":
            number, _, name = name.partition(" ")
            group = f"IFD {number}"
        if name and name not in _LEFT_OUT and hasattr(tag, "printable"):
            found[group, name.strip()] = Value(
                _as_text(group, name, tag, order), _numbers(tag.values), tag.field_offset
            )
    return found


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return from_bytes(value)
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value[:_MOST_VALUES])
    return str(value)


def _directory(data: bytes, place: int | None, group: int | None) -> dict[int, Any]:
    """One directory as Pillow reads it; the first one without a place."""
    # Late import: most pictures need no second reader.
    from PIL import TiffImagePlugin

    if directory_bytes(data, place) > _MOST_SECOND_READING:
        msg = phrase("a directory claims more bytes than are read")
        raise ValueError(msg)
    head = data[: 16 if data[2:4] in _BIG else 8]
    directory = TiffImagePlugin.ImageFileDirectory_v2(head, group=group)
    stream = io.BytesIO(data)
    stream.seek(directory.next if place is None else place)
    # What Pillow warns of is damage that exifread has met before it.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        directory.load(stream)
        return dict(directory)


def _pillow(data: bytes, reading: Reading) -> None:
    try:
        first = _directory(data, None, None)
        directories = [("Image", first, ExifTags.TAGS)]
        for group, tag, names in (
            ("EXIF", _EXIF_DIRECTORY, ExifTags.TAGS),
            ("GPS", _GPS_DIRECTORY, ExifTags.GPSTAGS),
        ):
            if isinstance(first.get(tag), int):
                directories.append((group, _directory(data, first[tag], tag), names))
        for group, entries, names in directories:
            for number, value in entries.items():
                name = names.get(number, f"Tag 0x{number:04X}")
                name = _ALIASES.get(name, name)
                if name not in _LEFT_OUT and not isinstance(value, dict) and not name.endswith(("IFD", "Offset")):
                    reading.fields.setdefault((group, name), Value(_text(value), _numbers(value)))
    except DECODER_ERRORS as error:
        reading.trouble.append(f"Pillow: {in_words(error)}")


def read_fields(part: Part) -> Reading:
    """All fields of one EXIF block."""
    reading = Reading()
    data = part.data
    if len(data) < _SHORTEST_STRUCTURE or data[:2] not in {b"II", b"MM"}:
        reading.trouble.append(phrase("the EXIF block does not begin like one"))
        return reading
    if data[2:4] not in _BIG:
        header = read_block(data)
        reading.fields = _from_exifread(header)
        reading.trouble.extend(header.trouble)
    if any(key not in reading.fields for key in _KEY_FIELDS):
        _pillow(data, reading)
    return reading
