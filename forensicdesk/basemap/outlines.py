"""Lines and borders of a GeoJSON file (RFC 7946), parsed with limits; called in a confined child."""

from __future__ import annotations

import json
import math
from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 64 << 20
MOST_POINTS = 1_000_000
MOST_LINES = 200_000
DEEPEST = 8
REFUSED = "refused"
_NESTED = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""Kinds of geometry that are drawn, and how deep in lists their lines lie."""


def read_outlines(path: Path, most: int = MOST_POINTS) -> tuple[Any, ...]:
    """The lines of a file, if they have at most so many points.

    Returns:
        ("geojson", points of each line as 32-bit numbers, whether each is closed as bytes, longitude and latitude of
        every point as 64-bit floats, how much was left out), or ("refused", sentence).
    """
    try:
        if path.stat().st_size > LARGEST:
            return REFUSED, f"The file is larger than {LARGEST >> 20} MiB; supply a coarser GeoJSON, or MBTiles."
        document = json.loads(path.read_bytes(), parse_constant=_refuse_constant)
    except OSError as error:
        return REFUSED, f"The file cannot be read ({error.strerror or type(error).__name__})."
    except (ValueError, RecursionError) as error:
        return REFUSED, f"The file is neither MBTiles nor GeoJSON that can be read ({type(error).__name__})."
    found = _gathered(document, most)
    if found is None:
        said = f"more than {most:,} points or {MOST_LINES:,} lines"
        return REFUSED, f"The file holds {said}; supply a coarser GeoJSON, or MBTiles."
    lengths, closed, points, left_out = found
    if not lengths:
        return REFUSED, "The file holds no line and no border in degrees (GeoJSON, RFC 7946)."
    return "geojson", lengths.tobytes(), bytes(closed), points.tobytes(), left_out


def _gathered(document: object, most: int) -> tuple[array[int], bytearray, array[float], int] | None:
    """Points of each line, whether it is closed, all points, and how many were none; None for more than is drawn."""
    lengths, closed, points, left_out = array("i"), bytearray(), array("d"), 0
    for line, is_ring in _lines(document, 0):
        kept = [point for one in line if (point := _point(one)) is not None]
        left_out += len(line) - len(kept)
        if len(kept) > 1:
            lengths.append(len(kept))
            closed.append(is_ring)
            points.extend(number for point in kept for number in point)
        if len(points) > 2 * most or len(lengths) > MOST_LINES:
            return None
    return lengths, closed, points, left_out


def _lines(value: object, depth: int) -> Iterator[tuple[list[Any], bool]]:
    """Every line and every ring of an object, as lists of positions; what is none is passed over."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return
    kind, inside = value.get("type"), value.get("coordinates")
    for name in ("features", "geometries"):
        for part in _list(value.get(name)):
            yield from _lines(part, depth + 1)
    if kind == "Feature":
        yield from _lines(value.get("geometry"), depth + 1)
    elif isinstance(kind, str) and kind in _NESTED:
        yield from _flat(inside, _NESTED[kind], kind.endswith("Polygon"))


def _flat(value: object, depth: int, is_ring: bool) -> Iterator[tuple[list[Any], bool]]:  # noqa: FBT001 - passed on
    """The lists of positions that lie so deep in lists."""
    if depth == 0:
        yield _list(value), is_ring
        return
    for part in _list(value):
        yield from _flat(part, depth - 1, is_ring)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _point(value: object) -> tuple[float, float] | None:
    """Longitude and latitude of a position on the globe, else None."""
    if not isinstance(value, list) or len(value) < 2:  # noqa: PLR2004 - two numbers
        return None
    longitude, latitude = value[:2]
    numbers = not isinstance(longitude, bool) and not isinstance(latitude, bool)
    if not numbers or not isinstance(longitude, int | float) or not isinstance(latitude, int | float):
        return None
    if abs(longitude) > 180 or abs(latitude) > 90 or math.isnan(longitude + latitude):  # noqa: PLR2004 - degrees
        return None
    return float(longitude), float(latitude)


def _refuse_constant(name: str) -> float:
    msg = f"{name} is no JSON"
    raise ValueError(msg)
