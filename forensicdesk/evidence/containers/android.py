"""The several names under which Android shows one file, and what they come to.

The same folders are mounted in many places: an extraction of the running system holds one file several times.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_PIECE_BYTES = 4 * 1024 * 1024

_PACKAGES = re.compile(
    rb"(^|/)(?:data/user/(?P<user>\d+)|data/data|data_mirror/data_ce/null/(?P<mirror>\d+))/(?=.)", re.DOTALL
)
_PROTECTED = re.compile(rb"(^|/)(?:data/user_de|data_mirror/data_de/null)/(?P<user>\d+)/(?=.)", re.DOTALL)
_MEDIA = re.compile(
    rb"(^|/)(?:data/media|mnt/runtime/[^/]+/emulated|mnt/(?:user|pass_through|installer|androidwritable)/\d+/emulated"
    rb"|storage/emulated)/(?P<user>\d+)/(?=.)",
    re.DOTALL,
)
_CARD = re.compile(rb"(^|/)(?:mnt/sdcard|sdcard|storage/self/primary)/(?=.)", re.DOTALL)
_STARTS = (b"data", b"mnt/", b"storage/", b"sdcard/")


def canonical(path: bytes) -> bytes | None:
    """The one name for all names of a file in Android's folders; None if it lies in none that has several.

    Folders of an extraction before the name ("Dump/data/data/…") are kept.
    """
    if not any(start in path for start in _STARTS):
        return None
    if found := _PACKAGES.search(path):
        return _renamed(path, found, b"data/user/%s/" % (found["user"] or found["mirror"] or b"0"))
    if found := _PROTECTED.search(path):
        return _renamed(path, found, b"data/user_de/%s/" % found["user"])
    if found := _MEDIA.search(path):
        return _renamed(path, found, b"data/media/%s/" % found["user"])
    if found := _CARD.search(path):
        return _renamed(path, found, b"data/media/0/")
    return None


def _renamed(path: bytes, found: re.Match[bytes], folder: bytes) -> bytes:
    return path[: found.start()] + found[1] + folder + path[found.end() :]


class Mounts:
    """Remembers the files met so far that may come again under another name: a number for each, not their names."""

    def __init__(self) -> None:
        self._met: dict[int, int] = {}

    def known(self, path: bytes, size: int, check: int, place: int) -> int | None:
        """The place of a file of the same canonical name, size and check value met before; else this one is remembered.

        It may be another file by chance: compare before believing it. Empty files are never known.
        """
        name = canonical(path) if size else None
        if name is None:
            return None
        met = self._met.setdefault(hash((name, size, check)), place)
        return None if met == place else met


def are_one(first: bytes, second: bytes) -> bool:
    """Whether two names come to the same one."""
    name = canonical(first)
    return name is not None and name == canonical(second)


def same_bytes(peek: Callable[[int, int], bytes], first: int, second: int, length: int) -> Generator[None, None, bool]:
    """Whether two ranges of a container hold the same, compared byte by byte; None while that takes its time."""
    if first == second:
        return True
    for place in range(0, length, _PIECE_BYTES):
        count = min(_PIECE_BYTES, length - place)
        if peek(first + place, count) != peek(second + place, count):
            return False
        yield None
    return True
