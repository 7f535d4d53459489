"""What a case says: read-only queries, safe from several threads, each a short look at one state of the database."""

from __future__ import annotations

import os
from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import and_, case, func, literal_column, or_, select

from forensicdesk.case import codec, rows
from forensicdesk.case.counted import counted_items
from forensicdesk.case.deciding import items_decided
from forensicdesk.case.dialect import Key, between
from forensicdesk.case.entering import LISTING_DUE
from forensicdesk.case.facts.choosing import Choosing
from forensicdesk.case.films import read_film
from forensicdesk.case.filters import select_ids
from forensicdesk.case.imported import Imported
from forensicdesk.case.judging import Judgements
from forensicdesk.case.ledger import read_ledger, read_ledgers
from forensicdesk.case.loading import item_cards, item_places, item_records
from forensicdesk.case.matchwords import said_of, with_words
from forensicdesk.case.paging import in_pages, rows_by_key
from forensicdesk.case.provenance import Provenance
from forensicdesk.case.schema import (
    CASE_INFO,
    CONTENTS,
    FEATURES,
    ITEMS,
    LISTS_USED,
    MATCHES,
    PERCEPTUAL,
    RECIPES,
    SOURCES,
    STATED,
)
from forensicdesk.case.turns import AFTER_CONTAINERS
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.model import CaseInfo, ItemFilter, Job, MatchKind
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import ColumnElement

    from forensicdesk.account import Ledger
    from forensicdesk.case.counted import Counted
    from forensicdesk.case.database import Database
    from forensicdesk.case.thumbnails import ThumbnailStore
    from forensicdesk.model import HashList, ItemCard, ItemRecord, Location, Match, Source, State
    from hashing.values import Digests, Film, PerceptualHash, Recipe, Thumbnail

NO_ISSUES = codec.encode_issues(())
_KIND_ORDER = {kind.value: at for at, kind in enumerate(MatchKind)}


