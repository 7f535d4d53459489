"""Places of the form "offset+length", and the search by path for a step that names no place."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import Entry, Wanted

if TYPE_CHECKING:
    from forensicdesk.evidence.containers.base import Container
    from forensicdesk.model import Step

_RANGE = re.compile(rb"(\d{1,18})\+(\d{1,18})")


def range_place(offset: int, length: int) -> bytes:
    """The place of a range of bytes."""
    return b"%d+%d" % (offset, length)


def range_of(place: bytes) -> tuple[int, int]:
    """Offset and length of such a place.

    Raises:
        OSError: it is none.
    """
    found = _RANGE.fullmatch(place)
    if found is None:
        raise no_place()
    return int(found[1]), int(found[2])


def no_place() -> OSError:
    """The error for a place that this reader has not written."""
    return OSError(errno.EINVAL, "the location names no place in the container")


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
