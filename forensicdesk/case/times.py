"""When the items of a case were made, as numbers: read once, then counted for any stretch of time in moments."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from forensicdesk.case.dialect import asked
from forensicdesk.case.moments import NO_DATE, all_seconds, has_others, offset_of, standing_of
from forensicdesk.charting import DateSource, Histogram, Lane, Moment
from forensicdesk.model import MEDIA_STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from forensicdesk.case.database import Database
    from forensicdesk.charting import Grain

    Numbers = NDArray[np.int64]
    Mask = NDArray[np.bool_]

ROWS = 20_000
"""Rows that are read at once, so that no read holds the database for long."""
FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_799
"""The years 1 to 9999; file systems can state times far outside of any calendar."""
_NANO = 1_000_000_000
_MODIFIED = "file:modified"
_STATES = ", ".join(f"'{state.value}'" for state in MEDIA_STATES)
_ITEMS = (
    f"SELECT id, content_id, modified_ns, dates FROM items WHERE id > ? AND +state IN ({_STATES})"  # noqa: S608 - constants
    f" ORDER BY id LIMIT {ROWS}"
)
_CONTENTS = f"SELECT id, dates FROM contents WHERE id > ? AND dates <> '[]' ORDER BY id LIMIT {ROWS}"  # noqa: S608
_HITS = "SELECT DISTINCT content_id FROM matches"
_STAMP = (
    "SELECT (SELECT max(id) FROM items), (SELECT max(id) FROM contents),"  # noqa: S608 - constants
    f" (SELECT count(*) FROM items WHERE state IN ({_STATES}))"
)


@dataclass(frozen=True, slots=True)
class Column:
    """The dates of one origin: seconds, whether they are in UTC, and the number of the field; one for each item."""

    seconds: Numbers
    zoned: Mask
    field: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Times:
    """The dates of all pictures and films, ascending by item.

    Attributes:
        stamp: of the state of the case that was read.
        fields: names behind the numbers of fields.
    """

    stamp: tuple[int, ...]
    ids: Numbers
    contents: Numbers
    columns: dict[DateSource, Column]
    fields: tuple[str, ...]

    def among(self, items: Iterable[int] | None) -> Mask:
        """Which places belong to these items, all for None."""
        if items is None:
            return np.ones(len(self.ids), np.bool_)
        wanted = np.fromiter(items, np.int64)
        return np.isin(self.ids, wanted)

    def histogram(
        self, source: DateSource, grain: Grain, window: tuple[int, int], hits: Mask, among: Mask
    ) -> Histogram:
        """Count items; `window` is the first bar in units of the grain since 1970, and how many bars."""
        column, (first, count) = self.columns[source], window
        has = (column.seconds != NO_DATE) & among
        seconds = column.seconds[has]
        bars = seconds.astype("datetime64[s]").astype(f"datetime64[{grain.value}]").astype(np.int64) - first
        zoned, hit = column.zoned[has], hits[has]
        inside = (bars >= 0) & (bars < count)

        def lane(chosen: Mask) -> Lane:
            counted = (np.bincount(bars[part & inside], minlength=count) for part in (chosen, chosen & hit))
            items, hit_items = (tuple(int(one) for one in numbers[:count]) for numbers in counted)
            return Lane(items, hit_items)

        fields = np.bincount(column.field[has], minlength=len(self.fields))
        named = [(self.fields[at], int(fields[at])) for at in np.argsort(-fields, kind="stable") if fields[at]]
        with_zone = int(zoned.sum())
        return Histogram(
            source, grain, first, lane(zoned), lane(~zoned), (with_zone, len(seconds) - with_zone),
            int(among.sum()) - len(seconds),
            int(seconds.min()) if len(seconds) else None, int(seconds.max()) if len(seconds) else None, tuple(named),
        )  # fmt: skip

    def within(self, source: DateSource, start: int, end: int, among: Mask, *, zoned: bool | None) -> Numbers:
        """The items with a date from `start` on and before `end`; with a zone, without, or both for None."""
        column = self.columns[source]
        chosen = (column.seconds >= start) & (column.seconds < end) & (column.seconds != NO_DATE) & among
        if zoned is not None:
            chosen &= column.zoned == zoned
        found: Numbers = self.ids[chosen]
        return found

    def undated(self, source: DateSource, among: Mask) -> Numbers:
        """The items without a date of this origin that can be read."""
        found: Numbers = self.ids[(self.columns[source].seconds == NO_DATE) & among]
        return found

    def moments_of(self, item_id: int) -> tuple[Moment, ...]:
        """The dates of one item that count here."""
        at = int(np.searchsorted(self.ids, item_id))
        if at >= len(self.ids) or self.ids[at] != item_id:
            return ()
        return tuple(
            Moment(source, int(column.seconds[at]), bool(column.zoned[at]), self.fields[column.field[at]])
            for source, column in self.columns.items()
            if column.seconds[at] != NO_DATE
        )


def stamp_of(database: Database) -> tuple[int, ...]:
    """What changes with every item that is analysed or found."""
    with database.reading() as connection:
        return tuple(value or 0 for value in asked(connection, _STAMP).one())


def hits_of(database: Database, contents: Numbers) -> Mask:
    """Which of these contents match a list; 0 stands for none."""
    with database.reading() as connection:
        matched = np.fromiter((row[0] for row in asked(connection, _HITS)), np.int64)
    return np.isin(contents, matched)


def read_times(database: Database) -> Times:
    """Read the dates of the case."""
    stamp = stamp_of(database)
    names: dict[str, int] = {}
    ids: list[int] = []
    contents: list[int] = []
    own, of_content = _Origins(names), _Origins(names)
    for page in _pages(database, _ITEMS):
        first = len(ids)
        for place, (item_id, content, modified, _) in enumerate(page, first):
            ids.append(item_id)
            contents.append(content or 0)
            if modified is not None and FIRST_SECOND <= int(modified) // _NANO <= LAST_SECOND:
                own.gathered[DateSource.FILE].take_seconds(place, int(modified) // _NANO)
        own.take((place, row[3]) for place, row in enumerate(page, first) if row[2] is None and row[3])
        rest = ((place, row[3]) for place, row in enumerate(page, first) if row[2] is not None and has_others(row[3]))
        own.take(rest, but=DateSource.FILE)
    for page in _pages(database, _CONTENTS):
        of_content.take(page)
    at = np.array(contents, np.int64)
    size = max(stamp[1], int(at.max(initial=0))) + 1
    columns = {}
    for source in DateSource:
        stated = of_content.gathered[source].column(size)
        column = Column(stated.seconds[at], stated.zoned[at], stated.field[at])
        mine = own.gathered[source].column(len(ids))
        has = mine.seconds != NO_DATE
        column.seconds[has], column.zoned[has], column.field[has] = mine.seconds[has], mine.zoned[has], mine.field[has]
        columns[source] = column
    return Times(stamp, np.array(ids, np.int64), at, columns, tuple(names))


class _Gathered:
    """Dates of one origin while they are gathered: texts to be read together, and seconds that are known."""

    def __init__(self, names: dict[str, int]) -> None:
        self._names = names
        self._places: list[int] = []
        self._texts: list[str] = []
        self._offsets: list[int | None] = []
        self._fields: list[int] = []
        self._known: list[int] = []
        self._known_places: list[int] = []

    def take_text(self, place: int, field: int, text: str, zone: str | None) -> None:
        """A date as found."""
        self._places.append(place)
        self._texts.append(text)
        self._offsets.append(offset_of(zone))
        self._fields.append(field)

    def take_seconds(self, place: int, seconds: int) -> None:
        """When a file was modified, in UTC."""
        self._known_places.append(place)
        self._known.append(seconds)

    def column(self, size: int) -> Column:
        """Everything by place; of two dates of one place the first that can be read."""
        made = Column(np.full(size, NO_DATE, np.int64), np.zeros(size, np.bool_), np.zeros(size, np.int16))
        if self._texts:
            seconds, places = all_seconds(self._texts), np.array(self._places, np.int64)
            zoned = np.array([offset is not None for offset in self._offsets], np.bool_)
            seconds = seconds - np.where(seconds == NO_DATE, 0, np.array([one or 0 for one in self._offsets], np.int64))
            fields = np.array(self._fields, np.int16)
            good = np.flatnonzero(seconds != NO_DATE)[::-1]
            made.seconds[places[good]], made.zoned[places[good]] = seconds[good], zoned[good]
            made.field[places[good]] = fields[good]
        if self._known:
            places, seconds = np.array(self._known_places, np.int64), np.array(self._known, np.int64)
            made.seconds[places], made.zoned[places] = seconds, True
            made.field[places] = self._names.setdefault(_MODIFIED, len(self._names))
        return made


class _Origins:
    """Dates of all origins while they are gathered; how fields count is worked out once for each set of them."""

    def __init__(self, names: dict[str, int]) -> None:
        self._names = names
        self.gathered = {source: _Gathered(names) for source in DateSource}
        self._plans: dict[tuple[tuple[str, ...], DateSource | None], tuple[tuple[int, _Gathered, int], ...]] = {}

    def take(self, rows: Iterable[Sequence[Any]], but: DateSource | None = None) -> None:
        """Take the dates of several things, (place, JSON) each; none of one origin, where that is known better."""
        found = list(rows)
        together = json.loads(f"[{','.join(row[1] for row in found)}]")
        for (place, _), dates in zip(found, together, strict=True):
            fields = tuple([date[0] for date in dates])
            plan = self._plans.get((fields, but))
            if plan is None:
                plan = self._plans[fields, but] = self._plan(fields, but)
            for at, gathered, field in plan:
                _, text, zone = dates[at]
                gathered.take_text(place, field, text, zone)

    def _plan(self, fields: tuple[str, ...], but: DateSource | None) -> tuple[tuple[int, _Gathered, int], ...]:
        """Which of these fields count, those that count first before the others."""
        standing = [(*found, at) for at, field in enumerate(fields) if (found := standing_of(field)) is not None]
        standing.sort(key=lambda one: one[1])
        return tuple(
            (at, self.gathered[source], self._names.setdefault(fields[at], len(self._names)))
            for source, _, at in standing
            if source is not but
        )


def _pages(database: Database, query: str) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Rows of a query that takes the last number seen, as SQLite gives them."""
    last = 0
    while True:
        with database.reading() as connection:
            page = asked(connection, query, (last,)).cursor.fetchall()
        yield page
        if len(page) < ROWS:
            return
        last = page[-1][0]
