"""From an `ItemFilter` to the SQL that selects its items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from forensicdesk.case.deciding import items_in_force, items_with_tag
from forensicdesk.case.dialect import unindexed
from forensicdesk.case.ledger import is_agreeing, is_differing, is_duplicate, is_first
from forensicdesk.case.schema import CONTENTS, ITEMS, MATCHES, STACK_MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Select

    from forensicdesk.model import ItemFilter


def select_ids(where: ItemFilter) -> Select[int]:
    """The numbers of the items that pass, in no certain order; an index answers it without reading the items."""
    conditions = [*_content_conditions(where), *_item_conditions(where)]
    # Where the content narrows the choice, its index is to lead: the plus sign keeps SQLite off the index by state.
    state = unindexed(ITEMS.c.state) if conditions else ITEMS.c.state
    query = select(ITEMS.c.id).where(state.in_([wanted.value for wanted in where.states]), *conditions)
    if where.source_id is not None:
        query = query.where(ITEMS.c.source_id == where.source_id)
    if where.media is not None:
        query = query.where(ITEMS.c.media == where.media)
    if where.embedded is not None:
        query = query.where(ITEMS.c.parent_id.is_not(None) if where.embedded else ITEMS.c.parent_id.is_(None))
    if where.category is not None:
        in_force = items_in_force(where.category or None)
        query = query.where(ITEMS.c.id.in_(in_force) if where.category else ITEMS.c.id.not_in(in_force))
    if where.tag is not None:
        query = query.where(ITEMS.c.id.in_(items_with_tag(where.tag)))
    if where.matched is False:
        unmatched = ITEMS.c.content_id.not_in(select(MATCHES.c.content_id))
        query = query.where(or_(ITEMS.c.content_id.is_(None), unmatched))
    return query


def _item_conditions(where: ItemFilter) -> Iterator[ColumnElement[bool]]:
    """Conditions that have an index of their own, or that few items fulfil."""
    if where.origin is not None:
        yield ITEMS.c.origin == where.origin.value
    if where.container is not None:
        yield ITEMS.c.container.is_not(None) if where.container else ITEMS.c.container.is_(None)
    if where.inside is not None:
        yield ITEMS.c.parent_id == where.inside
    if where.duplicate is not None:
        yield is_duplicate() if where.duplicate else is_first()
    if where.differs is not None:
        yield is_differing() if where.differs else is_agreeing()


def _content_conditions(where: ItemFilter) -> list[ColumnElement[bool]]:
    """Conditions that only a few contents fulfil."""
    conditions: list[ColumnElement[bool]] = []
    if where.sha256 is not None:
        conditions.append(ITEMS.c.content_id.in_(select(CONTENTS.c.id).where(CONTENTS.c.sha256 == where.sha256)))
    if where.stack is not None:
        inside = select(STACK_MEMBERS.c.content_id).where(STACK_MEMBERS.c.stack_id == where.stack)
        conditions.append(ITEMS.c.content_id.in_(inside))
    wanted = select(MATCHES.c.content_id)
    if where.match_kind is not None:
        wanted = wanted.where(MATCHES.c.kind == where.match_kind.value)
    if where.list_id is not None:
        wanted = wanted.where(MATCHES.c.list_id == where.list_id)
    if where.matched is True or where.match_kind is not None or where.list_id is not None:
        conditions.append(ITEMS.c.content_id.in_(wanted))
    return conditions
