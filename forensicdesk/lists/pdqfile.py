"""A list's PDQ as columns that are mapped from disk, so that near search takes them as they lie.

After the runs (see `sidefile`) come three columns: values as rows of 32 bytes, entry numbers as uint32, and qualities
as int16 (-1 where the list states none). Rows of a plain list are in order of value; those of a copy that is kept for
near search are in order of entry number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.lists.categories import LINE
from forensicdesk.lists.sidefile import HEADER, NUMBER, lines_of, open_runs, places_of
from forensicdesk.lists.values import Entry, HashEntries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from forensicdesk.lists.namefile import NameFile
    from forensicdesk.lists.sidefile import I16, U8, U32

MAGIC = b"FDPDQS\x00\x01"
PDQ = 32
"""Bytes of a PDQ."""

QUALITY = 2
"""Bytes of a quality."""


class PdqFile:
    """The PDQ of a list; nothing is read before it is asked for."""

    def __init__(self, path: Path, names: NameFile | None = None) -> None:
        """Map a file.

        Args:
            path: the file.
            names: of its entries, None if they have none.

        Raises:
            ListError: it is missing, cut off or none.
        """
        self._names = names
        self.count, at, self._runs = open_runs(path, MAGIC, PDQ, NUMBER + QUALITY)
        self._values: U8 = np.memmap(path, np.uint8, "r", at, (self.count, PDQ))
        at += self.count * PDQ
        self._numbers: U32 = np.memmap(path, np.dtype("<u4"), "r", at, (self.count,))
        at += self.count * NUMBER
        self._qualities: I16 = np.memmap(path, np.dtype("<i2"), "r", at, (self.count,))

    def mapped(self) -> HashEntries:
        """Every PDQ as it lies on disk, in the order of the file."""
        return HashEntries(self._numbers, self._values, self._qualities)

    def hashes(self) -> HashEntries:
        """Every PDQ, in order of entry number."""
        order = np.argsort(self._numbers)
        return HashEntries(self._numbers[order], self._values[order], self._qualities[order])

    def entries(self, numbers: Sequence[int]) -> Iterator[Entry]:
        """The entries with these numbers, in order of number."""
        found = places_of(self._numbers, numbers)
        known = self._numbers[found]
        wanted = known.tolist()
        names = self._names.names(wanted) if self._names else [""] * len(wanted)
        values, qualities = self._values[found], self._qualities[found].tolist()
        columns = zip(wanted, lines_of(self._runs, known), names, values, qualities, strict=True)
        for number, line, name, value, quality in columns:
            yield Entry(
                number, LINE.format(number=line), name, pdq=value.tobytes(), quality=quality if quality >= 0 else None
            )

    def below(self, quality: int) -> int:
        """How many have a stated quality below this."""
        return int(((self._qualities >= 0) & (self._qualities < quality)).sum())

    def in_order(self) -> bool:
        """Whether no entry number is 0 or stands twice."""
        numbers = np.sort(self._numbers)
        return bool(numbers[0] and (numbers[1:] != numbers[:-1]).all())


def write_copy(path: Path, stored: HashEntries) -> None:
    """Write PDQ as they are; entries are numbered as they are, and lines are not told.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("wb") as sink:
        path.chmod(0o600)
        sink.write(HEADER.pack(MAGIC, len(stored.numbers), 1, PDQ))
        sink.write(np.array([[1, 1]], dtype="<u8").tobytes())
        for column in (stored.values, stored.numbers.astype("<u4"), stored.qualities.astype("<i2")):
            sink.write(np.ascontiguousarray(column).data)
