"""What all read-only streams of known length have in common: a place in them, and moving it."""

from __future__ import annotations

import errno
import io
import os
from abc import abstractmethod


class PlacedStream(io.RawIOBase):
    """A read-only stream of `length` bytes; whoever derives from it gives bytes by `_take` and `readinto`."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length
        self._place = 0

    @abstractmethod
    def _take(self, count: int) -> bytes:
        """At most `count` bytes from the place on; none only at the end."""

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Bytes as they come, without the copies that going through a buffer takes."""
        if size is None or size < 0:
            return self.readall()
        count = min(size, self.length - self._place)
        if count <= 0:
            return b""
        data = self._take(count)
        self._place += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to a place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.length}[whence]
        if base + offset < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._place = base + offset
        return self._place

    def tell(self) -> int:
        """Where the next read begins."""
        return self._place
