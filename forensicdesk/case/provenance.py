"""What an exhibit was when it was added: the files it consists of, and the digests stated when it was acquired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, literal_column, or_, select, update

from forensicdesk.account import CheckResult
from forensicdesk.case import codec, rows
from forensicdesk.case.audit import as_utc
from forensicdesk.case.dialect import insert
from forensicdesk.case.paging import rows_by_key
from forensicdesk.case.schema import ACQUISITION, CONTENTS, ITEMS, PARTS, SOURCES, STATED
from forensicdesk.model import State

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from forensicdesk.account import Acquired
    from forensicdesk.case.database import Database
    from forensicdesk.model import Location, Source

Digests = tuple[tuple[str, bytes], ...]
"""Algorithms and values."""

KnownDigests = dict[tuple[bytes, str, bytes], bool | None]
"""Whether a stated digest agrees, by encoded location, algorithm and value; None where it was not to be computed."""


class Provenance:
    """Questions about the acquisition of the exhibits of one case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def acquired(self, source_id: int | None = None) -> tuple[Acquired, ...]:
        """The checks of acquisition digests of one exhibit, or of all, in the order of the evidence."""
        query = select(ACQUISITION).order_by(ACQUISITION.c.source_id, ACQUISITION.c.id)
        if source_id is not None:
            query = query.where(ACQUISITION.c.source_id == source_id)
        with self._database.reading() as connection:
            return tuple(rows.acquired_of(row) for row in connection.execute(query))

    def parts(self, source_id: int) -> tuple[tuple[bytes, int, int], ...]:
        """Name, size and time of change (ns) of the files that an exhibit given as one file consists of."""
        query = select(PARTS).where(PARTS.c.source_id == source_id).order_by(PARTS.c.name)
        with self._database.reading() as connection:
            return tuple((row.name, row.size, row.modified_ns) for row in connection.execute(query))

    def containers_of(self, source_id: int) -> Iterator[tuple[Location, int, int | None]]:
        """Location, size and time of change (ns) of the exhibit's own files that hold others."""
        query = select(ITEMS.c.id, ITEMS.c.location, ITEMS.c.size, ITEMS.c.modified_ns).where(
            ITEMS.c.container.is_not(None), ITEMS.c.parent_id.is_(None), ITEMS.c.source_id == source_id
        )
        for row in rows_by_key(self._database, query, ITEMS.c.id):
            yield rows.location_of(row.location), row.size, row.modified_ns

    def is_waiting(self, source_id: int) -> bool:
        """Whether anything of an exhibit has still to be read."""
        mine = ITEMS.c.source_id == source_id
        pending = exists().where(ITEMS.c.state == State.PENDING.value, mine)
        to_list = exists().where(ITEMS.c.container.is_not(None), ITEMS.c.listing == literal_column("'due'"), mine)
        with self._database.reading() as connection:
            return bool(connection.execute(select(or_(pending, to_list))).scalar_one())

    def evidence_totals(self) -> tuple[int, int]:
        """How many items have digests on record, see `hashed_items`, and how many bytes these items have."""
        agreed = select(STATED.c.item_id).where(STATED.c.agrees)
        on_record = ITEMS.c.content_id.is_not(None) | ITEMS.c.id.in_(agreed)
        query = select(func.count(), func.coalesce(func.sum(ITEMS.c.size), 0)).where(on_record)
        with self._database.reading() as connection:
            count, size = connection.execute(query).one()
        return count, size

    def hashed_items(self) -> Iterator[tuple[int, Source, Location, int, Digests]]:
        """Every item with digests on record, in item order.

        Gives number, source, location, size, and the digests with their algorithms: SHA-256 of pictures and films; of
        other files what the evidence states of them and what was computed to be the same.
        """
        with self._database.reading() as connection:
            sources = {row.id: rows.source_of(row) for row in connection.execute(select(SOURCES))}
        agreed = select(STATED.c.item_id).where(STATED.c.item_id == ITEMS.c.id, STATED.c.agrees).exists()
        query = select(
            ITEMS.c.id, ITEMS.c.source_id, ITEMS.c.location, ITEMS.c.size, CONTENTS.c.sha256, agreed.label("agreed")
        ).select_from(ITEMS.outerjoin(CONTENTS))
        for row in rows_by_key(self._database, query, ITEMS.c.id):
            digests: Digests = (("sha256", row.sha256),) if row.sha256 is not None else ()
            if not digests and row.agreed:
                digests = self._agreed(row.id)
            if digests:
                yield row.id, sources[row.source_id], rows.location_of(row.location), row.size, digests

    def _agreed(self, item_id: int) -> Digests:
        query = select(STATED.c.algorithm, STATED.c.value).where(STATED.c.item_id == item_id, STATED.c.agrees)
        with self._database.reading() as connection:
            found = connection.execute(query.distinct().order_by(STATED.c.algorithm)).all()
        return tuple((row.algorithm, row.value) for row in found)


class Acquiring:
    """The part of the case's writer that keeps what an exhibit was when it was added."""

    _database: Database

    def record_parts(self, source_id: int, parts: Iterable[tuple[bytes, os.stat_result]]) -> None:
        """Keep name, size and time of change of the files an exhibit consists of, once."""
        values = [
            {"source_id": source_id, "name": name, "size": info.st_size, "modified_ns": info.st_mtime_ns}
            for name, info in parts
        ]
        with self._database.writing() as connection:
            connection.execute(insert(PARTS).on_conflict_do_nothing(), values)

    def record_acquisition(self, source_id: int, checks: Sequence[Acquired], now: datetime) -> None:
        """Keep the checks of an exhibit's acquisition digests in place of all before, and that they were made."""
        values = [
            {
                "source_id": source_id,
                "location": codec.encode_location(check.location),
                "algorithm": check.algorithm,
                "stated": check.stated,
                "computed": check.computed,
                "said_by": check.said_by,
                "result": check.result.value,
                "reason": check.reason,
                "checked_at": check.checked_at,
            }
            for check in checks
        ]
        with self._database.writing() as connection:
            connection.execute(delete(ACQUISITION).where(ACQUISITION.c.source_id == source_id))
            if values:
                connection.execute(insert(ACQUISITION), values)
            done = update(SOURCES).where(SOURCES.c.id == source_id)
            connection.execute(done.values(checked_at=as_utc(now)))


def known_digests(connection: Connection, source_id: int) -> KnownDigests:
    """What the check of an exhibit's acquisition digests found; what it covers is not read for them again."""
    query = select(ACQUISITION).where(ACQUISITION.c.source_id == source_id).order_by(ACQUISITION.c.id)
    verdicts = {CheckResult.OK.value: True, CheckResult.DIFFERS.value: False}
    return {(row.location, row.algorithm, row.stated): verdicts.get(row.result) for row in connection.execute(query)}
