"""Stacks, clusters and links in a case: written as a whole, read by content."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from forensicdesk.case import codec, rows
from forensicdesk.case.audit import as_utc
from forensicdesk.case.dialect import insert
from forensicdesk.case.films import read_film
from forensicdesk.case.paging import in_pages, rows_by_key
from forensicdesk.case.schema import (
    CLUSTER_MEMBERS,
    CLUSTERS,
    CONTENT_LINKS,
    CONTENTS,
    FEATURES,
    FILM_FEATURES,
    GROUPING,
    ITEMS,
    PERCEPTUAL,
    STACK_MEMBERS,
    STACKS,
)
from forensicdesk.relations import ContentLink, Group, GroupKind, Holding, LinkKind, Member, StackPlace
from hashing.values import FrameFeatures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from forensicdesk.case.database import Database
    from forensicdesk.relations import HashRow
    from hashing.values import Film, PerceptualHash

_SERIAL_NAMES = ("BodySerialNumber", "SerialNumber", "InternalSerialNumber")
"""Fields that name a camera, not a lens or an accessory."""

_TABLES = {GroupKind.STACK: (STACKS, STACK_MEMBERS), GroupKind.CLUSTER: (CLUSTERS, CLUSTER_MEMBERS)}


class RelatedStore:
    """What ties the contents of one case together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- what it is made from ---------------------------------------------------------------------------------------

    def fingerprint(self, version: str, policy: Mapping[str, object]) -> str:
        """SHA-256 over everything that decides about stacks: contents, how each was analysed, and the numbers."""
        digest = hashlib.sha256(codec.canonical_json([version, policy]).encode())
        query = select(CONTENTS.c.id, CONTENTS.c.sha256, CONTENTS.c.outcome, CONTENTS.c.recipe_id)
        for row in rows_by_key(self._database, query, CONTENTS.c.id):
            digest.update(b"%d %s %s %d\n" % (row.id, row.sha256, row.outcome.encode(), row.recipe_id))
        return digest.hexdigest()

    def sizes(self) -> Iterator[tuple[int, int]]:
        """Number and pixels of every content, ascending; 0 where the size in pixels is not known."""
        query = select(CONTENTS.c.id, CONTENTS.c.width, CONTENTS.c.height)
        for row in rows_by_key(self._database, query, CONTENTS.c.id):
            yield row.id, (row.width or 0) * (row.height or 0)

    def items_of(self, contents: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """The items of each of these contents, ascending."""
        found: dict[int, list[int]] = defaultdict(list)
        with self._database.reading() as connection:
            for page in in_pages(contents):
                query = select(ITEMS.c.content_id, ITEMS.c.id).where(ITEMS.c.content_id.in_(page)).order_by(ITEMS.c.id)
                for content_id, item_id in connection.execute(query):
                    found[content_id].append(item_id)
        return {content_id: tuple(items) for content_id, items in found.items()}

    def sha256_of(self, contents: Sequence[int]) -> dict[int, bytes]:
        """The SHA-256 of each of these contents."""
        found: dict[int, bytes] = {}
        with self._database.reading() as connection:
            for page in in_pages(contents):
                query = select(CONTENTS.c.id, CONTENTS.c.sha256).where(CONTENTS.c.id.in_(page))
                found.update((row.id, row.sha256) for row in connection.execute(query))
        return found

    def content_with(self, sha256: bytes) -> int | None:
        """The content with this SHA-256, None if there is none."""
        with self._database.reading() as connection:
            number: int | None = connection.execute(
                select(CONTENTS.c.id).where(CONTENTS.c.sha256 == sha256)
            ).scalar_one_or_none()
        return number

    def features_of(self, contents: Sequence[int]) -> dict[int, bytes]:
        """The local features of these contents, of those that have some."""
        found: dict[int, bytes] = {}
        with self._database.reading() as connection:
            for page in in_pages(contents):
                query = select(FEATURES.c.content_id, FEATURES.c.value).where(FEATURES.c.content_id.in_(page))
                found.update((row.content_id, row.value) for row in connection.execute(query))
        return found

    def featured_films(self) -> set[int]:
        """The contents that have featured frames."""
        with self._database.reading() as connection:
            return set(connection.execute(select(FILM_FEATURES.c.content_id).distinct()).scalars())

    def film_features_of(self, contents: Sequence[int]) -> dict[int, list[FrameFeatures]]:
        """The featured frames of these contents, of those that have some, in order."""
        found: dict[int, list[FrameFeatures]] = defaultdict(list)
        columns = FILM_FEATURES.c.content_id, FILM_FEATURES.c.time_s, FILM_FEATURES.c.value
        order = FILM_FEATURES.c.content_id, FILM_FEATURES.c.number
        with self._database.reading() as connection:
            for page in in_pages(contents):
                query = select(*columns).where(FILM_FEATURES.c.content_id.in_(page)).order_by(*order)
                for row in connection.execute(query):
                    found[row.content_id].append(FrameFeatures(row.time_s, row.value))
        return dict(found)

    def films_of(self, contents: Sequence[int]) -> Iterator[tuple[int, Film]]:
        """Those of these contents that are films, in the order given, with their frames; one at a time is in memory."""
        query = select(CONTENTS.c.id, CONTENTS.c.duration_s).where(CONTENTS.c.film, CONTENTS.c.id.in_(contents))
        with self._database.reading() as connection:
            durations = {row.id: row.duration_s for row in connection.execute(query)}
        for content_id in contents:
            if content_id in durations:
                yield content_id, read_film(self._database, content_id, durations[content_id])

    def pdqs_of(self, contents: Sequence[int]) -> Iterator[tuple[int, PerceptualHash]]:
        """PDQ of these contents, those of pictures and of their views, in the order given."""
        query = select(PERCEPTUAL).where(PERCEPTUAL.c.algorithm == "pdq", PERCEPTUAL.c.content_id.in_(contents))
        found: dict[int, list[PerceptualHash]] = defaultdict(list)
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(PERCEPTUAL.c.content_id, PERCEPTUAL.c.position)):
                found[row.content_id].append(rows.perceptual_of(row))
        for content_id in contents:
            yield from ((content_id, value) for value in found.get(content_id, ()))

    def first_items(self) -> Iterator[tuple[int, int]]:
        """Every content, ascending, with its first item."""
        query = select(ITEMS.c.content_id, func.min(ITEMS.c.id).label("item")).where(ITEMS.c.content_id.is_not(None))
        for row in rows_by_key(self._database, query.group_by(ITEMS.c.content_id), ITEMS.c.content_id):
            yield row.content_id, row.item

    def hash_rows(self, algorithm: str) -> Iterator[HashRow]:
        """Every perceptual hash of an algorithm, by content and position."""
        query = select(*(PERCEPTUAL.c[name] for name in rows.HASH_COLUMNS)).where(PERCEPTUAL.c.algorithm == algorithm)
        keys = PERCEPTUAL.c.content_id, PERCEPTUAL.c.position
        return map(rows.hash_row_of, rows_by_key(self._database, query, *keys))

    def film_numbers(self) -> Iterator[int]:
        """The contents that are films, ascending."""
        query = select(CONTENTS.c.id).where(CONTENTS.c.film)
        return (row.id for row in rows_by_key(self._database, query, CONTENTS.c.id))

    # --- writing ----------------------------------------------------------------------------------------------------

    def replace(
        self,
        relations: Iterable[Group | ContentLink],
        fingerprint: str,
        version: str,
        policy: Mapping[str, object],
        now: datetime,
    ) -> None:
        """Put these relations in the place of all that the case has, in one transaction; they are read once."""
        made = {
            "id": 1,
            "fingerprint": fingerprint,
            "version": version,
            "policy": codec.canonical_json(policy),
            "made_at": as_utc(now),
        }
        with self._database.writing() as connection:
            for table in (GROUPING, CONTENT_LINKS, CLUSTER_MEMBERS, CLUSTERS, STACK_MEMBERS, STACKS):
                connection.execute(delete(table))
            for page in in_pages(relations):
                groups = [one for one in page if isinstance(one, Group)]
                for kind in GroupKind:
                    _insert_groups(connection, kind, [group for group in groups if group.kind is kind])
                links = [_link_row(one) for one in page if isinstance(one, ContentLink)]
                if links:
                    connection.execute(insert(CONTENT_LINKS), links)
            connection.execute(insert(GROUPING), [made])

    # --- reading ----------------------------------------------------------------------------------------------------

    def made_from(self) -> str | None:
        """The fingerprint of what the stored stacks were made from; None before the first time."""
        with self._database.reading() as connection:
            fingerprint: str | None = connection.execute(select(GROUPING.c.fingerprint)).scalar()
        return fingerprint

    def groups(self, kind: GroupKind) -> Iterator[Group]:
        """Every stack or cluster, by number."""
        heads, members = _TABLES[kind]
        query = select(heads.c.id, heads.c.media, heads.c.representative_id)
        for page in in_pages(rows_by_key(self._database, query, heads.c.id)):
            inside = _members(self._database, members, [row.id for row in page])
            for row in page:
                yield Group(row.id, kind, row.media, row.representative_id, tuple(inside[row.id]))

    def group_of(self, kind: GroupKind, content_id: int) -> Group | None:
        """The stack or cluster that has this content, None if there is none."""
        heads, members = _TABLES[kind]
        joined = heads.join(members)
        query = select(heads.c.id, heads.c.media, heads.c.representative_id).select_from(joined)
        with self._database.reading() as connection:
            row = connection.execute(query.where(members.c.content_id == content_id)).one_or_none()
        if row is None:
            return None
        inside = _members(self._database, members, [row.id])[row.id]
        return Group(row.id, kind, row.media, row.representative_id, tuple(inside))

    def links_of(self, content_id: int) -> tuple[ContentLink, ...]:
        """The weaker ties of a content, from either side."""
        ours = (CONTENT_LINKS.c.first_id == content_id) | (CONTENT_LINKS.c.second_id == content_id)
        query = select(CONTENT_LINKS).where(ours)
        order = (CONTENT_LINKS.c.kind, CONTENT_LINKS.c.first_id, CONTENT_LINKS.c.second_id)
        with self._database.reading() as connection:
            return tuple(_link(row) for row in connection.execute(query.order_by(*order)))

    def counts(self) -> dict[str, int]:
        """How many stacks, contents in them, and clusters there are."""
        sizes = select(func.count(), func.coalesce(func.sum(STACKS.c.size), 0))
        with self._database.reading() as connection:
            stacks, contents = connection.execute(sizes).one()
            clusters = connection.execute(select(func.count()).select_from(CLUSTERS)).scalar_one()
        return {"stacks": stacks, "stacked_contents": contents, "clusters": clusters}

    def link_counts(self) -> dict[str, int]:
        """How many ties of each kind there are."""
        query = select(CONTENT_LINKS.c.kind, func.count().label("number")).group_by(CONTENT_LINKS.c.kind)
        with self._database.reading() as connection:
            found = {row.kind: row.number for row in connection.execute(query)}
        return {kind.value: found.get(kind.value, 0) for kind in LinkKind}

    # --- what exhibits hold -----------------------------------------------------------------------------------------

    def holdings(self) -> Iterator[Holding]:
        """Every content of the case, ascending, with the number of items that each source has of it."""
        content, source = ITEMS.c.content_id, ITEMS.c.source_id
        film = select(CONTENTS.c.film).where(CONTENTS.c.id == content).scalar_subquery().label("film")
        stack = select(STACK_MEMBERS.c.stack_id).where(STACK_MEMBERS.c.content_id == content).scalar_subquery()
        query = select(content, source, func.count().label("items"), film, stack.label("stack"))
        found = rows_by_key(
            self._database, query.where(content.is_not(None)).group_by(content, source), content, source
        )
        for content_id, group in groupby(found, lambda row: row.content_id):
            some = list(group)
            items = {row.source_id: row.items for row in some}
            yield Holding(content_id, bool(some[0].film), some[0].stack, items)

    def camera_serials(self) -> dict[str, set[int]]:
        """Serial numbers of cameras that the metadata of a source's items name, each with those sources."""
        query = select(ITEMS.c.id, ITEMS.c.source_id, CONTENTS.c.metadata).select_from(ITEMS.join(CONTENTS))
        query = query.where(CONTENTS.c.metadata.contains("SerialNumber"))
        found: dict[str, set[int]] = defaultdict(set)
        for row in rows_by_key(self._database, query, ITEMS.c.id):
            for serial in _serials(row):
                found[serial].add(row.source_id)
        return dict(found)

    def items_of_camera(self, serial: str) -> tuple[int, ...]:
        """The items whose metadata name this serial number, ascending."""
        query = select(ITEMS.c.id, ITEMS.c.source_id, CONTENTS.c.metadata).select_from(ITEMS.join(CONTENTS))
        query = query.where(CONTENTS.c.metadata.contains("SerialNumber"))
        return tuple(row.id for row in rows_by_key(self._database, query, ITEMS.c.id) if serial in _serials(row))


