"""The members of a tar archive one at a time, by Python's tarfile, which is kept from reading too much or forever."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING, BinaryIO, cast

from forensicdesk.evidence.containers.streams import read_range
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

TAR_ERRORS = (tarfile.TarError, EOFError, OverflowError, ValueError, RecursionError)
"""What damaged archives end in."""

_READ_BYTES = 4 * 1024 * 1024
"""No header of an archive is longer: long names, extended headers, maps of sparse files."""


class _Bounded:
    """The archive's bytes as tarfile reads them."""

    name = None
    mode = "rb"

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._place = 0

    def read(self, count: int) -> bytes:
        if not 0 <= count <= _READ_BYTES:
            msg = sentence("a header of the archive is too long")
            raise tarfile.ReadError(msg)
        data = read_range(self._stream, self._place, count)
        self._place += len(data)
        return data

    def seek(self, place: int) -> int:
        self._place = place
        return place

    def tell(self) -> int:
        return self._place


def members(stream: BinaryIO, size: int) -> Iterator[tarfile.TarInfo | None]:
    """Every member in order; None for one that is no member for people.

    Raises:
        TAR_ERRORS: the rest cannot be read.
    """
    file = _Bounded(stream)
    with tarfile.open(fileobj=cast("BinaryIO", file), mode="r:", errorlevel=1) as archive:
        end = 0
        while (member := archive.next()) is not None:
            # Without this, tarfile remembers every member.
            archive.members = []  # type: ignore[attr-defined]
            offset = archive.offset
            if offset <= end or member.size < 0:
                msg = sentence("a member that goes backwards")
                raise tarfile.ReadError(msg)
            end = offset
            yield member
        if any(read_range(stream, end, tarfile.BLOCKSIZE)) and end < size:
            msg = sentence("no header where one must be")
            raise tarfile.ReadError(msg)


def member_at(stream: BinaryIO, offset: int) -> tarfile.TarInfo | None:
    """The member whose first header stands there; None if there is none.

    Raises:
        TAR_ERRORS: the header is damaged.
    """
    file = _Bounded(stream)
    file.seek(offset)
    with tarfile.open(fileobj=cast("BinaryIO", file), mode="r:", errorlevel=1) as archive:
        return archive.next()
