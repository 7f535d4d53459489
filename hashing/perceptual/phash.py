"""pHash as imagehash defines it, without SciPy wherever the result cannot depend on how the transform is computed.

The hash compares 64 cosine coefficients with their median, which lies halfway between the two middle ones. Where those
two stand further apart than any rounding error, every correct transform gives the same bits, and a matrix product does.
Where they do not (pictures of one colour, perfect symmetry), the bits hang on rounding: then imagehash itself decides.
SciPy takes a third of a second to load, in every process.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from hashing.perceptual.lanczos import reduced

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

SIDE = 32
_KEPT = 8
_MIDDLE = _KEPT * _KEPT // 2
_CLEARLY_APART = 1e-3
"""The coefficients are at most a million, and computed to about a billionth: a million times closer than this."""


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float64]:
    """The lowest 8 rows of the 32-point cosine transform (type 2, not normalised), as SciPy scales it."""
    frequencies, samples = np.arange(_KEPT)[:, np.newaxis], np.arange(SIDE)[np.newaxis, :]
    table: NDArray[np.float64] = 2.0 * np.cos(np.pi * frequencies * (2 * samples + 1) / (2 * SIDE))
    return table


def clear_bits(grey: Image.Image, samples: NDArray[np.float32] | None = None) -> NDArray[np.bool_] | None:
    """The 8 x 8 bits of pHash; None where rounding could change one of them.

    Args:
        grey: the picture in mode "L".
        samples: see `lanczos.reduced`.
    """
    pixels = reduced(grey, SIDE, SIDE, samples).astype(np.float64)
    coefficients = _cosines() @ pixels @ _cosines().T
    below, above = np.partition(coefficients, (_MIDDLE - 1, _MIDDLE), axis=None)[_MIDDLE - 1 : _MIDDLE + 1]
    if above - below < _CLEARLY_APART:
        return None
    bits: NDArray[np.bool_] = coefficients > (below + above) / 2.0
    return bits


def phash_bits(grey: Image.Image, samples: NDArray[np.float32] | None = None) -> NDArray[np.bool_]:
    """The 8 x 8 bits of `imagehash.phash` in its standard parameters; `samples` as for `lanczos.reduced`."""
    bits = clear_bits(grey, samples)
    if bits is not None:
        return bits
    # Late import: imagehash's transform brings SciPy.
    import imagehash

    return np.asarray(imagehash.phash(grey).hash, dtype=np.bool_)
