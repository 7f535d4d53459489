"""Acts of examiners in a case: added, never changed; and beside them, derived, what stands for each item."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, select, update

from forensicdesk.case import codec
from forensicdesk.case.audit import as_utc
from forensicdesk.case.dialect import insert
from forensicdesk.case.paging import in_pages, rows_by_key
from forensicdesk.case.pairing import PAIRED, pairings
from forensicdesk.case.rows import undamaged
from forensicdesk.case.schema import ACT_ITEMS, ACTS, ITEMS, SCHEMES, SEEN, STACK_MEMBERS, STANDING
from forensicdesk.decisions import (
    TURNS,
    Act,
    ActKind,
    Category,
    CategoryScheme,
    Decision,
    Judgement,
    Reading,
    Remark,
    Scope,
    SecondReadings,
)
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, CursorResult, FromClause, Row, Select

    from forensicdesk.case.database import Database
    from forensicdesk.decisions import Pairing

_MARKS = (ActKind.NOTE, ActKind.TAG, ActKind.UNTAG, *PAIRED)
NO_CATEGORY = ""


class DecisionStore:
    """What examiners said in one case. Each act is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- the scheme -------------------------------------------------------------------------------------------------

    def scheme(self) -> tuple[int, CategoryScheme] | None:
        """The scheme in force and its number; None before one was chosen."""
        query = select(SCHEMES).order_by(SCHEMES.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (row.id, _scheme_of(row.scheme))

    def choose_scheme(self, scheme: CategoryScheme, now: datetime) -> int:
        """Put a scheme in force; the earlier ones stay, as acts name them. Gives its number."""
        values = {"scheme": codec.canonical_json(asdict(scheme)), "chosen_at": as_utc(now)}
        with self._database.writing() as connection:
            return number_of(connection.execute(insert(SCHEMES).values(values)))

    # --- what an act applies to ---------------------------------------------------------------------------------------

    def spread(self, items: Sequence[int], scope: Scope) -> tuple[int, ...]:
        """The items that an act on these applies to: they alone, every item with equal bytes, or their whole stacks."""
        found = set(items)
        if scope is not Scope.ITEM:
            with self._database.reading() as connection:
                for page in in_pages(items):
                    contents = select(ITEMS.c.content_id).where(ITEMS.c.id.in_(page), ITEMS.c.content_id.is_not(None))
                    wanted: ColumnElement[bool] = ITEMS.c.content_id.in_(contents)
                    if scope is Scope.STACK:
                        stacks = select(STACK_MEMBERS.c.stack_id).where(STACK_MEMBERS.c.content_id.in_(contents))
                        members = select(STACK_MEMBERS.c.content_id).where(STACK_MEMBERS.c.stack_id.in_(stacks))
                        wanted = wanted | ITEMS.c.content_id.in_(members)
                    found.update(connection.execute(select(ITEMS.c.id).where(wanted)).scalars())
        return tuple(sorted(found))

    def with_content(self, content_id: int) -> tuple[int, ...]:
        """The items that have this content, ascending."""
        query = select(ITEMS.c.id).where(ITEMS.c.content_id == content_id).order_by(ITEMS.c.id)
        with self._database.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def missing(self, items: Sequence[int]) -> tuple[int, ...]:
        """Those of these numbers that are no item of the case."""
        known: set[int] = set()
        with self._database.reading() as connection:
            for page in in_pages(items):
                known.update(connection.execute(select(ITEMS.c.id).where(ITEMS.c.id.in_(page))).scalars())
        return tuple(sorted(set(items) - known))

    # --- acting -----------------------------------------------------------------------------------------------------

    def record(self, act: Act, items: Sequence[int]) -> Act:
        """Add an act on these items; gives it with its number."""
        with self._database.writing() as connection:
            number = _insert(connection, act)
            for page in in_pages(items):
                rows = [{"act_id": number, "item_id": item} for item in page]
                connection.execute(insert(ACT_ITEMS), rows)
            if act.kind is ActKind.CATEGORY:
                _stand(connection, act.reading, items)
        return _renumbered(act, number)

    def turn(self, acts: Sequence[Act], undone: bool) -> tuple[Act, ...]:  # noqa: FBT001 - two directions of one thing
        """Undo earlier acts, or do them again, all or none: `about` of each says which. Gives the new acts numbered.

        Raises:
            UsageError: another program has just done so.
        """
        with self._database.writing() as connection:
            return tuple(_turned(connection, act, undone=undone) for act in acts)

    def derive(self) -> None:
        """Make what stands anew from the acts alone."""
        with self._database.writing() as connection:
            connection.execute(delete(STANDING))
            for reading in Reading:
                of_reading = select(ACTS.c.id).where(ACTS.c.reading == reading.value)
                query = select(ACT_ITEMS.c.item_id).where(ACT_ITEMS.c.act_id.in_(of_reading)).distinct()
                _stand(connection, reading, connection.execute(query).scalars().all())

    def mark_seen(self, items: Iterable[int], examiner: str, now: datetime) -> None:
        """Note that an examiner has had these items on the screen; the first time counts."""
        with self._database.writing() as connection:
            for page in in_pages(items):
                rows = [{"item_id": item, "examiner": examiner, "seen_at": as_utc(now)} for item in page]
                connection.execute(insert(SEEN).on_conflict_do_nothing(), rows)

    # --- reading ----------------------------------------------------------------------------------------------------

    def acts(self) -> Iterator[Act]:
        """Every act, in order."""
        for row in rows_by_key(self._database, select(ACTS), ACTS.c.id):
            yield act_of(row)

    def last_act(self, examiner: str) -> Act | None:
        """The examiner's last act that stands; None if there is none."""
        query = select(ACTS).where(_own(examiner), ~ACTS.c.undone).order_by(ACTS.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else act_of(row)

    def last_undone(self, examiner: str) -> Act | None:
        """The act that the examiner undid last, until a new act makes that final; None if there is none."""
        turns = ACTS.alias("turns")
        newest = select(func.coalesce(func.max(ACTS.c.id), 0)).where(_own(examiner)).scalar_subquery()
        query = (
            select(ACTS)
            .join(turns, turns.c.about == ACTS.c.id)
            .where(_own(examiner), ACTS.c.undone, turns.c.kind == ActKind.UNDO.value, turns.c.id > newest)
            .order_by(turns.c.id.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else act_of(row)

    def said_together(self, act: Act) -> tuple[Act, ...]:
        """The act and those that were said together with it, in order, as far as they stand or are undone as it is."""
        with self._database.reading() as connection:
            before = _chain(connection, act, forward=False)
            return (*reversed(before), act, *_chain(connection, act, forward=True))

    def named(self, numbers: Sequence[int]) -> tuple[Act, ...]:
        """The acts with these numbers, ascending."""
        with self._database.reading() as connection:
            found = connection.execute(select(ACTS).where(ACTS.c.id.in_(numbers)).order_by(ACTS.c.id))
            return tuple(map(act_of, found))

    def items_of(self, act_id: int) -> tuple[int, ...]:
        """The items that an act applies to, ascending."""
        query = select(ACT_ITEMS.c.item_id).where(ACT_ITEMS.c.act_id == act_id).order_by(ACT_ITEMS.c.item_id)
        with self._database.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def standing(self, reading: Reading) -> Iterator[tuple[int, str]]:
        """Item and category of every decision that stands in one reading."""
        query = select(STANDING.c.item_id, STANDING.c.code).where(STANDING.c.reading == reading.value)
        for row in rows_by_key(self._database, query, STANDING.c.item_id):
            yield row.item_id, row.code

    def second_readings(self) -> list[SecondReadings]:
        """What the second examiner decided where the first has, counted over items of which both said the same."""
        first, second, last = (STANDING.alias(reading.value) for reading in Reading)
        settled = last.c.item_id.is_not(None)
        joined = second.join(first, _same_item(first, second, Reading.FIRST))
        joined = joined.outerjoin(last, _same_item(last, second, Reading.SUPERVISOR))
        query = select(first.c.code, second.c.code, settled, func.count()).select_from(joined)
        query = query.where(second.c.reading == Reading.SECOND.value).group_by(first.c.code, second.c.code, settled)
        with self._database.reading() as connection:
            found = connection.execute(query).all()
        return [SecondReadings(row[0], row[1], bool(row[2]), row[3]) for row in found]

    def judgements(self, items: Sequence[int], reading: Reading | None = None) -> dict[int, Judgement]:
        """Everything that stands for these items, or what one reading said; those without anything are not in it."""
        with self._database.reading() as connection:
            return read_judgements(connection, items, reading)

    def counts(self) -> dict[str, int]:
        """Items by the category in force, by code; those without one are not counted."""
        query = select(STANDING.c.code, func.count()).where(_in_force()).group_by(STANDING.c.code)
        with self._database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query.order_by(STANDING.c.code))}

    def history(self, item_id: int) -> tuple[Act, ...]:
        """Every act on one item, in order, what was undone included."""
        query = select(ACTS).join(ACT_ITEMS, ACT_ITEMS.c.act_id == ACTS.c.id).where(ACT_ITEMS.c.item_id == item_id)
        with self._database.reading() as connection:
            return tuple(act_of(row) for row in connection.execute(query.order_by(ACTS.c.id)))

    def unseen(self, examiner: str | None, items: Sequence[int]) -> tuple[int, ...]:
        """Those of these items that this examiner has not seen; that nobody has seen, for None."""
        seen: set[int] = set()
        with self._database.reading() as connection:
            for page in in_pages(items):
                query = select(SEEN.c.item_id).where(SEEN.c.item_id.in_(page))
                if examiner is not None:
                    query = query.where(SEEN.c.examiner == examiner)
                seen.update(connection.execute(query).scalars())
        return tuple(item for item in items if item not in seen)


def read_judgements(
    connection: Connection, items: Sequence[int], reading: Reading | None = None
) -> dict[int, Judgement]:
    """As `DecisionStore.judgements`, inside a look at the database that is open already."""
    decisions: dict[int, dict[Reading, Decision]] = defaultdict(dict)
    marks: dict[int, list[Row[Any]]] = defaultdict(list)
    standing = (
        select(STANDING, ACTS.c.examiner, ACTS.c.said_at, SCHEMES.c.scheme)
        .join(ACTS, ACTS.c.id == STANDING.c.act_id)
        .outerjoin(SCHEMES, SCHEMES.c.id == ACTS.c.scheme_id)
    )
    said = (
        select(ACT_ITEMS.c.item_id, ACTS)
        .join(ACTS, ACTS.c.id == ACT_ITEMS.c.act_id)
        .where(ACTS.c.kind.in_([kind.value for kind in _MARKS]), ~ACTS.c.undone)
        .order_by(ACTS.c.id)
    )
    if reading is not None:
        standing = standing.where(STANDING.c.reading == reading.value)
        said = said.where(ACTS.c.reading == reading.value)
    for page in in_pages(items):
        for row in connection.execute(standing.where(STANDING.c.item_id.in_(page))):
            found = decision_of(row)
            decisions[row.item_id][found.reading] = found
        for row in connection.execute(said.where(ACT_ITEMS.c.item_id.in_(page))):
            marks[row.item_id].append(row)
    pairs = pairings(connection, marks)
    return {item: _judgement(decisions[item], marks[item], pairs[item], reading) for item in {*decisions, *marks}}


def _judgement(
    decisions: dict[Reading, Decision], marks: Sequence[Row[Any]], pairs: tuple[Pairing, ...], reading: Reading | None
) -> Judgement:
    first, second = decisions.get(Reading.FIRST), decisions.get(Reading.SECOND)
    settled = decisions.get(Reading.SUPERVISOR)
    notes: list[Remark] = []
    tags: dict[str, Remark] = {}
    for row in marks:
        remark = Remark(row.item_id, row.value, row.examiner, row.said_at, row.id)
        if row.kind == ActKind.NOTE.value:
            notes.append(remark)
        elif row.kind == ActKind.TAG.value:
            tags.setdefault(row.value, remark)
        elif row.kind == ActKind.UNTAG.value:
            tags.pop(row.value, None)
    disputed = settled is None and first is not None and second is not None and first.code != second.code
    in_force = settled or first if reading is None else decisions.get(reading)
    return Judgement(in_force, disputed, tuple(notes), tuple(tags.values()), pairs)


def _stand(connection: Connection, reading: Reading, items: Sequence[int]) -> None:
    """Derive anew what stands for these items in one reading: the last category that was not undone."""
    for page in in_pages(items):
        connection.execute(delete(STANDING).where(STANDING.c.reading == reading.value, STANDING.c.item_id.in_(page)))
        last = (
            select(ACT_ITEMS.c.item_id, func.max(ACTS.c.id).label("act_id"))
            .join(ACTS, ACTS.c.id == ACT_ITEMS.c.act_id)
            .where(
                ACT_ITEMS.c.item_id.in_(page),
                ACTS.c.kind == ActKind.CATEGORY.value,
                ACTS.c.reading == reading.value,
                ~ACTS.c.undone,
            )
            .group_by(ACT_ITEMS.c.item_id)
            .subquery()
        )
        query = select(last.c.item_id, ACTS.c.id, ACTS.c.value).join(ACTS, ACTS.c.id == last.c.act_id)
        rows = [
            {"item_id": row.item_id, "reading": reading.value, "code": row.value, "act_id": row.id}
            for row in connection.execute(query)
            if row.value != NO_CATEGORY
        ]
        if rows:
            connection.execute(insert(STANDING), rows)


def items_decided() -> Select[int]:
    """The items that have a category by the first examiner or a supervisor."""
    deciding = (Reading.FIRST.value, Reading.SUPERVISOR.value)
    return select(STANDING.c.item_id).where(STANDING.c.reading.in_(deciding))


def items_in_force(code: str | None) -> Select[int]:
    """The items whose category in force is this one, or any for None."""
    query = select(STANDING.c.item_id).where(_in_force())
    return query if code is None else query.where(STANDING.c.code == code)


def items_with_tag(tag: str) -> Select[int]:
    """The items that have this tag: it was given, and not taken away since."""
    kinds = (ActKind.TAG.value, ActKind.UNTAG.value)
    # The acts lead: a case can have a million of items that something was said of, and few of them this tag.
    given = select(ACTS.c.id).where(ACTS.c.kind.in_(kinds), ACTS.c.value == tag)
    last = (
        select(ACT_ITEMS.c.item_id, func.max(ACTS.c.id).label("act_id"))
        .join(ACTS, ACTS.c.id == ACT_ITEMS.c.act_id)
        .where(ACT_ITEMS.c.act_id.in_(given), ~ACTS.c.undone)
        .group_by(ACT_ITEMS.c.item_id)
        .subquery()
    )
    return select(last.c.item_id).join(ACTS, ACTS.c.id == last.c.act_id).where(ACTS.c.kind == ActKind.TAG.value)


def _same_item(other: FromClause, second: FromClause, reading: Reading) -> ColumnElement[bool]:
    return and_(other.c.item_id == second.c.item_id, other.c.reading == reading.value)


def _in_force() -> ColumnElement[bool]:
    """A supervisor's word comes before that of the first examiner; the second examiner's alone decides nothing."""
    settled = select(STANDING.c.item_id).where(STANDING.c.reading == Reading.SUPERVISOR.value)
    return (STANDING.c.reading == Reading.SUPERVISOR.value) | (
        (STANDING.c.reading == Reading.FIRST.value) & STANDING.c.item_id.not_in(settled)
    )


def _own(examiner: str) -> ColumnElement[bool]:
    """Acts of this examiner that are no undoing or doing again."""
    return and_(ACTS.c.examiner == examiner, ACTS.c.kind.not_in([kind.value for kind in TURNS]))


def _insert(connection: Connection, act: Act) -> int:
    values = asdict(act) | {"kind": act.kind.value, "reading": act.reading.value, "scope": act.scope.value}
    del values["id"]
    return number_of(connection.execute(insert(ACTS).values(values)))


def number_of(inserted: CursorResult[Any]) -> int:
    """The number that a new row was given."""
    key = inserted.inserted_primary_key
    if key is None:
        msg = sentence("a row without a number")
        raise ValueError(msg)
    return int(key[0])


def _turned(connection: Connection, act: Act, *, undone: bool) -> Act:
    if connection.execute(select(ACTS.c.undone).where(ACTS.c.id == act.about)).scalar_one() is undone:
        what = sentence("undone") if undone else sentence("done again")
        msg = sentence("Act {about} was just {what} by another program.", about=act.about, what=what)
        raise UsageError(msg)
    number = _insert(connection, act)
    connection.execute(update(ACTS).where(ACTS.c.id == act.about).values(undone=undone))
    about = connection.execute(select(ACTS).where(ACTS.c.id == act.about)).one()
    if about.kind == ActKind.CATEGORY.value:
        items = connection.execute(select(ACT_ITEMS.c.item_id).where(ACT_ITEMS.c.act_id == act.about))
        _stand(connection, Reading(about.reading), items.scalars().all())
    return _renumbered(act, number)


def _chain(connection: Connection, act: Act, *, forward: bool) -> list[Act]:
    """The acts before this one, or behind it, that were said together with it."""
    found: list[Act] = []
    at: Act | None = act
    while at is not None:
        link = and_(ACTS.c.id > at.id, ACTS.c.about == at.id) if forward else ACTS.c.id == at.about
        query = select(ACTS).where(link, _own(act.examiner), ACTS.c.undone.is_(act.undone))
        row = connection.execute(query.order_by(ACTS.c.id).limit(1)).one_or_none()
        at = None if row is None else act_of(row)
        found += [] if at is None else [at]
    return found


def _renumbered(act: Act, number: int) -> Act:
    return Act(**(asdict(act) | {"id": number}))


@undamaged
def act_of(row: Row[Any]) -> Act:
    """An act from its row."""
    return Act(
        id=row.id,
        kind=ActKind(row.kind),
        value=row.value,
        reading=Reading(row.reading),
        examiner=row.examiner,
        said_at=row.said_at,
        scope=Scope(row.scope),
        items=row.items,
        about=row.about,
        scheme_id=row.scheme_id,
        undone=row.undone,
    )


@undamaged
def decision_of(row: Row[Any]) -> Decision:
    """A decision from its row, joined with its act and scheme."""
    category = _scheme_of(row.scheme).find(row.code) if row.scheme else None
    label = category.label if category else ""
    return Decision(row.item_id, Reading(row.reading), row.code, label, row.examiner, row.said_at, row.act_id, category)


@undamaged
def _scheme_of(text: str) -> CategoryScheme:
    document = json.loads(text)
    categories = tuple(Category(**category) for category in document["categories"])
    return CategoryScheme(**document | {"categories": categories})
