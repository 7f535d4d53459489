"""Which feature of one picture looks like which of another: nearest both ways, and clearly nearer than the second."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hashing.local.packed import DESCRIPTOR_BYTES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hashing.local.packed import Features

    Descriptors = NDArray[np.uint8]
    Pairs = NDArray[np.intp]

_BITS = 8 * DESCRIPTOR_BYTES


def _mirror_order() -> NDArray[np.intp]:
    """Where each of the 128 numbers stands in the descriptor of the mirrored picture.

    The numbers are 4 x 4 places of 8 directions, counted along the feature's own direction. Mirroring turns the four
    rows around and each direction into its opposite sense.
    """
    places = np.arange(_BITS).reshape(4, 4, 8)
    return places[::-1][:, :, (-np.arange(8)) % 8].ravel()


_MIRROR_ORDER = _mirror_order()


def mirrored(features: Features) -> Features:
    """The features that the left-right mirrored picture has (but for rounding)."""
    bits = np.unpackbits(features.descriptors, axis=1)[:, _MIRROR_ORDER]
    places = features.places.copy()
    places[:, 0] = 1.0 - places[:, 0]
    return replace(
        features,
        sketch=features.sketch[:, ::-1],
        places=places,
        angles=(np.pi - features.angles) % (2 * np.pi),
        descriptors=np.ascontiguousarray(np.packbits(bits, axis=1)),
    )


def distances(one: Descriptors, two: Descriptors) -> NDArray[np.uint16]:
    """The number of differing bits of every descriptor of the first with every one of the second."""
    left, right = one.view(np.uint64), two.view(np.uint64)
    total: NDArray[np.uint16] = np.bitwise_count(left[:, :1] ^ right[:, 0]).astype(np.uint16)
    for word in range(1, left.shape[1]):
        total += np.bitwise_count(left[:, word : word + 1] ^ right[:, word])
    return total


def pairs(one: Descriptors, two: Descriptors, ratio: float, most_bits: int) -> Pairs:
    """Rows (index in the first, index in the second) of what looks alike, in the order of the first.

    A pair counts if each is the nearest of the other (the first of equals), at most `most_bits` apart, and nearer than
    `ratio` times the distance of the first's second nearest.
    """
    apart = distances(one, two)
    near = apart.argmin(axis=1)
    rows = np.arange(len(one))
    best = apart[rows, near]
    mutual = (apart.argmin(axis=0)[near] == rows) & (best <= most_bits)
    if len(two) > 1:
        apart[rows, near] = _BITS + 1
        mutual &= best < ratio * apart.min(axis=1)
    found = np.flatnonzero(mutual)
    return np.stack([found, near[found]], axis=1)
