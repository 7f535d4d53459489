"""An exact index over hashes of a fixed length: built, kept on disk, mapped, asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming import bands as cuts
from forensicdesk.hamming import files, scan
from forensicdesk.hamming.joining import Join
from forensicdesk.hamming.probing import QUERIES, Probing
from forensicdesk.hamming.tables import sound, table
from forensicdesk.hamming.threads import merged, parts
from forensicdesk.hamming.words import WORD_BITS, Hits, as_words
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from forensicdesk.hamming.tables import Table
    from forensicdesk.hamming.words import Bytes, Words

MANY, _SHARE = 4_096, 32
"""So many queries at least, and one for so many entries, are joined with the list as one: twice as fast as probing."""


class HammingIndex:
    """Hashes given as rows of bytes, ready to be asked for all pairs within a distance. Nothing is ever missed.

    The values are used where they are (a mapped array stays mapped) and must not change. Memory or disk beside them: 4
    bytes an entry and band, and on average at most 12 more for where the values of a band start; lists that are scanned
    faster than probed have no tables. A search adds some 20 MB a thread; one of very many queries, or of all pairs, 28
    bytes an entry (for 256 bits) and 12 a query.
    """

    def __init__(self, words: Words, bands: cuts.Bands, tables: Sequence[Table], radius: int) -> None:
        """Take what `build` or `open` have made."""
        self._words = words
        self._bands = bands
        self._tables = tables
        self.radius = radius

    def __len__(self) -> int:
        return len(self._words)

    @property
    def size(self) -> int:
        """The number of entries."""
        return len(self._words)

    @property
    def bits(self) -> int:
        """The length of a hash."""
        return self._bands.bits

    @classmethod
    def build(cls, values: Bytes, radius: int) -> HammingIndex:
        """Sort the hashes into tables in memory.

        Args:
            values: one hash a row; rows of 8 bytes or a multiple of 8.
            radius: the distance in bits that will mostly be asked; any other gives complete answers too.

        Raises:
            ValueError: if the values are no such rows.
        """
        words = as_words(values)
        bands = cuts.choose(words.shape[1] * WORD_BITS, len(words), radius)
        return cls(words, bands, [table(words, bands, band) for band in range(bands.number)], radius)

    @classmethod
    def build_into(cls, folder: Path, values: Bytes, radius: int) -> HammingIndex:
        """The same on disk, one band after the other: needs 24 bytes an entry while it works. Gives it opened.

        Raises:
            ValueError: if the values are no rows of hashes.
            OSError: if the folder cannot be written.
        """
        words = as_words(values)
        bands = cuts.choose(words.shape[1] * WORD_BITS, len(words), radius)
        tables = (table(words, bands, band) for band in range(bands.number))
        files.write(folder, _header(bands, len(words), radius), tables)
        return cls.open(folder, values)

    def save(self, folder: Path) -> None:
        """Write the tables (not the values) into a folder.

        Raises:
            OSError: if the folder cannot be written.
        """
        files.write(folder, _header(self._bands, self.size, self.radius), self._tables)

    @classmethod
    def open(cls, folder: Path, values: Bytes) -> HammingIndex:
        """Map an index from disk; nothing is read but what searches touch.

        Raises:
            ValueError: if the files are no index of these values; the sentence says what to do.
        """
        words = as_words(values)
        header = files.read_header(folder)
        tables = files.read(folder, header, words)
        return cls(words, cuts.Bands(header.bits, header.bands), tables, header.radius)

    def sound(self) -> bool:
        """Whether every table is what sorting the hashes anew gives; takes as long as building.

        Searches in tables that are not sound can miss entries or fail: after this has said no, build anew.
        """
        return all(sound(self._words, self._bands, band, kept) for band, kept in enumerate(self._tables))

    def search(self, queries: Bytes, radius: int, threads: int = 1) -> Iterator[Hits]:
        """Every pair at a distance of at most `radius`, each exactly once, in no order, in chunks of bounded size.

        Args:
            queries: hashes of the entries' length.
            radius: in bits.
            threads: how many search side by side. Very many queries, joined with the list, take one.

        Raises:
            ValueError: if the queries are not of the entries' length.
        """
        yield from self._find(self._asked(queries), radius, threads)

    def pairs(self, radius: int) -> Iterator[Hits]:
        """Every pair of entries at a distance of at most `radius`, the smaller row in `queries`, each exactly once."""
        if self.size < 2 or radius < 0:  # noqa: PLR2004 - a pair
            return
        if self._probed(radius):
            yield from Join(self._words, self._bands, self._tables, radius).pairs()
            return
        for hits in scan.scan(self._words, self._words, np.arange(self.size), radius):
            kept = hits.queries < hits.entries
            if kept.any():
                yield Hits(*(column[kept] for column in hits))

    def brute_force(self, queries: Bytes, radius: int) -> Iterator[Hits]:
        """The same pairs by comparing everything with everything: the oracle for tests and checks."""
        words = self._asked(queries)
        yield from scan.scan(self._words, words, np.arange(len(words)), radius)

    def _find(self, words: Words, radius: int, threads: int) -> Iterator[Hits]:
        """The pairs within the radius, in the way that is the least work."""
        if not self.size or not len(words) or radius < 0:
            return
        if not self._probed(radius):
            shares = parts(len(words), threads, len(words))
            yield from merged([scan.scan(self._words, words, rows, radius) for rows in shares], threads)
        elif len(words) >= max(MANY, self.size // _SHARE):
            yield from Join(self._words, self._bands, self._tables, radius).between(words)
        else:
            probing = Probing(self._words, self._bands, self._tables, radius)
            shares = parts(len(words), threads, QUERIES)
            yield from merged([probing.search(words, rows) for rows in shares], threads)

    def _probed(self, radius: int) -> bool:
        """Whether looking up is less work than comparing every entry."""
        return self._bands.number > 0 and self._bands.work(self.size, radius) <= cuts.scan_work(self.size)

    def _asked(self, queries: Bytes) -> Words:
        words = as_words(queries)
        if words.shape[1] != self._words.shape[1]:
            msg = sentence(
                "queries have {shape} bits, the entries of this index {bits}",
                shape=words.shape[1] * WORD_BITS,
                bits=self.bits,
            )
            raise ValueError(msg)
        return words


def _header(bands: cuts.Bands, entries: int, radius: int) -> files.Header:
    return files.Header(files.VERSION, bands.bits, bands.number, entries, radius)
