"""The trailer that Samsung phones write behind a picture ("SEF"): a directory of named blocks, read from the end.

The last four bytes are "SEFT", before them the length of the directory, which begins with "SEFH" and lists for each
block its type, how far before the directory it begins, and its length; each block repeats its type and has a name
(published in ExifTool's description of Samsung trailers).
"""

from __future__ import annotations

from dataclasses import dataclass

_HEAD, _TAIL = b"SEFH", b"SEFT"
_MOST_BLOCKS = 64
_BLOCK_HEAD = 8
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class SamsungBlock:
    """One block: its name, and where its content stands in the file."""

    name: str
    offset: int
    length: int


def _number(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "little")


def samsung_blocks(data: bytes) -> tuple[SamsungBlock, ...]:
    """The blocks of a Samsung trailer at the end of the file; () without one."""
    if not data.endswith(_TAIL):
        return ()
    length = _number(data, len(data) - 8)
    directory = len(data) - 8 - length
    if directory < 0 or data[directory : directory + 4] != _HEAD:
        return ()
    found = []
    for index in range(min(_number(data, directory + 8), _MOST_BLOCKS)):
        entry = directory + 12 + 12 * index
        back, size = _number(data, entry + 4), _number(data, entry + 8)
        start = directory - back
        name_length = _number(data, start + 4)
        if entry + 12 > len(data) or start < 0 or back < size or not 0 < name_length <= min(_LONGEST_NAME, size):
            continue
        name = data[start + _BLOCK_HEAD : start + _BLOCK_HEAD + name_length].decode("latin-1")
        skipped = _BLOCK_HEAD + name_length
        if size > skipped:
            found.append(SamsungBlock(name, start + skipped, size - skipped))
    return tuple(found)
