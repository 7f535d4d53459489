"""Folders of a FAT volume that no name leads to: what a quick format, or deleting a folder of folders, leaves behind.

The Sleuth Kit looks for them, too, but sector by sector in one call, which takes minutes for a card of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENTRY = 32
_DOT = np.frombuffer(b".          \x10", np.uint8)
_DOTS = np.frombuffer(b"..         \x10", np.uint8)
_DELETED, _END, _LONG, _LABEL, _DIRECTORY = 0xE5, 0, 0x0F, 0x08, 0x10
_AT_ONCE = 4 << 20
_FIRST_INODE = 3
_FAT12, _FAT16 = 4085, 65525
_MOST_CLUSTERS = 1 << 28
_MOST_MORE = 4096
_LONG_PARTS = slice(1, 11), slice(14, 26), slice(28, 32)


@dataclass(frozen=True, slots=True)
class Lost:
    """One entry of a folder that nothing leads to.

    Attributes:
        folder: number of the folder's first cluster.
        name: raw bytes, UTF-8.
        inode: as The Sleuth Kit numbers it.
        deleted: it was deleted before its folder was lost.
    """

    folder: int
    name: bytes
    inode: int
    deleted: bool


class FatVolume:
    """Where things lie in a FAT volume, by its boot sector."""

    def __init__(self, read: Callable[[int, int], bytes], size: int) -> None:
        boot = read(0, 512)
        self._read = read
        self._sector = int.from_bytes(boot[11:13], "little")
        self._cluster = self._sector * boot[13]
        reserved = int.from_bytes(boot[14:16], "little") * self._sector
        table = (int.from_bytes(boot[22:24], "little") or int.from_bytes(boot[36:40], "little")) * self._sector
        # What comes behind the tables: in FAT12 and FAT16 the root folder, then the clusters.
        self._base = reserved + boot[16] * table
        self._data = self._base + -(-int.from_bytes(boot[17:19], "little") * _ENTRY // self._sector) * self._sector
        self._clusters = max(0, min((size - self._data) // self._cluster, _MOST_CLUSTERS))
        self._bits = 12 if self._clusters < _FAT12 else 16 if self._clusters < _FAT16 else 32
        self._table = read(reserved, min(table, (self._clusters + 2) * self._bits // 8 + 8))

    def lost(self) -> Iterator[Lost | None]:
        """Every entry of every such folder; None now and then."""
        for start, end in self._free_runs():
            for first in range(start, end, max(1, _AT_ONCE // self._cluster)):
                yield None
                count = min(max(1, _AT_ONCE // self._cluster), end - first)
                for number in self._folders(first, count):
                    yield from self._entries(number, end)

    def _free_runs(self) -> Iterator[tuple[int, int]]:
        """First cluster, from 2, of what is free, and the one behind it."""
        free = np.concatenate([[False], self._used() == 0, [False]])
        edges = np.flatnonzero(free[1:] != free[:-1]) + 2
        yield from ((int(start), int(end)) for start, end in edges.reshape(-1, 2))

    def _used(self) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
        """The table from cluster 2 on."""
        if self._bits == 32:  # noqa: PLR2004 - FAT32 has 28 bits, the rest is reserved
            values = np.frombuffer(self._table[: len(self._table) // 4 * 4], "<u4") & 0x0FFFFFFF
        elif self._bits == 16:  # noqa: PLR2004 - FAT16
            values = np.frombuffer(self._table[: len(self._table) // 2 * 2], "<u2").astype(np.uint32)
        else:
            raw = np.frombuffer(self._table[: len(self._table) // 3 * 3], np.uint8).astype(np.uint32).reshape(-1, 3)
            pairs = raw[:, 0] | (raw[:, 1] << 8) | (raw[:, 2] << 16)
            values = np.stack([pairs & 0xFFF, pairs >> 12], axis=1).reshape(-1)
        return values[2 : self._clusters + 2].astype(np.uint32)

    def _folders(self, first: int, count: int) -> list[int]:
        """Those of some clusters that begin like a folder: with itself and the one above."""
        data = self._read(self._place(first), count * self._cluster)
        count = len(data) // self._cluster
        rows = np.frombuffer(data, np.uint8, count * self._cluster).reshape(count, self._cluster)
        begins = (rows[:, :12] == _DOT).all(axis=1) & (rows[:, _ENTRY : _ENTRY + 12] == _DOTS).all(axis=1)
        return [first + int(at) for at in np.flatnonzero(begins)]

    def _entries(self, folder: int, end: int) -> Iterator[Lost]:
        cluster, long = folder, list[bytes]()
        while cluster < min(end, folder + _MOST_MORE):
            data = self._read(self._place(cluster), self._cluster)
            if cluster > folder and not _is_listing(data):
                return
            for at in range(0, len(data) // _ENTRY * _ENTRY, _ENTRY):
                entry = data[at : at + _ENTRY]
                if entry[0] == _END:
                    return
                if entry[11] == _LONG:
                    long.append(b"".join(entry[part] for part in _LONG_PARTS))
                    continue
                if not entry[11] & _LABEL and entry[:2] not in {b". ", b".."}:
                    inode = (self._place(cluster) - self._base + at) // _ENTRY + _FIRST_INODE
                    yield Lost(folder, _name(entry, long), inode, entry[0] == _DELETED)
                long = []
            cluster += 1

    def _place(self, cluster: int) -> int:
        return self._data + (cluster - 2) * self._cluster


def _is_listing(data: bytes) -> bool:
    """Whether a cluster can be the next one of a folder: the first entries have sane flags, and names or an end."""
    heads = [data[at : at + _ENTRY] for at in range(0, min(len(data), 8 * _ENTRY), _ENTRY)]
    if not heads or heads[0][0] in {_END, ord(".")}:
        return False
    return all(not entry[11] & 0xC0 and (entry[0] >= ord(" ") or entry[0] in {_END, 5}) for entry in heads)


def _name(entry: bytes, long: list[bytes]) -> bytes:
    """The long name if one stands before, else the short one, its first letter "_" where deleting took it."""
    text = b"".join(reversed(long)).decode("utf-16-le", "replace").split("\0")[0]
    if text:
        return text.encode("utf-8")
    base, ending = entry[:8].rstrip(b" "), entry[8:11].rstrip(b" ")
    if entry[0] == _DELETED:
        base = b"_" + base[1:]
    short = base + b"." + ending if ending else base
    return short.decode("cp437").encode("utf-8")