def stack_places(connection: Connection, contents: set[int]) -> dict[int, StackPlace]:
    """The stack of each of these contents, of those that are in one."""
    if not contents:
        return {}
    query = select(STACK_MEMBERS.c.content_id, STACKS.c.id, STACKS.c.size).select_from(STACK_MEMBERS.join(STACKS))
    found = connection.execute(query.where(STACK_MEMBERS.c.content_id.in_(contents)))
    return {row.content_id: StackPlace(row.id, row.size) for row in found}


def _serials(row: Row[Any]) -> Iterator[str]:
    for _, pairs in rows.metadata_of(row.metadata):
        for name, value in pairs:
            if name in _SERIAL_NAMES and value.strip(" 0\x00"):
                yield value.strip()


def _insert_groups(connection: Connection, kind: GroupKind, groups: Sequence[Group]) -> None:
    if not groups:
        return
    heads, members = _TABLES[kind]
    owner = members.c.keys()[1]
    values = [
        {"id": one.id, "media": one.media, "representative_id": one.representative, "size": len(one.members)}
        for one in groups
    ]
    connection.execute(insert(heads), values)
    inside = (
        {
            "content_id": member.content_id,
            owner: one.id,
            "reason": codec.encode_reason(member.reason) if member.reason else None,
        }
        for one in groups
        for member in one.members
    )
    for page in in_pages(inside):
        connection.execute(insert(members), page)


def _link_row(link: ContentLink) -> dict[str, Any]:
    return {
        "first_id": link.first,
        "second_id": link.reason.other,
        "kind": link.kind.value,
        "reason": codec.encode_reason(link.reason),
    }


def _link(row: Row[Any]) -> ContentLink:
    return ContentLink(row.first_id, rows.link_kind_of(row.kind), rows.reason_of(row.reason))


def _members(database: Database, table: Any, groups: Sequence[int]) -> dict[int, list[Member]]:  # noqa: ANN401 - a Table
    owner = table.c[table.c.keys()[1]]
    query = select(table.c.content_id, owner.label("owner"), table.c.reason).where(owner.in_(groups))
    found: dict[int, list[Member]] = defaultdict(list)
    with database.reading() as connection:
        for row in connection.execute(query.order_by(table.c.content_id)):
            found[row.owner].append(Member(row.content_id, rows.reason_of(row.reason) if row.reason else None))
    return found
