"""A volume for The Sleuth Kit, and the bytes of the files that it finds there."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, BinaryIO

import pytsk3

from forensicdesk.evidence.containers.segments import read_fully

if TYPE_CHECKING:
    from collections.abc import Callable

_WINDOW = 256 * 1024


class Bridge(pytsk3.Img_Info):  # type: ignore[misc]  # pytsk3 has no types
    """A stream as an image of The Sleuth Kit; what could not be read is remembered."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = size
        self.trouble: OSError | None = None
        super().__init__(url="", type=pytsk3.TSK_IMG_TYPE_EXTERNAL)

    def close(self) -> None:
        """Nothing: the stream is not ours."""

    def read(self, offset: int, count: int) -> bytes:
        """Bytes of the volume, fewer at its end."""
        try:
            return read_fully(self._stream, offset, min(count, self._size - offset))
        except OSError as error:
            self.trouble = error
            raise

    def get_size(self) -> int:
        """Length of the volume."""
        return self._size


def windowed(read_at: Callable[[int, int], bytes], size: int) -> Callable[[int, int], bytes]:
    """The same bytes, but small reads are served out of larger ones."""
    begin, data = 0, b""

    def read(offset: int, count: int) -> bytes:
        nonlocal begin, data
        if count >= _WINDOW:
            return read_at(offset, count)
        if not begin <= offset or offset + count > begin + len(data):
            begin, data = offset, read_at(offset, min(_WINDOW, size - offset))
        return data[offset - begin : offset - begin + count]

    return read


def attribute_reader(file: pytsk3.File, bridge: Bridge, kind: int | None, number: int) -> Callable[[int, int], bytes]:
    """Reads one attribute of a file; the file's own bytes if `kind` is None."""

    def read_at(offset: int, count: int) -> bytes:
        bridge.trouble = None
        data: bytes = file.read_random(offset, count) if kind is None else file.read_random(offset, count, kind, number)
        if bridge.trouble is not None:
            raise bridge.trouble
        if not data:
            raise OSError(errno.EIO, "the file system gives fewer bytes than the file has")
        return data

    return read_at
