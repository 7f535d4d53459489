"""The sorted tables of an index: for each band the entries ordered by its value, and where each value starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from forensicdesk.hamming.bands import Bands
    from forensicdesk.hamming.words import Keys, Words

MAX_ENTRIES = (1 << 32) - 1
"""Rows and starts are kept as 32-bit numbers."""


class Table(NamedTuple):
    """One band: `order[starts[v]:starts[v + 1]]` are the entries whose band is v, in rising order."""

    starts: Keys
    order: Keys


def table(words: Words, bands: Bands, band: int) -> Table:
    """Sort the entries by one band; needs 16 bytes an entry while it works.

    Raises:
        ValueError: if there are more entries than 32 bits can number.
    """
    if len(words) > MAX_ENTRIES:
        msg = sentence(
            "an index takes at most {max_entries:,} hashes, not {words:,}; split the list",
            max_entries=MAX_ENTRIES,
            words=len(words),
        )
        raise ValueError(msg)
    packed = bands.keys(words, band).astype(np.uint64)
    packed <<= np.uint64(32)
    packed |= np.arange(len(words), dtype=np.uint64)
    packed.sort()
    order = packed.astype(np.uint32)
    packed >>= np.uint64(32)
    values = 1 << bands.width(band)
    starts = np.zeros(values + 1, dtype=np.uint32)
    np.cumsum(np.bincount(packed.view(np.int64), minlength=values), out=starts[1:])
    return Table(starts, order)


def sound(words: Words, bands: Bands, band: int, kept: Table) -> bool:
    """Whether a table is what sorting the entries anew gives; reads all of it."""
    fresh = table(words, bands, band)
    return np.array_equal(kept.starts, fresh.starts) and np.array_equal(kept.order, fresh.order)
