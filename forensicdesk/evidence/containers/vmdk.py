"""VMDK images, read by libvmdk: the descriptor or the first file names the others, which lie beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

import pyvmdk

from forensicdesk.evidence.containers.base import ContainerError, ContainerFormat
from forensicdesk.evidence.containers.disk import DiskContainer, PlainDisk, missing_part, segment_of
from forensicdesk.evidence.containers.library_image import LibraryImage, not_opened
from forensicdesk.evidence.containers.library_stream import Remembering
from forensicdesk.evidence.ranges import length_of
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.base import Around, Container, Head

_SPARSE = b"KDMV"
_COWD = b"COWD"
_DESCRIPTOR = b"# Disk DescriptorFile"
_DESCRIPTOR_AT = slice(28, 36)
_EXTENT = re.compile(rb"-(?:[sf]\d{3,}|flat)(\.[Vv][Mm][Dd][Kk])$")
_NO_PARENT = 0xFFFFFFFF
_MOST_EXTENTS = 40
_TITLE = "VMDK image"


def _is_vmdk(head: Head) -> bool:
    """A descriptor, or a sparse file that has one inside."""
    if head.start.startswith(_SPARSE):
        return not _EXTENT.search(head.name) and any(head.start[_DESCRIPTOR_AT])
    return head.start[:256].lstrip().startswith(_DESCRIPTOR)


def _is_extent(head: Head) -> bool:
    """A file that a descriptor names: sparse, or flat and named as such files are."""
    return head.start.startswith((_SPARSE, _COWD)) or (bool(_EXTENT.search(head.name)) and head.size % 512 == 0)


def _open(around: Around) -> Container:
    handle = pyvmdk.handle()
    reads = [Remembering(around.stream, around.size)]
    try:
        handle.open_file_object(reads[0])
        if (handle.parent_content_identifier or 0) not in {0, _NO_PARENT}:
            text = sentence(
                "A VMDK image of what changed since a snapshot; it is not complete without the image it is based on."
            )
            raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)
        streams = _extents(handle, around)
        reads += [Remembering(stream, length_of(stream)) for stream in streams]
        handle.open_extent_data_files_as_file_objects(reads[1:])
    except OSError as error:
        raise not_opened(_TITLE, error, reads) from error
    others = tuple(stream for stream in streams if stream is not around.stream)
    return DiskContainer(LibraryImage(handle, int(handle.media_size), others=others, reads=reads), around)


def _extents(handle: pyvmdk.handle, around: Around) -> list[BinaryIO]:
    """The files of the disk, in order; they stay open, so there is a limit.

    Raises:
        ContainerError: one is missing, or they are too many.
    """
    if handle.number_of_extents > _MOST_EXTENTS:
        text = sentence(
            "A VMDK image of more than {most_extents} files; join them with the program that made it.",
            most_extents=_MOST_EXTENTS,
        )
        raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_LIMIT, text)
    around.stream.seek(0)
    # A file that is descriptor and disk in one is that, whatever it was called when it was made.
    is_whole = handle.number_of_extents == 1 and around.stream.read(len(_SPARSE)) == _SPARSE
    streams = []
    for number in range(handle.number_of_extents):
        name = (handle.get_extent_descriptor(number).filename or "").replace("\\", "/").rpartition("/")[2]
        raw = name.encode("utf-8", "surrogateescape")
        if raw == around.name or not raw or is_whole:
            streams.append(around.stream)
            continue
        try:
            streams.append(around.beside.open(raw))
        except FileNotFoundError as error:
            raise missing_part(raw) from error
    return streams


def _open_extent(around: Around) -> Container:
    """Nothing of its own where the descriptor lies beside it; a flat one can be read alone."""
    first = _EXTENT.sub(rb"\1", around.name)
    around.stream.seek(0)
    is_flat = not around.stream.read(4).startswith((_SPARSE, _COWD))
    return segment_of(first, around, (lambda it: DiskContainer(PlainDisk(it), it)) if is_flat else None)


VMDK = ContainerFormat("vmdk", "VMDK image of a disk", "application/x-vmdk", _is_vmdk, _open)
VMDK_EXTENT = ContainerFormat("vmdk-extent", "part of a VMDK image", "application/x-vmdk", _is_extent, _open_extent)
