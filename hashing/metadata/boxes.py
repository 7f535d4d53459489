"""The boxes of the ISO base media family (ISO/IEC 14496-12), and of JPEG 2000, which are built alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_BOXES = 10_000
_LONG, _TO_THE_END = 1, 0
_HEAD_BYTES, _LONG_HEAD_BYTES = 8, 16
UUID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its name, where its content begins, where it ends by its own statement, where its head began."""

    name: bytes
    body: int
    end: int
    start: int


class Window:
    """Reads pieces of a file, whether it is in memory or not."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, 2)

    def read(self, place: int, length: int) -> bytes:
        """The bytes from `place` on, at most `length` of them; fewer at the end of the file."""
        if not 0 <= place < self.size or length <= 0:
            return b""
        self._stream.seek(place)
        return self._stream.read(min(length, self.size - place))


def boxes(window: Window, start: int, end: int) -> Iterator[Box]:
    """The boxes that follow each other from `start` to `end`; stops at the first that cannot be one."""
    place = start
    for _ in range(_MOST_BOXES):
        head = window.read(place, min(_LONG_HEAD_BYTES, end - place))
        if len(head) < _HEAD_BYTES:
            return
        length, body = int.from_bytes(head[:4]), place + _HEAD_BYTES
        if length == _LONG:
            if len(head) < _LONG_HEAD_BYTES:
                return
            length, body = int.from_bytes(head[8:16]), place + _LONG_HEAD_BYTES
        elif length == _TO_THE_END:
            length = end - place
        if length < body - place:
            return
        yield Box(head[4:8], body, place + length, place)
        place += length


def children(window: Window, box: Box, skipped: int = 0) -> Iterator[Box]:
    """The boxes inside a box, behind its first `skipped` bytes."""
    return boxes(window, box.body + skipped, min(box.end, window.size))
