"""Packed bytes as a stream that can seek: unpacked again from the nearest place whose state was kept."""

from __future__ import annotations

import bisect
from collections import deque
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.unpacking import UnpackError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from forensicdesk.evidence.containers.unpacking import Decoder

_IN_BYTES = 64 * 1024
_OUT_BYTES = 256 * 1024
_RECENT_BYTES = 64 * 1024 * 1024
"""So much of what was unpacked last stays in memory: a step back within it costs nothing. A step further back begins at
the last state that was kept before that place: with decoders whose state cannot be copied, at the start."""

_MARK_BYTES = 4 * 1024 * 1024
_MARKS = 128
"""A decoder's state is kept every few MiB; when there are so many, every second is dropped and they become rarer."""


class Unpacker:
    """The unpacked bytes of a packed range, by offset.

    Attributes:
        trouble: set once the packed bytes turned out to be damaged or cut off; nothing comes behind that place.
        consumed: packed bytes of which nothing is left to give, once the end was reached.
    """

    def __init__(self, begin: Callable[[], Decoder], packed_at: Callable[[int, int], bytes]) -> None:
        self.trouble = ""
        self.end: int | None = None
        self.consumed = 0
        self._begin = begin
        self._packed_at = packed_at
        self._marks: list[tuple[int, int, Decoder]] = []
        self._mark_bytes = _MARK_BYTES
        self._recent: deque[tuple[int, bytes]] = deque()
        self._recent_bytes = 0
        self._restart()

    def read_at(self, offset: int, count: int) -> bytes:
        """At most `count` bytes; none behind the end, or behind the place of the damage."""
        if self._recent and offset < self._recent[0][0]:
            self._go_back(offset)
        while self._place <= offset:
            if not self._advance():
                return b""
        return self._from_recent(offset, count)

    def advance(self) -> int | None:
        """Unpack a piece more; gives how far that is now, None at the end."""
        return self._place if self._advance() else None

    def _advance(self) -> bool:
        while self.end is None or self._place < self.end:
            piece = self._piece()
            if piece:
                self._keep(piece)
                return True
        return False

    def _piece(self) -> bytes:
        """The next bytes; b"" where there may be more, or `end` is set."""
        if self._decoder.is_done:
            return self._stop("")
        self._mark()
        data, is_hungry = b"", self._decoder.is_hungry
        if is_hungry:
            data = self._packed_at(self._packed, _IN_BYTES)
            self._packed += len(data)
        try:
            piece = self._decoder.decode(data, _OUT_BYTES)
        except UnpackError:
            return self._stop(sentence("its packed bytes are damaged"))
        if is_hungry and not data and not piece:
            return self._stop(sentence("its packed bytes end too early"))
        return piece

    def _stop(self, trouble: str) -> bytes:
        self.end = self._place
        self.consumed = self._packed - len(self._decoder.rest)
        self.trouble = "" if self._decoder.is_done else trouble
        return b""

    def _keep(self, piece: bytes) -> None:
        self._recent.append((self._place, piece))
        self._recent_bytes += len(piece)
        self._place += len(piece)
        while self._recent_bytes > _RECENT_BYTES:
            self._recent_bytes -= len(self._recent.popleft()[1])

    def _from_recent(self, offset: int, count: int) -> bytes:
        index = bisect.bisect_right(self._recent, offset, key=lambda piece: piece[0]) - 1
        start, piece = self._recent[index]
        return piece[offset - start : offset - start + count]

    def _mark(self) -> None:
        """Keep the decoder's state if the last one kept lies far enough back."""
        last = self._marks[-1][0] if self._marks else 0
        if self._place < last + self._mark_bytes:
            return
        state = self._decoder.copy()
        if state is None:
            return
        self._marks.append((self._place, self._packed, state))
        if len(self._marks) >= _MARKS:
            self._marks = self._marks[1::2]
            self._mark_bytes *= 2

    def _go_back(self, offset: int) -> None:
        index = bisect.bisect_right(self._marks, offset, key=lambda mark: mark[0]) - 1
        if index < 0:
            self._restart()
            return
        place, packed, state = self._marks[index]
        again = state.copy()
        if again is None:
            self._restart()
            return
        self._place, self._packed, self._decoder = place, packed, again
        self._forget()

    def _restart(self) -> None:
        self._place = self._packed = 0
        self._decoder = self._begin()
        self._forget()

    def _forget(self) -> None:
        self._recent.clear()
        self._recent_bytes = 0
