"""Streams over the bytes of a file in a container."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.placed import PlacedStream
from forensicdesk.language import sentence
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_FARTHEST = 2**62
"""No file reaches so far, and systems refuse to go there."""


class InnerStream(PlacedStream):
    """A read-only stream of known length whose bytes a function gives: `read_at(offset, count)`.

    The function may give fewer bytes than asked, and none only at the end. The descriptor, where there is one, is that
    of the file of the exhibit around it, so that a change of that file is noticed. What a reader has to say of these
    bytes, such as that fewer came than the container states, stands in `remarks` at the latest when they were read.
    """

    def __init__(self, length: int, read_at: Callable[[int, int], bytes], around: BinaryIO | None = None) -> None:
        super().__init__(length)
        self.remarks: list[Issue] = []
        self._read_at = read_at
        self._around = around

    def fileno(self) -> int:
        """The descriptor of the file around it."""
        if self._around is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return self._around.fileno()

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the type of io.RawIOBase
        """Read up to the end."""
        count = min(len(buffer), self.length - self._place)
        if count <= 0:
            return 0
        data = self._read_at(self._place, count)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)

    def _take(self, count: int) -> bytes:
        return self._read_at(self._place, count)


def memory_stream(data: bytes, around: BinaryIO | None = None) -> InnerStream:
    """Bytes at hand as a stream."""
    view = memoryview(data)
    return InnerStream(len(data), lambda offset, count: bytes(view[offset : offset + count]), around)


def unpacked_stream(data: bytes, size: int, around: BinaryIO) -> InnerStream:
    """What came of a file in an archive, as a stream; where fewer bytes came than it has, a remark says so."""
    whole = memory_stream(data, around)
    if len(data) < size:
        text = sentence(
            "Of the file's {size} bytes {count} came: the archive is damaged there.", size=size, count=len(data)
        )
        whole.remarks.append(Issue(Stage.READ, IssueCode.CONTAINER_DAMAGED, text))
    return whole


def part_of(stream: BinaryIO, offset: int, length: int) -> InnerStream:
    """A range of another stream, which stays open when this one is closed."""

    def read_at(place: int, count: int) -> bytes:
        data = read_range(stream, offset + place, count)
        if not data:
            raise OSError(errno.EIO, sentence("the container ends before the file does"))
        return data

    return InnerStream(length, read_at, stream)


def read_range(stream: BinaryIO, offset: int, count: int) -> bytes:
    """So many bytes at an offset; fewer only where the stream ends."""
    if not 0 <= offset < _FARTHEST:
        return b""
    stream.seek(offset)
    data = stream.read(count)
    while 0 < len(data) < count and (more := stream.read(count - len(data))):
        data += more
    return data
