"""Which items of a case stand for one picture or film: by their stack, or by equal bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from forensicdesk.case.paging import in_pages, rows_by_key
from forensicdesk.case.schema import ITEMS, STACK_MEMBERS

if TYPE_CHECKING:
    from forensicdesk.case.database import Database


def bundles(database: Database) -> dict[int, int]:
    """By item the number of its bundle, for items that are not alone in theirs.

    A bundle's number is that of its stack; where several items have the same bytes and are in no stack, it is the
    number of their content, negative.
    """
    found: dict[int, int] = {}
    with database.reading() as connection:
        several = select(ITEMS.c.content_id).where(ITEMS.c.content_id.is_not(None))
        several = several.group_by(ITEMS.c.content_id).having(func.count() > 1)
        contents = list(connection.execute(several).scalars())
        for page in in_pages(contents):
            rows = connection.execute(select(ITEMS.c.id, ITEMS.c.content_id).where(ITEMS.c.content_id.in_(page)))
            found.update((row.id, -row.content_id) for row in rows)
    joined = ITEMS.join(STACK_MEMBERS, ITEMS.c.content_id == STACK_MEMBERS.c.content_id)
    query = select(ITEMS.c.content_id, ITEMS.c.id, STACK_MEMBERS.c.stack_id).select_from(joined)
    for row in rows_by_key(database, query, ITEMS.c.content_id, ITEMS.c.id):
        found[row.id] = row.stack_id
    return found
