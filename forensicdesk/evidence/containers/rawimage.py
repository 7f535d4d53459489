"""Raw images in several files: .001, .002 and so on, or .aa, .ab and so on."""

from __future__ import annotations

import bisect
import re
from itertools import count as from_
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerFormat
from forensicdesk.evidence.containers.disk import DiskContainer, PlainDisk, missing_part, segment_of
from forensicdesk.evidence.containers.filesystem_kinds import volume_of
from forensicdesk.evidence.containers.partitions import is_partitioned
from forensicdesk.evidence.containers.segments import Segments, later_name
from forensicdesk.evidence.ranges import length_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Head
    from forensicdesk.model import StatedHash

_FIRST = re.compile(rb"\.(0{2,5}[01]|aa|AA|aaa|AAA)$")
_LATER = re.compile(rb"\.(\d{3,6}|a[a-z]{1,2}|A[A-Z]{1,2})$")
_MOST_PARTS = 20_000
_LOOK_AHEAD = 3
"""So many names behind the last part are tried, to tell a missing part from the end."""


class SplitDisk:
    """A disk in several files.

    Raises:
        ContainerError: a part between others is missing; the error names it.
    """

    stated: tuple[StatedHash, ...] = ()

    def __init__(self, around: Around) -> None:
        self._segments = Segments(around)
        self._starts = [0]
        for number in from_():
            if number and not around.beside.has(later_name(around.name, number)):
                break
            self._starts.append(self._starts[-1] + length_of(self._segments.open(number)))
            if number >= _MOST_PARTS:
                break
        last = len(self._starts) - 1
        for ahead in range(1, _LOOK_AHEAD + 1):
            if around.beside.has(later_name(around.name, last + ahead)):
                raise missing_part(later_name(around.name, last))
        self.size = self._starts[-1]

    def read_at(self, offset: int, count: int) -> bytes:
        """Bytes of the disk."""
        end = min(offset + count, self.size)
        pieces = []
        while offset < end:
            number = bisect.bisect_right(self._starts, offset) - 1
            length = min(end, self._starts[number + 1]) - offset
            data = self._segments.read(number, offset - self._starts[number], length)
            if not data:
                break
            pieces.append(data)
            offset += len(data)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def damage(self) -> Iterator[str | None]:
        """Nothing: there are no checksums."""
        return iter(())


def _is_disk(head: Head) -> bool:
    return volume_of(head) is not None or is_partitioned(head)


def _is_first(head: Head) -> bool:
    return bool(_FIRST.search(head.name)) and _is_disk(head)


def _is_later(head: Head) -> bool:
    """Named like a later part. Without a file system at its start it would not be taken for a container anyway."""
    return bool(_LATER.search(head.name)) and later_name(head.name, 0) != head.name and _is_disk(head)


def _open(around: Around) -> Container:
    return DiskContainer(SplitDisk(around), around)


def _open_later(around: Around) -> Container:
    return segment_of(later_name(around.name, 0), around, lambda it: DiskContainer(PlainDisk(it), it))


RAW_SPLIT = ContainerFormat("raw-split", "raw image in several files", "application/octet-stream", _is_first, _open)
RAW_SEGMENT = ContainerFormat("raw-segment", "part of a raw image", "application/octet-stream", _is_later, _open_later)
