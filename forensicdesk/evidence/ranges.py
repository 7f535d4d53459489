"""A file that lies inside another file without a gap, opened where it lies."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.placed import PlacedStream
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


class RangeFile(PlacedStream):
    """A range of an open file as a file of its own: read-only, seekable, closed with the file."""

    def __init__(self, file: BinaryIO, offset: int, length: int) -> None:
        super().__init__(length)
        self._file = file
        self._offset = offset

    def fileno(self) -> int:
        """The descriptor of the file around it."""
        return self._file.fileno()

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the type of io.RawIOBase
        """Read up to the end of the range."""
        view = memoryview(buffer)[: max(0, self.length - self._place)]
        self._file.seek(self._offset + self._place)
        count: int = self._file.readinto(view)  # type: ignore[attr-defined]
        self._place += count
        return count

    def _take(self, count: int) -> bytes:
        self._file.seek(self._offset + self._place)
        return self._file.read(count)

    def close(self) -> None:
        """Close the file around it, too."""
        self._file.close()
        super().close()


def open_range(file: BinaryIO, ranges: Sequence[tuple[int, int]]) -> BinaryIO:
    """The innermost of some ranges, each given by offset and length within the one before; takes over the file.

    Raises:
        OSError: a range does not lie inside the one around it.
    """
    start, length = 0, length_of(file)
    for offset, inner in ranges:
        if offset + inner > length:
            file.close()
            raise OSError(errno.EINVAL, sentence("the file around it has become shorter"))
        start, length = start + offset, inner
    return cast("BinaryIO", RangeFile(file, start, length))


def length_of(file: BinaryIO) -> int:
    """The length of an opened item in bytes, as the system states it now."""
    length = getattr(file, "length", None)
    return length if isinstance(length, int) else os.fstat(file.fileno()).st_size
