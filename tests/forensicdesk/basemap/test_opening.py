"""Base maps from real files in a real confined child: what is drawn, what is refused and how; nothing is written."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.basemap import reading
from forensicdesk.basemap.opening import open_base_map
from forensicdesk.basemap.outlines import read_outlines
from forensicdesk.errors import EnvironmentProblem, UsageError
from tests.support.maps import colour_of, picture_of, put_tile, write_geojson, write_mbtiles

if TYPE_CHECKING:
    from pathlib import Path

RING = [[-10.0, 40.0], [5.0, 40.0], [5.0, 50.0], [-10.0, 40.0]]


def test_tiles_come_from_a_confined_child_and_the_file_stays_as_it_is(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "world.mbtiles", attribution="Unit 7")
    put_tile(path, 2, 1, 1, b"\x89PNG\r\n\x1a\nbroken")
    put_tile(path, 2, 2, 2, picture_of((1, 2, 3), size=2048))
    before = path.read_bytes()

    opened = open_base_map(path)
    try:
        about = opened.about
        assert (about.kind, about.name, about.attribution) == ("MBTiles", "Plain squares", "Unit 7")
        assert (about.least, about.most, about.sha256) == (0, 2, hashlib.sha256(before).hexdigest())
        for zoom, column, row in ((0, 0, 0), (1, 0, 0), (1, 1, 0), (2, 3, 1)):
            tile = opened.tile(zoom, column, row)
            assert tile is not None
            assert (tile.width, tile.height) == (256, 256)
            assert tile.pixels[:3] == bytes(colour_of(zoom, column, row))
        assert opened.tile(7, 3, 3) is None
        assert not opened.troubles
        assert opened.tile(2, 1, 1) is None
        assert opened.tile(2, 2, 2) is None
        assert opened.tile(2, 0, 0) is not None
        first, second = list(opened.troubles)
        assert "no PNG or JPEG" in first
        assert "wider or higher than 1024" in second
    finally:
        opened.close()

    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["world.mbtiles"]


def test_outlines_come_with_their_form(tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "borders.json",
        {"type": "Polygon", "coordinates": [RING]},
        {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 1]], [[2, 2, 99], [3, 3], ["x", 1], [999, 0]]]},
        {"type": "Point", "coordinates": [1, 1]},
    )

    opened = open_base_map(path)

    assert opened.outlines is not None
    assert opened.outlines.lengths.tolist() == [4, 2, 2]
    assert opened.outlines.closed.tolist() == [True, False, False]
    assert opened.outlines.points.tolist() == [*RING, [0, 0], [1, 1], [2, 2], [3, 3]]
    assert (opened.about.kind, opened.about.left_out) == ("GeoJSON", 2)


def test_what_cannot_be_shown_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot be read"):
        open_base_map(tmp_path / "missing.mbtiles")
    vector = write_mbtiles(tmp_path / "vector.mbtiles", 1, "pbf")
    with pytest.raises(UsageError, match="only PNG and JPEG tiles are drawn"):
        open_base_map(vector)


def test_the_child_refuses_what_is_no_map(tmp_path: Path) -> None:
    path = tmp_path / "map"
    for content, said in (
        (b"GIF89a", "neither MBTiles nor GeoJSON"),
        (b"[" * 100_000, "neither MBTiles nor GeoJSON"),
        (b'{"type": "LineString", "coordinates": [[NaN, 1], [2, 2]]}', "neither MBTiles nor GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "holds no line"),
        (reading.MARK + bytes(4000), "no MBTiles that can be read"),
    ):
        path.write_bytes(content)
        kind, sentence = reading.look(str(path))
        assert kind == "refused"
        assert said in sentence


def test_levels_that_are_not_stated_are_those_of_the_tiles(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "w.mbtiles", 2, "jpg", minzoom="", maxzoom="a")

    assert reading.look(str(path)) == ("mbtiles", "Plain squares", "", 0, 1)
    answer: tuple[int, int, bytes] = reading.tile(str(path), 1, 0, 1)
    width, height, pixels = answer
    assert (width, height) == (256, 256)
    assert all(abs(one - other) < 4 for one, other in zip(pixels[:3], colour_of(1, 0, 1), strict=True))


def test_a_view_that_calls_functions_of_the_system_is_refused(tmp_path: Path) -> None:
    path = write_mbtiles(tmp_path / "w.mbtiles", 1)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("ALTER TABLE tiles RENAME TO kept")
        database.execute(
            "CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, load_extension('x') AS tile_data FROM kept"
        )

    kind, sentence = reading.tile(str(path), 0, 0, 0)

    assert kind == "refused"
    assert "could not be read" in sentence


def test_more_points_than_are_drawn_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "much.json"
    path.write_text(json.dumps({"type": "LineString", "coordinates": [[0, 0]] * 101}), "ascii")

    kind, sentence = read_outlines(path, 100)

    assert kind == "refused"
    assert "more than 100 points" in sentence


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.sampled_from(["Feature", "Polygon"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "features", "geometry", "geometries", "coordinates"]), inner)
    ),
    max_leaves=30,
)


@settings(deadline=None)
@given(JSON)
def test_any_json_gives_lines_on_the_globe_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(value), "utf-8")

    answer = read_outlines(path)

    assert answer[0] in {"refused", "geojson"}
    if answer[0] == "geojson":
        assert len(answer[1]) == 4 * len(answer[2])
