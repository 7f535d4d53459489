"""Small base maps to test with: MBTiles of plain colours, GeoJSON of a few lines."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TILE = 256


def picture_of(colour: tuple[int, int, int], form: str = "PNG", size: int = TILE) -> bytes:
    """A tile of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(out, form)
    return out.getvalue()


def colour_of(zoom: int, column: int, row: int) -> tuple[int, int, int]:
    """The colour of a tile in the maps made here; rows are counted from the north."""
    return (40 + 50 * zoom, 60 + 40 * (column % 4), 60 + 40 * (row % 4))


def write_mbtiles(path: Path, zooms: int = 3, form: str = "png", **said: str) -> Path:
    """A map of the whole world for zoom levels 0 up to before `zooms`."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        database.execute(
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
        )
        told = {"name": "Plain squares", "format": form, "minzoom": "0", "maxzoom": str(zooms - 1)} | said
        database.executemany("INSERT INTO metadata VALUES (?, ?)", [pair for pair in told.items() if pair[1]])
        kind = "JPEG" if form in {"jpg", "jpeg"} else "PNG"
        for zoom in range(zooms):
            side = 1 << zoom
            rows = [
                (zoom, column, side - 1 - row, picture_of(colour_of(zoom, column, row), kind))
                for column in range(side)
                for row in range(side)
            ]
            database.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    return path


def put_tile(path: Path, zoom: int, column: int, row: int, data: object) -> None:
    """Put something else in the place of a tile."""
    with closing(sqlite3.connect(path)) as database, database:
        where = (zoom, column, (1 << zoom) - 1 - row)
        database.execute("DELETE FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?", where)
        database.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (*where, data))


def write_geojson(path: Path, *geometries: Mapping[str, object]) -> Path:
    """A collection of features."""
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path
