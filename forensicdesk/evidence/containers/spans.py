"""A range of bytes that the structure of a file is followed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_CACHE = 256 * 1024


class Span:
    """A range of bytes that structure is followed in; offsets count from its start."""

    def __init__(self, read: Callable[[int, int], bytes], start: int, end: int, at_once: int = _CACHE) -> None:
        """The range from `start` to `end` of what `read` gives; at least `at_once` bytes are read each time."""
        self._read = read
        self._start = start
        self._at_once = at_once
        self.size = end - start
        self._begin, self._data = 0, b""

    def peek(self, offset: int, count: int) -> bytes:
        """Bytes at an offset, fewer at the end of the range."""
        count = max(0, min(count, self.size - offset))
        if not self._begin <= offset or offset + count > self._begin + len(self._data):
            wanted = min(max(count, self._at_once), self.size - offset)
            self._begin, self._data = offset, self._read(self._start + offset, max(0, wanted))
        return self._data[offset - self._begin : offset - self._begin + count]
