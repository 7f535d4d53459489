"""How entries come into the ledger: from a walk, from inside a file, from a container; and what an index adds.

Numbers of items do not depend on the order in which results came back, nor on interruptions: what lies inside items is
entered only while no item waits for its analysis, item by item, and an entering that was begun is finished first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, select, update

from forensicdesk.case import codec, rows
from forensicdesk.case.deriving import item_moments
from forensicdesk.case.dialect import Key, insert, near
from forensicdesk.case.imported import keep_records
from forensicdesk.case.paging import ROWS, in_pages
from forensicdesk.case.provenance import known_digests
from forensicdesk.case.saying import Said, say
from forensicdesk.case.schema import ITEMS, SOURCES
from forensicdesk.case.turns import AFTER_CONTAINERS, turn_of
from forensicdesk.finding import Found, Record, Told
from forensicdesk.model import Location, Origin, State, embedded_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

    from forensicdesk.case.database import Database
    from hashing.values import DateFact, Issue

    AnyRow = dict[str, Any]

LISTING_DUE, LISTING_DONE = "due", "done"

_PLACES = select(ITEMS.c.id, ITEMS.c.location)
_SET = update(ITEMS).where(ITEMS.c.id == bindparam("item"))
_NEAR = "SELECT id, location, dates, modified_ns FROM items WHERE source_id = ? AND location >= ? AND location < ?"
"""Asked for every entry of an index, so it goes to the driver as it is: that takes a fifth of the time."""


class Entering:
    """The part of the case's writer that enters items."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record_found(self, source_id: int, found: Sequence[Found]) -> int:
        """Enter what a walk found into the ledger, in the order given; gives how many entries were new.

        A location that is there already is left as it is, so that an interrupted walk can be begun again.
        """
        if not found:
            return 0
        with self._database.writing() as connection:
            return _enter(connection, source_id, None, found)

    def finish_walk(self, source_id: int) -> None:
        """Mark a source as walked to its end."""
        with self._database.writing() as connection:
            connection.execute(update(SOURCES).where(SOURCES.c.id == source_id).values(walked=True))

    def enter_embedded(self) -> tuple[int, int]:
        """Enter the files found inside analysed items into the ledger, and note which containers are to be listed.

        Call it when no item waits for its analysis. Gives how many files there are, and their bytes.
        """
        children = ITEMS.alias("children")
        entered = select(children.c.id).where(children.c.parent_id == ITEMS.c.id).exists()
        query = select(ITEMS.c.id, ITEMS.c.source_id, ITEMS.c.location, ITEMS.c.embedded)
        query = query.where(ITEMS.c.embedded.is_not(None), ~entered).order_by(ITEMS.c.id).limit(ROWS)
        due = update(ITEMS).where(ITEMS.c.container.is_not(None), ITEMS.c.listing.is_(None))
        count = size = last = 0
        with self._database.writing() as connection:
            while parents := connection.execute(query.where(ITEMS.c.id > last)).all():
                values = [row for parent in parents for row in _embedded_rows(*parent)]
                connection.execute(insert(ITEMS), values)
                count += len(values)
                size += sum(row["size"] for row in values)
                last = parents[-1].id
            connection.execute(due.values(listing=LISTING_DUE))
        return count, size

    def release_containers(self) -> int:
        """Note which of the items that may hold others are to be listed, while the rest is analysed.

        Call it when none of them waits for its analysis and none is being listed. Gives how many there are.
        """
        early = (ITEMS.c.container.is_not(None), ITEMS.c.listing.is_(None), ITEMS.c.turn < AFTER_CONTAINERS)
        with self._database.writing() as connection:
            return connection.execute(update(ITEMS).where(*early).values(listing=LISTING_DUE)).rowcount

    def record_listed(self, item_id: int, entries: Sequence[Found | Told | Record]) -> tuple[int, int]:
        """Enter a page of what lies in the container `item_id`; gives how many entries were new, and their bytes.

        As with `record_found`, what is there already is left as it is.
        """
        found = [entry for entry in entries if isinstance(entry, Found)]
        told = [entry for entry in entries if isinstance(entry, Told)]
        records = [entry for entry in entries if isinstance(entry, Record)]
        with self._database.writing() as connection:
            index = connection.execute(select(ITEMS).where(ITEMS.c.id == item_id)).one()
            count = _enter(connection, index.source_id, item_id, found) if found else 0
            if told:
                _note(connection, index, told)
            if records:
                beside = _Beside(connection, index.source_id, rows.location_of(index.location))
                keep_records(connection, index, records, beside.first_at)
        return count, sum(entry.size for entry in found) if count else 0

    def finish_listing(self, item_id: int, state: State | None = None, issue: Issue | None = None) -> None:
        """Mark a container as listed; where that ended early, `state` and `issue` are what the ledger says of it."""
        values: AnyRow = {"listing": LISTING_DONE}
        if issue is not None:
            values |= _issue_columns(issue)
        if state is not None:
            values |= {"state": state.value}
        with self._database.writing() as connection:
            connection.execute(update(ITEMS).where(ITEMS.c.id == item_id).values(values))

    def retry_encrypted(self) -> int:
        """Have tried again what a password may open: encrypted containers, and files in them; gives how many.

        Items keep their numbers; what comes out of them gets numbers behind all that are there.
        """
        closed = and_(ITEMS.c.state == State.ENCRYPTED.value, ITEMS.c.content_id.is_(None))
        container = {"state": State.NOT_MEDIA.value, "listing": LISTING_DUE}
        with self._database.writing() as connection:
            listed = update(ITEMS).where(closed, ITEMS.c.container.is_not(None))
            count = connection.execute(listed.values(container | _issue_columns(None))).rowcount
            waiting = update(ITEMS).where(closed).values({"state": State.PENDING.value} | _issue_columns(None))
            return count + connection.execute(waiting).rowcount


