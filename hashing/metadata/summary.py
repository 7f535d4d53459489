"""The few fields that an examiner looks for first, under one name each, whatever block they came from.

EXIF comes before XMP. What is computed (decimal degrees, metres, joined dates) stands here only; the groups beside it
keep every value as it was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hashing.metadata import gps
from hashing.metadata.dates import gps_date
from hashing.metadata.exif_fields import Value
from hashing.metadata.text import printable
from hashing.phrases import phrase
from hashing.values import Indicator

if TYPE_CHECKING:
    from hashing.metadata.exif_fields import Fields

_NOTHING = Value("")
_SOURCES: tuple[tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]], ...] = (
    ("Make", (("Image", "Make"),), ("tiff:Make",)),
    ("Model", (("Image", "Model"),), ("tiff:Model",)),
    (
        "SerialNumber",
        (("EXIF", "BodySerialNumber"), ("Image", "CameraSerialNumber"), ("MakerNote", "SerialNumber")),
        ("exifEX:BodySerialNumber", "aux:SerialNumber"),
    ),
    ("InternalSerialNumber", (("MakerNote", "InternalSerialNumber"),), ()),
    ("LensMake", (("EXIF", "LensMake"),), ("exifEX:LensMake",)),
    ("LensModel", (("EXIF", "LensModel"), ("MakerNote", "LensModel")), ("exifEX:LensModel", "aux:Lens")),
    (
        "LensSerialNumber",
        (("EXIF", "LensSerialNumber"), ("MakerNote", "LensSerialNumber"), ("MakerNote", "InternalLensSerialNumber")),
        ("exifEX:LensSerialNumber", "aux:LensSerialNumber"),
    ),
    ("Software", (("Image", "Software"), ("Image", "ProcessingSoftware")), ("tiff:Software", "xmp:CreatorTool")),
    ("HostComputer", (("Image", "HostComputer"),), ()),
    (
        "OwnerName",
        (("EXIF", "CameraOwnerName"), ("MakerNote", "OwnerName")),
        ("exifEX:CameraOwnerName", "aux:OwnerName"),
    ),
    ("Artist", (("Image", "Artist"), ("Image", "XPAuthor")), ("dc:creator[1]", "tiff:Artist")),
    ("Copyright", (("Image", "Copyright"),), ("dc:rights[1]", "tiff:Copyright")),
    ("ImageUniqueID", (("EXIF", "ImageUniqueID"),), ("exif:ImageUniqueID",)),
    ("ContentIdentifier", (("MakerNote", "ContentIdentifier"),), ()),
)
_DATES = (
    ("DateTimeOriginal", "EXIF", "DateTimeOriginal", "SubSecTimeOriginal", "OffsetTimeOriginal"),
    ("DateTimeDigitized", "EXIF", "DateTimeDigitized", "SubSecTimeDigitized", "OffsetTimeDigitized"),
    ("DateTime", "Image", "DateTime", "SubSecTime", "OffsetTime"),
)
_SERIALS = (
    ("SerialNumber", phrase("camera body")),
    ("InternalSerialNumber", phrase("camera, internal")),
    ("LensSerialNumber", phrase("lens")),
)
_POSITION = {"GPSLatitude", "GPSLongitude"}
_BELOW_SEA = 1.0
_NO_SERIAL = {"", "none", "n/a", "unknown", "not available", "[]"}


@dataclass(frozen=True, slots=True)
class Summary:
    """Fields under their common names, and the position in signed degrees."""

    fields: dict[str, str]
    place: tuple[float, float] | None
    altitude_m: float | None


def _text(fields: Fields, key: tuple[str, str]) -> str:
    return printable(fields.get(key, _NOTHING).text).strip()


def _place(fields: Fields) -> tuple[float, float] | None:
    def part(name: str) -> Value:
        return fields.get(("GPS", name), _NOTHING)

    return gps.position(
        part("GPSLatitude").numbers,
        part("GPSLatitudeRef").text,
        part("GPSLongitude").numbers,
        part("GPSLongitudeRef").text,
    )


def _altitude(fields: Fields) -> float | None:
    """Metres above sea level, negative below; None without the field."""
    numbers = fields.get(("GPS", "GPSAltitude"), _NOTHING).numbers
    if not numbers:
        return None
    reference = fields.get(("GPS", "GPSAltitudeRef"), _NOTHING).numbers
    return -numbers[0] if reference[:1] == (_BELOW_SEA,) else numbers[0]


def _place_and_altitude(fields: Fields, xmp: dict[str, str]) -> tuple[tuple[float, float] | None, float | None]:
    """EXIF's position and altitude; where EXIF has no part of a position, XMP's."""
    if any(group == "GPS" and name in _POSITION for group, name in fields):
        return _place(fields), _altitude(fields)
    place = gps.from_xmp(xmp.get("exif:GPSLatitude", ""), xmp.get("exif:GPSLongitude", ""))
    height = gps.altitude_from_xmp(xmp.get("exif:GPSAltitude", ""), xmp.get("exif:GPSAltitudeRef", ""))
    return place, height if place else _altitude(fields)


def _joined_dates(fields: Fields) -> dict[str, str]:
    """Dates as they stand and, under ExifTool's names, joined with the fraction of a second and the zone if stated."""
    found = {}
    for name, group, field, fraction, offset in _DATES:
        text = _text(fields, (group, field))
        if text:
            part, zone = _text(fields, ("EXIF", fraction)), _text(fields, ("EXIF", offset))
            found[name] = text
            joined = f"{text}{'.' + part if part.isdigit() else ''}{zone}"
            if joined != text:
                found[f"SubSec{name}"] = joined
    return found


