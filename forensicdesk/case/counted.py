"""What reports count of every picture and film, without the rest of its record: a case has a million of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from forensicdesk.case import rows
from forensicdesk.case.deciding import read_judgements
from forensicdesk.case.paging import ROWS, in_pages, rows_by_key
from forensicdesk.case.schema import CONTENTS, ITEMS, MATCHES, STANDING
from forensicdesk.model import MEDIA_STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from forensicdesk.case.database import Database
    from forensicdesk.decisions import Decision
    from forensicdesk.model import Match
    from hashing.values import DateFact, MetadataGroup


class Counted(NamedTuple):
    """One picture or film.

    Attributes:
        source_id: its exhibit.
        metadata, dates: of its content; empty where it was not analysed.
        matches: of its content, without what an examiner said of them.
        decision: the category in force; None if there is none.
    """

    source_id: int
    metadata: tuple[MetadataGroup, ...]
    dates: tuple[DateFact, ...]
    matches: tuple[Match, ...]
    decision: Decision | None


def counted_items(database: Database) -> Iterator[Counted]:
    """Every picture and film, in item order."""
    query = (
        select(ITEMS.c.id, ITEMS.c.source_id, ITEMS.c.content_id, CONTENTS.c.metadata, CONTENTS.c.dates)
        .select_from(ITEMS.outerjoin(CONTENTS, CONTENTS.c.id == ITEMS.c.content_id))
        .where(ITEMS.c.state.in_([state.value for state in MEDIA_STATES]))
    )
    for page in in_pages(rows_by_key(database, query, ITEMS.c.id), ROWS):
        first, last = page[0].id, page[-1].id
        with database.reading() as connection:
            matches = _matches(connection, first, last)
            decisions = _decisions(connection, first, last)
        for row in page:
            known = row.content_id is not None
            yield Counted(
                row.source_id,
                rows.metadata_of(row.metadata) if known else (),
                rows.dates_of(row.dates) if known else (),
                matches.get(row.content_id, ()),
                decisions.get(row.id),
            )


def _matches(connection: Connection, first: int, last: int) -> dict[int, tuple[Match, ...]]:
    """The matches of the contents that these items have, from one number to another."""
    contents = select(ITEMS.c.content_id).where(ITEMS.c.id.between(first, last))
    found: dict[int, list[Match]] = defaultdict(list)
    for row in connection.execute(select(MATCHES).where(MATCHES.c.content_id.in_(contents))):
        found[row.content_id].append(rows.match_of(row))
    return {content: tuple(matches) for content, matches in found.items()}


def _decisions(connection: Connection, first: int, last: int) -> dict[int, Decision]:
    decided = select(STANDING.c.item_id).where(STANDING.c.item_id.between(first, last)).distinct()
    judgements = read_judgements(connection, connection.execute(decided).scalars().all())
    return {item: judged.decision for item, judged in judgements.items() if judged.decision is not None}
