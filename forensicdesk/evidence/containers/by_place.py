"""Places of the form "offset+length:coding", one after the other where a coded range lies in another one."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.containers.codings import CODINGS
from forensicdesk.evidence.containers.streams import memory_stream, part_of
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.base import Container
    from forensicdesk.model import Step

MOST_IN_MEMORY = 1 << 29
"""Coded ranges of more bytes are not decoded."""
_STAGE = re.compile(rb"(\d{1,18})\+(\d{1,18})(?::([a-z0-9\-]+))?")


def range_place(offset: int, length: int, coding: bytes = b"") -> bytes:
    """The place of a range of bytes, and how it is coded; several are joined by "/"."""
    return b"%d+%d:%s" % (offset, length, coding) if coding else b"%d+%d" % (offset, length)


def open_place(stream: BinaryIO, place: bytes) -> BinaryIO:
    """The bytes at a place: a part of the stream, or decoded in memory.

    Raises:
        OSError: it is no place, or cannot be read.
        ContainerError: it is too large.
    """
    stages = [_STAGE.fullmatch(stage) for stage in place.split(b"/")]
    data: bytes | None = None
    for found in stages:
        if found is None or (found[3] or b"") not in CODINGS:
            raise no_place()
        offset, length, coding = int(found[1]), int(found[2]), found[3] or b""
        if data is None and len(stages) == 1 and not coding:
            return part_of(stream, offset, length)  # type: ignore[return-value]
        if length > MOST_IN_MEMORY:
            raise too_large()
        if data is None:
            stream.seek(offset)
            data = stream.read(length)
        else:
            data = data[offset : offset + length]
        data = CODINGS[coding](data)
    return memory_stream(data or b"", stream)  # type: ignore[return-value]


def too_large() -> ContainerError:
    """The error for what is not decoded because of its size."""
    text = sentence(
        "It is larger than the {most_in_memory} MiB up to which such parts are decoded.",
        most_in_memory=MOST_IN_MEMORY >> 20,
    )
    return ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)


def no_place() -> OSError:
    """The error for a place that this reader has not written."""
    return OSError(errno.EINVAL, sentence("the location names no place in the container"))


def place_of(container: Container, step: Step) -> bytes:
    """The step's place, or that of the first file of its path.

    Raises:
        OSError: there is no such file.
        ContainerError: the container could not be searched to its end.
    """
    if step.place:
        return step.place
    for entry in container.entries(Wanted(blobs=True)):
        if isinstance(entry, Entry) and entry.path == step.path and entry.place:
            return entry.place
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
