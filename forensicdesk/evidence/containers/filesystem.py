"""File systems, read by The Sleuth Kit: live files, deleted ones, and what lies in blocks that no file has."""

from __future__ import annotations

import errno
import os
import re
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

import pytsk3

from forensicdesk.evidence.containers.base import (
    HEAD_BYTES,
    ContainerError,
    ContainerFormat,
    Head,
)
from forensicdesk.evidence.containers.carving import carved
from forensicdesk.evidence.containers.filesystem_bytes import TROUBLES, Bridge, attribute_reader, run_reader, windowed
from forensicdesk.evidence.containers.filesystem_dates import is_local, without_zone
from forensicdesk.evidence.containers.filesystem_iso import BLOCK, PLACE, other_files
from forensicdesk.evidence.containers.filesystem_kinds import VOLUMES, volume_of
from forensicdesk.evidence.containers.filesystem_lost import FatVolume
from forensicdesk.evidence.containers.filesystem_walk import Walk
from forensicdesk.evidence.containers.free_space import Used
from forensicdesk.evidence.containers.segments import read_fully
from forensicdesk.evidence.containers.streams import InnerStream, part_of
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Entry, Wanted
    from forensicdesk.evidence.containers.filesystem_walk import Runs
    from forensicdesk.model import Step

_TYPES = {
    "ntfs": pytsk3.TSK_FS_TYPE_NTFS_DETECT,
    "exfat": pytsk3.TSK_FS_TYPE_FAT_DETECT,
    "fat": pytsk3.TSK_FS_TYPE_FAT_DETECT,
    "ext": pytsk3.TSK_FS_TYPE_EXT_DETECT,
    "hfs": pytsk3.TSK_FS_TYPE_HFS_DETECT,
    "iso9660": pytsk3.TSK_FS_TYPE_ISO9660_DETECT,
    "ufs": pytsk3.TSK_FS_TYPE_FFS_DETECT,
    "yaffs2": pytsk3.TSK_FS_TYPE_YAFFS2_DETECT,
}
_PLAIN = frozenset({"ext", "fat", "exfat"})
"""In these a file's bytes are those of its blocks; NTFS keeps apart how many of them were ever written."""

_PLACE = re.compile(rb"(\d{1,20})(?:-(\d{1,10})-(\d{1,10}))?")