def _enter(connection: Connection, source_id: int, parent_id: int | None, found: Sequence[Found]) -> int:
    """Insert entries, and what is said of those that are new or were there."""
    values = [_found_row(source_id, parent_id, entry) for entry in found]
    count = connection.execute(insert(ITEMS).on_conflict_do_nothing(), values).rowcount
    said = [(row["location"], entry) for entry, row in zip(found, values, strict=True) if entry.names or entry.stated]
    if said:
        numbers: dict[bytes, int] = {}
        for page in in_pages(dict.fromkeys(location for location, _ in said)):
            here = (ITEMS.c.source_id == source_id, Key(ITEMS.c.location).in_(page))
            numbers.update((row.location, row.id) for row in connection.execute(_PLACES.where(*here)))
        spoken = [Said(numbers[location], location, entry) for location, entry in said]
        say(connection, spoken, known_digests(connection, source_id))
    return count


def _note(connection: Connection, index: Row[Any], told: Iterable[Told]) -> None:
    """Add what an index says to the items it speaks of; what speaks of no item is the index reader's to report."""
    beside = _Beside(connection, index.source_id, rows.location_of(index.location))
    dates: dict[int, tuple[DateFact, ...]] = {}
    modified: dict[int, int | None] = {}
    origins: list[AnyRow] = []
    said: list[Said] = []
    for entry in told:
        for item_id, location, known_dates, modified_ns in beside.items_at(entry.path):
            if entry.origin is not None:
                origins.append({"item": item_id, "is": entry.origin.value})
            if entry.dates:
                before = dates.get(item_id) or (codec.decode_dates(known_dates) if known_dates else ())
                dates[item_id] = tuple(dict.fromkeys((*before, *entry.dates)))
                modified[item_id] = modified_ns
            said.append(Said(item_id, location, entry, reread=item_id != index.id))
    if origins:
        connection.execute(_SET.values(origin=bindparam("is")), origins)
    if dates:
        changed = [
            {"item": item_id, "are": codec.encode_dates(facts)}
            | {f"{name}_": moment for name, moment in item_moments(modified[item_id], facts).items()}
            for item_id, facts in dates.items()
        ]
        moments: dict[str, Any] = {name: bindparam(f"{name}_") for name in item_moments(None, ())}
        connection.execute(_SET.values(dates=bindparam("are"), **moments), changed)
    if said:
        say(connection, said, known_digests(connection, index.source_id))


class _Beside:
    """The items in the folder or container that an index lies in."""

    def __init__(self, connection: Connection, source_id: int, index: Location) -> None:
        self._connection = connection
        self._source_id = source_id
        self._last = index.steps[-1]
        self._folder = self._last.path.rpartition(b"/")[0]
        self._around = codec.encode_location(Location(index.steps[:-1]))

    def items_at(self, path: bytes) -> list[tuple[int, bytes, str | None, int | None]]:
        """Number, encoded location, dates and time of change of the items at a path, whatever their place there."""
        path = self._folder + b"/" + path if self._folder else path
        step = replace(self._last, path=path, place=b"")
        start = self._around + codec.encode_location(Location((step,)))
        found = near(self._connection, _NEAR, self._source_id, start)
        return [(number, here, *rest) for number, here, *rest in found if _is_place(here[len(start) :])]

    def first_at(self, path: bytes) -> int:
        """The first of the items at a path, 0 where there is none."""
        return min((item_id for item_id, *_ in self.items_at(path)), default=0) if path else 0


def _is_place(rest: bytes) -> bool:
    """Whether what follows a path in an encoded location is its place or nothing, and not a further step."""
    length, _, place = rest.partition(b":")
    return not rest or (place.endswith(b";") and length.isdigit() and len(place) == int(length) + 1)


def _found_row(source_id: int, parent_id: int | None, entry: Found) -> AnyRow:
    location = codec.encode_location(entry.location)
    return {
        "source_id": source_id,
        "location": location,
        "size": entry.size,
        "modified_ns": entry.modified_ns,
        "state": entry.state.value,
        "parent_id": parent_id,
        "origin": entry.origin.value,
        "turn": turn_of(location, entry.location.steps[-1].path),
        "dates": codec.encode_dates(entry.dates) if entry.dates else None,
        **item_moments(entry.modified_ns, entry.dates),
    } | _issue_columns(entry.issue)


def _issue_columns(issue: Issue | None) -> AnyRow:
    return {
        "issue_stage": issue.stage.value if issue else None,
        "issue_code": issue.code.value if issue else None,
        "issue_detail": issue.detail if issue else None,
    }


def _embedded_rows(parent_id: int, source_id: int, raw: bytes, embedded: str) -> list[AnyRow]:
    location = rows.location_of(raw)
    return [
        {
            "source_id": source_id,
            "location": codec.encode_location(Location((*location.steps, embedded_step(part)))),
            "size": part.length,
            "state": State.PENDING.value,
            "parent_id": parent_id,
            "origin": Origin.LIVE.value,
            "turn": AFTER_CONTAINERS,
        }
        for part in rows.embedded_of(embedded)
    ]
