"""What a film's container says: tags, dates, place, device."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hashing.metadata import gps
from hashing.metadata.facts import Metadata
from hashing.metadata.text import fields, printable
from hashing.values import DateFact, Indicator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hashing.decode.film import ContainerFacts

_DATES = ("creation_time", "com.apple.quicktime.creationdate", "date")
_PLACES = ("com.apple.quicktime.location.iso6709", "location", "location-eng")
_MAKES = ("com.apple.quicktime.make", "com.android.manufacturer", "make")
_MODELS = ("com.apple.quicktime.model", "com.android.model", "model")
_SOFTWARE = ("com.apple.quicktime.software", "software")
_ZONE = re.compile(r"(?:T|\s)\d{2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})\Z")


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((tags[name] for name in names if tags.get(name)), "")


def zone_of(text: str) -> str | None:
    """The zone a date states, as written; None if it states none."""
    found = _ZONE.search(text)
    return found[1] if found else None


def _dates(tags: Mapping[str, str], prefix: str) -> tuple[DateFact, ...]:
    found = [(name, tags[name]) for name in _DATES if tags.get(name)]
    return tuple(DateFact(f"{prefix}:{name}", printable(text), zone_of(text)) for name, text in found)


def container_metadata(facts: ContainerFacts) -> Metadata:
    """Groups "container", "container tags", "video", "video tags" and "GPS", with dates and indicators."""
    tags = {name.lower(): value for name, value in facts.tags}
    stream_tags = {name.lower(): value for name, value in facts.stream_tags}
    duration = "unknown" if facts.duration_s is None else f"{facts.duration_s:.3f} s"
    groups = [
        ("container", fields([("format", facts.format), ("declared duration", duration)])),
        ("container tags", fields(facts.tags)),
        ("video", fields(facts.stream)),
        ("video tags", fields(facts.stream_tags)),
    ]
    indicators = []
    raw_place = _first(tags, _PLACES)
    place = gps.from_iso_6709(raw_place)
    if raw_place:
        computed = gps.as_fields(place) if place else ()
        groups.append(("GPS", fields([("ISO 6709", raw_place), *computed])))
    if place:
        indicators.append(Indicator("gps-position", gps.in_words(place)))
    camera = " ".join(part for part in (_first(tags, _MAKES), _first(tags, _MODELS)) if part)
    if camera:
        indicators.append(Indicator("camera", printable(camera)))
    software = _first(tags, _SOFTWARE)
    if software:
        indicators.append(Indicator("editing-software", printable(software)))
    dates = _dates(tags, "container") + _dates(stream_tags, "video")
    return Metadata(tuple(group for group in groups if group[1]), dates, tuple(indicators))
