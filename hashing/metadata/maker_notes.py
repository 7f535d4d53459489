"""Maker notes that exifread reads not or wrongly: Panasonic, Samsung, Sony, newer Olympus, OM System, Pentax, Apple.

Only fields that tie a picture to a device, a person, a time or another file are named; the rest keeps its number.
Numbers as published in the tag tables of ExifTool and Exiv2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from exifread.tags.makernote import sony

if TYPE_CHECKING:
    from hashing.metadata.exif_reader import Header

Tags = dict[int, tuple[str, Any]]

_PANASONIC: Tags = {
    0x0001: ("ImageQuality", None),
    0x0002: ("FirmwareVersion", None),
    0x0025: ("InternalSerialNumber", None),
    0x0029: ("TimeSincePowerOn", None),
    0x0033: ("BabyAge", None),
    0x0051: ("LensType", None),
    0x0052: ("LensSerialNumber", None),
    0x0053: ("AccessoryType", None),
    0x0054: ("AccessorySerialNumber", None),
    0x0065: ("Title", None),
    0x0066: ("BabyName", None),
    0x0067: ("Location", None),
    0x0069: ("Country", None),
    0x006B: ("State", None),
    0x006D: ("City", None),
    0x006F: ("Landmark", None),
}
_SAMSUNG: Tags = {
    0x0001: ("MakerNoteVersion", None),
    0x0002: ("DeviceType", None),
    0x0003: ("SamsungModelID", None),
    0x0035: ("PreviewIFD", None),
    0xA001: ("FirmwareName", None),
    0xA002: ("SerialNumber", None),
    0xA003: ("LensType", None),
    0xA004: ("LensFirmware", None),
    0xA005: ("InternalLensSerialNumber", None),
}
_OLYMPUS: Tags = {
    0x0207: ("CameraType", None),
    0x0404: ("SerialNumber", None),
    0x2010: ("EquipmentIFD", None),
}
_OLYMPUS_EQUIPMENT: Tags = {
    0x0100: ("CameraType2", None),
    0x0101: ("SerialNumber", None),
    0x0102: ("InternalSerialNumber", None),
    0x0201: ("LensType", None),
    0x0202: ("LensSerialNumber", None),
    0x0203: ("LensModel", None),
    0x0302: ("ExtenderSerialNumber", None),
}
_SONY: Tags = {
    0x2031: ("SerialNumber", None),
    0xB001: ("SonyModelID", None),
    0xB027: ("LensType", None),
}
_PENTAX: Tags = {
    0x0005: ("PentaxModelID", None),
    0x0006: ("Date", None),
    0x0007: ("Time", None),
    0x0215: ("CameraInfo", None),
    0x0229: ("SerialNumber", None),
    0x022A: ("FirmwareVersion", None),
    0x0230: ("FileInfo", None),
}
_APPLE: Tags = {
    0x0001: ("MakerNoteVersion", None),
    0x000B: ("BurstUUID", None),
    0x0011: ("ContentIdentifier", None),
    0x0014: ("ImageCaptureType", None),
    0x0015: ("ImageUniqueID", None),
    0x0017: ("LivePhotoVideoIndex", None),
    0x002B: ("PhotoIdentifier", None),
}
_LONG = 4
_VERSION_FIRST = {b"\x00\x01\x00\x07", b"\x01\x00\x07\x00"}
_ORDERS = {b"II": "I", b"MM": "M"}
_EQUIPMENT = "MakerNote EquipmentIFD"


def _shifted(header: Header, by: int, directory: int, tags: Tags) -> None:
    """Read a directory whose offsets count from somewhere else."""
    header.offset += by
    header.dump_ifd(directory, "MakerNote", tag_dict=tags)


def _panasonic(header: Header, note: int, start: bytes) -> bool:
    if not start.startswith(b"Panasonic\x00"):
        return False
    header.dump_ifd(note + 12, "MakerNote", tag_dict=_PANASONIC)
    return True


def _samsung(header: Header, note: int, start: bytes) -> bool:
    # The second type is a directory at once, whose first tag is its version; offsets count from its own beginning.
    if not header.tags["Image Make"].printable.upper().startswith("SAMSUNG") or start[2:6] not in _VERSION_FIRST:
        return False
    _shifted(header, note, 0, _SAMSUNG)
    return True


def _olympus(header: Header, note: int, start: bytes) -> bool:
    for mark, order_at, directory in ((b"OLYMPUS\x00", 8, 12), (b"OM SYSTEM\x00\x00\x00", 12, 16)):
        if start.startswith(mark):
            header.endian = _ORDERS.get(start[order_at : order_at + 2], header.endian)
            _shifted(header, note, directory, _OLYMPUS)
            place = header.tags.get(_EQUIPMENT)
            if place is not None and place.values:
                inner = place.field_offset if place.field_length > _LONG else place.values[0]
                header.dump_ifd(inner, "MakerNote", tag_dict=_OLYMPUS_EQUIPMENT)
            return True
    return False


def _sony(header: Header, note: int, start: bytes) -> bool:
    if not start.startswith((b"SONY DSC ", b"SONY CAM ", b"SONY MOBILE", b"\x00\x00SONY PIC\x00", b"VHAB     \x00")):
        return False
    header.dump_ifd(note + 12, "MakerNote", tag_dict={**sony.TAGS, **_SONY})
    return True


def _pentax(header: Header, note: int, start: bytes) -> bool:
    if start.startswith(b"AOC\x00"):
        header.endian = _ORDERS.get(start[4:6], header.endian)
        header.dump_ifd(note + 6, "MakerNote", tag_dict=_PENTAX)
        return True
    if start.startswith((b"PENTAX \x00", b"RICOH\x00")):
        header.endian = _ORDERS.get(start[8:10], header.endian)
        _shifted(header, note, 10, _PENTAX)
        return True
    return False


def _apple(header: Header, note: int, start: bytes) -> bool:
    if not start.startswith(b"Apple iOS\x00"):
        return False
    header.endian = _ORDERS.get(start[12:14], header.endian)
    _shifted(header, note, 14, _APPLE)
    return True


_READERS = (_panasonic, _olympus, _sony, _pentax, _apple, _samsung)


def decode_more(header: Header) -> bool:
    """Read the maker note if it is one of those here; whether it was.

    Moves the header's offset and byte order; the caller puts them back.
    """
    tag = header.tags["EXIF MakerNote"]
    note = tag.field_offset
    start = header.data[note : note + 32]
    return any(reader(header, note, start) for reader in _READERS)
