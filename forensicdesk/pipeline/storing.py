"""Results on their way into the case, batch by batch, and how far the work is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.events import ItemsStored, Progress
from forensicdesk.settings import BATCH_ITEMS, BATCH_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from forensicdesk.case.writer import CaseWriter
    from forensicdesk.events import Listener
    from forensicdesk.model import Result
    from hashing.values import Recipe

ITEM_WEIGHT_BYTES = 256 * 1024
"""For the time left, an item counts as its bytes and this much more: small files cost time, too."""

_ESTIMATE_AFTER_S = 2.0


class ProgressMeter:
    """How much is done, and how long the rest will take at the pace so far."""

    def __init__(self, items: int, size: int, clock: Callable[[], float]) -> None:
        self._items = items
        self._size = size
        self._clock = clock
        self._began = clock()
        self._items_done = 0
        self._size_done = 0

    def now(self) -> float:
        """The clock."""
        return self._clock()

    def add(self, items: int, size: int) -> None:
        """Count stored items."""
        self._items_done += items
        self._size_done += size

    def expect(self, items: int, size: int) -> None:
        """There is more to do than was known."""
        self._items += items
        self._size += size

    def event(self) -> Progress:
        """Where things stand."""
        elapsed = self._clock() - self._began
        done = _weight(self._items_done, self._size_done)
        left = max(_weight(self._items, self._size) - done, 0)
        return Progress(
            "analyse",
            self._items_done,
            self._items,
            self._size_done,
            self._size,
            elapsed,
            elapsed * left / done if done and elapsed >= _ESTIMATE_AFTER_S else None,
        )


class Batch:
    """Results waiting to be written in one transaction."""

    def __init__(self, writer: CaseWriter, recipe: Recipe, listener: Listener, progress: ProgressMeter) -> None:
        self._writer = writer
        self._recipe = recipe
        self._listener = listener
        self._progress = progress
        self._results: list[Result] = []
        self._size = 0
        self._told_at = progress.now()

    def add(self, result: Result, size: int) -> None:
        """Take one result."""
        self._results.append(result)
        self._size += size

    def write_if_due(self) -> tuple[int, ...]:
        """Write and tell, if there are enough results or enough time has passed; gives the items that were written."""
        if len(self._results) >= BATCH_ITEMS or self._progress.now() - self._told_at >= BATCH_SECONDS:
            return self.write()
        return ()

    def expect(self, items: int, size: int) -> None:
        """There is more to do than was known."""
        self._progress.expect(items, size)

    def write(self) -> tuple[int, ...]:
        """Write what there is, and tell how far the work is; gives the items that were written."""
        items = tuple(result.item_id for result in self._results)
        if items:
            results, size = tuple(self._results), self._size
            self._results.clear()
            self._size = 0
            self._writer.record_results(results, self._recipe)
            self._progress.add(len(results), size)
            self._listener(ItemsStored(items))
        self._told_at = self._progress.now()
        self._listener(self._progress.event())
        return items


def _weight(items: int, size: int) -> int:
    return items * ITEM_WEIGHT_BYTES + size
