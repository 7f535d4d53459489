"""Files with holes: pieces that are stored, zeros between them."""

from __future__ import annotations

import bisect
import errno
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.evidence.containers.streams import InnerStream, read_range
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence


def sparse_stream(stream: BinaryIO, stored: int, size: int, pieces: Sequence[tuple[int, int]]) -> InnerStream:
    """A file of `size` bytes whose pieces, given by place and length, are stored one after the other from `stored`.

    Raises:
        OSError: the pieces overlap, or lie outside the file.
    """
    places: list[int] = []
    ends: list[int] = []
    offsets: list[int] = []
    for place, length in pieces:
        if place < (ends[-1] if ends else 0) or length < 0 or place + length > size:
            raise OSError(errno.EINVAL, sentence("the map of the file's pieces is damaged"))
        if length:
            places.append(place)
            ends.append(place + length)
            offsets.append(stored)
            stored += length

    def read_at(offset: int, count: int) -> bytes:
        index = bisect.bisect_right(places, offset) - 1
        if index >= 0 and offset < ends[index]:
            within = offset - places[index]
            data = read_range(stream, offsets[index] + within, min(count, ends[index] - offset))
            if not data:
                raise OSError(errno.EIO, sentence("the container ends before the file does"))
            return data
        following = places[index + 1] if index + 1 < len(places) else size
        return bytes(min(count, following - offset))

    return InnerStream(size, read_at, stream)
