"""What documents of other programs say word for word, kept so that an export can give it back."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from forensicdesk.case import codec, rows
from forensicdesk.case.dialect import insert
from forensicdesk.case.paging import rows_by_key
from forensicdesk.case.schema import IMPORTED, ITEMS
from forensicdesk.finding import RecordLevel
from forensicdesk.model import Location, Step
from forensicdesk.settings import RECORD_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection, Row, Select

    from forensicdesk.case.database import Database
    from forensicdesk.finding import Record

_LONGEST = 4 * RECORD_CHARACTERS
"""Bytes of the longest record in UTF-8."""


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """One record of a document.

    Attributes:
        id: ascending with the order in which records were kept.
        document: number of the item that is the document.
        part: which case of the document; 0 for the document itself.
        text: a JSON object.
    """

    id: int
    document: int
    part: int
    text: str


class Imported:
    """Questions about the records of other programs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def has_any(self) -> bool:
        """Whether there is a record at all."""
        with self._database.reading() as connection:
            return connection.execute(select(IMPORTED.c.id).limit(1)).first() is not None

    def documents(self) -> dict[int, tuple[int, Location]]:
        """The documents by number of item: number of the exhibit, and where they lie."""
        query = select(ITEMS.c.id, ITEMS.c.source_id, ITEMS.c.location).order_by(ITEMS.c.id)
        query = query.where(ITEMS.c.id.in_(select(IMPORTED.c.document_id).distinct()))
        with self._database.reading() as connection:
            found = connection.execute(query).all()
        return {row.id: (row.source_id, rows.location_of(row.location)) for row in found}

    def of_item(self, item_id: int) -> tuple[KeptRecord, ...]:
        """The records that speak of an item, in the order in which they were kept."""
        query = select(IMPORTED).where(IMPORTED.c.item_id == item_id).order_by(IMPORTED.c.id)
        with self._database.reading() as connection:
            found = connection.execute(query).all()
        return tuple(map(_kept, found))

    def of_no_item(self) -> Iterator[KeptRecord]:
        """The records of media of which the case has no item."""
        return self._paged(_apart(RecordLevel.MEDIUM))

    def of_cases(self) -> Iterator[KeptRecord]:
        """The records of the documents and of the cases in them."""
        yield from self._paged(_apart(RecordLevel.DOCUMENT, RecordLevel.CASE))

    def _paged(self, query: Select[tuple[object, ...]]) -> Iterator[KeptRecord]:
        return map(_kept, rows_by_key(self._database, query, IMPORTED.c.id))


def _apart(*levels: RecordLevel) -> Select[tuple[object, ...]]:
    return select(IMPORTED).where(IMPORTED.c.item_id.is_(None), IMPORTED.c.level.in_([level.value for level in levels]))


def _kept(row: Row[tuple[object, ...]]) -> KeptRecord:
    text = zlib.decompressobj().decompress(row.value, _LONGEST).decode("utf-8", "replace")
    return KeptRecord(row.id, row.document_id, row.part, text)


def keep_records(
    connection: Connection, document: Row[tuple[object, ...]], records: Iterable[Record], beside: Callable[[bytes], int]
) -> None:
    """Keep what a document says; a record that is kept already is left as it is.

    Args:
        connection: inside a transaction.
        document: the row of the item that is the document.
        records: what it says.
        beside: gives the number of the item at a path beside the document, 0 for none.
    """
    here = rows.location_of(document.location)
    values = [
        {
            "document_id": document.id,
            "number": record.number,
            "level": record.level.value,
            "part": record.part,
            "item_id": (_entry(connection, document, here, record) if record.place else beside(record.path)) or None,
            "value": record.value,
        }
        for record in records
    ]
    connection.execute(insert(IMPORTED).on_conflict_do_nothing(), values)


def _entry(connection: Connection, document: Row[tuple[object, ...]], here: Location, record: Record) -> int:
    """The item of an entry of the document, 0 where it was not entered."""
    step = Step(document.container, record.path, record.place)
    location = codec.encode_location(Location((*here.steps, step)))
    query = select(func.max(ITEMS.c.id)).where(ITEMS.c.source_id == document.source_id, ITEMS.c.location == location)
    return connection.execute(query).scalar() or 0
