"""What only libewf reads of the EWF family: Ex01 images of disks, and logical evidence files (L01, Lx01)."""

from __future__ import annotations

import errno
import os
import weakref
from typing import TYPE_CHECKING, BinaryIO, cast

import pyewf

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat, Entry
from forensicdesk.evidence.containers.disk import DiskContainer, missing_part, segment_of
from forensicdesk.evidence.containers.ewf2_chunks import Chunks
from forensicdesk.evidence.containers.library_image import LibraryImage, close_all, not_opened
from forensicdesk.evidence.containers.library_stream import Remembering
from forensicdesk.evidence.containers.segments import later_name
from forensicdesk.evidence.containers.streams import InnerStream
from forensicdesk.evidence.ranges import length_of
from forensicdesk.language import sentence
from forensicdesk.model import State, StatedHash
from hashing.values import DateFact, IssueCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from forensicdesk.evidence.containers.base import Around, Container, Head, Wanted
    from forensicdesk.model import Step

_EX01 = b"EVF2\r\n\x81\0"
_L01 = b"LVF\x09\x0d\x0a\xff\0"
_LX01 = b"LEF2\r\n\x81\0"
_SEGMENT_AT = {_L01: slice(9, 11), _EX01: slice(12, 16), _LX01: slice(12, 16)}
_MOST_SEGMENTS = 40
_EPOCH = 1970
"""A time that is not set is one of this year."""
_TITLE = "image"
_LIST_TITLE = "list of files of the image"
_DATES = (("modified", "modification"), ("accessed", "access"), ("created", "creation"))


def _number(head: Head) -> int:
    """The number of a segment, from 1; 0 if it is none."""
    where = _SEGMENT_AT.get(head.start[:8])
    return int.from_bytes(head.start[where], "little") if where else 0


def _is_disk(head: Head) -> bool:
    return head.start[:8] == _EX01 and _number(head) == 1


def _is_logical(head: Head) -> bool:
    return head.start[:8] in {_L01, _LX01} and _number(head) == 1


def _handle(around: Around) -> tuple[pyewf.handle, tuple[BinaryIO, ...]]:
    """The opened image, and its later segments: they stay open, so there is a limit.

    Raises:
        ContainerError: a segment is missing, or the library refuses the image.
    """
    streams = [around.stream]
    while len(streams) < _MOST_SEGMENTS and around.beside.has(name := later_name(around.name, len(streams))):
        streams.append(around.beside.open(name))
    if len(streams) == _MOST_SEGMENTS:
        text = sentence(
            "An image of more than {most_segments} segments of this kind; convert it to E01, and add that.",
            most_segments=_MOST_SEGMENTS,
        )
        raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_LIMIT, text)
    handle = pyewf.handle()
    try:
        handle.open_file_objects([Remembering(stream, length_of(stream)) for stream in streams])
    except OSError as error:
        if "missing" in str(error).lower():
            raise missing_part(later_name(around.name, len(streams))) from error
        raise not_opened(_TITLE, error) from error
    return handle, tuple(streams[1:])


def _stated(handle: pyewf.handle) -> tuple[StatedHash, ...]:
    found = []
    for name, text in sorted(handle.get_hash_values().items()):
        try:
            found.append(StatedHash(name.lower().replace("-", ""), bytes.fromhex(text), "the image (Ex01)"))
        except ValueError:
            continue
    return tuple(found)


def _open_disk(around: Around) -> Container:
    handle, others = _handle(around)
    image = Ex01Image(handle, (around.stream, *others))
    if not image.is_whole:
        raise missing_part(later_name(around.name, 1 + len(others)))
    return DiskContainer(image, around)


