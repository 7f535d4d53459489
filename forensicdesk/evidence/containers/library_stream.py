"""What a library of libyal reads from: a stream that gives all that was asked for, and remembers why a read failed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.streams import read_range

if TYPE_CHECKING:
    from typing import BinaryIO


class Remembering:
    """A stream for a library that takes fewer bytes for an error, and whose errors are a trail of its functions."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = size
        self._trouble: OSError | None = None

    def read(self, count: int = -1) -> bytes:
        """As many bytes as asked for; fewer only at the end."""
        try:
            return read_range(self._stream, self._stream.tell(), self._size if count < 0 else count)
        except OSError as error:
            self._trouble = error
            raise

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a place."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Where the next read begins."""
        return self._stream.tell()

    def get_size(self) -> int:
        """The length."""
        return self._size

    def take_trouble(self) -> OSError | None:
        """Why a read failed since this was asked last; None if none did."""
        trouble, self._trouble = self._trouble, None
        return trouble
