"""The matches of a case with its lists: stored page by page, completed list by list."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from forensicdesk.case import codec, rows
from forensicdesk.case.dialect import insert
from forensicdesk.case.paging import ROWS, in_pages, rows_by_key
from forensicdesk.case.schema import LISTS_USED, MATCHES, NEAREST
from forensicdesk.language import sentence
from forensicdesk.model import MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from forensicdesk.case.database import Database
    from forensicdesk.model import Match, Nearest

_NEAR = MATCHES.c.kind != MatchKind.EXACT.value


@dataclass(frozen=True, slots=True)
class ListPage:
    """All that one list has with the contents of one page: its matches, and the nearest entries that are none."""

    list_id: str
    matches: Sequence[Match]
    nearest: Sequence[Nearest] = ()


@dataclass(frozen=True, slots=True)
class PageChanges:
    """What a page changed: the rows of matches that were not there before, and the matches that are none any more.

    A match is new if no match of the same content with the same entry, kind, algorithm and reference value was there,
    and gone if none is any more; a changed threshold or note makes none new.
    """

    new: tuple[int, ...]
    gone: tuple[Match, ...]


class MatchStore:
    """Every change of matches, and what is asked while they are made; `turn` counts how often that was begun."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.turn = 0

    def begin(self) -> None:
        """The case is being matched: rows that were noted before hold no longer."""
        self.turn += 1

    def replace_page(self, first: int, last: int, pages: Sequence[ListPage]) -> list[PageChanges]:
        """Put what lists have with the contents from `first` to `last` in the place of all that was there.

        One transaction for all lists, which notes how far they are. The lists, and the policies that matches name, must
        have been recorded.
        """
        lists = [page.list_id for page in pages]
        with self._database.writing() as connection:
            connection.execute(update(LISTS_USED).where(LISTS_USED.c.id.in_(lists)).values(reached=last))
            return [_replace(connection, first, last, page) for page in pages]

    def go_on(self, lists: Sequence[str], begun: str) -> int:
        """Up to which content all of some lists are done, in a matching that began the same way and was stopped.

        Whatever changes the contents, or what is stored of them, puts that back to 0. Lists that are to begin anew are
        noted as such.

        Args:
            lists: their ids; they must have been recorded.
            begun: everything beside lists and contents that decides about matches.
        """
        chosen = LISTS_USED.c.id.in_(lists)
        query = select(LISTS_USED.c.reached, LISTS_USED.c.begun).where(chosen)
        with self._database.writing() as connection:
            known = [row.reached or 0 if row.begun == begun else 0 for row in connection.execute(query)]
            reached = min(known, default=0)
            connection.execute(update(LISTS_USED).where(chosen).values(reached=reached, begun=begun))
        return reached

    def begin_to_end(self, list_id: str) -> None:
        """Every content was put to this list; what follows cannot be stopped and continued half way."""
        with self._database.writing() as connection:
            connection.execute(update(LISTS_USED).where(LISTS_USED.c.id == list_id).values(reached=None))

    def complete(self, list_id: str, policy_id: str | None = None) -> None:
        """Note that every content was put to this list, under this policy."""
        done = update(LISTS_USED).where(LISTS_USED.c.id == list_id)
        done = done.values(complete=True, policy_id=policy_id, reached=None)
        with self._database.writing() as connection:
            connection.execute(done)

    def matches_of(self, numbers: Iterable[int]) -> Iterator[Match]:
        """The matches in these rows, in the order given."""
        for page in in_pages(numbers):
            query = select(MATCHES).where(MATCHES.c.id.in_(page))
            with self._database.reading() as connection:
                found = {row.id: rows.match_of(row) for row in connection.execute(query)}
            yield from (found[number] for number in page)

    def contents_of(self, numbers: Iterable[int]) -> Iterator[int]:
        """The content of each of these rows, in the order given."""
        for page in in_pages(numbers):
            query = select(MATCHES.c.id, MATCHES.c.content_id).where(MATCHES.c.id.in_(page))
            with self._database.reading() as connection:
                found = {row.id: row.content_id for row in connection.execute(query)}
            yield from (found[number] for number in page)

    # --- crowds -----------------------------------------------------------------------------------------------------

    def crowds(self, list_id: str, most_contents: int, most_entries: int) -> tuple[dict[str, int], dict[int, int]]:
        """Entries of a list that are near more contents than that, and contents near more of its entries; how many."""
        entry, content = MATCHES.c.entry, MATCHES.c.content_id
        contents = func.count(content.distinct())
        entries = func.count(entry.distinct())
        of_list = MATCHES.c.list_id == list_id
        with self._database.reading() as connection:
            by_entry = select(entry, contents).where(of_list, _NEAR).group_by(entry).having(contents > most_contents)
            by_content = select(content, entries).where(of_list, _NEAR).group_by(content)
            crowded = by_content.having(entries > most_entries)
            return (
                {name: count for name, count in connection.execute(by_entry)},  # noqa: C416 - rows are no pairs to mypy
                {number: count for number, count in connection.execute(crowded)},  # noqa: C416
            )

    def near_matches(self, list_id: str) -> Iterator[list[tuple[int, Match]]]:
        """Every match of a list that is not exact, with its row, in pages."""
        query = select(MATCHES.c.id, *(column for column in MATCHES.c if column.name != "id"))
        found = rows_by_key(self._database, query.where(MATCHES.c.list_id == list_id, _NEAR), MATCHES.c.id)
        for page in in_pages(found, ROWS):
            yield [(row.id, rows.match_of(row)) for row in page]

    def flag(self, flagged: Mapping[int, Match]) -> None:
        """Put these cards and marks in the place of what the rows say; nothing else of them is changed."""
        with self._database.writing() as connection:
            for number, match in flagged.items():
                values = {"weak": match.weak, "card": codec.encode_card(match.card)}
                connection.execute(update(MATCHES).where(MATCHES.c.id == number).values(values))


