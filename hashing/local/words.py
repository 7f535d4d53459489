"""Feature words: what an inverted index is asked for candidates, so that not every picture is held against every other.

A word is 24 of the 128 bits of a descriptor, with the number of the choice of bits. Every feature gives two words. Two
pictures that show the same share many rare words; words that very many pictures have (a program's buttons, a form's
frame) say nothing and are best left out of the count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.local.packed import unpack
from hashing.local.pairing import mirrored as mirrored_features

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD_BITS = 25
"""Every word is smaller than 2 to this power."""

_TABLES = 2
_BITS = 24
_STEP, _START = 37, 11


def _choices() -> NDArray[np.intp]:
    """Which bits each table takes: steps of 37 through the 128, so that no bit is taken twice and neighbours part."""
    steps = np.arange(_TABLES * _BITS) * _STEP + _START
    return (steps % 128).reshape(_TABLES, _BITS)


_CHOICES = _choices()
_WEIGHTS = 1 << np.arange(_BITS, dtype=np.int64)


def words(features: bytes, *, mirrored: bool = False) -> tuple[int, ...]:
    """The words of a picture, ascending, each once: at most two for each feature.

    Args:
        features: compact local features.
        mirrored: the words that the mirrored picture would have. An index holds the plain ones and is asked for both.

    Raises:
        ValueError: the features are damaged.
    """
    found = unpack(features)
    if mirrored:
        found = mirrored_features(found)
    bits = np.unpackbits(found.descriptors, axis=1).astype(np.int64)
    values = [bits[:, choice] @ _WEIGHTS + (table << _BITS) for table, choice in enumerate(_CHOICES)]
    return tuple(np.unique(np.concatenate(values)).tolist())
