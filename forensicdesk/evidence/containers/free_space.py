"""Which ranges of a volume nobody uses."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator


class Used:
    """Ranges in use, given in any order; they may overlap.

    Args:
        size: length of the whole.
        unit: bytes of one block, in which ranges are given.
    """

    def __init__(self, size: int, unit: int = 1) -> None:
        self._size = size
        self._unit = unit
        self._starts = array("q")
        self._ends = array("q")

    def add(self, start: int, count: int) -> None:
        """So many blocks from this one on are in use."""
        last = self._size // self._unit + 1
        if 0 <= start < last:
            self._starts.append(start)
            self._ends.append(min(start + count, last))

    def free(self) -> Iterator[tuple[int, int]]:
        """Start and end in bytes of what is not in use, in order."""
        starts = np.frombuffer(self._starts, np.int64) if self._starts else np.zeros(0, np.int64)
        ends = np.frombuffer(self._ends, np.int64) if self._ends else np.zeros(0, np.int64)
        order = np.argsort(starts, kind="stable")
        # The furthest end so far: what begins behind it leaves a gap.
        reached = np.concatenate([[0], np.maximum.accumulate(ends[order])]) if order.size else np.zeros(1, np.int64)
        begins = np.concatenate([starts[order], [-(-self._size // self._unit)]])
        for at in np.flatnonzero(begins > reached).tolist():
            end = min(int(begins[at]) * self._unit, self._size)
            start = int(reached[at]) * self._unit
            if start < end:
                yield start, end
