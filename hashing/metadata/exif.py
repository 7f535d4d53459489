"""What a picture says about itself: EXIF groups, dates with the zone they state, place, camera, software."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, BinaryIO

from hashing.metadata import gps
from hashing.metadata.exif_fields import Value, read_fields
from hashing.metadata.facts import Metadata
from hashing.metadata.text import fields, from_bytes, printable
from hashing.values import DateFact, Indicator, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from PIL import Image

    from hashing.metadata.exif_fields import Fields
    from hashing.values import MetadataGroup

_DATES = (
    ("EXIF", "DateTimeOriginal", "OffsetTimeOriginal"),
    ("EXIF", "DateTimeDigitized", "OffsetTimeDigitized"),
    ("Image", "DateTime", "OffsetTime"),
)
_BLANK_DATES = {"", "0000:00:00 00:00:00", ":  :     :  :"}
_NOTHING = Value("")


def _dates(found: Fields) -> tuple[DateFact, ...]:
    facts = []
    for group, name, offset in _DATES:
        text = printable(found.get((group, name), _NOTHING).text).strip()
        if text not in _BLANK_DATES:
            zone = printable(found.get(("EXIF", offset), _NOTHING).text).strip()
            facts.append(DateFact(f"exif:{name}", text, zone or None))
    return tuple(facts)


def _place(found: Fields) -> tuple[float, float] | None:
    def part(name: str) -> Value:
        return found.get(("GPS", name), _NOTHING)

    return gps.position(
        part("GPSLatitude").numbers,
        part("GPSLatitudeRef").text,
        part("GPSLongitude").numbers,
        part("GPSLongitudeRef").text,
    )


def _indicators(found: Fields, place: tuple[float, float] | None) -> tuple[Indicator, ...]:
    indicators = []
    if place:
        indicators.append(Indicator("gps-position", gps.in_words(place)))
    names = (printable(found.get(("Image", name), _NOTHING).text).strip() for name in ("Make", "Model"))
    camera = " ".join(name for name in names if name)
    if camera:
        indicators.append(Indicator("camera", camera))
    software = printable(found.get(("Image", "Software"), _NOTHING).text).strip()
    if software:
        indicators.append(Indicator("editing-software", software))
    return tuple(indicators)


def _groups(found: Fields, place: tuple[float, float] | None) -> tuple[MetadataGroup, ...]:
    by_group: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (group, name), value in found.items():
        by_group[group].append((name, value.text))
    if place:
        by_group["GPS"].extend(gps.as_fields(place))
    named = ((printable(group), fields(pairs)) for group, pairs in sorted(by_group.items()))
    return tuple(group for group in named if group[1])


def _text_group(texts: tuple[tuple[str, str | bytes], ...]) -> tuple[MetadataGroup, ...]:
    pairs = fields((name, from_bytes(text) if isinstance(text, bytes) else text) for name, text in texts)
    return (("text fields", pairs),) if pairs else ()


def picture_metadata(
    block: bytes, whole: BinaryIO | None, image: Image.Image | None, texts: tuple[tuple[str, str | bytes], ...]
) -> Metadata:
    """Metadata of a picture; see `exif_fields.read_fields` for the first three arguments."""
    reading = read_fields(block, whole, image)
    place = _place(reading.fields)
    issues = tuple(Issue(Stage.METADATA, IssueCode.METADATA_UNREADABLE, trouble) for trouble in reading.trouble)
    groups = _groups(reading.fields, place) + _text_group(texts)
    return Metadata(groups, _dates(reading.fields), _indicators(reading.fields, place), issues)
