"""Where a TIFF file, or a camera's raw file of its structure, ends: behind the last byte that its directories name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.spans import Span

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_ENTRIES = 1_000
_MOST_DIRECTORIES = 64
_MOST_PIECES = 200_000
_PIECES = {273: 279, 324: 325, 513: 514}
"""Tags that say where pieces of pictures lie, and those that say how long they are."""
_BELOW = frozenset({330, 34665, 34853, 40965})
_WIDTH, _HEIGHT = 256, 257


def end_of_tiff(span: Span) -> tuple[str, int] | None:
    """The end of the file; None if a directory makes no sense, or a piece lies outside the range."""
    order = "little" if span.peek(0, 1) == b"I" else "big"
    reader = _Reader(span, order)
    return ("tiff", reader.end) if reader.follow() and reader.has_picture else None


class _Reader:
    def __init__(self, span: Span, order: str) -> None:
        self._span = span
        self._order = order
        self.end = 8
        self.has_picture = False

    def follow(self) -> bool:
        todo, seen = [self._number(4, 4)], set[int]()
        while todo:
            place = todo.pop()
            if not place or place in seen:
                continue
            seen.add(place)
            if len(seen) > _MOST_DIRECTORIES or place < 8:  # noqa: PLR2004 - the header
                return False
            below = self._directory(place)
            if below is None:
                return False
            todo += below
        return bool(seen)

    def _directory(self, place: int) -> list[int] | None:
        """Where further directories lie; None if this is none."""
        count = self._number(place, 2)
        if not 0 < count <= _MOST_ENTRIES or not self._reach(place + 2 + 12 * count + 4):
            return None
        values: dict[int, list[int]] = {}
        for entry in range(place + 2, place + 2 + 12 * count, 12):
            tag, kind, number = self._number(entry, 2), self._number(entry + 2, 2), self._number(entry + 4, 4)
            if kind not in _SIZES:
                return None
            length = _SIZES[kind] * number
            at = entry + 8 if length <= 4 else self._number(entry + 8, 4)  # noqa: PLR2004 - what fits the entry
            if not self._reach(at + length):
                return None
            if kind in {3, 4, 13} and (tag in _PIECES or tag in _PIECES.values() or tag in _BELOW or tag == _WIDTH):
                each = _SIZES[kind]
                numbers = min(number, _MOST_PIECES)
                values[tag] = [self._number(at + each * index, each) for index in range(numbers)]
        for starts, lengths in _PIECES.items():
            for start, size in zip(values.get(starts, ()), values.get(lengths, ()), strict=False):
                if not self._reach(start + size):
                    return None
        self.has_picture = self.has_picture or any(values.get(_WIDTH, ()))
        return [*(one for tag in _BELOW for one in values.get(tag, ())), self._number(place + 2 + 12 * count, 4)]

    def _reach(self, end: int) -> bool:
        """Whether the file can go on to there."""
        self.end = max(self.end, end)
        return end <= self._span.size

    def _number(self, place: int, size: int) -> int:
        return int.from_bytes(self._span.peek(place, size), self._order)  # type: ignore[arg-type]
