"""Why an MP4 or QuickTime file cannot be opened: whether its index is there at all."""

from __future__ import annotations

from typing import BinaryIO

from hashing.phrases import phrase

_MOST_BOXES = 4096
_HEADER = 8
_LONG_HEADER = 16


def missing_index(stream: BinaryIO) -> str | None:
    """What to say of a file without an index, None if it has one.

    The boxes of the top level are walked, a bounded number of them; the stream is left anywhere.
    """
    place, media = 0, 0
    for _ in range(_MOST_BOXES):
        stream.seek(place)
        header = stream.read(_LONG_HEADER)
        if len(header) < _HEADER:
            break
        length, name = int.from_bytes(header[:4]), header[4:8]
        if length == 1 and len(header) == _LONG_HEADER:
            length = int.from_bytes(header[8:])
        if name == b"moov":
            return None
        if name == b"mdat":
            rest = stream.seek(0, 2) - place
            media += rest if length == 0 else min(length, rest)
        if length < _HEADER:
            break
        place += length
    return phrase(
        "the index (moov) is missing, {media} bytes of media data are there: without it neither the kind of coding "
        "nor the decoder's parameters are known",
        media=media,
    )
