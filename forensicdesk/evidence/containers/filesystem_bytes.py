"""A volume for The Sleuth Kit, and the bytes of the files that it finds there."""

from __future__ import annotations

import bisect
import errno
from typing import TYPE_CHECKING, BinaryIO

import pytsk3

from forensicdesk.evidence.containers.segments import read_fully
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDS = sentence("the volume ends before what the file system refers to")
_BEHIND_THE_END = ("missing in partial image", "too large for image")
"""How The Sleuth Kit says that; its other sentences name functions and numbers that are of no use in a ledger."""
_WINDOW = 256 * 1024
_SECTOR = 512
_NONRES = int(pytsk3.TSK_FS_ATTR_NONRES)
_UNLIKE = int(pytsk3.TSK_FS_ATTR_COMP) | int(pytsk3.TSK_FS_ATTR_ENC) | int(pytsk3.TSK_FS_ATTR_SPARSE)


class Bridge(pytsk3.Img_Info):  # type: ignore[misc]  # pytsk3 has no types
    """A stream as an image of The Sleuth Kit.

    It reads ahead. Of a piece that cannot be read as a whole it gets what lies before the damage, which is enough if it
    needs no more. Where there is nothing, an exception ends the call: if it got no bytes, it would take what happens to
    stand in its memory for them. The reason is kept, for the exception comes out as another one.
    """

    def __init__(self, stream: BinaryIO, size: int, said: int | None = None) -> None:
        """A bridge to the bytes of `stream`; The Sleuth Kit is told that they are `said`, else `size`."""
        self._stream = stream
        self._size = size
        self._said = size if said is None else said
        self._trouble: OSError | None = None
        super().__init__(url="", type=pytsk3.TSK_IMG_TYPE_EXTERNAL)

    def close(self) -> None:
        """Nothing: the stream is not ours."""

    def read(self, offset: int, count: int) -> bytes:
        """Bytes of the volume, fewer at its end, but never none."""
        count = min(count, self._size - offset)
        try:
            data = read_fully(self._stream, offset, count) if count > 0 else b""
        except OSError as error:
            self._trouble = error
        else:
            if not data:
                self._trouble = OSError(errno.EIO, _ENDS)
                raise self._trouble
            return data
        return self._before_damage(offset, count)

    def _before_damage(self, offset: int, count: int) -> bytes:
        readable, damaged = 0, count
        while damaged - readable > _SECTOR:
            middle = (readable + damaged) // 2 // _SECTOR * _SECTOR or _SECTOR
            try:
                read_fully(self._stream, offset, middle)
                readable = middle
            except OSError:
                damaged = middle
        if not readable and self._trouble is not None:
            raise self._trouble
        return read_fully(self._stream, offset, readable)

    def take_trouble(self) -> OSError | None:
        """Why something could not be read since this was asked last; None if everything could."""
        trouble, self._trouble = self._trouble, None
        return trouble

    def reason(self, error: Exception) -> OSError:
        """Why a call failed: what could not be read, or else what that comes to in plain words."""
        ends = any(words in str(error) for words in _BEHIND_THE_END)
        return self.take_trouble() or OSError(
            errno.EIO, _ENDS if ends else sentence("its structures are damaged there")
        )

    def get_size(self) -> int:
        """Length of the volume."""
        return self._said


TROUBLES = (OSError, RuntimeError)
"""What pytsk3 raises: its own errors, and what becomes of those of a bridge."""


def windowed(read_at: Callable[[int, int], bytes], size: int) -> Callable[[int, int], bytes]:
    """The same bytes, but small reads are served out of larger ones."""
    begin, data = 0, b""

    def read(offset: int, count: int) -> bytes:
        nonlocal begin, data
        if count >= _WINDOW:
            return read_at(offset, count)
        if not begin <= offset or offset + count > begin + len(data):
            try:
                begin, data = offset, read_at(offset, min(_WINDOW, size - offset))
            except OSError:
                # What cannot be read may lie behind what was asked for.
                return read_at(offset, count)
        return data[offset - begin : offset - begin + count]

    return read


def run_reader(file: pytsk3.File, stream: BinaryIO, block: int) -> Callable[[int, int], bytes] | None:
    """Reads the bytes of a file where they lie, which spares copies; None if they do not just lie in blocks.

    Only for file systems in which a file's bytes are those of its blocks: no compression, nothing that was never
    written.
    """
    attributes = [attribute for attribute in file]  # noqa: C416 - it can be gone through only this way
    if len(attributes) != 1 or int(attributes[0].info.flags) & _UNLIKE or not int(attributes[0].info.flags) & _NONRES:
        return None
    starts, places, length = [], [], 0
    for run in attributes[0]:
        if int(run.flags) or int(run.len) <= 0:
            return None
        starts.append(length)
        places.append(int(run.addr) * block)
        length += int(run.len) * block
    if length < int(file.info.meta.size):
        return None

    def read_at(offset: int, count: int) -> bytes:
        pieces = []
        while count > 0:
            at = bisect.bisect_right(starts, offset) - 1
            end = starts[at + 1] if at + 1 < len(starts) else length
            data = read_fully(stream, places[at] + offset - starts[at], min(count, end - offset))
            if not data:
                raise OSError(errno.EIO, _ENDS)
            pieces.append(data)
            offset += len(data)
            count -= len(data)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    return read_at


def attribute_reader(file: pytsk3.File, bridge: Bridge, kind: int | None, number: int) -> Callable[[int, int], bytes]:
    """Reads one attribute of a file; the file's own bytes if `kind` is None."""

    def read_at(offset: int, count: int) -> bytes:
        bridge.take_trouble()
        try:
            data: bytes = (
                file.read_random(offset, count) if kind is None else file.read_random(offset, count, kind, number)
            )
        except TROUBLES as error:
            raise bridge.reason(error) from error
        if not data:
            raise OSError(errno.EIO, sentence("the file system gives fewer bytes than the file has"))
        return data

    return read_at
