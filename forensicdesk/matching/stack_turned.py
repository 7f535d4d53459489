"""Hashes in all their orientations, in a file without a name: of a large case they do not fit into memory as well.

Of one hash in eight orientations only one is asked for at a time, except where a pair is looked at more closely. So
they are written once, and read again in pieces.
"""

from __future__ import annotations

import threading
import weakref
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import numpy as np

from hashing.values import ORIENTATIONS, PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]

_SHAPE = len(ORIENTATIONS), PDQ_BYTES
ROW_BYTES = len(ORIENTATIONS) * PDQ_BYTES

_ROWS_AT_ONCE = 8_192
"""So many rows are read at once: 2 MB."""

_GAP = 64
"""Rows that lie no farther apart are read with what lies between them."""

_BUFFER = 1 << 20


class TurnedFile:
    """Rows x 8 x 32 bytes that are asked for like those of an array: `[rows]`, or `[rows, turn]` for one orientation.

    The file ends with this object, and with this process whatever becomes of it.

    Args:
        folder: where the file is to be.

    Raises:
        OSError: it cannot be written there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = TemporaryFile(dir=folder, buffering=_BUFFER)  # noqa: SIM115 - lives as long as this
        self._size = 0
        self._lock = threading.Lock()
        weakref.finalize(self, self._file.close)

    def append(self, rows: bytes) -> None:
        """Add some rows.

        Raises:
            OSError: the disk or its rights refuse.
        """
        self._file.seek(self._size * ROW_BYTES)
        self._file.write(rows)
        self._size += len(rows) // ROW_BYTES

    def in_order(self, order: Numbers) -> TurnedFile:
        """The same rows in another order, in a file of their own.

        Raises:
            OSError: the disk or its rights refuse.
        """
        found = TurnedFile(self._folder)
        for low in range(0, len(order), _ROWS_AT_ONCE):
            found.append(self[order[low : low + _ROWS_AT_ONCE]].tobytes())
        return found

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, asked: Numbers | tuple[Numbers, int]) -> Bytes:
        """Some rows, copied; those that ascend are read in few pieces."""
        rows, turn = asked if isinstance(asked, tuple) else (asked, None)
        found = np.empty((len(rows), *(_SHAPE if turn is None else _SHAPE[1:])), dtype=np.uint8)
        order = np.argsort(rows, kind="stable")
        ascending = rows[order]
        for low, high in _pieces(ascending):
            first = int(ascending[low])
            block = self._read(first, int(ascending[high - 1]) + 1)
            inside = ascending[low:high] - first
            found[order[low:high]] = block[inside] if turn is None else block[inside, turn]
        return found

    def __array__(self, dtype: None = None, copy: bool | None = None) -> Bytes:  # noqa: FBT001 - its name there
        """All of it in memory."""
        return self[np.arange(self._size)]

    def _read(self, first: int, end: int) -> Bytes:
        """The rows from `first` up to `end`; several threads may ask."""
        with self._lock:
            self._file.seek(first * ROW_BYTES)
            content = self._file.read((end - first) * ROW_BYTES)
        return np.frombuffer(content, dtype=np.uint8).reshape(end - first, *_SHAPE)


def _pieces(ascending: Numbers) -> Iterator[tuple[int, int]]:
    """Which of some rows to read together, as places from and up to."""
    low = 0
    for high in [*(np.flatnonzero(np.diff(ascending) > _GAP) + 1).tolist(), len(ascending)]:
        while low < high:
            end = low + int(np.searchsorted(ascending[low:high], ascending[low] + _ROWS_AT_ONCE))
            yield low, end
            low = end
