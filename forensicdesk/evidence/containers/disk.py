"""Images of whole disks: containers of one stream, in which partitions or a file system are looked for next."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.containers.streams import InnerStream
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Wanted
    from forensicdesk.model import StatedHash, Step

DISK = b"disk"
"""The path of the one entry of every image: the bytes of the disk."""

_LARGEST = 64 << 40
"""No format of virtual disks goes further."""


class DiskImage(Protocol):
    """What a format of images has to give.

    Attributes:
        size: length of the disk in bytes.
        stated: digests of the disk that the image states, such as those of the acquisition.
    """

    size: int
    stated: tuple[StatedHash, ...]

    def read_at(self, offset: int, count: int) -> bytes:
        """Bytes of the disk, as many as asked for unless it ends there.

        Raises:
            OSError: they are damaged or missing; nothing is ever filled in for them.
        """

    def damage(self) -> Iterator[str | None]:
        """What is wrong with the image, one sentence each; None now and then while it is looked for."""


class DiskContainer:
    """An image as a container: one entry, the disk."""

    def __init__(self, image: DiskImage, around: Around) -> None:
        """The container of an image.

        Raises:
            ContainerError: the image claims to be larger than any is.
        """
        if not 0 <= image.size <= _LARGEST:
            text = sentence("The image is damaged: it says that its disk has {size:,} bytes.", size=image.size)
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, text)
        self._image = image
        self._around = around

    @property
    def stated(self) -> tuple[StatedHash, ...]:
        """The digests of the disk that the image states."""
        return self._image.stated

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:  # noqa: ARG002 - the same for all readers
        """The disk; then what is wrong with the image."""
        yield Entry(DISK, self._image.size, stated=self._image.stated)
        found = []
        for damaged in self._image.damage():
            if damaged is None:
                yield None
            else:
                found.append(damaged)
        if found:
            raise ContainerError(State.FAILED, IssueCode.CONTAINER_DAMAGED, found[0])

    def open(self, step: Step) -> BinaryIO:
        """The bytes of the disk."""
        if step.path != DISK:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return cast("BinaryIO", InnerStream(self._image.size, self._image.read_at, self._around.stream))


class Segment:
    """A later part of an image: read with the first one, so nothing is given here."""

    def entries(self, wanted: Wanted) -> Iterator[Entry]:  # noqa: ARG002 - the same for all readers
        """Nothing."""
        return iter(())

    def open(self, step: Step) -> BinaryIO:  # noqa: ARG002 - the same for all readers
        """Never: there is nothing to open."""
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def segment_of(first: bytes, around: Around, alone: Callable[[Around], Container] | None = None) -> Container:
    """A later part of an image whose first part has this name.

    Args:
        first: name of the first part.
        around: the later part.
        alone: opens it where the first part is missing; without it that is an error.

    Raises:
        ContainerError: the first part is missing.
    """
    if around.beside.has(first):
        return Segment()
    if alone is not None:
        return alone(around)
    raise missing_part(first)


def missing_part(name: bytes) -> ContainerError:
    """The error that names a part of an image which is not there."""
    shown = name.decode("utf-8", "backslashreplace")
    text = sentence(
        "The part {shown} of the image is not there; nothing of the image was read. Put it beside the others.",
        shown=shown,
    )
    return ContainerError(State.FAILED, IssueCode.CONTENT_MISSING, text)


def stored_digests(container: Container) -> tuple[StatedHash, ...]:
    """The digests that an image states of its disk, as they were stored when it was acquired; empty if none.

    To check them, read the stream of `container.open` for the path `DISK` to its end.
    """
    return container.stated if isinstance(container, DiskContainer) else ()


class PlainDisk:
    """A file that is the disk, byte for byte."""

    stated: tuple[StatedHash, ...] = ()

    def __init__(self, around: Around) -> None:
        self._stream = around.stream
        self.size = around.size

    def read_at(self, offset: int, count: int) -> bytes:
        """Bytes of the disk."""
        self._stream.seek(offset)
        return self._stream.read(min(count, self.size - offset))

    def damage(self) -> Iterator[str | None]:
        """Nothing: there are no checksums."""
        return iter(())
