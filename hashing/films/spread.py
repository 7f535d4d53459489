"""Keeping a few things spread evenly over a sequence whose length is not known beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Thing = TypeVar("Thing")


class Spread(Generic[Thing]):
    """Every `stride`-th thing is made and kept.

    Whenever twice as many as wanted are held, every second one goes and the stride doubles.
    """

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self._stride = 1
        self._seen = 0
        self.kept: list[Thing] = []

    def offer(self, make: Callable[[], Thing]) -> None:
        """Make and keep the next thing if it is one of those wanted."""
        wanted = self._seen % self._stride == 0
        self._seen += 1
        if not wanted:
            return
        if len(self.kept) == 2 * self._wanted:
            del self.kept[1::2]
            self._stride *= 2
            if (self._seen - 1) % self._stride:
                return
        self.kept.append(make())

    def chosen(self) -> tuple[Thing, ...]:
        """At most the wanted number, evenly spread."""
        count = min(self._wanted, len(self.kept))
        return tuple(self.kept[int((place + 0.5) * len(self.kept) / count)] for place in range(count))
