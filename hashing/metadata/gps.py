"""Positions as decimal degrees, computed beside the values found."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from hashing.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

_ISO_6709 = re.compile(r"([+-]\d{2,6}(?:\.\d+)?)([+-]\d{3,7}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?")
_XMP = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,12})?))?\s*([NSEW])")
_RATIO = re.compile(r"(-?\d{1,12}(?:\.\d{1,9})?)(?:/(\d{1,12}))?")
_MOST_LATITUDE = 90.0
_MOST_LONGITUDE = 180.0
_HEMISPHERES = {_MOST_LATITUDE: {"N": 1.0, "S": -1.0}, _MOST_LONGITUDE: {"E": 1.0, "W": -1.0}}
_WHOLE_DEGREES = {True: (2, 4, 6), False: (3, 5, 7)}


def decimal_degrees(parts: Sequence[float], reference: str, most: float) -> float | None:
    """Degrees, minutes, seconds and a hemisphere letter as signed degrees; None if they cannot be a position.

    Nor is it one without its hemisphere: to take north or east for granted would name another place.
    """
    sign = _HEMISPHERES[most].get(reference.strip().upper()[:1])
    if sign is None or not parts or not all(math.isfinite(part) for part in parts):
        return None
    value = math.fsum(part / divisor for part, divisor in zip(parts, (1, 60, 3600), strict=False))
    if not 0.0 <= value <= most:
        return None
    return sign * value


def position(
    latitude: Sequence[float], latitude_ref: str, longitude: Sequence[float], longitude_ref: str
) -> tuple[float, float] | None:
    """An EXIF position as signed degrees."""
    north = decimal_degrees(latitude, latitude_ref, _MOST_LATITUDE)
    east = decimal_degrees(longitude, longitude_ref, _MOST_LONGITUDE)
    return None if north is None or east is None else (north, east)


def _xmp_degrees(text: str, most: float) -> float | None:
    found = _XMP.fullmatch(text.strip().upper())
    return decimal_degrees([float(part or 0) for part in found.groups()[:3]], found[4], most) if found else None


def from_xmp(latitude: str, longitude: str) -> tuple[float, float] | None:
    """A position as XMP carries it: "33,51.908S" or "33,51,54S", and likewise east or west."""
    north, east = _xmp_degrees(latitude, _MOST_LATITUDE), _xmp_degrees(longitude, _MOST_LONGITUDE)
    return None if north is None or east is None else (north, east)


def altitude_from_xmp(text: str, reference: str) -> float | None:
    """Metres above sea level, negative below, from XMP's "125/10" and reference; None without them."""
    found = _RATIO.fullmatch(text.strip())
    divisor = float(found[2] or 1) if found else 0.0
    if found is None or not divisor:
        return None
    return float(found[1]) / divisor * (-1.0 if reference.strip() == "1" else 1.0)


def _signed(text: str, *, latitude: bool) -> float:
    """ISO 6709 writes degrees, degrees and minutes, or degrees, minutes and seconds; the digits tell which."""
    sign = -1.0 if text[0] == "-" else 1.0
    whole, _, fraction = text[1:].partition(".")
    tail = f".{fraction}" if fraction else ""
    degrees, minutes, _seconds = _WHOLE_DEGREES[latitude]
    if len(whole) <= degrees:
        return sign * float(whole + tail)
    if len(whole) <= minutes:
        return sign * (int(whole[:-2]) + float(whole[-2:] + tail) / 60)
    return sign * (int(whole[:-4]) + int(whole[-4:-2]) / 60 + float(whole[-2:] + tail) / 3600)


def from_iso_6709(text: str) -> tuple[float, float] | None:
    """A position as films carry it, such as "+51.5334-000.1255+026.756/"."""
    found = _ISO_6709.match(text.strip())
    if not found:
        return None
    north, east = _signed(found[1], latitude=True), _signed(found[2], latitude=False)
    return (north, east) if abs(north) <= _MOST_LATITUDE and abs(east) <= _MOST_LONGITUDE else None


def altitude_from_iso_6709(text: str) -> float | None:
    """The altitude in metres behind a position; None without one."""
    found = _ISO_6709.match(text.strip())
    return float(found[3]) if found and found[3] else None


def as_fields(place: tuple[float, float]) -> tuple[tuple[str, str], ...]:
    """The two computed fields."""
    return (("latitude (decimal, computed)", f"{place[0]:.6f}"), ("longitude (decimal, computed)", f"{place[1]:.6f}"))


def altitude_in_words(metres: float) -> str:
    """A height, for people."""
    if metres < 0:
        return phrase("{metres:g} m below sea level", metres=-metres)
    return phrase("{metres:g} m above sea level", metres=metres)


def in_words(place: tuple[float, float]) -> str:
    """A position for an indicator."""
    return f"{place[0]:.6f}, {place[1]:.6f}"
