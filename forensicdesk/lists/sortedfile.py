"""The side file of a list: its bare digests of one kind, sorted, mapped from disk.

Bare digests are all that a plain list knows of its entries, so no row is needed for each. The file is a header of 32
bytes (magic, number of digests, number of runs, bytes of a digest), then four columns, little-endian:

- runs: first entry number and its line as two uint64; from there both count up together until the next run,
- keys: the first 8 bytes of each digest as a uint64, read big-endian, so that they sort as digests do,
- rests: the other bytes of each digest,
- numbers: the entry number of each digest as a uint32.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.errors import ListError
from forensicdesk.lists.values import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    U64 = npt.NDArray[np.uint64]
    U32 = npt.NDArray[np.uint32]
    U8 = npt.NDArray[np.uint8]

KINDS = ("md5", "sha1")
HEADER = struct.Struct("<8sQQQ")
MAGIC = b"FDSORT\x00\x01"
KEY = 8
"""Bytes of a digest that are its key."""

_RUN = 16
_NUMBER = 4
_ASKED_AT_ONCE = 100_000
_SCANNED = 1 << 22


def side_path(path: Path, kind: str) -> Path:
    """Where the side file of a stored list lies."""
    return path.with_name(f"{path.stem}.{kind}.sorted")


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
        self._path = path
        self._kind = kind
        try:
            with path.open("rb") as stream:
                head = stream.read(HEADER.size)
            size = path.stat().st_size
        except OSError as error:
            msg = f"The stored list is damaged: {path.name} cannot be read ({error.strerror}); import it again."
            raise ListError(msg) from error
        magic, self.count, runs, self._width = HEADER.unpack(head) if len(head) == HEADER.size else (b"", 0, 0, 0)
        rest = self._width - KEY
        wanted = HEADER.size + runs * _RUN + self.count * (self._width + _NUMBER)
        if magic != MAGIC or rest <= 0 or size != wanted or not self.count or not runs:
            msg = f"The stored list is damaged: {path.name} is not as it was written; remove it and import it again."
            raise ListError(msg)
        at = HEADER.size
        self._runs: U64 = np.memmap(path, np.dtype("<u8"), "r", at, (runs, 2))
        at += runs * _RUN
        self._keys: U64 = np.memmap(path, np.dtype("<u8"), "r", at, (self.count,))
        at += self.count * KEY
        self._rests: U8 = np.memmap(path, np.uint8, "r", at, (self.count, rest))
        at += self.count * rest
        self._numbers: U32 = np.memmap(path, np.dtype("<u4"), "r", at, (self.count,))

    def exact(self, digests: Sequence[bytes]) -> Iterator[tuple[bytes, Entry]]:
        """The entries whose digest is among the given ones, in order of digest."""
        wanted = sorted({one for one in digests if len(one) == self._width})
        for start in range(0, len(wanted), _ASKED_AT_ONCE):
            asked = wanted[start : start + _ASKED_AT_ONCE]
            rows = np.frombuffer(b"".join(asked), dtype=np.uint8).reshape(len(asked), self._width)
            places, hits = self._places(rows)
            found = [asked[hit] for hit in hits.tolist()]
            yield from zip(found, self._made(found, self._numbers[places]), strict=True)

    def entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """The entries with these numbers, in order of number. All numbers are read once, as digests are sorted."""
        asked = np.unique(np.array([one for one in numbers if 0 < one < 1 << 32], dtype=np.uint32))
        if not len(asked):
            return
        places = []
        for start in range(0, self.count, _SCANNED):
            piece = self._numbers[start : start + _SCANNED]
            near = np.flatnonzero((piece >= asked[0]) & (piece <= asked[-1]))
            there = np.minimum(np.searchsorted(asked, piece[near]), len(asked) - 1)
            places.append(near[asked[there] == piece[near]] + start)
        found = np.concatenate(places)
        found = found[np.argsort(self._numbers[found])]
        digests = [row.tobytes() for row in self._digests(found)]
        yield from self._made(digests, self._numbers[found])

    def hashes(self) -> tuple[U32, U8]:
        """Every entry number, in order, and its digest as a row."""
        order = np.argsort(self._numbers)
        return np.asarray(self._numbers[order], dtype=np.uint32), self._digests(order)

    def sha256(self) -> str:
        """SHA-256 of the whole file, in hexadecimal digits."""
        with self._path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

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

    def _places(self, rows: U8) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Places in the file, and which of the asked digests, sorted, stand there."""
        keys = keys_of(rows)
        low = np.searchsorted(self._keys, keys)
        at = np.minimum(low, self.count - 1)
        hits = np.flatnonzero(self._keys[at] == keys)
        same = (self._rests[at[hits]] == rows[hits, KEY:]).all(axis=1)
        places, found = at[hits[same]], hits[same]
        further = [(hit, self._further(int(low[hit]), keys[hit], rows[hit, KEY:])) for hit in hits[~same].tolist()]
        more = [(hit, place) for hit, place in further if place is not None]
        if more:
            found = np.concatenate([found, np.array([hit for hit, _ in more], dtype=np.intp)])
            places = np.concatenate([places, np.array([place for _, place in more], dtype=np.intp)])
            order = np.argsort(found)
            places, found = places[order], found[order]
        return places, found

    def _further(self, low: int, key: np.uint64, rest: U8) -> int | None:
        """The place of a digest among several with the same key, None if it is not there."""
        high = int(np.searchsorted(self._keys, key, side="right"))
        same = np.flatnonzero((self._rests[low:high] == rest).all(axis=1))
        return low + int(same[0]) if len(same) else None

    def _digests(self, places: npt.NDArray[np.intp]) -> U8:
        keys = self._keys[places].astype(">u8").view(np.uint8).reshape(-1, KEY)
        return np.hstack([keys, self._rests[places]])

    def _made(self, digests: Sequence[bytes], numbers: U32) -> Iterator[Entry]:
        run = np.searchsorted(self._runs[:, 0], numbers, side="right") - 1
        lines = self._runs[run, 1] + (numbers - self._runs[run, 0])
        for digest, number, line in zip(digests, numbers.tolist(), lines.tolist(), strict=True):
            if self._kind == "md5":
                yield Entry(number, f"line {line}", md5=digest)
            else:
                yield Entry(number, f"line {line}", sha1=digest)
