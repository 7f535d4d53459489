"""What a film's container says: tags, dates, places, device, links to other files."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from hashing.metadata import gps
from hashing.metadata.boxes import Window
from hashing.metadata.c2pa import claim_generators, is_store, source_types
from hashing.metadata.dates import xmp_dates, zone_of
from hashing.metadata.facts import Metadata
from hashing.metadata.generators import generator_indicators
from hashing.metadata.quicktime import QuickTimeFacts, read_quicktime
from hashing.metadata.text import fields, printable
from hashing.phrases import phrase
from hashing.values import DateFact, Indicator, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hashing.decode.film import ContainerFacts
    from hashing.decode.kinds import Kind

_DATES = ("creation_time", "com.apple.quicktime.creationdate", "date", "date_recorded", "date_digitized")
_APPLICATION_DATES = ("_statistics_writing_date_utc", "date_encoded", "date_tagged")
_PLACES = ("com.apple.quicktime.location.iso6709", "location", "location-eng", "recording_location")
_MAKES = ("com.apple.quicktime.make", "com.android.manufacturer", "make")
_MODELS = ("com.apple.quicktime.model", "com.android.model", "model")
_SOFTWARE = ("com.apple.quicktime.software", "software", "encoder", "_statistics_writing_app")
_EDITORS = ("com.apple.quicktime.software", "software", "encoder")
_PERSONS = (("Artist", ("artist", "com.apple.quicktime.author", "author")), ("Copyright", ("copyright",)))
_LIVE = "com.apple.quicktime.content.identifier"
_BOXED = ("video/mp4", "video/quicktime", "video/3gpp", "video/3gpp2")
_MOST_DATES = 40
_SAME_PLACE = 1e-4
"""Degrees: containers round the same place differently."""


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((tags[name] for name in names if tags.get(name)), "")


def _fact(kind: str, text: str) -> DateFact:
    return DateFact(kind, printable(text), zone_of(text))


def _dates(tags: Mapping[str, str], stream_tags: Mapping[str, str], boxed: QuickTimeFacts) -> tuple[DateFact, ...]:
    found = [_fact(f"container:{name}", tags[name]) for name in _DATES if tags.get(name)]
    found += [_fact(f"container:video:{name}", stream_tags[name]) for name in _DATES if stream_tags.get(name)]
    found += [
        _fact(f"application:{name.lstrip('_')}", each[name])
        for each in (tags, stream_tags)
        for name in _APPLICATION_DATES
        if each.get(name)
    ]
    # A track's date is told where it is another than the film's of the same sort.
    known = {(fact.kind.rpartition(":")[2], fact.text) for fact in found if fact.kind.startswith("container:")}
    for name, text in boxed.dates:
        key = (name.rpartition(":")[2], text)
        if key not in known:
            known.add(key)
            found.append(_fact(f"container:{name}", text))
    return tuple(dict.fromkeys(found))[:_MOST_DATES]


def _near(one: tuple[float, float], other: tuple[float, float] | None) -> bool:
    return other is not None and all(abs(a - b) <= _SAME_PLACE for a, b in zip(one, other, strict=True))


def _places(tags: Mapping[str, str], boxed: QuickTimeFacts) -> list[tuple[str, str]]:
    """Every place stated, the container's own first; (where it stands, text), each text once."""
    raw = _first(tags, _PLACES)
    found = {raw: "ISO 6709"} if raw else {}
    known = [gps.from_iso_6709(raw)] if raw else []
    for where, text in boxed.places:
        place = gps.from_iso_6709(text)
        if place is not None and not any(_near(place, other) for other in known) and text not in found:
            found[text] = f"ISO 6709 ({where})"
            known.append(place)
    return [(where, text) for text, where in found.items()]


