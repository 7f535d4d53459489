"""Which ranges of a volume nobody uses."""

from __future__ import annotations

from array import array
from bisect import bisect_right
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
        if count > 0 and 0 <= start < last:
            self._starts.append(start)
            self._ends.append(min(start + count, last))

    def ranges(self) -> Ranges:
        """What is in use, for asking whether something lies there; what is added later is not in it."""
        gaps = list(self.free())
        return Ranges([start for start, _ in gaps], [end for _, end in gaps])

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


class Ranges:
    """The bytes between gaps, which are given in order."""

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self._starts = starts
        self._ends = ends

    def meet(self, start: int, length: int) -> bool:
        """Whether any of so many bytes from a place on lies outside the gaps."""
        at = bisect_right(self._starts, start) - 1
        return length > 0 and (at < 0 or start + length > self._ends[at])
