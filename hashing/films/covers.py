"""Pictures that are attached to a film, such as covers: whole files inside it, which no player shows as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, cast

from hashing.decode.film import FILM_ERRORS, attached_pictures
from hashing.values import Embedded, EmbeddedKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from av.container import InputContainer

MOST_COVERS = 8
_LARGEST = 64 << 20
_SMALLEST = 100
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"RIFF")
_WINDOW = 8 << 20
_SHOWN = 64
"""By so many first bytes a picture is looked for; then it is compared as a whole."""
_MOST_PLACES = 32
"""At so many places where a picture seems to begin it is compared: a file may be full of such beginnings."""


def _contents(container: InputContainer) -> Iterator[bytes]:
    """What is attached, as the demuxer hands it over."""
    for track in attached_pictures(container)[:MOST_COVERS]:
        packet = next(iter(container.demux(track)), None)
        if packet is not None and _SMALLEST <= packet.size <= _LARGEST:
            yield bytes(cast("Any", packet))


def _place(stream: BinaryIO, content: bytes) -> int | None:
    """Where the content lies in the file as it is; None where it does not (some containers cut what they hold)."""
    start, before, left = 0, b"", _MOST_PLACES
    while left:
        stream.seek(start + len(before))
        window = before + stream.read(_WINDOW)
        at = window.find(content[:_SHOWN])
        while at >= 0 and left:
            stream.seek(start + at)
            if stream.read(len(content)) == content:
                return start + at
            left -= 1
            at = window.find(content[:_SHOWN], at + 1)
        if len(window) <= len(before):
            return None
        start += max(len(window) - _SHOWN, 0)
        before = window[-_SHOWN:]
    return None


def find_covers(stream: BinaryIO, reopen: Callable[[], AbstractContextManager[InputContainer]]) -> tuple[Embedded, ...]:
    """The attached pictures of a film as ranges of its bytes, in the order of its tracks.

    Args:
        stream: the film; left anywhere.
        reopen: opens it anew.
    """
    try:
        with reopen() as container:
            contents = list(_contents(container))
    except FILM_ERRORS:
        return ()  # the film itself was opened before; what is wrong with it is told there
    found = []
    for content in contents:
        place = _place(stream, content) if content.startswith(_STARTS) else None
        if place is not None:
            found.append(Embedded(EmbeddedKind.SECONDARY_PICTURE, place, len(content)))
    return tuple(dict.fromkeys(found))
