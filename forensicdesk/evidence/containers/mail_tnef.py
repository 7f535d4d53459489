"""Attachments of `winmail.dat`, in which Outlook wraps what it sends ([MS-OXTNEF])."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry
from forensicdesk.evidence.containers.by_place import open_place, place_of, range_place
from forensicdesk.evidence.containers.mail import whole
from forensicdesk.evidence.containers.picture_ends import ending
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Head, Wanted
    from forensicdesk.model import Step

_MARK = b"\x78\x9f\x3e\x22"
_HEAD, _ATTRIBUTE, _CHECKSUM = 6, 9, 2
_BEGIN, _TITLE, _DATA, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_LONG_NAME = re.compile(rb"([\x1e\x1f])\x00\x07\x37\x01\x00\x00\x00(....)", re.DOTALL)
_OBJECT = re.compile(rb"\x0d\x00\x01\x37\x01\x00\x00\x00(....)", re.DOTALL)
_WIDE = b"\x1f"
_LONGEST_NAME, _IDENTIFIER = 4096, 16


class TnefContainer:
    """One winmail.dat."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def entries(self, wanted: Wanted) -> Iterator[Entry]:  # noqa: ARG002 - the same for all readers
        """Every attachment, in order; messages among them are of this kind themselves.

        Raises:
            ContainerError: the file ends before it should; what came before was given.
        """
        data = whole(self._around)
        number, title, names = 0, b"", b""
        found: list[tuple[int, int]] = []
        for kind, start, length in _attributes(data):
            if kind == _BEGIN:
                yield from _attachment(data, number, names or title, found)
                number, title, names, found = number + 1, b"", b"", []
            elif kind == _TITLE:
                title = data[start : start + length].split(b"\0")[0]
            elif kind == _DATA:
                found.append((start, length))
            elif kind == _PROPERTIES:
                names = _long_name(data[start : start + length])
                found.extend(_objects(data, start, start + length))
        yield from _attachment(data, number, names or title, found)
        if len(data) - _end(data) >= _ATTRIBUTE:
            text = sentence("The wrapped message ends before its last part does; what was cut off is not known.")
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one attachment."""
        return open_place(self._around.stream, place_of(self, step))


def _attributes(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, begin and length of every whole attribute."""
    place = _HEAD
    while place + _ATTRIBUTE <= len(data):
        kind, length = struct.unpack_from("<xII", data, place)
        start = place + _ATTRIBUTE
        if start + length + _CHECKSUM > len(data):
            return
        yield kind, start, length
        place = start + length + _CHECKSUM


def _end(data: bytes) -> int:
    """Where the last whole attribute ends."""
    return max((start + length + _CHECKSUM for _, start, length in _attributes(data)), default=_HEAD)


def _attachment(data: bytes, number: int, name: bytes, found: list[tuple[int, int]]) -> Iterator[Entry]:
    for start, length in found:
        kind = b".tnef" if data.startswith(_MARK, start) else ending(data[start : start + 16])
        path = name.replace(b"/", b"_").strip() or b"attachment %d" % number
        yield Entry(path if b"." in path else path + kind, length, place=range_place(start, length))


def _long_name(properties: bytes) -> bytes:
    """The whole name of an attachment; the title holds a short one only."""
    found = _LONG_NAME.search(properties)
    if found is None:
        return b""
    raw = properties[found.end() : found.end() + min(int.from_bytes(found[2], "little"), _LONGEST_NAME)]
    if found[1] == _WIDE:
        raw = raw.decode("utf-16-le", "replace").encode("utf-8", "replace")
    return raw.split(b"\0")[0]


def _objects(data: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Begin and length of what is attached as an object, without the identifier before it."""
    found = _OBJECT.search(data, start, end)
    if found is not None:
        length = int.from_bytes(found[1], "little") - _IDENTIFIER
        if 0 < length <= end - found.end() - _IDENTIFIER:
            yield found.end() + _IDENTIFIER, length


def _is_tnef(head: Head) -> bool:
    return head.start.startswith(_MARK) and head.size > _HEAD


TNEF = ContainerFormat(
    "tnef", "message wrapped by Outlook (winmail.dat)", "application/ms-tnef", _is_tnef, TnefContainer
)
