"""Made-up hashes of a large case, with copies planted among them, for measuring stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.matching.stack_hashes import PdqTable, SmallTable
from forensicdesk.matching.stacks import PictureTables
from forensicdesk.matching.turning import turned_phash
from hashing.values import ORIENTATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]

_BACK = {"rotate90": "rotate270", "rotate270": "rotate90"}
PDQ_BITS, SMALL_BITS = 256, 64


def planted(size: int, copies: int, seed: int = 20260701) -> tuple[PictureTables, Numbers, Numbers]:
    """Random pictures of which some are copies of others, half of these turned.

    Args:
        size: how many pictures.
        copies: how many of them are copies: 0 to 31 bits of PDQ and 0 to 6 bits of pHash from their original.
        seed: of the random numbers.

    Returns:
        The tables; the places of the originals and of their copies.
    """
    random = np.random.default_rng(seed)
    turned = random.integers(0, 256, (size, len(ORIENTATIONS), 32), dtype=np.uint8)
    phashes = random.integers(0, 256, (size, 8), dtype=np.uint8)
    dhashes = random.integers(0, 256, (size, 8), dtype=np.uint8)
    originals = random.choice(size - copies, copies, replace=False).astype(np.int64)
    places = np.arange(size - copies, size, dtype=np.int64)
    for turn, name in enumerate(ORIENTATIONS):
        back = ORIENTATIONS.index(_BACK.get(name, name))
        chosen = np.arange(copies) % (2 * len(ORIENTATIONS)) == 2 * turn
        if turn == 0:
            chosen = np.arange(copies) % 2 == 1
            chosen |= np.arange(copies) % (2 * len(ORIENTATIONS)) == 0
        one, two = originals[chosen], places[chosen]
        noise = _noise(random, len(one), PDQ_BITS, 31)
        turned[two, 0] = turned[one, turn] ^ noise
        turned[two, back] = turned[one, 0] ^ noise
        phashes[two] = turned_phash(phashes[one], turn) ^ _noise(random, len(one), SMALL_BITS, 6)
    forms = np.zeros(size, dtype=np.int32)
    pdqs = PdqTable(np.arange(size), turned, np.zeros(size, np.uint8), forms, {})
    pixels = np.full(size, 12_000_000, dtype=np.int64)
    tables = PictureTables(np.arange(1, size + 1), pixels, pdqs, SmallTable(phashes, forms), SmallTable(dhashes, forms))
    return tables, originals, places


def crowded(size: int, scenes: int, seed: int) -> PictureTables:
    """Pictures of few scenes: any two of one scene are near, up to 24 bits of PDQ and 6 of each small hash apart."""
    tables, _, _ = planted(scenes, 0, seed)
    random = np.random.default_rng(seed)
    shown = random.integers(0, scenes, size)
    forms = np.zeros(size, dtype=np.int32)
    turned = tables.pdqs.turned[shown] ^ _flipped(random, size, PDQ_BITS, 12)[:, None, :]
    small = [
        SmallTable(table.values[shown] ^ _flipped(random, size, SMALL_BITS, 3), forms)
        for table in (tables.phashes, tables.dhashes)
    ]
    pdqs = PdqTable(np.arange(size), turned, np.zeros(size, np.uint8), forms, {})
    return PictureTables(np.arange(1, size + 1), np.full(size, 12_000_000, dtype=np.int64), pdqs, *small)


def _flipped(random: np.random.Generator, rows: int, bits: int, most: int) -> Bytes:
    """Rows in each of which up to `most` bits are set, each drawn anew."""
    chosen = np.zeros((rows, bits), dtype=np.uint8)
    np.put_along_axis(chosen, random.integers(0, bits, (rows, most)), 1, axis=1)
    return np.packbits(chosen, axis=1)


def _noise(random: np.random.Generator, rows: int, bits: int, most: int) -> Bytes:
    """Rows in each of which 0 to `most` bits are set."""
    rank = random.random((rows, bits)).argsort(axis=1).argsort(axis=1)
    return np.packbits(rank < random.integers(0, most + 1, rows)[:, None], axis=1)
