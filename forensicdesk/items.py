"""What a session shows of the items of a case. `Session` is the only class made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import ItemCard, ItemFilter, ItemRecord
    from hashing.values import Thumbnail


class Items:
    """Questions about the items of one open case."""

    _store: CaseStore

    def item_ids(self, where: ItemFilter) -> list[int]:
        """The numbers of the items that pass the filter, ascending."""
        return self._store.reader.item_ids(where)

    def cards(self, item_ids: Sequence[int]) -> list[ItemCard]:
        """What a gallery draws of these items, in the given order; a screenful at a time."""
        return self._store.reader.cards(item_ids)

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