class Ex01Image:
    """The disk in an Ex01 image. What libewf knows of it is taken; its chunks are read, and checked, by us.

    Raises:
        ContainerError: its tables of chunks are damaged, or a segment is missing.
    """

    def __init__(self, handle: pyewf.handle, segments: tuple[BinaryIO, ...]) -> None:
        self.size = int(handle.get_media_size())
        self.stated = _stated(handle)
        weakref.finalize(self, close_all, segments[1:])
        try:
            self._chunks = Chunks(segments, max(1, int(handle.get_chunk_size())), self.size)
        except OSError as error:
            raise not_opened(_TITLE, error) from error

    @property
    def is_whole(self) -> bool:
        """Whether its segments have a chunk for every byte."""
        return self._chunks.bytes >= self.size

    def read_at(self, offset: int, count: int) -> bytes:
        """Bytes of the disk.

        Raises:
            OSError: a chunk is damaged, or is not there.
        """
        pieces = []
        count = min(count, self.size - offset)
        while count > 0:
            pieces.append(self._chunks.read_at(offset, count))
            offset += len(pieces[-1])
            count -= len(pieces[-1])
        return b"".join(pieces)

    def damage(self) -> Iterator[str | None]:
        """Nothing: it is told when bytes are read."""
        return iter(())


class LogicalEvidence:
    """The files of a logical evidence file."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._handle, others = _handle(around)
        weakref.finalize(self, close_all, others)

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every file; a folder is what has others below it, so an empty folder cannot be told from an empty file."""
        todo = [(self._root(), b"", b"")]
        while todo:
            entry, path, place = todo.pop()
            yield None
            for number in range(entry.number_of_sub_file_entries):
                below = entry.get_sub_file_entry(number)
                name = (below.name or f"entry {number}").encode("utf-8", "surrogateescape")
                at, where = (path + b"/" + name if path else name), place + b"%d." % number
                if not below.number_of_sub_file_entries:
                    yield _entry(below, at, where)
                else:
                    todo.append((below, at, where))

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one file."""
        numbers = step.place.split(b".")[:-1]
        if not numbers or not all(number.isdigit() for number in numbers):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        entry = self._root()
        for number in numbers:
            entry = entry.get_sub_file_entry(int(number))
        image = LibraryImage(entry, int(entry.size))
        return cast("BinaryIO", InnerStream(image.size, image.read_at, self._around.stream))

    def _root(self) -> pyewf.file_entry:
        try:
            return self._handle.get_root_file_entry()
        except OSError as error:
            raise not_opened(_LIST_TITLE, error) from error


def _entry(file: pyewf.file_entry, path: bytes, place: bytes) -> Entry:
    digests = (("md5", _known(file.get_hash_value_md5)), ("sha1", _known(file.get_hash_value_sha1)))
    stated = tuple(StatedHash(name, bytes.fromhex(text), "the image (L01)") for name, text in digests if _is_hex(text))
    dates = []
    for kind, field in _DATES:
        moment = _known(getattr(file, f"get_{field}_time"))
        if moment and moment.year > _EPOCH:
            dates.append(DateFact(f"file:{kind}", moment.strftime("%Y-%m-%d %H:%M:%S"), "Z"))
    return Entry(path, int(file.size), place=place, dates=tuple(dates), stated=stated)


def _is_hex(text: str | None) -> bool:
    return text is not None and len(text) in {32, 40} and set(text.lower()) <= set("0123456789abcdef")


def _known(value: Callable[[], Any]) -> Any:  # noqa: ANN401 - pyewf has no types
    """A value of an entry; None where the library says, by an error, that there is none."""
    try:
        return value()
    except OSError:
        return None


def _open_logical(around: Around) -> Container:
    return LogicalEvidence(around)


def _open_later(around: Around) -> Container:
    return segment_of(later_name(around.name, 0), around)


EX01 = ContainerFormat("ewf2", "Ex01 image of a disk", "application/x-ewf", _is_disk, _open_disk, acquisition=True)
LOGICAL = ContainerFormat("ewf-logical", "L01 logical evidence file", "application/x-ewf", _is_logical, _open_logical)
EX01_SEGMENT = ContainerFormat(
    "ewf2-segment",
    "segment of an Ex01 or L01 file",
    "application/x-ewf",
    lambda head: _number(head) > 1,
    _open_later,
)
