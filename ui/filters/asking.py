"""What the gallery is asked to show, and the answer; called off the event loop."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from forensicdesk.decisions import Reading
from forensicdesk.facets import OF_READINGS, Among, Column, Grouping, Hide, Showing
from ui.arranging import Arrangement, GivenMarks, GroupHeads, StackMarks, as_numbers
from ui.filters.kept import Filter
from ui.filters.words import group_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.decisions import Reading as ReadingType
    from forensicdesk.facets import Span
    from forensicdesk.model import ItemFilter
    from forensicdesk.session import Session
    from ui.filters.words import Names
    from ui.saying import Reader, SaidChoice

Counts = dict[Column, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gallery is asked to show.

    Attributes:
        where: the filter of the boxes.
        filter: that of chips and text.
        only: items to show in place of those that pass the filter, None for none.
        stacked: whether a stack is shown once.
        opened: numbers of the stacks that are shown whole.
        said: what is to have been decided.
        reader: who decides, and about which items.
        grouping: by what items are grouped.
        hide: whether decided and known content is left out.
        at_once: answer from what has been read of the case so far.
        around: an item whose stack is to be opened.
    """

    where: ItemFilter
    only: tuple[int, ...] | None
    stacked: bool
    opened: frozenset[int]
    said: SaidChoice
    reader: Reader
    filter: Filter = field(default_factory=Filter)
    grouping: Grouping = Grouping.NOTHING
    hide: bool = False
    at_once: bool = False
    around: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be shown, and which stacks are open in it."""

    session: Session
    asked: Asked
    shown: Arrangement
    opened: frozenset[int]


def answer(session: Session, asked: Asked, names: Names) -> Answer:
    """Find what is to be shown."""
    if asked.only is not None:
        allowed = asked.reader.items
        only = asked.only if allowed is None else tuple(item for item in asked.only if item in allowed)
        return Answer(session, asked, Arrangement(as_numbers(only), total=len(only)), asked.opened)
    where, reading = whole_filter(session, asked)
    opened = asked.opened
    hide = hidden_of(asked)
    showing = Showing(asked.stacked, opened, asked.grouping, hide)
    found = session.arranged(where, showing, reading=reading, at_once=asked.at_once)
    if asked.around is not None and found.order.stacks is not None:
        bundle = found.order.stacks.bundle_of(asked.around)
        if bundle is not None and bundle not in opened:
            opened |= {bundle}
            found = session.arranged(where, replace(showing, opened=opened), reading=reading, at_once=asked.at_once)
    order = found.order
    groups = GroupHeads(order.groups, partial(_title, asked.grouping, names), (asked.grouping, names))
    marks = GivenMarks() if order.stacks is None else StackMarks(order.stacks)
    shown = Arrangement(order.ids, marks, order.total, groups, found.hidden, found.complete)
    return Answer(session, asked, shown, opened)


def _title(grouping: Grouping, names: Names, value: str) -> str:
    return group_text(grouping, value, names)


def count_values(session: Session, asked: Asked, columns: Sequence[Column]) -> Counts:
    """How many items have each value of these columns, of those that pass everything else."""
    where, reading = whole_filter(session, asked)
    return session.value_counts(where, columns, reading)


def read_span(session: Session, asked: Asked, column: Column) -> Span | None:
    """The numbers of a column among the items that pass everything else, None for none."""
    where, reading = whole_filter(session, asked)
    return session.value_span(where, column, reading)


def whole_filter(session: Session, asked: Asked) -> tuple[ItemFilter, ReadingType | None]:
    """Boxes, chips and the box of decisions as one filter, and whose categories count in it."""
    said, reader = asked.said, asked.reader
    conditions = list(asked.filter.conditions)
    where, reading = asked.where, reader.shown
    if said.kind in {"open", "decided"}:
        conditions.append(Among(Column.CATEGORY, ("",), excluded=said.kind == "decided"))
        reading = None if reader.reading is Reading.FIRST else reader.reading
    elif said.kind == "category":
        conditions.append(Among(Column.CATEGORY, (said.value,)))
    elif said.kind == "unseen":
        conditions.append(Among(Column.SEEN, (reader.examiner or session.info().examiner,), excluded=True))
    elif said.kind == "tag":
        where = replace(where, tag=said.value)
    ids = where.ids if reader.items is None else tuple(sorted(reader.items))
    return replace(where, conditions=tuple(conditions), text=asked.filter.text, ids=ids), reading


def hidden_of(asked: Asked) -> Hide:
    """Nothing is hidden that was asked for: decisions by a filter on them, known content by one on lists or matches."""
    if not asked.hide or asked.reader.items is not None:
        return Hide()
    columns = {condition.column for condition in asked.filter.conditions}
    decisions = asked.said.kind not in {"all", "unseen"} or bool(columns & set(OF_READINGS))
    where = asked.where
    lists = bool(columns & {Column.LIST, Column.MATCH, Column.DISTANCE}) or where.matched or where.list_id is not None
    return Hide(decided=not decisions, harmless=not lists and where.match_kind is None)
