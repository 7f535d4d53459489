"""The names of a list's entries, where entries have no rows: mapped from disk, found by entry number.

The file is a header of 32 bytes (magic, number of names, bytes of all names, 0), then, little-endian: where each name
ends among the bytes of all, as a uint64; the entry number of each, rising, as a uint32; the names as UTF-8.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.language import sentence
from forensicdesk.lists.sidefile import HEADER, damaged, read_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from forensicdesk.lists.sidefile import U8, U32, U64

KIND = "names"
"""Stands in the file's name where others have the kind of their values."""

MAGIC = b"FDNAME\x00\x01"
_END, _NUMBER = 8, 4
_COPIED = 1 << 22


class NameFile:
    """Names by entry number; nothing is read before it is asked for."""

    def __init__(self, path: Path) -> None:
        """Map a file.

        Raises:
            ListError: it is missing, cut off or none.
        """
        size, (magic, count, length, _) = read_header(path)
        if magic != MAGIC or not count or size != HEADER.size + count * (_END + _NUMBER) + length:
            raise damaged(path, sentence("is not as it was written"))
        at = HEADER.size
        self._ends: U64 = np.memmap(path, np.dtype("<u8"), "r", at, (count,))
        at += count * _END
        self._numbers: U32 = np.memmap(path, np.dtype("<u4"), "r", at, (count,))
        self._text: U8 = np.memmap(path, np.uint8, "r", at + count * _NUMBER, (length,))

    def names(self, numbers: Sequence[int]) -> list[str]:
        """The names of entries, "" where an entry has none."""
        asked = np.array(numbers, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._numbers, asked), len(self._numbers) - 1)
        named = (self._numbers[places] == asked).tolist()
        begins = np.where(places > 0, self._ends[places - 1], 0).tolist()
        ends = self._ends[places].tolist()
        return [
            self._text[begin:end].tobytes().decode("utf-8") if has else ""
            for has, begin, end in zip(named, begins, ends, strict=True)
        ]


class NameWriter:
    """Names on their way into a file."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._parts = [target.with_name(f"{target.stem}-{part}.tmp") for part in ("ends", "numbers", "text")]
        self._streams = [part.open("w+b") for part in self._parts]
        self._length = 0
        self.count = 0

    def add(self, numbers: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], text: bytes) -> None:
        """Take names, in order of entry number; of length 0 where an entry has none.

        Args:
            numbers: of the entries.
            lengths: bytes of each name.
            text: the names as UTF-8, one behind the other.
        """
        ends = np.cumsum(lengths) + self._length
        named = lengths > 0
        self.count += int(named.sum())
        self._length += len(text)
        columns = ends[named].astype("<u8").tobytes(), numbers[named].astype("<u4").tobytes(), text
        for stream, column in zip(self._streams, columns, strict=True):
            stream.write(column)

    def finish(self) -> int:
        """Write the file, if there is any name; the result is the number of names."""
        if self.count:
            with self._target.open("wb") as sink:
                self._target.chmod(0o600)
                sink.write(HEADER.pack(MAGIC, self.count, self._length, 0))
                for stream in self._streams:
                    stream.seek(0)
                    shutil.copyfileobj(stream, sink, _COPIED)
        self.close()
        return self.count

    def close(self) -> None:
        """Remove the temporary files."""
        for part, stream in zip(self._parts, self._streams, strict=True):
            stream.close()
            part.unlink(missing_ok=True)