def _place_fields(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    place = gps.from_iso_6709(places[0][1]) if places else None
    return [*places, *(gps.as_fields(place) if place else ())]


def _summary(tags: Mapping[str, str], places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    place = gps.from_iso_6709(places[0][1]) if places else None
    altitude = gps.altitude_from_iso_6709(places[0][1]) if places else None
    found = [("Make", _first(tags, _MAKES)), ("Model", _first(tags, _MODELS)), ("Software", _first(tags, _SOFTWARE))]
    found += [(name, _first(tags, names)) for name, names in _PERSONS]
    found.append(("ContentIdentifier", tags.get(_LIVE, "")))
    if place:
        found += [("GPSLatitude", f"{place[0]:.6f}"), ("GPSLongitude", f"{place[1]:.6f}")]
    if altitude is not None:
        found.append(("GPSAltitude", f"{altitude:g} m"))
    return found


def _device_indicators(tags: Mapping[str, str]) -> list[Indicator]:
    found = []
    camera = " ".join(part for part in (_first(tags, _MAKES), _first(tags, _MODELS)) if part)
    if camera:
        found.append(Indicator("camera", printable(camera)))
    software = _first(tags, _EDITORS)
    if software:
        found.append(Indicator("editing-software", printable(software)))
    if tags.get(_LIVE):
        found.append(Indicator("live-photo", printable(tags[_LIVE])))
    found += generator_indicators((name, text) for name, text in tags.items() if len(text) < 1 << 16)
    return found


def _place_indicators(places: list[tuple[str, str]]) -> list[Indicator]:
    found = []
    for _, text in places:
        place = gps.from_iso_6709(text)
        if place:
            found.append(Indicator("gps-position", gps.in_words(place)))
    altitude = gps.altitude_from_iso_6709(places[0][1]) if places else None
    if altitude is not None:
        found.append(Indicator("gps-altitude", gps.altitude_in_words(altitude)))
    return found


def _credential_indicators(boxed: QuickTimeFacts) -> list[Indicator]:
    found = []
    for raw in boxed.blocks.credentials:
        if is_store(raw):
            made = "".join(
                phrase("; claim generator: {names}", names=printable(text)) for text in claim_generators(raw)
            )
            found.append(Indicator("content-credentials", phrase("present, not validated{more}", more=made)))
            found += [Indicator("digital-source-type", text) for text in source_types(raw)]
    return found


def _xmp(boxed: QuickTimeFacts) -> tuple[list[tuple[str, str]], list[str]]:
    found: list[tuple[str, str]] = []
    troubles: list[str] = []
    if boxed.blocks.xmp:
        # Late import: expat is needed by files with XMP only.
        from hashing.metadata.xmp import read_xmp

        for packet in boxed.blocks.xmp[:4]:
            values, trouble = read_xmp(packet)
            found.extend(values)
            troubles.extend([trouble] if trouble else [])
    return found, troubles


def container_metadata(facts: ContainerFacts, stream: BinaryIO, kind: Kind) -> Metadata:
    """Groups "summary", "container", "container tags", "video", "video tags", "GPS", "3GPP", "XMP", dates, indicators.

    Args:
        facts: what FFmpeg said.
        stream: the file, for the boxes of MP4, MOV and 3GP.
        kind: what sort of film it is.
    """
    tags = {name.lower(): value for name, value in facts.tags}
    stream_tags = {name.lower(): value for name, value in facts.stream_tags}
    boxed = read_quicktime(Window(stream)) if kind.media_type in _BOXED else QuickTimeFacts()
    xmp, troubles = _xmp(boxed)
    duration = "unknown" if facts.duration_s is None else f"{facts.duration_s:.3f} s"
    places = _places(tags, boxed)
    groups = [
        ("summary", fields(_summary(tags, places))),
        ("container", fields([("format", facts.format), ("declared duration", duration)])),
        ("container tags", fields(facts.tags)),
        ("video", fields(facts.stream)),
        ("video tags", fields(facts.stream_tags)),
        ("3GPP", fields(boxed.texts)),
        ("XMP", fields(xmp)),
        ("GPS", fields(_place_fields(places))),
    ]
    indicators = (*_place_indicators(places), *_device_indicators(tags), *_credential_indicators(boxed))
    issues = tuple(Issue(Stage.METADATA, IssueCode.METADATA_UNREADABLE, trouble) for trouble in troubles)
    dates = (*_dates(tags, stream_tags, boxed), *xmp_dates(xmp))
    return Metadata(tuple(group for group in groups if group[1]), dates, indicators, issues)
