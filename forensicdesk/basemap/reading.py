"""What the child does that reads a base map: the file comes from outside, and is treated as evidence is.

What it answers are plain tuples, which the parent checks once more: ("refused", sentence) or what was asked for.
MBTiles 1.3 is an SQLite database with a table or view `tiles` (zoom_level, tile_column, tile_row, tile_data), rows
counted from the south, and a table `metadata`. It is opened for reading only. Raster tiles only: PNG or JPEG.
"""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from forensicdesk.basemap.outlines import read_outlines

MARK = b"SQLite format 3\x00"
LONGEST_TILE = 4 << 20
WIDEST_TILE = 1024
DEEPEST = 22
_RASTERS = ("png", "jpg", "jpeg")
_LEVELS = {"min": "SELECT min(zoom_level) FROM tiles", "max": "SELECT max(zoom_level) FROM tiles"}
_LONGEST_TEXT = 300
_MOST_VALUES = 200
_DAMAGED = (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError)
_UNREADABLE = (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError, EOFError)

Answer = tuple[Any, ...]
REFUSED = "refused"


def look(path: str) -> Answer:
    """What kind of map a file is.

    Returns:
        ("mbtiles", name, attribution, least zoom, most zoom), what `read_outlines` gives, or a refusal.
    """
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(len(MARK))
    except OSError as error:
        return REFUSED, f"The file cannot be read ({error.strerror or type(error).__name__})."
    return _look_at_tiles(path) if head == MARK else read_outlines(Path(path))


def tile(path: str, zoom: int, column: int, row: int) -> Answer:
    """One tile; rows are counted from the north.

    Returns:
        (width, height, pixels as RGB rows), () where there is none, or a refusal.
    """
    query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1"
    try:
        with closing(_opened(path)) as database:
            found = database.execute(query, (zoom, column, (1 << zoom) - 1 - row)).fetchone()
    except _DAMAGED as error:
        return REFUSED, f"a tile could not be read ({error})"
    if found is None or found[0] is None:
        return ()
    if not isinstance(found[0], bytes) or len(found[0]) > LONGEST_TILE:
        return REFUSED, "a tile is no picture, or larger than 4 MiB"
    return _decoded(found[0])


def _decoded(data: bytes) -> Answer:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > WIDEST_TILE:
                return REFUSED, f"a tile is wider or higher than {WIDEST_TILE} pixels"
            whole = picture.convert("RGBA")
        ground = Image.new("RGBA", whole.size, (255, 255, 255, 255))
        ground.alpha_composite(whole)
        return (*whole.size, ground.convert("RGB").tobytes())
    except _UNREADABLE as error:
        return REFUSED, f"a tile is no PNG or JPEG that can be read ({type(error).__name__})"


def _look_at_tiles(path: str) -> Answer:
    try:
        with closing(_opened(path)) as database:
            rows = database.execute("SELECT name, value FROM metadata LIMIT ?", (_MOST_VALUES,)).fetchall()
            said = {str(name): str(value)[:_LONGEST_TEXT] for name, value in rows}
            least, most = (_level(database, word, said) for word in ("min", "max"))
    except _DAMAGED as error:
        return REFUSED, f"The file is a database, but no MBTiles that can be read ({error})."
    form = said.get("format", "").casefold()
    if form and form not in _RASTERS:
        return REFUSED, f"Its tiles are {form[:20]}; only PNG and JPEG tiles are drawn. Supply a raster MBTiles."
    if least is None or most is None:
        return REFUSED, "The file is MBTiles without any tile."
    return "mbtiles", said.get("name", ""), said.get("attribution", ""), least, most


def _level(database: sqlite3.Connection, word: str, said: dict[str, str]) -> int | None:
    """The lowest or highest zoom level, as stated, else as the tiles have it."""
    stated = said.get(f"{word}zoom", "")
    if stated.isascii() and stated.isdigit() and len(stated) < 3:  # noqa: PLR2004 - two digits
        return min(int(stated), DEEPEST)
    (found,) = database.execute(_LEVELS[word]).fetchone()
    return None if found is None else max(0, min(int(found), DEEPEST))


def _opened(path: str) -> sqlite3.Connection:
    """The database, for reading only, without locks or files beside it, and with bounds."""
    place = Path(path).absolute().as_uri()
    database = sqlite3.connect(f"{place}?mode=ro&immutable=1", uri=True)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 4 * LONGEST_TILE)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    database.execute("PRAGMA temp_store = MEMORY")
    return database
