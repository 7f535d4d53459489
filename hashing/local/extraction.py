"""From pixels to local features.

SIFT key points (Lowe 2004, as OpenCV computes them) of the picture at 192 pixels on its shorter side, spread over a
grid, each with a descriptor of 128 bits. These bits find as many partners as SIFT's full numbers (see
`docs/local-features.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.local.packed import SKETCH_SIDE, UNITS, Features, pack
from hashing.vision import key_descriptors, key_points, resize, to_grey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hashing.vision import KeyPoints

SHORTEST_SIDE = 192
LONGEST_SIDE = 768
MOST_KEPT = 192
FEWEST_KEPT = 4
_LEAST_SIDE = 16
_CELLS = 6
_BITS = 128


def extract(picture: NDArray[np.uint8]) -> bytes | None:
    """The local features of an upright picture in their compact form.

    Args:
        picture: grey (height x width) or RGB (height x width x 3); the shared small picture is large enough.

    Returns:
        At most 16 kB (see `hashing.local.packed`); None if the picture has too little structure to say anything.
    """
    height, width = picture.shape[:2]
    if min(width, height) < _LEAST_SIDE:
        return None
    seen = to_grey(_reduced(picture))
    if min(seen.shape) < _LEAST_SIDE:
        return None
    chosen = _spread(key_points(seen), seen.shape[1], seen.shape[0])
    if len(chosen) < FEWEST_KEPT:
        return None
    kept, described = key_descriptors(seen, chosen)
    if len(kept) < FEWEST_KEPT:
        return None
    unit = UNITS / min(seen.shape)
    return pack(
        Features(
            width=width,
            height=height,
            sketch=_sketch(seen),
            places=(np.array([point.pt for point in kept]) + 0.5) / (seen.shape[1], seen.shape[0]),
            sizes=np.array([point.size for point in kept]) * unit,
            angles=np.radians([point.angle for point in kept]),
            descriptors=_bits(described),
        )
    )


def _reduced(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    factor = min(SHORTEST_SIDE / min(width, height), LONGEST_SIDE / max(width, height))
    if factor >= 1.0:
        return picture
    return resize(picture, max(1, round(width * factor)), max(1, round(height * factor)))


def _spread(points: KeyPoints, width: int, height: int) -> KeyPoints:
    """The strongest of each cell of a grid first, then the second of each, and so on: no corner takes all."""
    if not points:
        return ()
    found = np.array([(*point.pt, point.size, point.angle, point.response) for point in points])
    column = np.clip(found[:, 0] * _CELLS / width, 0, _CELLS - 1).astype(int)
    row = np.clip(found[:, 1] * _CELLS / height, 0, _CELLS - 1).astype(int)
    cell = row * _CELLS + column
    strength = found[:, 4]
    order = np.lexsort((found[:, 3], found[:, 2], found[:, 1], found[:, 0], -strength, cell))
    sorted_cells = cell[order]
    starts = np.searchsorted(sorted_cells, sorted_cells)
    rank = np.empty(len(order), dtype=int)
    rank[order] = np.arange(len(order)) - starts
    best = np.lexsort((found[:, 3], found[:, 2], found[:, 1], found[:, 0], -strength, rank))
    return tuple(points[at] for at in best[:MOST_KEPT])


def _bits(described: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One bit for each number: whether it is above the median of its descriptor."""
    middle = np.partition(described, _BITS // 2 - 1, axis=1)[:, _BITS // 2 - 1 : _BITS // 2]
    return np.packbits(described > middle, axis=1)


def _sketch(seen: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return resize(seen, SKETCH_SIDE, SKETCH_SIDE)