def _gps(fields: Fields, place: tuple[float, float] | None, altitude: float | None) -> dict[str, str]:
    found = {}
    if place:
        found["GPSLatitude"], found["GPSLongitude"] = f"{place[0]:.6f}", f"{place[1]:.6f}"
    if altitude is not None:
        found["GPSAltitude"] = f"{altitude:g} m"
    time = gps_date(fields)
    if time:
        found["GPSDateTime"] = f"{time} (UTC by the standard)"
    direction = fields.get(("GPS", "GPSImgDirection"), _NOTHING).numbers
    if direction:
        reference = {"T": " true", "M": " magnetic"}.get(_text(fields, ("GPS", "GPSImgDirectionRef"))[:1].upper(), "")
        found["GPSImgDirection"] = f"{direction[0]:g}°{reference}"
    return found


def summarise(fields: Fields, xmp: dict[str, str]) -> Summary:
    """The summary of a picture's EXIF fields and, where they have nothing, its XMP fields."""
    found: dict[str, str] = {}
    for name, exif_keys, xmp_keys in _SOURCES:
        texts = [_text(fields, key) for key in exif_keys] + [printable(xmp.get(key, "")).strip() for key in xmp_keys]
        text = next((text for text in texts if text and text != "[]"), "")
        if text:
            found[name] = text
    orientation = fields.get(("Image", "Orientation"), _NOTHING).numbers
    if orientation:
        found["Orientation"] = f"{orientation[0]:g}"
    elif xmp.get("tiff:Orientation"):
        found["Orientation"] = printable(xmp["tiff:Orientation"])
    found.update(_joined_dates(fields))
    if "DateTimeOriginal" not in found and xmp.get("exif:DateTimeOriginal"):
        found["DateTimeOriginal"] = printable(xmp["exif:DateTimeOriginal"])
    if "DateTimeDigitized" not in found and xmp.get("exif:DateTimeDigitized"):
        found["DateTimeDigitized"] = printable(xmp["exif:DateTimeDigitized"])
    place, altitude = _place_and_altitude(fields, xmp)
    found.update(_gps(fields, place, altitude))
    return Summary(found, place, altitude)


def summary_indicators(summary: Summary) -> tuple[Indicator, ...]:
    """Place, camera, serial numbers and link to a film, from a summary."""
    found, fields = [], summary.fields
    if summary.place:
        found.append(Indicator("gps-position", gps.in_words(summary.place)))
    if summary.altitude_m is not None:
        found.append(Indicator("gps-altitude", gps.altitude_in_words(summary.altitude_m)))
    camera = " ".join(fields[name] for name in ("Make", "Model") if name in fields)
    if camera:
        found.append(Indicator("camera", camera))
    for name, what in _SERIALS:
        if fields.get(name, "").lower().strip("0 .") not in _NO_SERIAL:
            found.append(Indicator("serial-number", f"{what}: {fields[name]}"))
    if fields.get("ContentIdentifier"):
        found.append(Indicator("live-photo", fields["ContentIdentifier"]))
    return tuple(found)
