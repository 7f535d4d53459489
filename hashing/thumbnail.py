"""Small pictures for people: a preview, a strip for films, and a mosaic in which nothing can be recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hashing.values import Thumbnail
from hashing.vision import jpeg, png, resize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

PREVIEW_SIDE = 256
MOSAIC_SIDE = 12
STRIP_WIDTH = 1024
STRIP_FRAMES = 6
_JPEG_QUALITY = 80
_COLOUR_DIMENSIONS = 3


def fitted(picture: Pixels, width: int, height: int) -> Pixels:
    """The picture inside a box of width x height, its shape kept, never enlarged."""
    rows, columns = picture.shape[:2]
    factor = min(width / columns, height / rows)
    if factor >= 1.0:
        return picture
    return resize(picture, max(1, round(columns * factor)), max(1, round(rows * factor)))


def _mosaic(preview: Pixels) -> bytes:
    return png(fitted(preview, MOSAIC_SIDE, MOSAIC_SIDE))


def picture_thumbnail(picture: Pixels) -> Thumbnail:
    """Preview and mosaic of an upright picture."""
    preview = fitted(picture, PREVIEW_SIDE, PREVIEW_SIDE)
    return Thumbnail(jpeg(preview, _JPEG_QUALITY), _mosaic(preview))


def _colour(picture: Pixels) -> Pixels:
    return picture if picture.ndim == _COLOUR_DIMENSIONS else np.stack([picture] * 3, axis=2)


def film_thumbnail(frames: Sequence[Pixels]) -> Thumbnail:
    """A strip of upright frames side by side; the mosaic shows the middle one."""
    cells = [_colour(fitted(frame, STRIP_WIDTH // len(frames), PREVIEW_SIDE)) for frame in frames]
    height, width = max(cell.shape[0] for cell in cells), sum(cell.shape[1] for cell in cells)
    strip = np.zeros((height, width, 3), dtype=np.uint8)
    left = 0
    for cell in cells:
        strip[: cell.shape[0], left : left + cell.shape[1]] = cell
        left += cell.shape[1]
    return Thumbnail(jpeg(strip, _JPEG_QUALITY), _mosaic(cells[len(cells) // 2]))
