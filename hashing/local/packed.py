"""The compact form of a picture's local features: what is stored for every item, and what is read back with checks.

All numbers are big-endian::

    4 bytes  "FDLF"          2 bytes  count of features (1 to 400)
    1 byte   version (1)     4 bytes  width, 4 bytes height of the picture that was looked at
    1600 bytes               the sketch: 40 x 40 grey averages, rows from the top, whatever the picture's shape
    22 bytes a feature       x, y (2 bytes each, 65536ths of width and height), size (1), angle (1), descriptor (16)

`size` counts 24ths of an octave, from one 192nd of the shorter side; `angle` 256ths of a full turn. The descriptor has
one bit for each of SIFT's 128 numbers: set where it is larger than the median of the 128. Features stand in the order
of choice: the strongest of each part of the picture first.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 1
SKETCH_SIDE = 40
MOST_FEATURES = 400
UNITS = 192.0
"""Lengths are counted in 192nds of the shorter side of the picture, whatever its size."""

DESCRIPTOR_BYTES = 16
_MAGIC = b"FDLF"
_HEAD = struct.Struct(">4sBHII")
_SKETCH_BYTES = SKETCH_SIDE * SKETCH_SIDE
_FEATURE = np.dtype(
    [("x", ">u2"), ("y", ">u2"), ("size", "u1"), ("angle", "u1"), ("descriptor", "u1", (DESCRIPTOR_BYTES,))]
)
_STEPS = 65536.0
_SIZES_PER_OCTAVE = 24.0
_ANGLES = 256.0
_MOST_PIXELS_A_SIDE = 1 << 31


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Local features of one picture, as numbers.

    Attributes:
        width, height: of the picture they were taken from, in pixels; only their ratio matters.
        sketch: 40 x 40 grey averages of the picture.
        places: x and y of each feature as shares (0 to 1) of width and height.
        sizes: their sizes in 192nds of the shorter side.
        angles: their directions in radians, clockwise from the right.
        descriptors: 16 bytes each.
    """

    width: int
    height: int
    sketch: NDArray[np.uint8]
    places: NDArray[np.float64]
    sizes: NDArray[np.float64]
    angles: NDArray[np.float64]
    descriptors: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.places)

    @property
    def units(self) -> tuple[float, float]:
        """Width and height in 192nds of the shorter side."""
        shorter = min(self.width, self.height)
        return self.width * UNITS / shorter, self.height * UNITS / shorter


def pack(features: Features) -> bytes:
    """The compact form.

    Raises:
        ValueError: no features, or more than the form holds.
    """
    count = len(features)
    if not 1 <= count <= MOST_FEATURES:
        msg = f"{count} features cannot be packed"
        raise ValueError(msg)
    rows = np.zeros(count, dtype=_FEATURE)
    rows["x"], rows["y"] = (np.clip(np.rint(features.places * _STEPS), 0, _STEPS - 1)).T
    octaves = np.log2(np.maximum(features.sizes, 1.0))
    rows["size"] = np.clip(np.rint(octaves * _SIZES_PER_OCTAVE), 0, 255)
    rows["angle"] = np.rint(features.angles * _ANGLES / (2 * np.pi)) % _ANGLES
    rows["descriptor"] = features.descriptors
    head = _HEAD.pack(_MAGIC, VERSION, count, features.width, features.height)
    return head + features.sketch.tobytes() + rows.tobytes()


@lru_cache(maxsize=8)
def unpack(data: bytes) -> Features:
    """Read the compact form back. The few last ones are remembered, because one picture is held against many.

    Raises:
        ValueError: the bytes are no compact form of a version this program knows, or damaged.
    """
    if len(data) < _HEAD.size or data[: len(_MAGIC)] != _MAGIC:
        msg = "these bytes are no local features"
        raise ValueError(msg)
    _, version, count, width, height = _HEAD.unpack_from(data)
    if version != VERSION:
        msg = f"local features of version {version} are not known here"
        raise ValueError(msg)
    shaped = 1 <= width < _MOST_PIXELS_A_SIDE and 1 <= height < _MOST_PIXELS_A_SIDE and 1 <= count <= MOST_FEATURES
    if not shaped or len(data) != _HEAD.size + _SKETCH_BYTES + count * _FEATURE.itemsize:
        msg = "the local features are damaged"
        raise ValueError(msg)
    rows = np.frombuffer(data, dtype=_FEATURE, offset=_HEAD.size + _SKETCH_BYTES)
    sketch = np.frombuffer(data, dtype=np.uint8, count=_SKETCH_BYTES, offset=_HEAD.size)
    return Features(
        width=width,
        height=height,
        sketch=sketch.reshape(SKETCH_SIDE, SKETCH_SIDE),
        places=np.stack([rows["x"], rows["y"]], axis=1) / _STEPS,
        sizes=2.0 ** (rows["size"] / _SIZES_PER_OCTAVE),
        angles=rows["angle"] * (2 * np.pi / _ANGLES),
        descriptors=np.ascontiguousarray(rows["descriptor"]),
    )
