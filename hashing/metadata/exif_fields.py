"""EXIF as (group, field) → value, from two readers: exifread first, Pillow where that one fails or leaves gaps."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import exifread
from PIL import ExifTags

from hashing.decode.trouble import DECODER_ERRORS, in_words
from hashing.metadata.text import from_bytes

if TYPE_CHECKING:
    from PIL import Image

# exifread reports damage through logging; here it becomes an issue, and nothing is printed.
logging.getLogger("exifread").setLevel(logging.CRITICAL + 1)

_PREFIX = b"Exif\x00\x00"
_TIFF_STARTS = (b"II", b"MM")
_LEFT_OUT = {"MakerNote", "JPEGThumbnail", "TIFFThumbnail", "ApplicationNotes", "InterColorProfile", "ImageResources"}
_KEY_FIELDS = (("Image", "Make"), ("Image", "Model"), ("EXIF", "DateTimeOriginal"))
_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_MOST_VALUES = 16


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its text, and its numbers where it has some."""

    text: str
    numbers: tuple[float, ...] = ()


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
        return tuple(float(value) for value in several[:_MOST_VALUES] if not isinstance(value, (str, bytes)))
    except DECODER_ERRORS:
        return ()


def _from_exifread(tags: dict[str, Any]) -> Fields:
    found: Fields = {}
    for key, tag in tags.items():
        group, _, name = key.partition(" ")
        if name and name not in _LEFT_OUT and hasattr(tag, "printable"):
            found[group, name] = Value(str(tag.printable), _numbers(tag.values))
    return found


def _exifread(data: BinaryIO, reading: Reading) -> None:
    data.seek(0)
    try:
        tags = exifread.process_file(data, details=False)
    except Exception as error:  # noqa: BLE001 - exifread raises anything on damaged input, assertions included
        reading.trouble.append(f"exifread: {in_words(error)}")
        return
    reading.fields.update(_from_exifread(tags))


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return from_bytes(value)
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value[:_MOST_VALUES])
    return str(value)


def _pillow(image: Image.Image, reading: Reading) -> None:
    try:
        exif = image.getexif()
        directories: list[tuple[str, dict[int, Any], dict[int, str]]] = [
            ("Image", dict(exif), ExifTags.TAGS),
            ("EXIF", dict(exif.get_ifd(_EXIF_DIRECTORY)), ExifTags.TAGS),
            ("GPS", dict(exif.get_ifd(_GPS_DIRECTORY)), ExifTags.GPSTAGS),
        ]
        for group, entries, names in directories:
            for number, value in entries.items():
                name = names.get(number, f"Tag 0x{number:04X}")
                if name not in _LEFT_OUT and not isinstance(value, dict) and not name.endswith(("IFD", "Offset")):
                    reading.fields.setdefault((group, name), Value(_text(value), _numbers(value)))
    except DECODER_ERRORS as error:
        reading.trouble.append(f"Pillow: {in_words(error)}")


def _tiff_block(block: bytes) -> bytes:
    """An EXIF block without its prefix; b"" if it is no TIFF structure."""
    inner = block.removeprefix(_PREFIX)
    return inner if inner.startswith(_TIFF_STARTS) else b""


def read_fields(block: bytes, whole: BinaryIO | None, image: Image.Image | None) -> Reading:
    """All fields of a picture.

    Args:
        block: the EXIF block as the decoder found it, b"" if it found none.
        whole: the file itself where exifread should search it (TIFF, or a JPEG that Pillow could not open), else None.
        image: the opened picture for the second reader, None if it could not be opened.
    """
    reading = Reading()
    inner = _tiff_block(block)
    source = io.BytesIO(inner) if inner else whole
    if source is not None:
        _exifread(source, reading)
    elif block:
        reading.trouble.append("the EXIF block does not begin like one")
    if image is not None and (block or whole) and any(key not in reading.fields for key in _KEY_FIELDS):
        _pillow(image, reading)
    return reading
