"""Ending an analysis early, once enough was found that is on a notable list."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from forensicdesk.events import ItemsStored
from forensicdesk.matching.exact import STRONGEST_FIRST
from forensicdesk.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Event, Listener
    from forensicdesk.lists.library import Library
    from forensicdesk.model import HashList


class EitherEvent(threading.Event):
    """Set if it was set itself, or if another event is."""

    def __init__(self, other: threading.Event) -> None:
        super().__init__()
        self._other = other

    def is_set(self) -> bool:
        """Whether either is."""
        return super().is_set() or self._other.is_set()


class NotableHits:
    """Counts, as items are stored, the contents whose digests stand on a notable list.

    Args:
        store: the case.
        library: where the lists are.
        lists: those to look into; others than notable ones are passed over.
        enough: so many contents are enough.
        listener: told everything that this is told.
        stop: the person's wish to end.
    """

    def __init__(
        self,
        store: CaseStore,
        library: Library,
        lists: Sequence[HashList],
        enough: int,
        listener: Listener,
        stop: threading.Event,
    ) -> None:
        self._reader = store.reader
        self._library = library
        self._lists = [used for used in lists if used.role is Role.NOTABLE]
        self._enough = enough
        self._listener = listener
        self._found: set[int] = set()
        self.halt = EitherEvent(stop)

    @property
    def count(self) -> int:
        """How many were found."""
        return len(self._found)

    @property
    def is_enough(self) -> bool:
        """Whether the analysis was ended for it."""
        return self.count >= self._enough

    def __call__(self, event: Event) -> None:
        """Look at the items that were stored."""
        if isinstance(event, ItemsStored) and not self.is_enough:
            self._look(event.item_ids)
            if self.count >= self._enough:
                self.halt.set()
        self._listener(event)

    def _look(self, item_ids: Sequence[int]) -> None:
        digests = self._reader.digests_of_items(item_ids)
        for used in self._lists:
            counts = {kind for kind, count in used.entries if count}
            for kind in STRONGEST_FIRST:
                if kind in counts:
                    owners = {getattr(found, kind): content_id for content_id, found in digests.items()}
                    for value, _ in self._library.exact(used.id, kind, list(owners)):
                        self._found.add(owners[value])
