"""Where pictures and films say they were made, as GeoJSON (RFC 7946) and KML (OGC 2.3); for maps of the reader's own.

A place is what the file's metadata states. It can be wrong or forged, and a picture without one has simply none.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reports.left_out import sentence
from reports.media import match_sentence
from reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from reports.media import Media, MediaLine
    from reports.model import ReportModel


_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in degrees (WGS 84 by the standard), and the item that states it."""

    latitude: float
    longitude: float
    line: MediaLine


def stated_places(media: Media) -> Iterator[Place]:
    """The places that items state, in the order of the items."""
    for line in media():
        fields = next((dict(pairs) for group, pairs in line.metadata if group == "summary"), {})
        try:
            latitude, longitude = float(fields["GPSLatitude"]), float(fields["GPSLongitude"])
        except (KeyError, ValueError):
            continue
        if abs(latitude) <= 90 and abs(longitude) <= 180:  # noqa: PLR2004 - degrees
            yield Place(latitude, longitude, line)


def write_geojson(model: ReportModel, media: Media, out: BinaryIO) -> None:
    """A feature for each item with a place."""
    head = {"type": "FeatureCollection", "report": model.report_id, "case": model.case.number}
    head |= {"left_out": sentence(model.left_out, wording(model.language))} if model.left_out else {}
    out.write((json.dumps(head, ensure_ascii=True)[:-1] + ', "features": [').encode("ascii"))
    before = "\n"
    for place in stated_places(media):
        feature = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
            "properties": _facts(place.line),
        }
        out.write((before + json.dumps(feature, ensure_ascii=True)).encode("ascii"))
        before = ",\n"
    out.write(b"\n]}\n")


def write_kml(model: ReportModel, media: Media, out: BinaryIO) -> None:
    """A placemark for each item with a place."""
    name = _xml(f"{model.case.number}, report {model.report_id}")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    out.write(f"{head}<name>{name}</name>\n".encode("utf-8", "xmlcharrefreplace"))
    for place in stated_places(media):
        mark = (
            f"<Placemark><name>{_xml(f'Item {place.line.number}')}</name>"
            f"<description>{_xml(_sentence(place.line))}</description>"
            f"<Point><coordinates>{place.longitude:.6f},{place.latitude:.6f}</coordinates></Point></Placemark>\n"
        )
        out.write(mark.encode("utf-8", "xmlcharrefreplace"))
    out.write(b"</Document></kml>\n")


def _facts(line: MediaLine) -> dict[str, object]:
    return {
        "item": line.number,
        "exhibit": line.exhibit,
        "location": " > ".join(line.path),
        "type": line.media_type,
        "sha256": line.sha256,
        "dates": [{"kind": kind, "text": text, "zone": zone or None} for kind, text, zone in line.dates],
        "matches": [match_sentence(match) for match in line.matches],
    }


def _sentence(line: MediaLine) -> str:
    dates = "; ".join(f"{kind} {text} {zone or '(zone unknown)'}" for kind, text, zone in line.dates)
    return "\n".join(part for part in (f"{line.exhibit}: {' > '.join(line.path)}", dates, line.sha256) if part)


def _xml(text: str) -> str:
    """Text for XML 1.0, which has no place for most control characters."""
    return escape(_UNFIT.sub("\N{REPLACEMENT CHARACTER}", text))
