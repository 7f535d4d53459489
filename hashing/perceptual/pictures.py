"""Which perceptual hashes a picture gets, under which version and parameters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from hashing.perceptual import pdq as pdq_module
from hashing.perceptual.phash import phash_bits
from hashing.values import PerceptualHash

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

PDQ_VERSION = "1"
PDQ_PARAMETERS = "64x64-dct16;jpeg-scale>=1024"
IMAGEHASH_VERSION = "1"
IMAGEHASH_PARAMETERS = "8x8;box>=512"


def pdq_hash(pixels: NDArray[np.uint8]) -> PerceptualHash:
    """PDQ of an upright picture, with quality and the eight orientations."""
    found = pdq_module.pdq(pixels)
    return PerceptualHash(
        pdq_module.ALGORITHM, PDQ_VERSION, PDQ_PARAMETERS, found.value, found.quality, found.orientations
    )


@lru_cache(maxsize=1)
def _functions() -> dict[str, Callable[[Image.Image], object]]:
    # Late import: only pictures need it.
    import imagehash

    return {
        "phash": phash_bits,
        "dhash": imagehash.dhash,
        "ahash": imagehash.average_hash,
        "whash": imagehash.whash,
    }


def _bits(value: object) -> bytes:
    return np.packbits(np.asarray(getattr(value, "hash", value)).ravel()).tobytes()


def classic_hash(algorithm: str, grey: Image.Image) -> PerceptualHash:
    """One of imagehash's 64-bit hashes in its standard parameters.

    Raises:
        KeyError: for an algorithm that is not known.
    """
    value = _bits(_functions()[algorithm](grey))
    return PerceptualHash(algorithm, IMAGEHASH_VERSION, IMAGEHASH_PARAMETERS, value)


def picture_hashes(
    pixels: NDArray[np.uint8], small: NDArray[np.uint8], algorithms: tuple[str, ...]
) -> tuple[PerceptualHash, ...]:
    """The hashes of a picture, in the order asked for.

    Args:
        pixels: the upright picture at its decoded size.
        small: the same picture, reduced as `IMAGEHASH_PARAMETERS` say.
        algorithms: names; "pdq" or one of imagehash's.
    """
    grey = Image.fromarray(small).convert("L")
    return tuple(pdq_hash(pixels) if name == pdq_module.ALGORITHM else classic_hash(name, grey) for name in algorithms)
