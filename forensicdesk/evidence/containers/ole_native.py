"""Objects embedded in old Office documents and in messages: files dropped into them, and pictures of programs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.ole_pictures import pictures_of
from forensicdesk.evidence.containers.ole_place import stream_entry
from forensicdesk.evidence.containers.picture_ends import ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.base import Entry
    from forensicdesk.evidence.containers.ole_streams import Named, OleStreams

NATIVE = "\x01Ole10Native"
_LEAST = 64
_HEAD = 8192


def object_entries(streams: OleStreams, storage: tuple[str, ...], label: bytes) -> Iterator[Entry | None]:
    """What the streams below a storage hold, in a folder of this name."""
    for one in streams.named:
        if one.path[: len(storage)] == storage:
            yield from stream_entries(streams, one, label + b"/")


def stream_entries(streams: OleStreams, one: Named, folder: bytes) -> Iterator[Entry | None]:
    """What a stream holds: the file that it is, the file that was dropped into it, or pictures somewhere in it."""
    if one.size < _LEAST:
        return
    head = streams.read(one, 0, _HEAD)
    if one.path[-1] == NATIVE and (dropped := dropped_file(head)) is not None:
        name, start, length = dropped
        yield stream_entry(streams, one, folder + name, start, length)
    elif ending(head):
        yield stream_entry(streams, one, folder + b"stream %d" % one.number)
    else:
        prefix = folder + b"stream %d " % one.number
        for entry in pictures_of(streams, streams.pieces(one.number), one.number):
            yield entry and replace(entry, path=prefix + entry.path)


def dropped_file(head: bytes) -> tuple[bytes, int, int] | None:
    """Name, begin and length of the file in a native stream, whose first four bytes are the length of the rest.

    What a package keeps in it is published nowhere: two bytes, a label and a path with their ends, four bytes, length
    and text of a second path, length and bytes of the file.

    Args:
        head: the first bytes of the stream.
    """
    if ending(head[4:20]):
        return b"object", 4, int.from_bytes(head[:4], "little")
    label, end = _text(head, 6)
    _, end = _text(head, end)
    hidden = int.from_bytes(head[end + 4 : end + 8], "little")
    place = end + 8 + hidden
    length = int.from_bytes(head[place : place + 4], "little")
    if place + 4 > len(head) or not length:
        return None
    name = label.replace(b"\\", b"/").rpartition(b"/")[2]
    return name or b"object", place + 4, length


def _text(data: bytes, place: int) -> tuple[bytes, int]:
    end = data.find(b"\0", place)
    return (data[place:end], end + 1) if end >= 0 else (b"", len(data))
