"""Pictures and films in bytes that no file has, found by their first bytes and followed by their structure.

A file that lies in pieces is found up to where its first piece ends, at the most: nothing is put together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import Entry
from forensicdesk.evidence.containers.carving_films import end_of_boxes, end_of_matroska, end_of_riff
from forensicdesk.evidence.containers.carving_tiff import end_of_tiff
from forensicdesk.evidence.containers.picture_ends import end_of_bmp, end_of_gif, end_of_jpeg, end_of_png
from forensicdesk.evidence.containers.spans import Span
from forensicdesk.model import CARVED_STEP, Origin, range_step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_AT_ONCE = 4 << 20
_OVERLAP = 16
_SECTOR = 512
_EMPTY = bytes(_AT_ONCE + _OVERLAP)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of file: its mark, how far that lies behind the start, whether it must begin where a sector does."""

    mark: bytes
    behind: int
    aligned: bool
    end: Callable[[Span], tuple[str, int] | None]


_KINDS = (
    _Kind(b"\xff\xd8\xff", 0, aligned=False, end=end_of_jpeg),
    _Kind(b"\x89PNG\r\n\x1a\n", 0, aligned=False, end=end_of_png),
    _Kind(b"GIF8", 0, aligned=False, end=end_of_gif),
    _Kind(b"RIFF", 0, aligned=False, end=end_of_riff),
    _Kind(b"ftyp", 4, aligned=False, end=end_of_boxes),
    _Kind(b"\x1a\x45\xdf\xa3", 0, aligned=False, end=end_of_matroska),
    _Kind(b"II*\0", 0, aligned=True, end=end_of_tiff),
    _Kind(b"MM\0*", 0, aligned=True, end=end_of_tiff),
    _Kind(b"BM", 0, aligned=True, end=end_of_bmp),
)
_ANYWHERE = tuple(kind for kind in _KINDS if not kind.aligned)
_HEADS = {kind.mark[:2]: kind for kind in _KINDS if kind.aligned}


def carved(
    read: Callable[[int, int], bytes],
    ranges: Iterable[tuple[int, int]],
    known: Mapping[int, int] | None = None,
) -> Iterator[Entry | None]:
    """What is found in some ranges of a stream; None now and then.

    Args:
        read: gives so many bytes of the stream at an offset.
        ranges: start and end of each, in order.
        known: end by start of ranges that begin an item already, such as a deleted file that was found by its name.
    """
    for start, end in ranges:
        yield from _range(read, start, end, known or {})


def _range(read: Callable[[int, int], bytes], start: int, end: int, known: Mapping[int, int]) -> Iterator[Entry | None]:
    place = free = start
    while place < end:
        yield None
        try:
            data = read(place, min(_AT_ONCE + _OVERLAP, end - place))
        except OSError:
            # What cannot be read holds nothing that could be opened; the volume's own reader says so of its files.
            place += _AT_ONCE
            continue
        # Most of what is free on a disk was never written.
        hits = [] if data == _EMPTY else _hits(data, place, last=place + len(data) >= end)
        for offset, kind in hits:
            if offset < max(free, start):
                continue
            found = kind.end(Span(read, offset, end))
            if found is None:
                continue
            what, length = found
            free = offset + length
            if known.get(offset, -1) < free:
                step = range_step(CARVED_STEP, what, offset, length)
                yield Entry(step.path, length, kind=CARVED_STEP, origin=Origin.CARVED)
        place = max(place + _AT_ONCE, free - free % _SECTOR)


def _hits(data: bytes, place: int, *, last: bool) -> list[tuple[int, _Kind]]:
    """Where files could begin in a piece of the stream, in order.

    Marks in the overlap are left to the next piece.
    """
    found = []
    limit = len(data) if last else len(data) - _OVERLAP
    for kind in _ANYWHERE:
        at = data.find(kind.mark)
        while at >= 0 and at - kind.behind < limit:
            found.append((place + at - kind.behind, kind))
            at = data.find(kind.mark, at + 1)
    for at in range(-place % _SECTOR, limit, _SECTOR):
        head = _HEADS.get(data[at : at + 2])
        if head is not None and data.startswith(head.mark, at):
            found.append((place + at, head))
    return sorted(found, key=lambda hit: hit[0])
