"""What the case holds beside its matches: what an examiner dismissed, nearest entries, policies, carried values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from forensicdesk.case import rows
from forensicdesk.case.matchwords import said_of, with_words
from forensicdesk.case.nearness import looked_for
from forensicdesk.case.paging import in_pages, rows_by_key
from forensicdesk.case.schema import CARRIED, CONTENTS, DISMISSALS, LISTS_USED, MATCHES, NEAREST, POLICIES
from forensicdesk.model import CLOSED_CASE, Conflict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Row

    from forensicdesk.case.database import Database
    from forensicdesk.case.nearness import Looked
    from forensicdesk.model import CarriedValue, Dismissal, Nearest


class Judgements:
    """Read-only questions on what was said and what was nearly met."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def policies(self) -> dict[str, str]:
        """The values of every policy that this case was matched under, as JSON, by id."""
        with self._database.reading() as connection:
            query = select(POLICIES).order_by(POLICIES.c.first_used_at, POLICIES.c.id)
            return {row.id: row.policy for row in connection.execute(query)}

    def last_policy(self) -> str:
        """The values of the policy of the last matching, as JSON; "" before the first."""
        query = select(POLICIES.c.policy).join(LISTS_USED, LISTS_USED.c.policy_id == POLICIES.c.id)
        query = query.order_by(LISTS_USED.c.used_at.desc(), POLICIES.c.id).limit(1)
        with self._database.reading() as connection:
            return connection.execute(query).scalar() or ""

    def policy_of_lists(self) -> dict[str, str]:
        """By list id the policy of its last matching, "" where none was recorded."""
        with self._database.reading() as connection:
            query = select(LISTS_USED.c.id, LISTS_USED.c.policy_id)
            return {row.id: row.policy_id or "" for row in connection.execute(query)}

    def dismissals(self) -> tuple[Dismissal, ...]:
        """Everything that was said of matches, in the order in which it was said, what was taken back included."""
        with self._database.reading() as connection:
            query = select(DISMISSALS).order_by(DISMISSALS.c.id)
            return tuple(rows.dismissal_of(row) for row in connection.execute(query))

    def has_match(self, content_id: int, list_id: str, entry: str) -> bool:
        """Whether a content has a match with this entry of a list."""
        query = select(MATCHES.c.id).where(MATCHES.c.content_id == content_id, MATCHES.c.list_id == list_id)
        with self._database.reading() as connection:
            return connection.execute(query.where(MATCHES.c.entry == entry).limit(1)).first() is not None

    def nearest(self, list_id: str) -> Iterator[Nearest]:
        """The nearest entries of a list that are no match, by content and algorithm."""
        query = select(NEAREST.c.content_id, NEAREST.c.algorithm, *_others()).where(NEAREST.c.list_id == list_id)
        for row in rows_by_key(self._database, query, NEAREST.c.content_id, NEAREST.c.algorithm):
            yield rows.nearest_of(row)

    def looked_for(self) -> list[Looked]:
        """How far each list that was put to all contents was asked for nearest entries."""
        with self._database.reading() as connection:
            return looked_for(connection)

    def carried(self, algorithm: str) -> Iterator[CarriedValue]:
        """The carried values of one algorithm, by content; nothing here was computed by this program."""
        query = select(CARRIED.c.content_id, CARRIED.c.value, CARRIED.c.origin, CARRIED.c.algorithm)
        query = query.where(CARRIED.c.algorithm == algorithm)
        for row in rows_by_key(self._database, query, CARRIED.c.content_id, CARRIED.c.value, CARRIED.c.origin):
            yield rows.carried_of(row)

    def conflicts(self) -> Iterator[Conflict]:
        """Contents with equal digests in several entries whose lists label them differently, by their SHA-256."""
        exact = select(MATCHES.c.content_id).where(*_labelled())
        several = exact.group_by(MATCHES.c.content_id).having(func.count(MATCHES.c.label.distinct()) > 1)
        with self._database.reading() as connection:
            by_digest = select(CONTENTS.c.id).where(CONTENTS.c.id.in_(several)).order_by(CONTENTS.c.sha256)
            contents = list(connection.execute(by_digest).scalars())
        for page in in_pages(contents):
            yield from self._conflicts(page)

    def _conflicts(self, contents: list[int]) -> Iterator[Conflict]:
        columns = (*MATCHES.c, CONTENTS.c.sha256)
        query = select(*columns).select_from(MATCHES.join(CONTENTS)).where(MATCHES.c.content_id.in_(contents))
        query = query.where(*_labelled())
        with self._database.reading() as connection:
            said = said_of(connection, contents)
            found: dict[int, list[Row[Any]]] = {}
            for row in connection.execute(query.order_by(MATCHES.c.content_id, MATCHES.c.list_id, MATCHES.c.id)):
                found.setdefault(row.content_id, []).append(row)
        for content_id in contents:
            met = found[content_id]
            yield Conflict(content_id, met[0].sha256, tuple(with_words(row, said) for row in met))


def _labelled() -> tuple[ColumnElement[bool], ...]:
    """Which matches say by their label what a content is; what closed cases say is where it was seen."""
    seen_before = select(LISTS_USED.c.id).where(LISTS_USED.c.format == CLOSED_CASE)
    return MATCHES.c.kind == "exact", MATCHES.c.label != "", MATCHES.c.list_id.not_in(seen_before)


def _others() -> tuple[Any, ...]:
    return tuple(column for column in NEAREST.c if column.name not in {"content_id", "algorithm"})
