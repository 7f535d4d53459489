"""Choosing items of a case: by the facts in memory, and by the database where few items have what is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.case.facts.arranging import arrange
from forensicdesk.case.facts.passing import Asking, Passing, hiding
from forensicdesk.case.facts.store import FactStore
from forensicdesk.case.facts.words import contents_with
from forensicdesk.case.filters import select_ids
from forensicdesk.model import MEDIA_STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.case.database import Database
    from forensicdesk.case.facts.arranging import Order
    from forensicdesk.case.facts.columns import Array, Facts
    from forensicdesk.decisions import Reading
    from forensicdesk.facets import Column, Showing, Span
    from forensicdesk.model import ItemFilter


@dataclass(frozen=True, slots=True)
class Arranged:
    """Items in the order in which they are shown.

    Attributes:
        complete: whether these are all that pass, or the first that were read.
        hidden: how many more pass, but are not shown because they are decided or known to be harmless.
    """

    order: Order
    complete: bool
    hidden: int = 0


class Choosing:
    """What is asked of the facts of one open case; safe from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asking = Asking(self._by_database, self._texts)
        self.store = FactStore(database)

    def ids(self, where: ItemFilter) -> list[int]:
        """The numbers of the items that pass the filter, ascending."""
        store = self.store if set(where.states) <= set(MEDIA_STATES) else FactStore(self._database, where.states)
        facts = store.facts()
        found: list[int] = facts.ids[Passing(facts, where, self._asking).mask()].tolist()
        return found

    def arranged(
        self, where: ItemFilter, showing: Showing, *, reading: Reading | None = None, at_once: bool = False
    ) -> Arranged:
        """The pictures and films that pass, in order.

        Args:
            where: the filter; its states are those of pictures and films.
            showing: stacks, groups, and what is left out.
            reading: whose categories count, None for those in force.
            at_once: answer from what has been read of the case so far and some more, not from all of it.
        """
        facts = self.store.facts_so_far(undecided=showing.hide.decided) if at_once else self.store.facts()
        passing = Passing(facts, where, self._asking, reading).mask()
        hidden = passing & hiding(facts, showing.hide, reading)
        count = int(np.count_nonzero(hidden))
        order = arrange(facts, passing & ~hidden if count else passing, showing, reading)
        return Arranged(order, facts.complete, count)

    def counts(
        self, where: ItemFilter, columns: Sequence[Column], reading: Reading | None = None
    ) -> dict[Column, tuple[tuple[str, int], ...]]:
        """How many items of every value there are of those that pass all conditions on other columns."""
        return Passing(self.store.facts(), where, self._asking, reading).counts(columns)

    def span(self, where: ItemFilter, column: Column, reading: Reading | None = None) -> Span | None:
        """The numbers of a column among the items that pass all conditions on other columns; None for none."""
        return Passing(self.store.facts(), where, self._asking, reading).span(column)

    def facts(self) -> Facts:
        """The facts themselves."""
        return self.store.facts()

    def _by_database(self, where: ItemFilter) -> list[int]:
        with self._database.reading() as connection:
            return list(connection.execute(select_ids(where)).scalars())

    def _texts(self, word: str) -> Array:
        return contents_with(self._database, word)
