"""Whole item records and gallery cards, put together for a page of items at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from forensicdesk.case import codec, rows
from forensicdesk.case.deciding import read_judgements
from forensicdesk.case.films import read_film
from forensicdesk.case.matchwords import said_of, with_words
from forensicdesk.case.nearness import nearest_of
from forensicdesk.case.related import stack_places
from forensicdesk.case.schema import (
    CONTENT_FACTS,
    CONTENTS,
    ITEMS,
    MATCHES,
    NAMES,
    PERCEPTUAL,
    SOURCES,
    STATED,
    VIEWS,
)
from forensicdesk.model import RANGE_STEPS, ItemCard, ItemRecord, MatchKind
from hashing.decode.extensions import unusual_ending
from hashing.values import UNKNOWN_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from forensicdesk.case.database import Database
    from forensicdesk.model import Location, Source
    from hashing.values import Indicator

_ITEM_COLUMNS = (
    *(
        column
        for column in ITEMS.c
        if column.name not in {"media_type", "issues", "dates"} and not column.name.endswith("_s")
    ),
    ITEMS.c.media_type.label("own_media_type"),
    ITEMS.c.issues.label("own_issues"),
    ITEMS.c.dates.label("own_dates"),
    *(column for column in CONTENTS.c if column.name not in {"id", "size"}),
    CONTENTS.c.size.label("content_size"),
)
_JOINED = ITEMS.outerjoin(CONTENTS, CONTENTS.c.id == ITEMS.c.content_id)

Grouped = dict[int, list[Row[Any]]]


def item_records(database: Database, item_ids: Sequence[int]) -> Iterator[ItemRecord]:
    """The records of a page of items, ascending by number. Frames are read film by film, as they are asked for."""
    with database.reading() as connection:
        sources = {row.id: rows.source_of(row) for row in connection.execute(select(SOURCES))}
        query = select(*_ITEM_COLUMNS).select_from(_JOINED).where(ITEMS.c.id.in_(item_ids)).order_by(ITEMS.c.id)
        found = connection.execute(query).all()
        contents = {row.content_id for row in found if row.content_id is not None}
        perceptual = _by_content(connection, PERCEPTUAL, contents, PERCEPTUAL.c.position)
        views = _by_content(connection, VIEWS, contents, VIEWS.c.position)
        stacks = stack_places(connection, contents)
        matches = _by_content(connection, MATCHES, contents, MATCHES.c.kind, MATCHES.c.list_id, MATCHES.c.id)
        met = {(row.content_id, row.list_id) for some in matches.values() for row in some}
        nearest = nearest_of(connection, contents, met)
        said = said_of(connection, contents)
        judgements = read_judgements(connection, item_ids)
        names = _by_item(connection, NAMES, item_ids, NAMES.c.name)
        stated = _by_item(connection, STATED, item_ids, STATED.c.algorithm, STATED.c.said_by, STATED.c.value)
    for row in found:
        analysis = rows.bare_analysis(row)
        if row.content_id is not None:
            hashes = [rows.perceptual_of(value) for value in perceptual[row.content_id]]
            film = read_film(database, row.content_id, row.duration_s) if row.film else None
            seen = [rows.view_of(view) for view in views[row.content_id]]
            analysis = rows.content_analysis(row, hashes, seen, film)
            analysis = replace(analysis, indicators=analysis.indicators + _of_name(row, analysis.media_type))
        yield ItemRecord(
            id=row.id,
            source=sources[row.source_id],
            location=rows.location_of(row.location),
            size=row.size,
            modified_ns=row.modified_ns,
            state=rows.state_of(row.state),
            issue=rows.issue_of(row),
            content_id=row.content_id,
            analysis=analysis,
            matches=tuple(with_words(match, said) for match in matches[row.content_id]),
            parent_id=row.parent_id,
            nearest=nearest.get(row.content_id, ()),
            stack=stacks.get(row.content_id),
            origin=rows.origin_of(row.origin),
            dates=rows.dates_of(row.own_dates),
            names=tuple(name.name for name in names[row.id]),
            stated=tuple(rows.stated_of(value) for value in stated[row.id]),
            container=row.container or "",
            judgement=judgements.get(row.id),
        )


def _of_name(row: Row[Any], media_type: str) -> tuple[Indicator, ...]:
    """What the name of this item says beside its content; items with equal bytes can have different names."""
    step = rows.location_of(row.location).steps[-1:]
    if not step or step[0].kind in RANGE_STEPS:
        return ()
    return unusual_ending(step[0].path.rpartition(b"/")[2], media_type)


def item_places(database: Database, item_ids: Sequence[int]) -> dict[int, tuple[Source, Location]]:
    """The exhibit and the location of each of these items, in the order given; those that do not exist are left out."""
    with database.reading() as connection:
        sources = {row.id: rows.source_of(row) for row in connection.execute(select(SOURCES))}
        query = select(ITEMS.c.id, ITEMS.c.source_id, ITEMS.c.location).where(ITEMS.c.id.in_(item_ids))
        found = {row.id: (sources[row.source_id], rows.location_of(row.location)) for row in connection.execute(query)}
    return {item_id: found[item_id] for item_id in item_ids if item_id in found}


def item_cards(database: Database, item_ids: Sequence[int]) -> list[ItemCard]:
    """The cards of a page of items, in the order given."""
    columns: tuple[Any, ...] = (
        ITEMS.c.id,
        ITEMS.c.location,
        ITEMS.c.state,
        ITEMS.c.size,
        ITEMS.c.content_id,
        ITEMS.c.media_type.label("own_media_type"),
        ITEMS.c.modified_s,
        *(column for column in CONTENT_FACTS.c if column.name != "content_id"),
    )
    with database.reading() as connection:
        joined = ITEMS.outerjoin(CONTENT_FACTS, CONTENT_FACTS.c.content_id == ITEMS.c.content_id)
        query = select(*columns).select_from(joined).where(ITEMS.c.id.in_(item_ids))
        found = {row.id: row for row in connection.execute(query)}
        contents = {row.content_id for row in found.values() if row.content_id is not None}
        pairs = select(MATCHES.c.content_id, MATCHES.c.kind, MATCHES.c.label)
        pairs = pairs.where(MATCHES.c.content_id.in_(contents)).distinct()
        kinds: dict[int, set[str]] = defaultdict(set)
        labels: dict[int, set[str]] = defaultdict(set)
        for content_id, kind, label in connection.execute(pairs) if contents else ():
            kinds[content_id].add(kind)
            labels[content_id].update((label,) if label else ())
    return [
        _card(found[item_id], kinds.get(found[item_id].content_id, set()), labels.get(found[item_id].content_id, set()))
        for item_id in item_ids
        if item_id in found
    ]


def _card(row: Row[Any], matched: set[str], labels: set[str]) -> ItemCard:
    location = rows.location_of(row.location)
    return ItemCard(
        id=row.id,
        name=codec.display_name(location),
        state=rows.state_of(row.state),
        content_id=row.content_id,
        media_type=row.media_type or row.own_media_type or UNKNOWN_TYPE,
        size=row.size,
        duration_s=row.duration_s,
        match_kinds=tuple(kind for kind in MatchKind if kind.value in matched),
        labels=tuple(sorted(labels)),
        folder=codec.display_folder(location),
        modified_s=row.modified_s,
        taken_s=row.taken_s,
        camera=row.camera or "",
        width=row.width,
        height=row.height,
    )


def _by_content(connection: Connection, table: Table, contents: set[int], *order: ColumnElement[Any]) -> Grouped:
    grouped: Grouped = defaultdict(list)
    if contents:
        query = select(table).where(table.c.content_id.in_(contents)).order_by(*order)
        for row in connection.execute(query):
            grouped[row.content_id].append(row)
    return grouped


def _by_item(connection: Connection, table: Table, items: Sequence[int], *order: ColumnElement[Any]) -> Grouped:
    grouped: Grouped = defaultdict(list)
    query = select(table).where(table.c.item_id.in_(items)).order_by(table.c.item_id, *order)
    for row in connection.execute(query):
        grouped[row.item_id].append(row)
    return grouped
