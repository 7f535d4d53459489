"""Items over time and over the globe: the values that a timeline and a map are drawn from.

Times are seconds since 1970. Where a date states its zone they count in UTC; where it states none they are the numbers
of the local clock as they were written, and the two are never mixed. Places are degrees, as the metadata state them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DateSource(StrEnum):
    """Who put a date there: the file system, the camera (EXIF, XMP, IPTC), a film's container, or a program."""

    FILE = "file"
    EXIF = "exif"
    CONTAINER = "container"
    APPLICATION = "application"


class Grain(StrEnum):
    """How much time a bar of a timeline stands for; the values are numpy's units."""

    YEAR = "Y"
    MONTH = "M"
    DAY = "D"
    HOUR = "h"


@dataclass(frozen=True, slots=True)
class Lane:
    """Counts of one kind of date, one number for each bar.

    Attributes:
        items: items with a date in the bar.
        hits: those of them that match a list.
    """

    items: tuple[int, ...]
    hits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """Items over a stretch of time.

    Attributes:
        source: whose dates are counted; of several dates of an item the one that says best when it was made.
        grain: how much time a bar stands for.
        first: the first bar, in units of the grain since 1970 (which is 0).
        zoned: items whose date states its zone, in UTC.
        local: items whose date states none, as recorded.
        dated: how many of the items have such a date, with a zone and without.
        undated: how many have none that can be read.
        earliest, latest: seconds of the first and the last date of all, None where there is none.
        fields: the fields that the dates come from, with their numbers, the most frequent first.
    """

    source: DateSource
    grain: Grain
    first: int
    zoned: Lane
    local: Lane
    dated: tuple[int, int]
    undated: int
    earliest: int | None
    latest: int | None
    fields: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of one item: seconds since 1970, whether in UTC or as recorded, and the field it comes from."""

    source: DateSource
    seconds: int
    zoned: bool
    field: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle on the globe in degrees, edges included. `west` above `east` crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


WORLD = Bounds(-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items whose places lie close together at one scale.

    Attributes:
        longitude, latitude: the middle of their places, in degrees.
        items: how many.
        hits: those of them that match a list.
        bounds: the smallest rectangle that holds their places.
    """

    longitude: float
    latitude: float
    items: int
    hits: int
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Clusters:
    """What a map shows.

    Attributes:
        clusters: in the part of the globe that was asked for.
        placed: items that state a place, anywhere.
        unplaced: items that state none.
        bounds: the smallest rectangle that holds all places, None where there is none.
    """

    clusters: tuple[Cluster, ...]
    placed: int
    unplaced: int
    bounds: Bounds | None


@dataclass(frozen=True, slots=True)
class Fix:
    """The place of one item as its metadata state it; texts as found, "" where nothing is stated.

    Attributes:
        name: of the file, for people.
        latitude, longitude: degrees.
        altitude: with its unit.
        time: of the fix, with what is known of its zone.
        accuracy: how far the device itself trusts the place.
        hit: the item matches a list.
    """

    item_id: int
    name: str
    latitude: float
    longitude: float
    altitude: str = ""
    time: str = ""
    accuracy: str = ""
    hit: bool = False
