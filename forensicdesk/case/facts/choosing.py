"""Choosing items of a case: by the facts in memory, and by the database where few items have what is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.case.facts.arranging import arrange
from forensicdesk.case.facts.passing import Asking, Passing
from forensicdesk.case.facts.store import FactStore
from forensicdesk.case.facts.words import contents_with
from forensicdesk.case.filters import select_ids
from forensicdesk.facets import Grouping
from forensicdesk.model import MEDIA_STATES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from forensicdesk.case.database import Database
    from forensicdesk.case.facts.arranging import Order
    from forensicdesk.case.facts.columns import Array, Facts
    from forensicdesk.decisions import Reading
    from forensicdesk.facets import Column
    from forensicdesk.model import ItemFilter


@dataclass(frozen=True, slots=True)
class Arranged:
    """Items in the order in which they are shown, and whether these are all that pass, or the first that were read."""

    order: Order
    complete: bool


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
        self,
        where: ItemFilter,
        *,
        stacked: bool = False,
        opened: Collection[int] = (),
        grouping: Grouping = Grouping.NOTHING,
        reading: Reading | None = None,
        at_once: bool = False,
    ) -> Arranged:
        """The pictures and films that pass, in order; see `arrange`.

        Args:
            where: the filter; its states are those of pictures and films.
            stacked: see `arrange`, here and below.
            opened: the bundles that are shown whole.
            grouping: by what.
            reading: whose categories count.
            at_once: answer from what has been read of the case so far and some more, not from all of it.
        """
        facts = self.store.facts_so_far() if at_once else self.store.facts()
        passing = Passing(facts, where, self._asking, reading).mask()
        order = arrange(facts, passing, stacked=stacked, opened=opened, grouping=grouping, reading=reading)
        return Arranged(order, facts.complete)

    def counts(
        self, where: ItemFilter, columns: Sequence[Column], reading: Reading | None = None
    ) -> dict[Column, tuple[tuple[str, int], ...]]:
        """How many items of every value there are of those that pass all conditions on other columns."""
        return Passing(self.store.facts(), where, self._asking, reading).counts(columns)

    def facts(self) -> Facts:
        """The facts themselves."""
        return self.store.facts()

    def _by_database(self, where: ItemFilter) -> list[int]:
        with self._database.reading() as connection:
            return list(connection.execute(select_ids(where)).scalars())

    def _texts(self, word: str) -> Array:
        return contents_with(self._database, word)
