"""The side file of a list's bare digests of one kind, sorted, mapped from disk.

After the runs (see `sidefile`) come three columns:

- keys: the first 8 bytes of each digest as a uint64, read big-endian, so that they sort as digests do,
- rests: the other bytes of each digest,
- numbers: the entry number of each digest as a uint32.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.lists.sidefile import NUMBER, lines_of, open_runs, places_of
from forensicdesk.lists.values import QUALITY_UNKNOWN, Entry, HashEntries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from forensicdesk.lists.sidefile import U8, U32, U64, Places

WIDTHS = {"md5": 16, "sha1": 20, "sha256": 32}
"""Bytes of a digest of each kind that is kept so, in the order of an entry's fields."""

MAGIC = b"FDSORT\x00\x01"
KEY = 8
"""Bytes of a digest that are its key."""

_SCANNED = 1 << 22


def keys_of(values: U8) -> U64:
    """The keys of digests that are rows of bytes."""
    return np.ascontiguousarray(values[:, :KEY]).view(">u8").ravel().astype(np.uint64)


class SortedFile:
    """The digests of one kind; nothing is read before it is asked for."""

    def __init__(self, path: Path, kind: str) -> None:
        """Map a side file.

        Raises:
            ListError: it is missing, cut off or none.
        """
        self._kind = kind
        self._width = WIDTHS[kind]
        rest = self._width - KEY
        self.count, at, self._runs = open_runs(path, MAGIC, self._width, NUMBER)
        self._keys: U64 = np.memmap(path, np.dtype("<u8"), "r", at, (self.count,))
        at += self.count * KEY
        self._rests: U8 = np.memmap(path, np.uint8, "r", at, (self.count, rest))
        at += self.count * rest
        self._numbers: U32 = np.memmap(path, np.dtype("<u4"), "r", at, (self.count,))

    def exact(self, digests: Sequence[bytes]) -> Iterator[tuple[bytes, Entry]]:
        """The entries whose digest is among the given ones, in order of digest."""
        if not set(map(len, digests)) <= {self._width}:
            digests = [one for one in digests if len(one) == self._width]
        rows = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(len(digests), self._width)
        places, hits = self._places(rows)
        once = np.ones(len(places), dtype=np.bool_)  # a digest that was asked twice has the same place twice
        once[1:] = places[1:] != places[:-1]
        places, hits = places[once], hits[once]
        found: list[bytes] = rows[hits].view(f"V{self._width}").ravel().tolist()
        yield from zip(found, self._made(found, self._numbers[places]), strict=True)

    def entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """The entries with these numbers, in order of number. All numbers are read once, as digests are sorted."""
        found = places_of(self._numbers, numbers)
        digests = [row.tobytes() for row in self._digests(found)]
        yield from self._made(digests, self._numbers[found])

    def hashes(self) -> HashEntries:
        """Every digest, in order of entry number."""
        order = np.argsort(self._numbers)
        numbers = np.asarray(self._numbers[order], dtype=np.uint32)
        return HashEntries(numbers, self._digests(order), np.full(self.count, QUALITY_UNKNOWN, dtype=np.int16))

    def in_order(self) -> bool:
        """Whether the digests rise from each to the next, so that every one of them can be found."""
        for start in range(0, self.count, _SCANNED):
            keys = self._keys[start : start + _SCANNED + 1]
            if (keys[1:] < keys[:-1]).any():
                return False
            for same in np.flatnonzero(keys[1:] == keys[:-1]).tolist():
                if self._rests[start + same].tobytes() >= self._rests[start + same + 1].tobytes():
                    return False
        return True

    def _places(self, rows: U8) -> tuple[Places, Places]:
        """Places in the file, rising, and which of the asked digests stand there."""
        keys = keys_of(rows)
        order = np.argsort(keys)  # neighbours are looked up one after the other, so that few pages are in use at once
        keys = keys[order]
        low = np.searchsorted(self._keys, keys)
        at = np.minimum(low, self.count - 1)
        likely = np.flatnonzero(self._keys[at] == keys)
        same = (self._rests[at[likely]] == rows[order[likely], KEY:]).all(axis=1)
        places, found = at[likely[same]], order[likely[same]]
        other = likely[~same]
        further = [self._further(int(low[one]), keys[one], rows[order[one], KEY:]) for one in other.tolist()]
        if further:
            there = np.array([-1 if place is None else place for place in further], dtype=np.intp)
            places = np.concatenate([places, there[there >= 0]])
            found = np.concatenate([found, order[other[there >= 0]]])
            rising = np.argsort(places)
            places, found = places[rising], found[rising]
        return places, found

    def _further(self, low: int, key: np.uint64, rest: U8) -> int | None:
        """The place of a digest among several with the same key, None if it is not there."""
        high = int(np.searchsorted(self._keys, key, side="right"))
        same = np.flatnonzero((self._rests[low:high] == rest).all(axis=1))
        return low + int(same[0]) if len(same) else None

    def _digests(self, places: Places) -> U8:
        keys = self._keys[places].astype(">u8").view(np.uint8).reshape(-1, KEY)
        return np.hstack([keys, self._rests[places]])

    def _made(self, digests: Sequence[bytes], numbers: U32) -> Iterator[Entry]:
        lines = map("line {}".format, lines_of(self._runs, numbers))
        columns: list[Iterable[bytes | None]] = [digests if kind == self._kind else repeat(None) for kind in WIDTHS]
        return map(Entry, numbers.tolist(), lines, repeat(""), repeat(""), *columns)
