"""The files of an image that consists of several: their names, and streams of which only a few stay open."""

from __future__ import annotations

import errno
import re
import weakref
from collections import OrderedDict
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.containers.disk import missing_part

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.base import Around

_OPEN_FILES = 8
_LETTERS = 26
_LAST_DECIMAL = 99
_EXPERT = re.compile(rb"\.([EeLlSs])(x?)(\d\d|[A-Za-z]{2})$")
_DECIMAL = re.compile(rb"\.(\d{2,6})$")
_ALPHABETIC = re.compile(rb"\.(a[a-z]{1,2}|A[A-Z]{1,2})$")


def later_name(name: bytes, number: int) -> bytes:
    """The name of a file of a set, from 0, told from the name of any of them; b"" if the name follows no known way.

    Known are .E01 to .E99, .EAA to .ZZZ (.Ex01, .L01 alike), .001 to .999 with any number of digits, and .aa to .az or
    .aaa to .azz.
    """
    if found := _EXPERT.search(name):
        return name[: found.start()] + b"." + _expert(found[1], found[2], number + 1)
    if found := _DECIMAL.search(name):
        start = 0 if set(found[1]) == {ord("0")} else 1
        return name[: found.start()] + b".%0*d" % (len(found[1]), number + start)
    if found := _ALPHABETIC.search(name):
        return name[: found.start(1)] + _alphabetic(number, found[1])
    return b""


def _expert(letter: bytes, x: bytes, number: int) -> bytes:
    if number <= _LAST_DECIMAL:
        return b"%s%s%02d" % (letter, x, number)
    rest = number - _LAST_DECIMAL - 1
    if x:
        return letter + x + _alphabetic(rest, letter * 2)
    first, rest = divmod(rest, _LETTERS * _LETTERS)
    return bytes([letter[0] + first]) + _alphabetic(rest, letter * 2)


def _alphabetic(number: int, like: bytes) -> bytes:
    """A number from 0 in letters: as many, and of the same case, as another name has."""
    letters = bytearray()
    for _ in like:
        number, letter = divmod(number, _LETTERS)
        letters.insert(0, (ord("A") if like.isupper() else ord("a")) + letter)
    return bytes(letters)


class Segments:
    """The files of a set, by number from 0; the first is the container itself."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._streams: OrderedDict[int, BinaryIO] = OrderedDict()
        weakref.finalize(self, _close_all, self._streams)

    def open(self, number: int) -> BinaryIO:
        """The stream of one file.

        Raises:
            ContainerError: there is no such file; the error names it.
        """
        if not number:
            return self._around.stream
        known = self._streams.get(number)
        if known is not None:
            self._streams.move_to_end(number)
            return known
        name = later_name(self._around.name, number)
        if not name:
            raise missing_part(b"%d of %s" % (number + 1, self._around.name))
        try:
            stream = self._around.beside.open(name)
        except FileNotFoundError as error:
            raise missing_part(name) from error
        self._streams[number] = stream
        if len(self._streams) > _OPEN_FILES:
            self._streams.popitem(last=False)[1].close()
        return stream

    def read(self, number: int, offset: int, count: int) -> bytes:
        """Bytes of one file, fewer only at its end.

        Raises:
            OSError: it cannot be read, or is not there any more.
        """
        try:
            stream = self.open(number)
        except ContainerError as error:
            raise OSError(errno.ENOENT, error.detail) from error
        return read_fully(stream, offset, count)


def _close_all(streams: OrderedDict[int, BinaryIO]) -> None:
    for stream in streams.values():
        stream.close()


def read_fully(stream: BinaryIO, offset: int, count: int) -> bytes:
    """So many bytes of a stream at an offset, fewer only at its end."""
    stream.seek(offset)
    data: bytes = stream.read(count)
    if len(data) == count or not data:
        return data
    pieces, missing = [data], count - len(data)
    while missing and (more := stream.read(missing)):
        pieces.append(more)
        missing -= len(more)
    return b"".join(pieces)
