"""Dates, kept apart by what put them there; each with its own text and the zone it states.

The prefix of `DateFact.kind` says which of the kinds of date it is (`docs/metadata.md`): "exif:", "xmp:", "iptc:" and
"png:" for when a picture was taken or made, "container:" for films, "application:" for when a program last touched it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hashing.metadata.text import printable
from hashing.values import DateFact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hashing.metadata.exif_fields import Fields

_ZONE = re.compile(r"(?:T|\s)\d{2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})\Z")
_CLOCK_ZONE = re.compile(r"\d{6}([+-]\d{4})\Z")
_EXIF = (
    ("EXIF", "DateTimeOriginal", "OffsetTimeOriginal"),
    ("EXIF", "DateTimeDigitized", "OffsetTimeDigitized"),
    ("Image", "DateTime", "OffsetTime"),
    ("Thumbnail", "DateTime", ""),
)
_BLANK = re.compile(r"[\s0:/-]*\Z")
_MADE = {
    "xmp:CreateDate",
    "exif:DateTimeOriginal",
    "exif:DateTimeDigitized",
    "photoshop:DateCreated",
    "exif:GPSTimeStamp",
    "dc:date",
    "dc:date[1]",
}
_TOUCHED = re.compile(r"(xmp:ModifyDate|xmp:MetadataDate|tiff:DateTime|xmpMM:History(\[\d+\])?/stEvt:when)\Z")
_IPTC = (("DateCreated", "TimeCreated"), ("DigitalCreationDate", "DigitalCreationTime"))
_PNG_MADE = {"creation time", "creationtime"}
_PNG_TOUCHED = {"time", "date:create", "date:modify", "date:timestamp", "modify-date"}
_MOST = 64
_LONGEST_DATE = 64


def zone_of(text: str) -> str | None:
    """The zone a date states, as written; None if it states none."""
    found = _ZONE.search(text[-_LONGEST_DATE:])
    return found[1] if found else None


def _fact(kind: str, text: str, zone: str | None) -> tuple[DateFact, ...]:
    shown = printable(text).strip()
    return () if _BLANK.match(shown) else (DateFact(kind, shown, zone),)


def _stated(fields: Fields, group: str, name: str) -> str:
    value = fields.get((group, name))
    return printable(value.text).strip() if value is not None else ""


def clock(numbers: tuple[float, ...]) -> str:
    """Hours, minutes and seconds as EXIF's GPS time stamp gives them; "" where they are none."""
    if len(numbers) != 3 or not all(0 <= part < most for part, most in zip(numbers, (24, 60, 62), strict=True)):  # noqa: PLR2004 - three parts
        return ""
    seconds = f"{numbers[2]:09.6f}".rstrip("0").rstrip(".")
    return f"{int(numbers[0]):02d}:{int(numbers[1]):02d}:{seconds}"


def gps_date(fields: Fields) -> str:
    """EXIF's GPS date and time of day in one text, which the standard counts in UTC; "" without both."""
    stamp = fields.get(("GPS", "GPSTimeStamp"))
    day, time = _stated(fields, "GPS", "GPSDate"), clock(stamp.numbers) if stamp else ""
    return f"{day} {time}" if day and time else ""


def exif_dates(fields: Fields) -> tuple[DateFact, ...]:
    """Dates of an EXIF block, with the zone where its offset field states one."""
    facts: list[DateFact] = []
    for group, name, offset in _EXIF:
        kind = f"exif:{name}" if group != "Thumbnail" else f"exif:Thumbnail {name}"
        facts.extend(_fact(kind, _stated(fields, group, name), _stated(fields, "EXIF", offset) or None))
    return (*facts, *_fact("exif:GPSDateTime", gps_date(fields), None))


def xmp_dates(fields: Iterable[tuple[str, str]]) -> tuple[DateFact, ...]:
    """Dates of XMP: "xmp:" where something was made, "application:" where a program touched the file."""
    facts: list[DateFact] = []
    for name, text in fields:
        if len(facts) >= _MOST:
            break
        if name in _MADE:
            kind = name if name.startswith("xmp:") else f"xmp:{name}"
            facts.extend(_fact(kind, text, zone_of(text)))
        elif _TOUCHED.match(name):
            facts.extend(_fact(f"application:{name}", text, zone_of(text)))
    return tuple(facts)


def iptc_dates(fields: Iterable[tuple[str, str]]) -> tuple[DateFact, ...]:
    """Dates of IPTC records, day and time of day in one text."""
    stated = dict(fields)
    facts: list[DateFact] = []
    for day, time in _IPTC:
        found = _CLOCK_ZONE.search(stated.get(time, ""))
        text = f"{stated.get(day, '')} {stated.get(time, '')}".strip()
        facts.extend(_fact(f"iptc:{day}", text, found[1] if found else None) if day in stated else ())
    return tuple(facts)


def png_dates(texts: Iterable[tuple[str, str]]) -> tuple[DateFact, ...]:
    """Dates among a PNG's text and its time chunk."""
    facts: list[DateFact] = []
    for name, text in texts:
        if len(facts) >= _MOST:
            break
        if name.lower() in _PNG_MADE:
            facts.extend(_fact(f"png:{printable(name)}", text, zone_of(text)))
        elif name.lower() in _PNG_TOUCHED:
            facts.extend(_fact(f"application:png:{printable(name)}", text, zone_of(text)))
    return tuple(facts)