class FileSystem:
    """One file system.

    Raises:
        ContainerError: it cannot be opened.
    """

    def __init__(self, around: Around, kind: str) -> None:
        if is_local(kind):
            without_zone()
        self._around = around
        self._kind = kind
        self._bridge = Bridge(around.stream, around.size)
        try:
            self._fs = pytsk3.FS_Info(self._bridge, offset=0, type=_TYPES[kind])
        except TROUBLES as error:
            text = sentence("The file system cannot be opened: {reason}.", reason=self._bridge.reason(error).strerror)
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text) from error
        self._block = int(self._fs.info.block_size)

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:
        """Every file, live and deleted; then what was carved from blocks that no file has."""
        if not wanted.carve and self._kind != "iso9660":
            yield from self._walk().entries()
            return
        blocks = _Blocks(self._around.size, self._block)
        yield from self._walk(blocks.take).entries()
        if self._kind == "iso9660":
            yield from self._other_trees(blocks)
        if wanted.carve:
            yield from carved(partial(read_fully, self._around.stream), blocks.used.free(), blocks.deleted)

    def _other_trees(self, blocks: _Blocks) -> Iterator[Entry | None]:
        """What the other trees of a disc name."""
        for entry in other_files(partial(read_fully, self._around.stream), blocks.firsts.__contains__):
            found = PLACE.fullmatch(entry.place) if entry else None
            if found:
                blocks.used.add(int(found[1]), -(-int(found[2]) // BLOCK))
            yield entry

    def _walk(self, runs: Runs | None = None) -> Walk:
        lost = None
        if self._kind == "fat":
            lost = FatVolume(partial(read_fully, self._around.stream), self._around.size).lost()
        return Walk(self._fs, self._bridge, self._kind, runs, lost)

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        if lies := PLACE.fullmatch(step.place) if self._kind == "iso9660" else None:
            return cast("BinaryIO", part_of(self._around.stream, int(lies[1]) * BLOCK, int(lies[2])))
        found = _PLACE.fullmatch(step.place) if step.place else None
        if step.place and not found:
            raise OSError(errno.EINVAL, sentence("the location names no place in the file system"))
        try:
            file = self._fs.open_meta(int(found[1])) if found else self._named(step.path)
            size, read_at = self._reader(file, found)
        except FileNotFoundError:
            raise
        except TROUBLES as error:
            raise self._bridge.reason(error) from error
        return cast("BinaryIO", InnerStream(size, windowed(read_at, size), self._around.stream))

    def _reader(self, file: pytsk3.File, place: re.Match[bytes] | None) -> tuple[int, Callable[[int, int], bytes]]:
        """Size of a file, or of one of its attributes, and what reads it."""
        if place and place[2]:
            kind, number = int(place[2]), int(place[3])
            return _size_of(file, kind, number), attribute_reader(file, self._bridge, kind, number)
        size = int(file.info.meta.size)
        direct = run_reader(file, self._around.stream, self._block) if self._kind in _PLAIN and size else None
        return size, direct or attribute_reader(file, self._bridge, None, 0)

    def _named(self, path: bytes) -> pytsk3.File:
        self._bridge.take_trouble()
        try:
            file = self._fs.open(os.fsdecode(b"/" + path))
        except TROUBLES as error:
            if trouble := self._bridge.take_trouble():
                raise trouble from error
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from error
        if file.info.meta is None or int(file.info.meta.type) != int(pytsk3.TSK_FS_META_TYPE_REG):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return file


class _Blocks:
    """The blocks of live files, and where the bytes of deleted ones begin and end, as far as they hang together."""

    def __init__(self, size: int, block: int) -> None:
        self.used = Used(size, block)
        self.deleted: dict[int, int] = {}
        self.firsts = set[int]()
        self._block = block

    def take(self, runs: list[tuple[int, int]], deleted: bool) -> None:  # noqa: FBT001 - see `Walk`
        """The runs of one file."""
        self.firsts |= {start for start, _ in runs[:1]}
        if not deleted:
            for start, count in runs:
                self.used.add(start, count)
        elif runs:
            start = end = runs[0][0]
            for begin, count in runs:
                if begin != end:
                    break
                end += count
            self.deleted[start * self._block] = end * self._block


def _size_of(file: pytsk3.File, kind: int, number: int) -> int:
    for attribute in file:
        if (int(attribute.info.type), int(attribute.info.id)) == (kind, number):
            return int(attribute.info.size)
    raise OSError(errno.ENOENT, sentence("the file has no such attribute"))


class UnreadVolume:
    """A volume whose kind is known, but not read."""

    def __init__(self, around: Around) -> None:
        start = read_fully(around.stream, 0, HEAD_BYTES)
        volume = volume_of(Head(start, b"", around.size, around.name, partial(read_fully, around.stream)))
        self._around = around
        self._title = volume.title if volume else "unknown"
        self._state = volume.state if volume else State.UNSUPPORTED

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:
        """What can be carved from a volume that is not encrypted; then what it is.

        Raises:
            ContainerError: always.
        """
        if wanted.carve and self._state is not State.ENCRYPTED:
            yield from carved(partial(read_fully, self._around.stream), [(0, self._around.size)])
        if self._state is State.ENCRYPTED:
            text = sentence(
                "An encrypted volume: {title}. Decrypt it with other means and add what it holds.", title=self._title
            )
            raise ContainerError(self._state, IssueCode.ENCRYPTED, text)
        text = sentence("A volume of a kind that this version does not read: {title}.", title=self._title)
        raise ContainerError(self._state, IssueCode.CONTAINER_UNSUPPORTED, text)

    def open(self, step: Step) -> BinaryIO:  # noqa: ARG002 - the same for all readers
        """Never."""
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def _open_unread(around: Around) -> Container:
    return UnreadVolume(around)


def _open_as(kind: str, around: Around) -> Container:
    return FileSystem(around, kind)


def _holds(kind: str, head: Head) -> bool:
    volume = volume_of(head)
    return volume is not None and volume.kind == kind


def _is_unread(head: Head) -> bool:
    volume = volume_of(head)
    return volume is not None and volume.state is not State.PENDING


FILE_SYSTEMS: tuple[ContainerFormat, ...] = tuple(
    ContainerFormat(
        volume.kind,
        f"{volume.title} file system",
        "application/octet-stream",
        partial(_holds, volume.kind),
        partial(_open_as, volume.kind),
    )
    for volume in VOLUMES
    if volume.kind in _TYPES
)
UNREAD_VOLUME = ContainerFormat(
    "volume", "volume that is not read", "application/octet-stream", _is_unread, _open_unread
)
