"""Partition tables: MBR with extended partitions, GPT and Apple, read by The Sleuth Kit; labels of BSD."""

from __future__ import annotations

import errno
import os
import re
import struct
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

import pytsk3

from forensicdesk.evidence.containers.base import HEAD_BYTES, ContainerError, ContainerFormat, Entry, Head
from forensicdesk.evidence.containers.carving import carved
from forensicdesk.evidence.containers.filesystem_bytes import TROUBLES, Bridge
from forensicdesk.evidence.containers.filesystem_kinds import volume_of
from forensicdesk.evidence.containers.free_space import Used
from forensicdesk.evidence.containers.segments import read_fully
from forensicdesk.evidence.containers.streams import part_of
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Wanted
    from forensicdesk.model import Step

_PLACE = re.compile(rb"(\d{1,19})\+(\d{1,19})")
_SECTOR = 512
_ENTRIES_AT, _ENTRY_BYTES, _ENTRIES = 446, 16, 4
_GPT = b"EFI PART"
_BSD = b"\x57\x45\x56\x82"
_BSD_LABEL = struct.Struct("<4s36xI88x4s2xH8x256s")
"""From byte 512 on: mark, bytes of a sector, mark again, number of partitions, and these."""
_BSD_WHOLE = 2
"""The third stands for the disk, or the slice, that the label lies in."""
_MOST = 1_000
_LARGEST = 1 << 50
_LEAST_DISK = 34 * 512


class Partitions:
    """The partitions of one disk.

    Raises:
        ContainerError: the table cannot be read.
    """

    def __init__(self, around: Around) -> None:
        self._around = around
        self._volumes = _volumes(around)

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:
        """One for each partition, numbered in the order in which they lie; then what was carved between them."""
        used = Used(self._around.size)
        for number, (start, length) in enumerate(self._volumes, 1):
            path = b"partition %d" % number
            if start >= self._around.size:
                text = sentence("The partition lies behind the end of the image.")
                issue = Issue(Stage.READ, IssueCode.CONTENT_MISSING, text)
                yield Entry(path, 0, state=State.FAILED, issue=issue)
                continue
            length = min(length, self._around.size - start)  # noqa: PLW2901 - the image ends early
            yield Entry(path, length, place=b"%d+%d" % (start, length))
            if self._holds_volume(start, length):
                used.add(start, length)
        if wanted.carve:
            yield from carved(partial(read_fully, self._around.stream), used.free())

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one partition."""
        found = _PLACE.fullmatch(step.place)
        if not found or int(found[1]) + int(found[2]) > self._around.size:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return cast("BinaryIO", part_of(self._around.stream, int(found[1]), int(found[2])))

    def _holds_volume(self, start: int, length: int) -> bool:
        """Whether somebody else looks into a partition: then it is not carved here."""

        def peek(offset: int, count: int) -> bytes:
            return read_fully(self._around.stream, start + offset, max(0, min(count, length - offset)))

        head = Head(peek(0, HEAD_BYTES), b"", length, b"", peek)
        return volume_of(head) is not None or is_partitioned(head)


def _volumes(around: Around) -> list[tuple[int, int]]:
    """Offset and length of every partition in bytes."""
    start = read_fully(around.stream, 0, 8192 + _SECTOR)
    if (label := _bsd_label(start)) is not None:
        return label
    kind = _kind(start)
    try:
        return _table(Bridge(around.stream, around.size), kind)
    except TROUBLES:
        # The Sleuth Kit refuses a table that names what lies behind the end: of an image that is cut short we want it.
        bridge = Bridge(around.stream, around.size, _LARGEST)
    try:
        return _table(bridge, kind)
    except TROUBLES as error:
        text = sentence(
            "The partition table is damaged, no partition could be found by it: {reason}.",
            reason=bridge.reason(error).strerror,
        )
        raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error


def _table(bridge: Bridge, kind: int) -> list[tuple[int, int]]:
    table = pytsk3.Volume_Info(bridge, type=kind)
    unit, found = int(table.info.block_size), []
    for part in table:
        if int(part.flags) & int(pytsk3.TSK_VS_PART_FLAG_ALLOC):
            found.append((int(part.start) * unit, int(part.len) * unit))
        if len(found) >= _MOST:
            break
    return found


def _bsd_label(start: bytes) -> list[tuple[int, int]] | None:
    """Offset and length in bytes of what a label of BSD names but the whole; None if there is no label."""
    if len(start) < _SECTOR + _BSD_LABEL.size or start[_SECTOR : _SECTOR + 4] != _BSD:
        return None
    _, unit, again, count, raw = _BSD_LABEL.unpack_from(start, _SECTOR)
    parts = [(first, length) for length, first, _, _ in struct.iter_unpack("<IIII", raw)][:count]
    if again != _BSD or len(parts) <= _BSD_WHOLE:
        return None
    base, whole = parts[_BSD_WHOLE]
    return [
        ((first - base) * unit, length * unit)
        for first, length in parts
        if length and first >= base and (first, length) != (base, whole)
    ]


def _kind(start: bytes) -> int:
    if _GPT in {start[512:520], start[4096:4104]}:
        return int(pytsk3.TSK_VS_TYPE_GPT)
    return int(pytsk3.TSK_VS_TYPE_MAC if start[:2] == b"ER" else pytsk3.TSK_VS_TYPE_DOS)


def is_partitioned(head: Head) -> bool:
    """A GPT, an Apple partition map, or an MBR whose entries make sense."""
    start = head.start
    if _bsd_label(start):
        return head.size > _LEAST_DISK
    if _GPT in {start[512:520], start[4096:4104]} or (start[:2] == b"ER" and start[512:516] == b"PM\0\0"):
        return head.size > _LEAST_DISK
    if start[510:512] != b"\x55\xaa":
        return False
    entries = [
        start[_ENTRIES_AT + _ENTRY_BYTES * number : _ENTRIES_AT + _ENTRY_BYTES * (number + 1)]
        for number in range(_ENTRIES)
    ]
    # The boot sector alone, kept in a file, is no disk.
    has_any = any(entry[4] and int.from_bytes(entry[8:12], "little") * _SECTOR < head.size for entry in entries)
    return has_any and all(_is_sound(entry) for entry in entries)


def _is_sound(entry: bytes) -> bool:
    """An empty entry, or one with a type, a start and a length."""
    if entry[0] not in {0, 0x80}:
        return False
    start, length = int.from_bytes(entry[8:12], "little"), int.from_bytes(entry[12:16], "little")
    return (start > 0 and length > 0) if entry[4] else not any(entry)


def _open(around: Around) -> Container:
    return Partitions(around)


PARTITIONS = ContainerFormat("partitions", "partitioned disk", "application/octet-stream", is_partitioned, _open)
