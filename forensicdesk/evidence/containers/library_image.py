"""Images that a library of libyal reads: what its handles have in common."""

from __future__ import annotations

import errno
import weakref
from typing import TYPE_CHECKING, BinaryIO, Protocol

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.evidence.containers.library_stream import Remembering
    from forensicdesk.model import StatedHash


class Handle(Protocol):
    """An opened image of such a library."""

    def read_buffer_at_offset(self, size: int, offset: int, /) -> bytes:
        """So many bytes at an offset."""


class LibraryImage:
    """A disk that is read through a handle.

    Args:
        handle: the opened image.
        size: of the disk.
        stated: digests of the disk that the image states.
        others: further files of the image, which are closed when it is given up.
        reads: the streams that the library reads from.
    """

    def __init__(
        self,
        handle: Handle,
        size: int,
        stated: tuple[StatedHash, ...] = (),
        others: tuple[BinaryIO, ...] = (),
        reads: Sequence[Remembering] = (),
    ) -> None:
        self._reads = reads
        self._handle = handle
        self.size = size
        self.stated = stated
        weakref.finalize(self, close_all, others)

    def read_at(self, offset: int, count: int) -> bytes:
        """Bytes of the disk; the library may give fewer than asked."""
        count = min(count, self.size - offset)
        pieces = []
        while count > 0:
            try:
                data = self._handle.read_buffer_at_offset(count, offset)
            except OSError as error:
                raise _trouble_of(self._reads) or OSError(errno.EIO, sentence("the image is damaged there")) from error
            if not data:
                raise OSError(errno.EIO, sentence("the image ends before its disk does"))
            pieces.append(data)
            offset += len(data)
            count -= len(data)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def damage(self) -> Iterator[str | None]:
        """Nothing: these libraries tell when bytes are read."""
        return iter(())


def close_all(streams: tuple[BinaryIO, ...]) -> None:
    """Close some files."""
    for stream in streams:
        stream.close()


def _trouble_of(reads: Sequence[Remembering]) -> OSError | None:
    """Why one of the streams below could not be read."""
    return next(filter(None, [stream.take_trouble() for stream in reads]), None)


def not_opened(title: str, error: OSError, reads: Sequence[Remembering] = ()) -> ContainerError:
    """The error for an image that its library refuses."""
    if trouble := _trouble_of(reads):
        text = sentence(
            "The {title} cannot be opened, its bytes cannot be read: {reason}.",
            title=title,
            reason=trouble.strerror or sentence("reading failed"),
        )
        return ContainerError(State.FAILED, IssueCode.UNREADABLE, text)
    unknown = "unsupported" in str(error)
    why = (
        sentence("it has a form that the library for it does not know")
        if unknown
        else sentence("its structures are damaged")
    )
    text = sentence("The {title} cannot be opened: {why}.", title=title, why=why)
    return ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)
