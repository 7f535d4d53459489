"""Images of disks that are told by their marks, but not read: the ledger says so instead of calling them no media."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import HEAD_BYTES, ContainerError, ContainerFormat
from forensicdesk.evidence.containers.carving import carved
from forensicdesk.evidence.containers.segments import read_fully
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Around, Container, Entry, Head, Wanted
    from forensicdesk.model import Step

_TRAILER = 512
_ENCRYPTED_DMG = b"encrcdsa"
_OLD_ENCRYPTED_DMG = b"cdsaencr"


@dataclass(frozen=True, slots=True)
class _Image:
    """A kind of image: its name, its mark and where that stands (from the end if negative), whether it is encrypted."""

    title: str
    offset: int
    mark: bytes
    locked: bool = False


_IMAGES = (
    _Image(sentence("encrypted image of macOS (.dmg)"), 0, _ENCRYPTED_DMG, locked=True),
    _Image(sentence("encrypted image of macOS (.dmg)"), -8, _OLD_ENCRYPTED_DMG, locked=True),
    _Image(sentence("compressed image of macOS (.dmg)"), -_TRAILER, b"koly\0\0\0\x04"),
    _Image(sentence("sparse image of macOS (.sparseimage)"), 0, b"sprs\0\0\0\3"),
    _Image(sentence("AccessData logical image (AD1)"), 0, b"ADSEGMENTEDFILE\0"),
    _Image(sentence("AFF image"), 0, b"AFF10\r\n\0"),
    _Image(sentence("VirtualBox image (VDI)"), 64, b"\x7f\x10\xda\xbe"),
    _Image(sentence("Parallels image (HDD)"), 0, b"WithoutFreeSpace"),
    _Image(sentence("Parallels image (HDD)"), 0, b"WithouFreSpacExt"),
)


def _image_of(start: bytes, end: bytes) -> _Image | None:
    for image in _IMAGES:
        data = start if image.offset >= 0 else end[image.offset :]
        if data.startswith(image.mark, max(image.offset, 0)):
            return image
    return None


class UnreadImage:
    """An image whose kind is known, but not read."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._read = partial(read_fully, around.stream)

    def entries(self, wanted: Wanted) -> Iterator[Entry | None]:
        """What can be carved from one that is not encrypted; then what it is.

        Raises:
            ContainerError: always.
        """
        size = self._around.size
        image = _image_of(self._read(0, HEAD_BYTES), self._read(max(0, size - _TRAILER), _TRAILER))
        title = image.title if image else "unknown"
        if image and image.locked:
            text = sentence("An {title}. Decrypt it with other means and add what it holds.", title=title)
            raise ContainerError(State.ENCRYPTED, IssueCode.ENCRYPTED, text)
        if wanted.carve:
            yield from carved(self._read, [(0, size)])
        text = sentence(
            "An image of a kind that this version does not read: {title}. Convert it to a raw image and add that.",
            title=title,
        )
        raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)

    def open(self, step: Step) -> BinaryIO:  # noqa: ARG002 - the same for all readers
        """Never."""
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def _is_unread(head: Head) -> bool:
    return _image_of(head.start, head.end) is not None


def _open(around: Around) -> Container:
    return UnreadImage(around)


UNREAD_IMAGE = ContainerFormat(
    "image", "image of a disk that is not read", "application/octet-stream", _is_unread, _open
)
