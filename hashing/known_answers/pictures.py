"""Synthetic pictures in whole numbers only, so that they are the same on every machine."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Grid = NDArray[np.int64]

_LOW_BYTE = 255


def _rings(x: Grid, y: Grid, width: int, height: int) -> tuple[Grid, Grid, Grid]:
    distance = (3 * x - width) ** 2 * 3 + (5 * y - 2 * height) ** 2 * 2
    return distance // 397, distance // 1211, distance // 789


def _tiles(x: Grid, y: Grid, width: int, height: int) -> tuple[Grid, Grid, Grid]:
    column, row = x * 11 // width, y * 7 // height
    return column * 53 + row * 97, column * row * 31, column * 17 + row * row * 23


def _scatter(x: Grid, y: Grid, _width: int, _height: int) -> tuple[Grid, Grid, Grid]:
    cell = (x // 9) * 2654435761 + (y // 9) * 40503 + (x // 9) * (y // 9) * 69069
    return cell // 7, cell // 13, cell // 29


def _solid(x: Grid, _y: Grid, _width: int, _height: int) -> tuple[Grid, Grid, Grid]:
    return x * 0 + 120, x * 0 + 130, x * 0 + 140


_FORMULAS: dict[str, Callable[[Grid, Grid, int, int], tuple[Grid, Grid, Grid]]] = {
    "rings": _rings,
    "tiles": _tiles,
    "scatter": _scatter,
    "solid": _solid,
}
NAMES = tuple(_FORMULAS)


@lru_cache(maxsize=1)  # the vectors of one picture stand together
def draw(name: str, width: int, height: int) -> NDArray[np.uint8]:
    """The RGB picture of that name; `KeyError` if there is none."""
    # A row and a column, which broadcast: most steps of a formula are done once for each, not for each pixel.
    y, x = np.arange(height, dtype=np.int64)[:, np.newaxis], np.arange(width, dtype=np.int64)[np.newaxis]
    picture = np.empty((height, width, 3), dtype=np.uint8)
    for channel, values in enumerate(_FORMULAS[name](x, y, width, height)):
        picture[:, :, channel] = values & _LOW_BYTE
    picture.flags.writeable = False
    return picture
