"""Facts that are derived from what was found, so that a million items are chosen by them quickly."""

from __future__ import annotations

import calendar
import re
import time
from typing import TYPE_CHECKING, Any

from forensicdesk.case.moments import moments_by_origin
from forensicdesk.charting import DateSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hashing.values import DateFact, MetadataGroup

_MOMENT = re.compile(
    r"\s*(\d{4})[-:/.](\d\d)[-:/.](\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d))?)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?"
)
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)\Z")
_TAKEN = ("DateTimeOriginal", "DateTimeDigitized", "creationdate", "creation_time", "DateCreated", "CreateDate")
"""How kinds of dates end that say when something was taken, the best first."""
FILE_DATES = {
    "file:modified": "modified_s",
    "file:created": "created_s",
    "file:accessed": "accessed_s",
    "file:changed": "changed_s",
    "file:metadata-changed": "changed_s",
}
BY_ORIGIN = {
    DateSource.EXIF: "exif_s",
    DateSource.CONTAINER: "container_s",
    DateSource.APPLICATION: "application_s",
}
"""Columns of items and of `content_facts` for the dates that `moments.moments_by_origin` gives."""
_LONGEST_CAMERA = 120
MOST_CHARACTERS = 4000
"""So much of one content's metadata is searched by words."""
_NANO = 1_000_000_000
_MOST_SECONDS = 1 << 62


def moment_of(text: str, zone: str | None) -> int | None:
    """Seconds since 1970 of a date as found: in UTC where a zone is stated, else as it is written; None for no date."""
    found = _MOMENT.match(text)
    if found is None:
        return None
    numbers = [int(part) if part else 0 for part in found.groups()[:6]]
    year, month, day, hour, minute, second = numbers
    try:
        seconds = calendar.timegm((year, month, day, hour, minute, second, 0, 0, 0))
        back = time.gmtime(seconds)
    except (OverflowError, OSError, ValueError):
        return None
    if (back.tm_year, back.tm_mon, back.tm_mday) != (year, month, day):
        return None
    offset = _ZONE.match(zone or found[7] or "")
    if offset is None:
        return seconds
    shift = int(offset[2]) * 3600 + int(offset[3]) * 60
    return seconds - shift if offset[1] == "+" else seconds + shift


def taken_of(dates: Iterable[DateFact]) -> int | None:
    """When a picture was taken, or a film recorded, as its own metadata says; None where it does not say."""
    known = tuple(dates)
    for ending in _TAKEN:
        for date in known:
            if date.kind.endswith(ending):
                moment = moment_of(date.text, date.zone)
                if moment is not None:
                    return moment
    return None


def file_moments(modified_ns: int | None, dates: Iterable[DateFact]) -> dict[str, int | None]:
    """The four dates of a file in seconds, by the names of their columns."""
    found: dict[str, int | None] = dict.fromkeys(("modified_s", "created_s", "accessed_s", "changed_s"))
    if modified_ns is not None and abs(modified_ns // _NANO) < _MOST_SECONDS:
        found["modified_s"] = modified_ns // _NANO
    for date in dates:
        column = FILE_DATES.get(date.kind)
        if column is not None and found[column] is None:
            found[column] = moment_of(date.text, date.zone)
    return found


def origin_moments(dates: Iterable[DateFact]) -> dict[str, int | None]:
    """The dates of each origin but the file system in seconds, by the names of their columns."""
    moments = moments_by_origin(dates)
    return {column: moments.get(source) for source, column in BY_ORIGIN.items()}


def item_moments(modified_ns: int | None, dates: Sequence[DateFact]) -> dict[str, int | None]:
    """All that is kept in seconds of what was found about an item, by the names of its columns."""
    return file_moments(modified_ns, dates) | origin_moments(dates)


def camera_of(metadata: Sequence[MetadataGroup]) -> str:
    """Make and model as the metadata says, "" where it does not."""
    make, model = _first(metadata, "Make"), _first(metadata, "Model")
    both = model if model.casefold().startswith(make.casefold()) else f"{make} {model}"
    return both.strip()[:_LONGEST_CAMERA]


def has_place(metadata: Sequence[MetadataGroup]) -> bool:
    """Whether the metadata states a place."""
    return bool(_first(metadata, "GPSLatitude"))


def words_of(metadata: Sequence[MetadataGroup]) -> str:
    """What is searched by words: the values of the metadata, the first `MOST_CHARACTERS` of them.

    An index is taken back by the very text that it was made of: what this gives for a value must never change.
    """
    text = " ".join(value for _, pairs in metadata for _, value in pairs)
    return text[:MOST_CHARACTERS].encode("utf-8", "replace").decode()


def content_facts(row: dict[str, Any], metadata: Sequence[MetadataGroup], dates: Sequence[DateFact]) -> dict[str, Any]:
    """A row of `content_facts` from one of `contents`, its metadata and its dates."""
    return {
        "content_id": row["id"],
        "media_type": row["media_type"],
        "width": row["width"],
        "height": row["height"],
        "duration_s": row["duration_s"],
        "taken_s": taken_of(dates),
        "camera": camera_of(metadata),
        "gps": has_place(metadata),
    } | origin_moments(dates)


def _first(metadata: Sequence[MetadataGroup], name: str) -> str:
    return next((value.strip() for _, pairs in metadata for key, value in pairs if key == name and value.strip()), "")
