"""Where the items of a case were made, as their metadata state it: read once, then joined for any scale of a map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select

from forensicdesk.case import codec
from forensicdesk.case.dialect import asked
from forensicdesk.case.paging import in_pages
from forensicdesk.case.schema import CONTENTS
from forensicdesk.case.times import hits_of, stamp_of
from forensicdesk.charting import Bounds, Cluster, Clusters
from forensicdesk.model import MEDIA_STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from forensicdesk.case.database import Database
    from hashing.values import MetadataGroup

    Numbers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

ROWS = 2_000
_STATES = ", ".join(f"'{state.value}'" for state in MEDIA_STATES)
_PLACED = (
    "SELECT id, metadata FROM contents WHERE id > ? AND instr(metadata, '\"GPSLatitude\"') > 0"  # noqa: S608 - constants
    f" ORDER BY id LIMIT {ROWS}"
)
_HAVING = f"SELECT id, content_id FROM items WHERE content_id IN ({{}}) AND +state IN ({_STATES})"  # noqa: S608
_ALL = f"SELECT id FROM items WHERE state IN ({_STATES})"  # noqa: S608 - constants
MERCATOR_LIMIT = 85.0511287798
"""Degrees of latitude at which the square of the usual projection ends."""
_CLOSE = 64
"""Clusters are squares of so many points of a map whose world is 256 points wide at scale 0."""
_WORLD = 256
_ACCURACY = ("GPSHPositioningError", "location.accuracy.horizontal")
_FIX_TIME = ("GPSDateTime",)


@dataclass(frozen=True, slots=True)
class Places:
    """The items that state a place, ascending, and where; longitudes and latitudes in degrees."""

    stamp: tuple[int, ...]
    ids: Numbers
    contents: Numbers
    longitudes: Floats
    latitudes: Floats
    total: int

    def among(self, items: Iterable[int] | None) -> Mask:
        """Which places belong to these items, all for None."""
        if items is None:
            return np.ones(len(self.ids), np.bool_)
        return np.isin(self.ids, np.fromiter(items, np.int64))

    def inside(self, bounds: Bounds) -> Mask:
        """Which places lie in a rectangle."""
        east = self.longitudes <= bounds.east
        west = self.longitudes >= bounds.west
        across = (west & east) if bounds.west <= bounds.east else (west | east)
        found: Mask = across & (self.latitudes >= bounds.south) & (self.latitudes <= bounds.north)
        return found

    def clusters(self, bounds: Bounds, scale: int, hits: Mask, among: Mask, asked: int) -> Clusters:
        """Join what lies close together; `asked` is how many items the question is about, placed or not."""
        chosen = np.flatnonzero(self.inside(bounds) & among)
        longitudes, latitudes = self.longitudes[chosen], self.latitudes[chosen]
        cells = (_WORLD << scale) // _CLOSE
        across = np.floor((longitudes + 180) / 360 * cells).astype(np.int64)
        down = np.floor(_down(latitudes) * cells).astype(np.int64)
        _, first, member = np.unique(across * (cells + 2) + down, return_index=True, return_inverse=True)
        count, size = np.bincount(member), len(first)
        hit = np.bincount(member, weights=hits[chosen], minlength=size)
        middle = [np.bincount(member, weights=of, minlength=size) / count for of in (longitudes, latitudes)]
        low = [np.full(size, np.inf) for _ in range(2)]
        high = [np.full(size, -np.inf) for _ in range(2)]
        for at, of in enumerate((longitudes, latitudes)):
            np.minimum.at(low[at], member, of)
            np.maximum.at(high[at], member, of)
        made = tuple(
            Cluster(
                float(middle[0][at]), float(middle[1][at]), int(count[at]), int(hit[at]),
                Bounds(float(low[0][at]), float(low[1][at]), float(high[0][at]), float(high[1][at])),
            )
            for at in range(size)
        )  # fmt: skip
        placed = int(among.sum())
        return Clusters(made, placed, asked - placed, self._bounds(among))

    def _bounds(self, among: Mask) -> Bounds | None:
        if not among.any():
            return None
        longitudes, latitudes = self.longitudes[among], self.latitudes[among]
        return Bounds(*(float(one) for one in (
            longitudes.min(), latitudes.min(), longitudes.max(), latitudes.max(),
        )))  # fmt: skip


def read_places(database: Database) -> Places:
    """Read the places of the case."""
    stamp = stamp_of(database)
    of_content: dict[int, tuple[float, float]] = {}
    last = 0
    while True:
        with database.reading() as connection:
            page = asked(connection, _PLACED, (last,)).all()
        for content, metadata in page:
            place = place_of(codec.decode_metadata(metadata))
            if place is not None:
                of_content[content] = place
        if len(page) < ROWS:
            break
        last = page[-1][0]
    having: list[Any] = []
    with database.reading() as connection:
        for some in in_pages(of_content):
            having += asked(connection, _HAVING.format(", ".join("?" * len(some))), some).all()
    having.sort()
    places = np.array([of_content[content] for _, content in having], np.float64).reshape(-1, 2)
    ids = np.array([item for item, _ in having], np.int64)
    contents = np.array([content for _, content in having], np.int64)
    return Places(stamp, ids, contents, places[:, 1].copy(), places[:, 0].copy(), stamp[2])


def metadata_of(database: Database, contents: Sequence[int]) -> dict[int, tuple[MetadataGroup, ...]]:
    """What the files of these contents say about themselves."""
    found = {}
    with database.reading() as connection:
        for some in in_pages(contents):
            rows = connection.execute(select(CONTENTS.c.id, CONTENTS.c.metadata).where(CONTENTS.c.id.in_(some))).all()
            found.update({row.id: codec.decode_metadata(row.metadata) for row in rows})
    return found


def hits_at(database: Database, places: Places) -> Mask:
    """Which places belong to items that match a list."""
    return hits_of(database, places.contents)


def place_of(metadata: Sequence[MetadataGroup]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees that the metadata state; None without both, or off the globe."""
    fields = next((dict(pairs) for group, pairs in metadata if group == "summary"), {})
    try:
        latitude, longitude = float(fields["GPSLatitude"]), float(fields["GPSLongitude"])
    except (KeyError, ValueError):
        return None
    on_globe = abs(latitude) <= 90 and abs(longitude) <= 180  # noqa: PLR2004 - degrees
    return (latitude, longitude) if on_globe else None


def details_of(metadata: Sequence[MetadataGroup]) -> tuple[str, str, str]:
    """Altitude, time and accuracy of a fix as the metadata state them, "" where they do not."""
    summary = next((dict(pairs) for group, pairs in metadata if group == "summary"), {})
    accuracy = next(
        (value for _, pairs in metadata for key, value in pairs if key.endswith(_ACCURACY) and value.strip()), ""
    )
    time = next((summary[name] for name in _FIX_TIME if name in summary), "")
    return summary.get("GPSAltitude", ""), time, accuracy


def _down(latitudes: Floats) -> Floats:
    """Where latitudes lie in the square of the projection, from 0 in the north to 1 in the south."""
    radians = np.radians(np.clip(latitudes, -MERCATOR_LIMIT, MERCATOR_LIMIT))
    found: Floats = (1 - np.arcsinh(np.tan(radians)) / math.pi) / 2
    return found
