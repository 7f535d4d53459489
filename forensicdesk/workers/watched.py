"""A stream of evidence that remembers its read errors, and tells a decoder neither name nor descriptor."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from typing import Any

BUFFER_BYTES = 128 * 1024


class WatchedFile(io.RawIOBase):
    """Read-only view of an open file.

    Decoders often swallow OSError as "damaged picture". A sector that cannot be read must not pass for that, so the
    first error is kept in `trouble`. There is no `name` and no `fileno`: nothing can reopen the file behind our back.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.trouble: OSError | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the type of io.RawIOBase
        """Read, keeping the first error."""
        try:
            return self._file.readinto(buffer)  # type: ignore[attr-defined,no-any-return]
        except OSError as error:
            self.trouble = self.trouble or error
            raise

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to a place."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where the next read begins."""
        return self._file.tell()


def watched_stream(file: BinaryIO) -> tuple[WatchedFile, io.BufferedReader]:
    """The watch, and the buffered stream to hand to a decoder."""
    watch = WatchedFile(file)
    return watch, io.BufferedReader(watch, BUFFER_BYTES)
