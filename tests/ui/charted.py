"""A small case with dates and places, made without files: five pictures, one of them a hit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from forensicdesk.finding import Found
from forensicdesk.model import Location, Result, Step
from hashing.values import DateFact, Recipe
from tests.forensicdesk.case.building import NOW, a_list, a_match, new_case, opened, picture, put_matches, writer_of

LISBON, EVORA, TOKYO = (38.72, -9.14), (38.57, -7.91), (35.68, 139.69)
PICTURES = (
    ("2019:03:04 10:11:12", None, LISBON),
    ("2019:03:04 23:30:00", "+02:00", LISBON),
    ("2019:05:06 07:08:09", None, EVORA),
    ("2021:01:01 00:00:00", None, TOKYO),
    ("", None, None),
)
"""When each was taken, in which zone, and where; the first matches a list."""


def make_charted(folder: Path) -> Path:
    """Make the case."""
    path = new_case(folder)
    with opened(path) as store:
        writer = writer_of(store)
        writer.add_source(Path("/exhibits/phone"), "folder", "phone", NOW)
        names = [b"p%d.jpg" % at for at in range(len(PICTURES))]
        writer.record_found(1, [Found(Location((Step("file", name),)), 9, None) for name in names])
        results = []
        for number, (taken, zone, place) in enumerate(PICTURES, 1):
            dates = (DateFact("exif:DateTimeOriginal", taken, zone),) if taken else ()
            fields = () if place is None else (("GPSLatitude", f"{place[0]}"), ("GPSLongitude", f"{place[1]}"))
            said = (("GPS", (("GPSHPositioningError", "4.5"),)), ("summary", (*fields, ("GPSAltitude", "12 m"))))
            results.append(Result(number, replace(picture(b"%d" % number), dates=dates, metadata=said)))
        writer.record_results(results, Recipe())
        used = a_list()
        writer.record_list(used, NOW)
        put_matches(store, used.id, [a_match(1, used.id)])
    return path
