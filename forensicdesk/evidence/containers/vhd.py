"""VHD and VHDX images, read by libvhdi."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyvhdi

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.disk import DiskContainer
from forensicdesk.evidence.containers.library_image import LibraryImage, not_opened
from forensicdesk.evidence.containers.library_stream import Remembering
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.base import Around, Container, Head

_COOKIE = b"conectix"
_VHDX = b"vhdxfile"
_FOOTER_BYTES = 512
_FOOTER_VERSION = b"\0\1\0\0"
_DIFFERENTIAL = 4
_TITLE = "VHD image"


def _is_vhd(head: Head) -> bool:
    """The footer, at the end, and before everything else where the disk grows as it is filled."""
    footer = head.end[-_FOOTER_BYTES:]
    return any(raw[:8] == _COOKIE and raw[12:16] == _FOOTER_VERSION for raw in (footer, head.start))


def _open(around: Around) -> Container:
    handle, stream = pyvhdi.file(), Remembering(around.stream, around.size)
    try:
        handle.open_file_object(stream)
    except OSError as error:
        raise not_opened(_TITLE, error, (stream,)) from error
    if handle.disk_type == _DIFFERENTIAL:
        text = sentence("A VHD image of what changed; it is not complete without the image that it is based on.")
        raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)
    return DiskContainer(LibraryImage(handle, int(handle.media_size), reads=(stream,)), around)


VHDX = ContainerFormat(
    "vhdx", "VHDX image of a disk", "application/x-vhdx", lambda head: head.start[:8] == _VHDX, _open
)
VHD = ContainerFormat("vhd", "VHD image of a disk", "application/x-vhd", _is_vhd, _open)
