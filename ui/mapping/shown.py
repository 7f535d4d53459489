"""Which items a timeline or a map is about: those that the gallery shows, by its filter or its selection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.facets import Hide, Showing
from forensicdesk.language import _, plural
from forensicdesk.model import ItemFilter
from ui.filters.asking import hidden_of, whole_filter
from ui.words import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.session import Session
    from ui.filters.asking import Asked


@dataclass(frozen=True, slots=True)
class Shown:
    """The items in question.

    Attributes:
        asked: what the gallery was asked, for comparing.
        items: their numbers, None for all pictures and films.
    """

    asked: Asked
    items: Sequence[int] | None

    @property
    def sentence(self) -> str:
        """What is said above a timeline or a map."""
        if self.items is None:
            return _("All pictures and films.")
        count = len(self.items)
        said = plural(
            "Only what the gallery shows: {count} item.", "Only what the gallery shows: {count} items.", count
        )
        return said.format(count=number(count))


def items_shown(session: Session, asked: Asked, known: Shown | None) -> Shown:
    """The items that the gallery shows, stacks opened; called off the event loop."""
    if known is not None and known.asked == asked:
        return known
    if asked.only is not None:
        allowed = asked.reader.items
        return Shown(asked, [one for one in asked.only if allowed is None or one in allowed])
    where, reading = whole_filter(session, asked)
    hide = hidden_of(asked)
    if where == ItemFilter() and hide == Hide():
        return Shown(asked, None)
    found = session.arranged(where, Showing(stacked=False, hide=hide), reading=reading)
    everything = where == ItemFilter() and not found.hidden
    return Shown(asked, None if everything else found.order.ids.tolist())


def counts_text(items: int, hits: int) -> str:
    """Items, and how many of them match a list."""
    told = plural("{count} item", "{count} items", items).format(count=number(items))
    return _("{items}, {hits} of them hits").format(items=told, hits=number(hits)) if items else told
