"""What the columns of facts are filled from: rows of the database, without SQLAlchemy's row objects, for speed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from forensicdesk.case.columns import unescaped
from forensicdesk.case.deriving import BY_ORIGIN
from forensicdesk.case.dialect import in_postgresql, spoken
from forensicdesk.case.facts.columns import (
    ITEM_TYPES,
    KINDS,
    MEDIA,
    MISSING,
    NO_DISTANCE,
    ORIGINS,
    STATES,
)
from forensicdesk.case.paging import in_pages
from forensicdesk.decisions import Reading
from forensicdesk.model import MatchKind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from forensicdesk.case.facts.columns import Array, Mask, Spoken, Vocabulary

Rows = list[tuple[Any, ...]]

_ITEM = """
SELECT id, coalesce(content_id, 0), source_id, state, media, size, modified_s, created_s, accessed_s, changed_s,
    exif_s, container_s, application_s, media_type, issue_code, origin, coalesce(parent_id, 0),
    container IS NOT NULL, location
FROM items
"""
_CONTENT = """
SELECT f.content_id, f.media_type, f.width, f.height, f.duration_s, f.taken_s, f.camera, f.gps, coalesce(m.stack_id, 0),
    f.exif_s, f.container_s, f.application_s
FROM content_facts f LEFT JOIN stack_members m ON m.content_id = f.content_id
"""
_STANDING = "SELECT s.item_id, s.reading, s.code, a.examiner FROM standing s JOIN acts a ON a.id = s.act_id WHERE "
_MATCH = """
SELECT m.content_id, m.list_id, m.kind, m.distance, l.role FROM matches m JOIN lists_used l ON l.id = m.list_id
"""
_WORK = """
SELECT (SELECT max(id) FROM items), (SELECT max(id) FROM contents), (SELECT max(id) FROM matches),
    (SELECT max(used_at) FROM lists_used), (SELECT max(made_at) FROM grouping),
    (SELECT id FROM items WHERE state = 'pending' ORDER BY turn, id LIMIT 1)
