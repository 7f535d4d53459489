"""Which perceptual hashes a picture gets, under which version and parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from hashing.perceptual import block_mean, crop_resistant, marr_hildreth
from hashing.perceptual import pdq as pdq_module
from hashing.perceptual.dhash import dhash
from hashing.perceptual.lanczos import samples_of
from hashing.perceptual.luminance import pillow_grey
from hashing.perceptual.phash import phash_bits
from hashing.values import PerceptualHash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

PDQ_VERSION = "2"
PDQ_PARAMETERS = "64x64-dct16;jpeg-scale>=1024"
IMAGEHASH_VERSION = "1"
IMAGEHASH_PARAMETERS = "8x8;box>=512"
_COLOUR_BYTES = 6
_FEW_BITS = 15
"""Any two PDQ values with so few bits set, or unset, lie within 31 bits of each other, whatever the pictures show."""


class _Shared:
    """One picture in the forms that several hashes start from; each is made once, and only if it is asked for."""

    def __init__(self, pixels: NDArray[np.uint8], small: NDArray[np.uint8]) -> None:
        self.pixels = pixels
        self._small = small

    @cached_property
    def small(self) -> Image.Image:
        """The reduced picture."""
        return Image.fromarray(self._small)

    @cached_property
    def grey(self) -> Image.Image:
        """The reduced picture as Pillow's luminance, which imagehash starts from."""
        return pillow_grey(self._small)

    @cached_property
    def samples(self) -> NDArray[np.float32]:
        """The pixels of `grey`, for those that shrink it further."""
        return samples_of(self.grey)


@dataclass(frozen=True, slots=True)
class Algorithm:
    """An algorithm beside PDQ: what makes its values comparable, and how one is computed."""

    version: str
    parameters: str
    compute: Callable[[_Shared], bytes]


def _packed(value: object) -> bytes:
    return np.packbits(np.asarray(getattr(value, "hash", value)).ravel()).tobytes()


def _ahash(picture: _Shared) -> bytes:
    # Late import, here and below: imagehash takes a moment to load, and the default recipe does without it.
    import imagehash

    return _packed(imagehash.average_hash(picture.grey))


def _whash(picture: _Shared) -> bytes:
    import imagehash

    return _packed(imagehash.whash(picture.grey))


def _colorhash(picture: _Shared) -> bytes:
    import imagehash

    # imagehash writes 42 bits as a number of eleven digits; the same number, with a leading zero, is the value.
    number = int(str(imagehash.colorhash(picture.small.convert("RGB"))), 16)
    return number.to_bytes(_COLOUR_BYTES)


ALGORITHMS: Mapping[str, Algorithm] = MappingProxyType(
    {
        "phash": Algorithm(
            IMAGEHASH_VERSION, IMAGEHASH_PARAMETERS, lambda picture: _packed(phash_bits(picture.grey, picture.samples))
        ),
        "dhash": Algorithm(
            IMAGEHASH_VERSION, IMAGEHASH_PARAMETERS, lambda picture: dhash(picture.grey, picture.samples)
        ),
        "ahash": Algorithm(IMAGEHASH_VERSION, IMAGEHASH_PARAMETERS, _ahash),
        "whash": Algorithm(IMAGEHASH_VERSION, IMAGEHASH_PARAMETERS, _whash),
        "colorhash": Algorithm("1", "14x3;box>=512", _colorhash),
        crop_resistant.ALGORITHM: Algorithm(
            "1", "dhash8x8;300x300-t128-m500;box>=512", lambda picture: crop_resistant.crop_resistant(picture.grey)
        ),
        block_mean.ALGORITHM: Algorithm(
            "1", "16x16-mode0;jpeg-scale>=1024", lambda picture: block_mean.block_mean(picture.pixels)
        ),
        marr_hildreth.ALGORITHM: Algorithm(
            "1", "alpha2-scale1;jpeg-scale>=1024", lambda picture: marr_hildreth.marr_hildreth(picture.pixels)
        ),
    }
)
"""Every algorithm beside PDQ."""


def pdq_hash(pixels: NDArray[np.uint8], *, structureless: bool = False) -> PerceptualHash:
    """PDQ of an upright picture, with quality and the eight orientations; weak where it says next to nothing."""
    found = pdq_module.pdq(pixels)
    quality = 0 if structureless else found.quality
    return PerceptualHash(
        pdq_module.ALGORITHM,
        PDQ_VERSION,
        PDQ_PARAMETERS,
        found.value,
        quality,
        found.orientations,
        weak=quality == 0 or _says_little(found.value),
    )


def _says_little(value: bytes) -> bool:
    """Pictures that change in one direction only (bars, an even gradient) leave nearly every coefficient at zero."""
    count = int.from_bytes(value).bit_count()
    return min(count, 8 * len(value) - count) <= _FEW_BITS


def picture_hashes(
    pixels: NDArray[np.uint8], small: NDArray[np.uint8], algorithms: tuple[str, ...], *, structureless: bool = False
) -> tuple[PerceptualHash, ...]:
    """The hashes of a picture, in the order asked for.

    Where PDQ is weak (its quality is 0, or it has hardly a bit), every hash of the picture is marked weak.

    Args:
        pixels: the upright picture at its decoded size.
        small: the same picture, reduced as `IMAGEHASH_PARAMETERS` say.
        algorithms: "pdq", or names of `ALGORITHMS`.
        structureless: it is known that there is nothing to see, such as a border around nothing: quality is 0.

    Raises:
        KeyError: for an algorithm that is not known.
    """
    first = pdq_hash(pixels, structureless=structureless)
    shared = _Shared(pixels, small)
    return tuple(first if name == first.algorithm else _other(name, shared, weak=first.weak) for name in algorithms)


def small_hashes(
    pixels: NDArray[np.uint8], small: NDArray[np.uint8], algorithms: tuple[str, ...]
) -> tuple[PerceptualHash, ...]:
    """Hashes of `ALGORITHMS` of a picture of which it is known that there is something to see; see `picture_hashes`."""
    shared = _Shared(pixels, small)
    return tuple(_other(name, shared, weak=False) for name in algorithms)


def _other(name: str, picture: _Shared, *, weak: bool) -> PerceptualHash:
    algorithm = ALGORITHMS[name]
    return PerceptualHash(name, algorithm.version, algorithm.parameters, algorithm.compute(picture), weak=weak)
