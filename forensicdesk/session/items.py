"""What a session shows of the items of a case. `Session` is the only class made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.facets import Showing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from forensicdesk.case.facts.choosing import Arranged
    from forensicdesk.case.store import CaseStore
    from forensicdesk.decisions import Reading
    from forensicdesk.facets import Column, Span
    from forensicdesk.model import ItemCard, ItemFilter, ItemRecord, Location, Source
    from hashing.values import Thumbnail


_PLAIN = Showing()


class Items:
    """Questions about the items of one open case."""

    _store: CaseStore

    def item_ids(self, where: ItemFilter) -> list[int]:
        """The numbers of the items that pass the filter, ascending."""
        return self._store.reader.item_ids(where)

    def arranged(
        self, where: ItemFilter, showing: Showing = _PLAIN, *, reading: Reading | None = None, at_once: bool = False
    ) -> Arranged:
        """The pictures and films that pass, in the order in which a gallery shows them.

        Args:
            where: the filter.
            showing: stacks, groups, and what is left out.
            reading: whose categories count, None for those in force.
            at_once: answer from what has been read of the case so far; the answer says whether that is all.
        """
        return self._store.reader.choosing.arranged(where, showing, reading=reading, at_once=at_once)

    def value_counts(
        self, where: ItemFilter, columns: Sequence[Column], reading: Reading | None = None
    ) -> dict[Column, tuple[tuple[str, int], ...]]:
        """How many items have each value of these columns, of those that pass all conditions on other columns.

        A column of numbers has one value, "": how many items pass its own condition as well.
        """
        return self._store.reader.choosing.counts(where, columns, reading)

    def value_span(self, where: ItemFilter, column: Column, reading: Reading | None = None) -> Span | None:
        """The numbers of a column among the items that pass all conditions on other columns; None for none."""
        return self._store.reader.choosing.span(where, column, reading)

    def items_changed(self, item_ids: Iterable[int] | None = None) -> None:
        """Items were analysed, or with None anything may have changed: what is kept in memory of them is read anew."""
        self._store.reader.choosing.store.forget(item_ids)

    def cards(self, item_ids: Sequence[int]) -> list[ItemCard]:
        """What a gallery draws of these items, in the given order; a screenful at a time."""
        return self._store.reader.cards(item_ids)

    def places(self, item_ids: Sequence[int]) -> dict[int, tuple[Source, Location]]:
        """The exhibit of each of these items and where it lies in it, in the given order; a screenful at a time."""
        return self._store.reader.places(item_ids)

    def item(self, item_id: int) -> ItemRecord:
        """Everything about one item.

        Raises:
            UsageError: there is no item with this number.
        """
        return self._store.reader.item(item_id)

    def items(self, where: ItemFilter) -> Iterator[ItemRecord]:
        """Everything about each item that passes the filter, streamed in item order."""
        return self._store.reader.items(where)

    def thumbnail(self, content_id: int) -> Thumbnail | None:
        """The two small pictures of a content, None if nothing could be decoded."""
        return self._store.reader.thumbnail(content_id)

    def thumbnails(self, content_ids: Sequence[int]) -> dict[int, Thumbnail]:
        """The two small pictures of each of these contents, of those that could be decoded; a screenful at a time."""
        return self._store.reader.thumbnails(content_ids)
