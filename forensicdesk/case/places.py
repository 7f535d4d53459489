"""From places in the evidence to the numbers of items, which are not the same in every case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from forensicdesk.case import codec
from forensicdesk.case.dialect import Key
from forensicdesk.case.paging import rows_by_key
from forensicdesk.case.schema import ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from forensicdesk.case.database import Database
    from forensicdesk.model import Location


def items_at(database: Database, source_id: int, locations: Iterable[Location]) -> dict[Location, int]:
    """The numbers of the items of one source at these places, of those that it has; a page of places at most."""
    wanted = {codec.encode_location(location): location for location in locations}
    query = select(ITEMS.c.id, ITEMS.c.location)
    query = query.where(ITEMS.c.source_id == source_id, Key(ITEMS.c.location).in_(wanted))
    with database.reading() as connection:
        return {wanted[row.location]: row.id for row in connection.execute(query)}


def every_item(database: Database) -> Iterator[int]:
    """The number of every item, ascending."""
    for row in rows_by_key(database, select(ITEMS.c.id), ITEMS.c.id):
        yield row.id
