"""What the case holds beside its matches: what an examiner dismissed, nearest entries, policies, carried values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from forensicdesk.case import codec, rows
from forensicdesk.case.nearness import looked_for
from forensicdesk.case.paging import in_pages, rows_by_key
from forensicdesk.case.schema import CARRIED, CONTENTS, DISMISSALS, LISTS_USED, MATCHES, NEAREST, POLICIES
from forensicdesk.model import CLOSED_CASE, Conflict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection, Row

    from forensicdesk.case.database import Database
    from forensicdesk.case.nearness import Looked
    from forensicdesk.model import CarriedValue, Dismissal, Match, Nearest

Key = tuple[int, str, str]
"""A content, a list and an entry of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What examiners said of the matches of some contents.

    Attributes:
        last: the last word on each match, whether it dismissed it or took that back.
        earlier: the same words by content, name of the list, algorithm and value of the entry, in the order in which
            they were said, each with the version of the list. So they are found again in a later version.
        lists: name and version of each list, by id.
    """

    last: dict[Key, Dismissal]
    earlier: dict[tuple[int, str, str, str], list[tuple[int, Dismissal]]]
    lists: dict[str, tuple[str, int]]

    def of(self, row: Row[Any]) -> Dismissal | None:
        """The dismissal that stands against a match: its own, or else that of the same value in an earlier version.

        One that is carried over names the list version and the entry of which it was said.
        """
        said = self.last.get((row.content_id, row.list_id, row.entry))
        if said is None and self.earlier and row.list_id in self.lists:
            name, version = self.lists[row.list_id]
            key = (row.content_id, name, row.algorithm, codec.decode_card(row.card).reference)
            before = [word for of_version, word in self.earlier.get(key, ()) if of_version < version]
            said = before[-1] if before else None
        return None if said is None or said.revoked else said


def said_of(connection: Connection, contents: Iterable[int] | None = None) -> Said:
    """What was said of the matches of these contents; None asks for all."""
    query = select(DISMISSALS).order_by(DISMISSALS.c.id)
    if contents is not None:
        query = query.where(DISMISSALS.c.content_id.in_(list(contents)))
    last: dict[Key, Dismissal] = {}
    for row in connection.execute(query):
        key = row.content_id, row.list_id, row.entry
        last.pop(key, None)
        last[key] = rows.dismissal_of(row)
    if not last:
        return Said({}, {}, {})
    named = connection.execute(select(LISTS_USED.c.id, LISTS_USED.c.name, LISTS_USED.c.version))
    lists = {row.id: (row.name, row.version) for row in named}
    earlier: dict[tuple[int, str, str, str], list[tuple[int, Dismissal]]] = {}
    for (content_id, list_id, entry), word in last.items():
        name, version = lists[list_id]
        for algorithm, value in _values(connection, content_id, list_id, entry):
            earlier.setdefault((content_id, name, algorithm, value), []).append((version, word))
    return Said(last, earlier, lists)


def _values(connection: Connection, content_id: int, list_id: str, entry: str) -> list[tuple[str, str]]:
    """Algorithm and listed value of what the case has of a content with an entry."""
    query = select(MATCHES.c.algorithm, MATCHES.c.card).where(MATCHES.c.content_id == content_id)
    found = connection.execute(query.where(MATCHES.c.list_id == list_id, MATCHES.c.entry == entry))
    return [(row.algorithm, codec.decode_card(row.card).reference) for row in found]


def with_dismissal(row: Row[Any], said: Said) -> Match:
    """A match from its row, with the dismissal that stands."""
    return rows.match_of(row, said.of(row))


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
            yield Conflict(content_id, met[0].sha256, tuple(with_dismissal(row, said) for row in met))


def _labelled() -> tuple[ColumnElement[bool], ...]:
    """Which matches say by their label what a content is; what closed cases say is where it was seen."""
    seen_before = select(LISTS_USED.c.id).where(LISTS_USED.c.format == CLOSED_CASE)
    return MATCHES.c.kind == "exact", MATCHES.c.label != "", MATCHES.c.list_id.not_in(seen_before)


def _others() -> tuple[Any, ...]:
    return tuple(column for column in NEAREST.c if column.name not in {"content_id", "algorithm"})