class CaseReader:
    """Every question that can be put to an open case."""

    def __init__(self, folder: Path, database: Database, thumbnails: ThumbnailStore) -> None:
        self._folder = folder
        self._database = database
        self._thumbnails = thumbnails
        self.judgements = Judgements(database)
        self.provenance = Provenance(database)
        self.choosing = Choosing(database)
        self.imported = Imported(database)

    # --- the case as a whole --------------------------------------------------------------------------------------

    def info(self) -> CaseInfo:
        """What the case says about itself."""
        with self._database.reading() as connection:
            row = connection.execute(select(CASE_INFO)).one()
        return CaseInfo(
            path=self._folder,
            number=row.number,
            examiner=row.examiner,
            created_at=row.created_at,
            fields=rows.fields_of(row.fields),
        )

    def audit_head(self) -> tuple[int, str]:
        """The head of the audit log as the database remembers it: number of records, SHA-256 of the last line."""
        with self._database.reading() as connection:
            row = connection.execute(select(CASE_INFO.c.audit_records, CASE_INFO.c.audit_sha256)).one()
        return row.audit_records, row.audit_sha256

    def sources(self) -> tuple[Source, ...]:
        """The sources, in the order they were added."""
        with self._database.reading() as connection:
            return tuple(rows.source_of(row) for row in connection.execute(select(SOURCES).order_by(SOURCES.c.id)))

    def ledger(self, source_id: int | None = None) -> Ledger:
        """The account of one source, or of all."""
        return read_ledger(self._database, source_id)

    def ledgers(self) -> dict[int, Ledger]:
        """The account of every source in which something was seen, by its number."""
        return read_ledgers(self._database)

    def contents(self) -> int:
        """How many distinct byte contents the pictures and films of the case have."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(CONTENTS)).scalar_one()

    def last_content(self) -> int:
        """The highest number of a content, 0 before the first."""
        with self._database.reading() as connection:
            return connection.execute(select(func.max(CONTENTS.c.id))).scalar() or 0

    def recipe(self) -> Recipe | None:
        """The recipe of the analyses, the newest if there were several; None before the first."""
        query = select(RECIPES.c.recipe).order_by(RECIPES.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            text = connection.execute(query).scalar()
        return None if text is None else rows.recipe_of(text)

    def lists_used(self) -> tuple[HashList, ...]:
        """The list versions that the case was matched against, by name and version."""
        query = select(LISTS_USED).order_by(LISTS_USED.c.name, LISTS_USED.c.version, LISTS_USED.c.id)
        with self._database.reading() as connection:
            return tuple(rows.hash_list_of(row) for row in connection.execute(query))

    def lists_incomplete(self) -> tuple[HashList, ...]:
        """The lists among them that were not compared with every content: some came later, or matching was stopped."""
        query = select(LISTS_USED).where(~LISTS_USED.c.complete).order_by(LISTS_USED.c.name, LISTS_USED.c.version)
        with self._database.reading() as connection:
            return tuple(rows.hash_list_of(row) for row in connection.execute(query))

    # --- work to do -------------------------------------------------------------------------------------------------

    def pending(self) -> tuple[int, int]:
        """How many items wait for their analysis, and how many bytes they have."""
        query = select(func.count(), func.coalesce(func.sum(ITEMS.c.size), 0)).where(_pending())
        with self._database.reading() as connection:
            count, size = connection.execute(query).one()
        return count, size

    def pending_jobs(self, count: int) -> list[Job]:
        """The first items, at most `count`, that wait for their analysis, in the order of their turns."""
        roots = {source.id: os.fsencode(source.path) for source in self.sources()}
        unknown = select(STATED.c.item_id).where(STATED.c.item_id == ITEMS.c.id, STATED.c.agrees.is_(None))
        stated = unknown.exists().label("stated")
        query = select(ITEMS.c.turn, ITEMS.c.id, ITEMS.c.source_id, ITEMS.c.location, ITEMS.c.size, stated)
        query = query.where(_pending()).order_by(ITEMS.c.turn, ITEMS.c.id).limit(count)
        with self._database.reading() as connection:
            found = connection.execute(query).all()
        return [
            Job(row.id, roots[row.source_id], rows.location_of(row.location), row.size, digest=bool(row.stated))
            for row in found
        ]

    def due_listings(self) -> tuple[tuple[int, bytes, Location, str], ...]:
        """The containers that are to be listed: number, path of the source, location, kind; in order."""
        roots = {source.id: os.fsencode(source.path) for source in self.sources()}
        query = select(ITEMS.c.id, ITEMS.c.source_id, ITEMS.c.location, ITEMS.c.container).where(_due())
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(ITEMS.c.id)).all()
        return tuple((row.id, roots[row.source_id], rows.location_of(row.location), row.container) for row in found)

    def unfolded(self, item_id: int, outermost: Location, kinds: Collection[str]) -> tuple[int, int, int]:
        """What the containers in one file hold, but for the container `item_id` in it.

        Gives the length of that file, the entries, and the bytes of those in containers of these kinds.
        """
        parents = ITEMS.alias("parents")
        start = codec.encode_location(outermost)
        here = select(ITEMS.c.source_id).where(ITEMS.c.id == item_id).scalar_subquery()
        length = select(func.coalesce(func.max(ITEMS.c.size), 0))
        length = length.where(ITEMS.c.source_id == here, Key(ITEMS.c.location) == start)
        unpacked_here = and_(parents.c.container.in_(kinds), _looked_at())
        size = func.coalesce(func.sum(case((unpacked_here, ITEMS.c.size), else_=0)), 0)
        query = select(func.count(), size).join_from(ITEMS, parents, ITEMS.c.parent_id == parents.c.id)
        query = query.where(
            ITEMS.c.source_id == here, ITEMS.c.location > start,
            parents.c.container.is_not(None), parents.c.id != item_id,
        )  # fmt: skip
        with self._database.reading() as connection:
            query = query.where(between(connection, ITEMS.c.location, start, start + b"\xff"))
            entries, unpacked = connection.execute(query).one()
            return connection.execute(length).scalar_one(), entries, unpacked

    def unfolded_from(self, item_id: int) -> tuple[int, int]:
        """How many entries the container `item_id` has in the ledger, and the bytes of those that were not too many."""
        size = func.coalesce(func.sum(case((_looked_at(), ITEMS.c.size), else_=0)), 0)
        query = select(func.count(), size).where(ITEMS.c.parent_id == item_id)
        with self._database.reading() as connection:
            count, size = connection.execute(query).one()
        return count, size

    def containers_ready(self) -> bool:
        """Whether items that may hold others have all been analysed, and some are containers not to be listed yet."""
        early = ITEMS.c.turn < literal_column(str(AFTER_CONTAINERS))
        waiting = select(ITEMS.c.id).where(_pending(), early).exists()
        known = select(ITEMS.c.id).where(ITEMS.c.container.is_not(None), ITEMS.c.listing.is_(None), early).exists()
        with self._database.reading() as connection:
            return bool(connection.execute(select(and_(~waiting, known))).scalar_one())

    # --- hashes -----------------------------------------------------------------------------------------------------

    def digests(self) -> Iterator[tuple[int, Digests]]:
        """Number and digests of every content."""
        query = select(CONTENTS.c.id, CONTENTS.c.md5, CONTENTS.c.sha1, CONTENTS.c.sha256)
        for row in rows_by_key(self._database, query, CONTENTS.c.id):
            yield row.id, rows.digests_of(row)

    def digests_of_items(self, item_ids: Sequence[int]) -> dict[int, Digests]:
        """The digests of the contents of these items, by content."""
        found: dict[int, Digests] = {}
        columns: tuple[ColumnElement[Any], ...] = (CONTENTS.c.id, CONTENTS.c.md5, CONTENTS.c.sha1, CONTENTS.c.sha256)
        joined = ITEMS.join(CONTENTS, CONTENTS.c.id == ITEMS.c.content_id)
        with self._database.reading() as connection:
            for page in in_pages(item_ids):
                query = select(*columns).select_from(joined).where(ITEMS.c.id.in_(page))
                found.update({row.id: rows.digests_of(row) for row in connection.execute(query).all()})
        return found

    def picture_hashes(self, *algorithms: str) -> Iterator[tuple[int, PerceptualHash]]:
        """The perceptual hashes of these algorithms of every content that has some, by content."""
        query = select(PERCEPTUAL).where(PERCEPTUAL.c.algorithm.in_(algorithms))
        for row in rows_by_key(self._database, query, PERCEPTUAL.c.content_id, PERCEPTUAL.c.position):
            yield row.content_id, rows.perceptual_of(row)

    def features(self) -> Iterator[tuple[int, bytes]]:
        """The local features of every content that has some, in their compact form."""
        query = select(FEATURES.c.content_id, FEATURES.c.value)
        for row in rows_by_key(self._database, query, FEATURES.c.content_id):
            yield row.content_id, row.value

    def films(self) -> Iterator[tuple[int, Film]]:
        """Every content that is a film, with its frames; one film at a time is in memory."""
        query = select(CONTENTS.c.id, CONTENTS.c.duration_s).where(CONTENTS.c.film)
        for row in rows_by_key(self._database, query, CONTENTS.c.id):
            yield row.id, read_film(self._database, row.id, row.duration_s)

    # --- matches ----------------------------------------------------------------------------------------------------

    def match_counts(self) -> dict[str, int]:
        """Matches by kind; an item counts once for each list entry it matches."""
        joined = MATCHES.join(ITEMS, ITEMS.c.content_id == MATCHES.c.content_id)
        query = select(MATCHES.c.kind, func.count().label("number")).select_from(joined).group_by(MATCHES.c.kind)
        with self._database.reading() as connection:
            found = {row.kind: row.number for row in connection.execute(query)}
        return {kind.value: found.get(kind.value, 0) for kind in MatchKind}

    def match_counts_by_list(self) -> dict[str, int]:
        """How many matches of contents with entries each list has, by the list's id."""
        query = select(MATCHES.c.list_id, func.count().label("number")).group_by(MATCHES.c.list_id)
        with self._database.reading() as connection:
            return {row.list_id: row.number for row in connection.execute(query)}

    def matches(self, list_id: str | None = None) -> tuple[Match, ...]:
        """The matches, by the first item of their content, then exact before near before video, then by list."""
        first_item = select(func.min(ITEMS.c.id)).where(ITEMS.c.content_id == MATCHES.c.content_id).scalar_subquery()
        order = case(_KIND_ORDER, value=MATCHES.c.kind)
        query = select(MATCHES).order_by(first_item, order, MATCHES.c.list_id, MATCHES.c.id)
        if list_id is not None:
            query = query.where(MATCHES.c.list_id == list_id)
        with self._database.reading() as connection:
            said = said_of(connection)
            return tuple(with_words(row, said) for row in connection.execute(query))

    # --- items ------------------------------------------------------------------------------------------------------

    def item_ids(self, where: ItemFilter) -> list[int]:
        """The numbers of the items that pass the filter, ascending."""
        return self._numbers(where).tolist()

    def _numbers(self, where: ItemFilter) -> array[int]:
        """As `item_ids`, in 8 bytes each."""
        if where.conditions or where.text.strip() or where.ids is not None:
            return array("q", self.choosing.ids(where))
        with self._database.reading() as connection:
            found = array("q", connection.execute(select_ids(where)).scalars())
        np.asarray(found).sort()
        return found

    def undecided(self) -> int:
        """How many pictures and films have no category by the first examiner or a supervisor."""
        query = select_ids(ItemFilter()).where(ITEMS.c.id.not_in(items_decided()))
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()

    def cards(self, item_ids: Sequence[int]) -> list[ItemCard]:
        """What a gallery draws of these items, in the given order; numbers that do not exist are left out."""
        return [card for page in in_pages(item_ids) for card in item_cards(self._database, page)]

    def places(self, item_ids: Sequence[int]) -> dict[int, tuple[Source, Location]]:
        """The exhibit and the location of each of these items, in the given order, of those that exist."""
        found: dict[int, tuple[Source, Location]] = {}
        for page in in_pages(item_ids):
            found |= item_places(self._database, page)
        return found

    def item(self, item_id: int) -> ItemRecord:
        """Everything about one item.

        Raises:
            UsageError: there is no item with this number.
        """
        for record in item_records(self._database, [item_id]):
            return record
        msg = sentence(
            "The case has no item number {item_id}; `forensicdesk items` lists those it has.", item_id=item_id
        )
        raise UsageError(msg)

    def items(self, where: ItemFilter) -> Iterator[ItemRecord]:
        """Everything about each item that passes the filter, streamed in item order."""
        for page in in_pages(self._numbers(where)):
            yield from item_records(self._database, page)

    def items_with_issues(self, state: State) -> Iterator[ItemRecord]:
        """Everything about each item in this state that has an issue, its own or its content's, in item order."""
        of_analysis = func.coalesce(ITEMS.c.issues, CONTENTS.c.issues, NO_ISSUES)
        query = select(ITEMS.c.id).select_from(ITEMS.outerjoin(CONTENTS, CONTENTS.c.id == ITEMS.c.content_id))
        query = query.where(
            ITEMS.c.state == state.value, or_(ITEMS.c.issue_code.is_not(None), of_analysis != NO_ISSUES)
        )
        with self._database.reading() as connection:
            found = array("q", connection.execute(query.order_by(ITEMS.c.id)).scalars())
        for page in in_pages(found):
            yield from item_records(self._database, page)

    def counted(self) -> Iterator[Counted]:
        """What is counted of each picture and film, in item order."""
        return counted_items(self._database)

    # --- thumbnails -------------------------------------------------------------------------------------------------

    def thumbnail(self, content_id: int) -> Thumbnail | None:
        """The two small pictures of a content, None if nothing could be decoded."""
        query = select(CONTENTS.c.sha256).where(CONTENTS.c.id == content_id)
        with self._database.reading() as connection:
            sha256 = connection.execute(query).scalar()
        return None if sha256 is None else self._thumbnails.get(sha256)

    def thumbnails(self, content_ids: Sequence[int]) -> dict[int, Thumbnail]:
        """The two small pictures of each of these contents that has them: one question for many."""
        found: dict[int, Thumbnail] = {}
        for page in in_pages(content_ids):
            with self._database.reading() as connection:
                rows = connection.execute(select(CONTENTS.c.id, CONTENTS.c.sha256).where(CONTENTS.c.id.in_(page))).all()
            small = self._thumbnails.get_all([row.sha256 for row in rows])
            found |= {row.id: small[row.sha256] for row in rows if row.sha256 in small}
        return found

    def contents_with_thumbnail(self) -> Iterator[bytes]:
        """The SHA-256 of every content for which a thumbnail was stored, ascending."""
        query = select(CONTENTS.c.sha256).where(CONTENTS.c.thumbnail)
        for row in rows_by_key(self._database, query, CONTENTS.c.sha256):
            yield row.sha256


def _due() -> ColumnElement[bool]:
    """Written out for the same reason as `_pending`."""
    return and_(ITEMS.c.container.is_not(None), ITEMS.c.listing == literal_column(f"'{LISTING_DUE}'"))


def _looked_at() -> ColumnElement[bool]:
    """Not left out because a container unpacks to too much: such an entry never got as far as being a container."""
    is_left_out = and_(
        func.coalesce(ITEMS.c.issue_code, "") == IssueCode.CONTAINER_LIMIT.value, ITEMS.c.container.is_(None)
    )
    return ~is_left_out


def _pending() -> ColumnElement[bool]:
    """Written out, not bound: only so does SQLite see that the index over pending items answers it."""
    return ITEMS.c.state == literal_column("'pending'")
