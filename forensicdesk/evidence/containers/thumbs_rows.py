"""Caches that are rows of small pictures: `.thumbdata` and the blob caches of Android galleries.

What stands between the pictures differs between versions and makers; the pictures are found by their own structure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerFormat, Entry
from forensicdesk.evidence.containers.by_place import open_place, place_of, range_place
from forensicdesk.evidence.containers.picture_ends import ending, pictures_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Head, Wanted
    from forensicdesk.model import Step

_NAMES = re.compile(rb"\.?thumbdata[^/]*|imgcache[a-z]*\.\d", re.IGNORECASE)
_BLOB_CACHE = b"\x10\x85\x24\xbd"


class PictureRows:
    """One such cache."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """Every whole picture, by place."""
        number = 0
        for found in pictures_in(self._peek, self._around.size):
            if found is None:
                yield None
                continue
            number += 1
            offset, length = found
            path = b"picture %d%s" % (number, ending(self._peek(offset, 8)))
            yield Entry(path, length, place=range_place(offset, length))

    def open(self, step: Step) -> BinaryIO:
        """The bytes of one picture."""
        return open_place(self._around.stream, place_of(self, step))

    def _peek(self, offset: int, count: int) -> bytes:
        self._around.stream.seek(offset)
        return self._around.stream.read(min(count, max(0, self._around.size - offset)))


def _is_rows(head: Head) -> bool:
    return head.start.startswith(_BLOB_CACHE) or _NAMES.fullmatch(head.name) is not None


def _open(around: Around) -> Container:
    return PictureRows(around)


PICTURE_ROWS = ContainerFormat(
    "picture-rows", "cache of small pictures in a row", "application/octet-stream", _is_rows, _open
)