"""
_DENSE = 4
"""Contents are read as a range of numbers where at least one in so many of them is wanted."""
_MOMENTS = frozenset(("modified", "created", "accessed", "changed", *BY_ORIGIN.values()))
_LONGEST = np.iinfo(np.int32).max
_FURTHEST = np.iinfo(np.int16).max
_STATE = {state.value: at for at, state in enumerate(STATES)}
_ORIGIN = {origin.value: at for at, origin in enumerate(ORIGINS)}
_MEDIA = {name or None: at for at, name in enumerate(MEDIA)}
_READING = {reading.value: reading for reading in Reading}
_KIND = {kind.value: 1 << at for at, kind in enumerate(KINDS)}


def _rows(connection: Connection, statement: str, parameters: Sequence[object] = ()) -> Rows:
    cursor = connection.connection.cursor()
    try:
        cursor.execute(spoken(statement) if in_postgresql(connection) else statement, tuple(parameters))
        return list(cursor.fetchall())
    finally:
        cursor.close()


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def sizes(connection: Connection) -> tuple[int, int, int]:
    """The highest number of an item, of a content and of an act; 0 where there is none."""
    ((item, content, act),) = _rows(
        connection, "SELECT (SELECT max(id) FROM items), (SELECT max(id) FROM contents), (SELECT max(id) FROM acts)"
    )
    return item or 0, content or 0, act or 0


def state_of_work(connection: Connection) -> tuple[object, ...]:
    """What changes when another program has found, analysed, matched or stacked something."""
    return _rows(connection, _WORK)[0]


def first_undecided(connection: Connection, states: Sequence[str]) -> int | None:
    """The first item in these states without a category of the first examiner; None where there is none."""
    decided = "SELECT 1 FROM standing WHERE reading = ? AND item_id = items.id"
    where = f"WHERE +state IN ({_marks(states)}) AND NOT EXISTS ({decided}) ORDER BY id LIMIT 1"
    return next((row[0] for row in _rows(connection, _ITEM + where, (*states, Reading.FIRST.value))), None)


def item_rows(connection: Connection, states: Sequence[str], numbers: tuple[int, int], most: int) -> Rows:
    """The first items of a range in these states; the plus sign keeps SQLite with the order of the numbers."""
    where = f"WHERE id BETWEEN ? AND ? AND +state IN ({_marks(states)}) ORDER BY id LIMIT ?"
    return _rows(connection, _ITEM + where, (*numbers, *states, most))


def rows_of_items(connection: Connection, states: Sequence[str], item_ids: Sequence[int]) -> Rows:
    """Those of these items that are in these states, ascending."""
    found: Rows = []
    for page in in_pages(item_ids):
        where = f"WHERE id IN ({_marks(page)}) AND +state IN ({_marks(states)}) ORDER BY id"
        found += _rows(connection, _ITEM + where, (*page, *states))
    return found


def item_columns(rows: Rows, types: Vocabulary, issues: Vocabulary) -> dict[str, Array]:
    """Rows of items as columns."""
    raw = list(zip(*rows, strict=True)) or [()] * (len(ITEM_TYPES) + 1)
    made: dict[str, Array] = {}
    for name, values in zip(ITEM_TYPES, (*raw[:3], *raw[3:]), strict=False):
        made[name] = _column(name, values, types, issues)
    return made


def _column(name: str, values: Sequence[Any], types: Vocabulary, issues: Vocabulary) -> Array:
    if name == "state":
        values = [_STATE[value] for value in values]
    elif name == "media":
        values = [_MEDIA.get(value, 0) for value in values]
    elif name == "origin":
        values = [_ORIGIN[value] for value in values]
    elif name in {"type", "issue"}:
        code = types.code if name == "type" else issues.code
        values = [code(value) if value else 0 for value in values]
    elif name in _MOMENTS:
        return _moments(values)
    return np.array(values, ITEM_TYPES[name])


def _moments(values: Sequence[int | None]) -> Array:
    """Dates as a column; most often no item has one."""
    if not any(value is not None for value in values):
        return np.full(len(values), MISSING)
    return np.array([MISSING if value is None else value for value in values], np.int64)


def content_rows(connection: Connection, wanted: Array) -> Rows:
    """What is known of these contents, whose numbers ascend; others may come with them."""
    if not len(wanted):
        return []
    first, last = int(wanted[0]), int(wanted[-1])
    if last - first < _DENSE * len(wanted):
        return _rows(connection, f"{_CONTENT} WHERE f.content_id BETWEEN ? AND ?", (first, last))
    found: Rows = []
    for page in in_pages(wanted.tolist(), 2000):
        found += _rows(connection, f"{_CONTENT} WHERE f.content_id IN ({_marks(page)})", page)
    return found


def fill_contents(columns: dict[str, Array], rows: Rows, types: Vocabulary, cameras: Vocabulary) -> None:
    """Put what is known of contents into their columns."""
    if not rows:
        return
    number, media_type, width, height, duration, taken, camera, gps, stack, *moments = zip(*rows, strict=True)
    at = np.array(number, np.int64)
    columns["type"][at] = [types.code(value) for value in media_type]
    columns["camera"][at] = [cameras.code(value) if value else 0 for value in camera]
    columns["width"][at] = [min(value or 0, _LONGEST) for value in width]
    columns["height"][at] = [min(value or 0, _LONGEST) for value in height]
    columns["duration"][at] = [np.nan if value is None else value for value in duration]
    for name, values in zip(("taken", *BY_ORIGIN.values()), (taken, *moments), strict=True):
        columns[name][at] = _moments(values)
    columns["gps"][at] = np.array(gps, np.int64) > 0
    columns["stack"][at] = stack
    distance = columns["distance"]
    distance[at[columns["kinds"][at] == 0]] = NO_DISTANCE
    columns["known"][at] = True


def fill_matches(
    connection: Connection, columns: dict[str, Array], lists: dict[str, Mask], span: tuple[int, int] | None = None
) -> None:
    """Put matches into the columns of contents: of which kinds, how near at best, with which lists.

    Harmless is what equals an entry of an ignorable list and matches no list of another role. With a `span` only the
    matches of these contents, by number, are read. The columns are made anew: others may look at the old ones.
    """
    kinds, harmless = (columns[name].copy() for name in ("kinds", "harmless"))
    distances = np.full_like(columns["distance"], NO_DISTANCE)
    asked = _MATCH if span is None else f"{_MATCH} WHERE m.content_id BETWEEN ? AND ?"
    rows = _rows(connection, f"{asked} ORDER BY m.id" if in_postgresql(connection) else asked, span or ())
    if rows:
        content, list_id, kind, distance, role = zip(*rows, strict=True)
        at = np.array(content, np.int64)
        bits = np.array([_KIND[one] for one in kind], np.uint8)
        np.bitwise_or.at(kinds, at, bits)
        distances[at] = _FURTHEST
        np.minimum.at(distances, at, np.clip(distance, 0, _FURTHEST).astype(np.int16))
        named = np.array(list_id)
        for name in dict.fromkeys(list_id):
            lists[name] = np.zeros(len(columns["known"]), np.bool_)
            lists[name][at[named == name]] = True
        ignorable = np.array(role) == Role.IGNORABLE.value
        harmless[at[ignorable & (bits == _KIND[MatchKind.EXACT.value])]] = True
        harmless[at[~ignorable]] = False
    columns |= {"kinds": kinds, "distance": distances, "harmless": harmless}


def said_since(connection: Connection, act: int) -> list[int]:
    """The items about which something was said, undone or done again after this act."""
    text = (
        "SELECT DISTINCT item_id FROM act_items WHERE act_id IN "
        "(SELECT id FROM acts WHERE id > ? UNION SELECT about FROM acts WHERE id > ? AND about IS NOT NULL)"
    )
    return [row[0] for row in _rows(connection, text, (act, act))]


def fill_spoken(
    connection: Connection,
    spoken: Spoken,
    categories: Vocabulary,
    examiners: Vocabulary,
    items: tuple[int, int] | list[int],
) -> None:
    """Put what stands for these items in place of what stood: items by number, or (first, last) with what was seen."""
    if isinstance(items, tuple):
        _take_standing(
            spoken, categories, examiners, _rows(connection, f"{_STANDING} s.item_id BETWEEN ? AND ?", items)
        )
        size = len(spoken.codes[Reading.FIRST])
        for item, examiner in _rows(
            connection, "SELECT item_id, examiner FROM seen WHERE item_id BETWEEN ? AND ?", items
        ):
            name = unescaped(examiner) if isinstance(examiner, str) else examiner.decode("utf-8", "surrogatepass")
            if name not in spoken.seen:
                spoken.seen[name] = np.zeros(size, np.bool_)
            spoken.seen[name][item] = True
        return
    at = np.array(items, np.int64)
    at = at[at < len(spoken.codes[Reading.FIRST])]
    for columns in (spoken.codes, spoken.judges):
        for column in columns.values():
            column[at] = 0
    for page in in_pages(items):
        rows = _rows(connection, f"{_STANDING} s.item_id IN ({_marks(page)})", page)
        _take_standing(spoken, categories, examiners, rows)


def _take_standing(spoken: Spoken, categories: Vocabulary, examiners: Vocabulary, rows: Rows) -> None:
    for item, reading, code, examiner in rows:
        spoken.codes[_READING[reading]][item] = categories.code(code)
        spoken.judges[_READING[reading]][item] = examiners.code(examiner)
