"""pHash and dHash of a turned or mirrored picture, from the bits alone: nothing is decoded and nothing hashed again.

pHash: mirroring a picture changes the sign of every second cosine coefficient, turning it by a quarter swaps rows and
columns of coefficients. A bit says whether a coefficient is above the median, which lies close to zero; so a change of
sign turns the bit around. Coefficients between zero and the median get the wrong bit, which is why a turned pHash is
compared with a limit and never for equality.

dHash: it compares neighbours within rows. Mirroring gives it from its bits (equal neighbours aside); a quarter turn
does not, for that would need neighbours within columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.values import ORIENTATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

SIDE = 8
BITS = SIDE * SIDE

_SWAPPED = {"rotate90", "rotate270", "flip_plus1", "flip_minus1"}
_ROWS_TURNED = {"rotate90", "rotate180", "flipx", "flip_minus1"}
_COLUMNS_TURNED = {"rotate180", "rotate270", "flipy", "flip_minus1"}
"""What the orientations do after the swap of rows and columns: `flipx` turns the rows around, `flipy` the columns."""


def turned_phash(values: Bytes, orientation: int) -> Bytes:
    """The pHash that the picture would have it in an orientation.

    Args:
        values: hashes as rows of 8 bytes.
        orientation: place in `ORIENTATIONS`.
    """
    if not orientation:
        return values
    name = ORIENTATIONS[orientation]
    places = np.arange(BITS).reshape(SIDE, SIDE)
    rows, columns = np.indices((SIDE, SIDE))
    opposite = (name in _ROWS_TURNED) * (rows % 2) ^ (name in _COLUMNS_TURNED) * (columns % 2)
    order = places.T if name in _SWAPPED else places
    return _rearranged(values, order.ravel(), opposite.ravel())


def turned_dhash(values: Bytes, orientation: int) -> Bytes | None:
    """The dHash that the picture would have it in an orientation; None for quarter turns, which its bits do not tell.

    Args:
        values: hashes as rows of 8 bytes.
        orientation: place in `ORIENTATIONS`.
    """
    if not orientation:
        return values
    name = ORIENTATIONS[orientation]
    if name in _SWAPPED:
        return None
    places = np.arange(BITS).reshape(SIDE, SIDE)
    if name in _ROWS_TURNED:
        places = places[::-1]
    if name in _COLUMNS_TURNED:
        places = places[:, ::-1]
    return _rearranged(values, places.ravel(), np.full(BITS, name in _COLUMNS_TURNED))


def _rearranged(values: Bytes, order: NDArray[np.intp], opposite: NDArray[np.int64] | NDArray[np.bool_]) -> Bytes:
    bits = np.unpackbits(values.reshape(-1, SIDE), axis=1)[:, order] ^ opposite.astype(np.uint8)
    return np.packbits(bits, axis=1)
