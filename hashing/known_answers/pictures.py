"""Synthetic pictures in whole numbers only, so that they are the same on every machine."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Grid = NDArray[np.int64]


def _rings(x: Grid, y: Grid, width: int, height: int) -> tuple[Grid, Grid, Grid]:
    distance = (3 * x - width) ** 2 * 3 + (5 * y - 2 * height) ** 2 * 2
    return distance // 397 % 256, distance // 1211 % 256, distance // 789 % 256


def _tiles(x: Grid, y: Grid, width: int, height: int) -> tuple[Grid, Grid, Grid]:
    column, row = x * 11 // width, y * 7 // height
    return (column * 53 + row * 97) % 256, (column * row * 31) % 256, (column * 17 + row * row * 23) % 256


def _scatter(x: Grid, y: Grid, _width: int, _height: int) -> tuple[Grid, Grid, Grid]:
    cell = (x // 9) * 2654435761 + (y // 9) * 40503 + (x // 9) * (y // 9) * 69069
    return cell // 7 % 256, cell // 13 % 256, cell // 29 % 256


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
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    picture = np.stack(_FORMULAS[name](x, y, width, height), axis=2).astype(np.uint8)
    picture.flags.writeable = False
    return picture
