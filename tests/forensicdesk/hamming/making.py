"""Indexes with a given cut, so that small lists are probed as large ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.hamming import HammingIndex
from forensicdesk.hamming.bands import Bands
from forensicdesk.hamming.tables import table
from forensicdesk.hamming.words import as_words
from tests.forensicdesk.hamming.oracle import flipped

if TYPE_CHECKING:
    from forensicdesk.hamming.words import Bytes


def cut_in(values: Bytes, number: int) -> HammingIndex:
    """An index with a given number of bands, however few entries there are."""
    words = as_words(values)
    cut = Bands(words.shape[1] * 64, number)
    return HammingIndex(words, cut, [table(words, cut, band) for band in range(number)], 31)


def random_rows(seed: int, rows: int, width: int = 32) -> Bytes:
    """Evenly spread hashes."""
    return np.random.default_rng(seed).integers(0, 256, (rows, width), dtype=np.uint8)


def families(seed: int, rows: int, most: int, width: int = 32) -> Bytes:
    """Hashes of which most are copies of others with up to `most` bits turned."""
    random = np.random.default_rng(seed)
    values = random_rows(seed, rows, width)
    for row in range(max(1, rows // 4), rows):
        bits = random.choice(width * 8, random.integers(0, most + 1), replace=False)
        values[row] = flipped(values[random.integers(row)], bits)
    return values
