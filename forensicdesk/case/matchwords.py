"""What examiners said of matches: that one is none, that both sides were looked at; the last word on each.

A list of which a newer version is matched brings these words along, where its entry has the same value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import select

from forensicdesk.case import codec, rows
from forensicdesk.case.schema import ACT_ITEMS, ACTS, DISMISSALS, ITEMS, LISTS_USED, MATCHES
from forensicdesk.decisions import SIGHTS, ActKind, Sight, seen_match
from forensicdesk.model import Dismissal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row, Select

    from forensicdesk.model import Match

Word = TypeVar("Word", Dismissal, Sight)
Key = tuple[int, str, str]
"""A content, a list and an entry of it."""


@dataclass(frozen=True, slots=True)
class Words(Generic[Word]):
    """Words of one kind on the matches of some contents.

    Attributes:
        last: the last word on each match.
        earlier: the same words by content, name of the list, algorithm and value of the entry, in the order in which
            they were said, each with the version of the list. So they are found again in a later version.
    """

    last: dict[Key, Word]
    earlier: dict[tuple[int, str, str, str], list[tuple[int, Word]]]

    def of(self, row: Row[Any], lists: dict[str, tuple[str, int]]) -> Word | None:
        """The word that holds for a match: its own, or else that on the same value in an earlier version."""
        said = self.last.get((row.content_id, row.list_id, row.entry))
        if said is not None or not self.earlier or row.list_id not in lists:
            return said
        name, version = lists[row.list_id]
        key = (row.content_id, name, row.algorithm, codec.decode_card(row.card).reference)
        before = [word for of_version, word in self.earlier.get(key, ()) if of_version < version]
        return before[-1] if before else None


@dataclass(frozen=True, slots=True)
class Said:
    """What examiners said of the matches of some contents; `lists` has name and version of each list, by id."""

    dismissals: Words[Dismissal]
    sights: Words[Sight]
    lists: dict[str, tuple[str, int]]


def said_of(connection: Connection, contents: Iterable[int] | None = None) -> Said:
    """What was said of the matches of these contents; None asks for all."""
    chosen = None if contents is None else list(contents)
    dismissals, sights = _dismissals(connection, chosen), _sights(connection, chosen)
    if not (dismissals or sights):
        return Said(Words({}, {}), Words({}, {}), {})
    named = connection.execute(select(LISTS_USED.c.id, LISTS_USED.c.name, LISTS_USED.c.version))
    lists = {row.id: (row.name, row.version) for row in named}
    return Said(_words(connection, dismissals, lists), _words(connection, sights, lists), lists)


def with_words(row: Row[Any], said: Said) -> Match:
    """A match from its row, with what stands of it; a dismissal that was taken back does not."""
    dismissed = said.dismissals.of(row, said.lists)
    stands = dismissed if dismissed is not None and not dismissed.revoked else None
    return rows.match_of(row, stands, said.sights.of(row, said.lists))


def _dismissals(connection: Connection, contents: list[int] | None) -> dict[Key, Dismissal]:
    query = select(DISMISSALS).order_by(DISMISSALS.c.id)
    if contents is not None:
        query = query.where(DISMISSALS.c.content_id.in_(contents))
    return _last(rows.dismissal_of(row) for row in connection.execute(query))


def _sights(connection: Connection, contents: list[int] | None) -> dict[Key, Sight]:
    acts = ITEMS.join(ACT_ITEMS, ACT_ITEMS.c.item_id == ITEMS.c.id).join(ACTS, ACTS.c.id == ACT_ITEMS.c.act_id)
    query: Select[Any] = (
        select(ITEMS.c.content_id, ACTS.c.id, ACTS.c.kind, ACTS.c.value, ACTS.c.examiner, ACTS.c.said_at)
        .select_from(acts)
        .where(ACTS.c.kind.in_([kind.value for kind in SIGHTS]), ~ACTS.c.undone, ITEMS.c.content_id.is_not(None))
        .distinct()
        .order_by(ACTS.c.id)
    )
    if contents is not None:
        query = query.where(ITEMS.c.content_id.in_(contents))
    return _last(_sight_of(row) for row in connection.execute(query))


@rows.undamaged
def _sight_of(row: rows.AnyRow) -> Sight:
    about, same = seen_match(row.value), row.kind == ActKind.CONFIRMED.value
    said = {"examiner": row.examiner, "said_at": row.said_at, "act": row.id}
    return Sight(row.content_id, about.list_id, about.entry, same, about.note, **said)


def _last(said: Iterable[Word]) -> dict[Key, Word]:
    """The last word on each match, in the order in which they were said."""
    last: dict[Key, Word] = {}
    for word in said:
        key = word.content_id, word.list_id, word.entry
        last.pop(key, None)
        last[key] = word
    return last


def _words(connection: Connection, last: dict[Key, Word], lists: dict[str, tuple[str, int]]) -> Words[Word]:
    earlier: dict[tuple[int, str, str, str], list[tuple[int, Word]]] = {}
    for (content_id, list_id, entry), word in last.items():
        name, version = lists.get(list_id, ("", 0))
        for algorithm, value in _values(connection, content_id, list_id, entry):
            earlier.setdefault((content_id, name, algorithm, value), []).append((version, word))
    return Words(last, earlier)


def _values(connection: Connection, content_id: int, list_id: str, entry: str) -> list[tuple[str, str]]:
    """Algorithm and listed value of what the case has of a content with an entry."""
    query = select(MATCHES.c.algorithm, MATCHES.c.card).where(MATCHES.c.content_id == content_id)
    found = connection.execute(query.where(MATCHES.c.list_id == list_id, MATCHES.c.entry == entry))
    return [(row.algorithm, codec.decode_card(row.card).reference) for row in found]