def _replace(connection: Connection, first: int, last: int, page: ListPage) -> PageChanges:
    inside = (MATCHES.c.list_id == page.list_id, MATCHES.c.content_id.between(first, last))
    stored = connection.execute(select(MATCHES).where(*inside).order_by(MATCHES.c.id))
    known = {_key(match): match for match in map(rows.match_of, stored)}
    connection.execute(delete(MATCHES).where(*inside))
    near = NEAREST.c.list_id == page.list_id, NEAREST.c.content_id.between(first, last)
    connection.execute(delete(NEAREST).where(*near))
    for some in in_pages(page.matches, ROWS):
        connection.execute(insert(MATCHES), [_row(page.list_id, match) for match in some])
    for few in in_pages(page.nearest, ROWS):
        connection.execute(insert(NEAREST), [asdict(one) for one in few])
    numbers = connection.execute(select(MATCHES.c.id).where(*inside).order_by(MATCHES.c.id)).scalars().all()
    now = [_key(match) for match in page.matches]
    new = tuple(number for number, key in zip(numbers, now, strict=True) if key not in known)
    kept = set(now)
    return PageChanges(new, tuple(match for key, match in known.items() if key not in kept))


def _row(list_id: str, match: Match) -> dict[str, Any]:
    if match.list_id != list_id:
        msg = sentence(
            "a match with list {list_id} among those of list {other_list_id}",
            list_id=match.list_id,
            other_list_id=list_id,
        )
        raise ValueError(msg)
    return {
        "content_id": match.content_id,
        "list_id": match.list_id,
        "entry": match.entry,
        "label": match.label,
        "kind": match.kind.value,
        "weak": match.weak,
        "algorithm": match.card.algorithm,
        "distance": match.card.distance,
        "card": codec.encode_card(match.card),
        "policy_id": match.policy_id or None,
    }


def _key(match: Match) -> tuple[object, ...]:
    return match.content_id, match.entry, match.kind, match.card.algorithm, match.card.reference
