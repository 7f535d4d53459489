"""How long a film file is by what its container states, so that a missing end is known even where times do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from hashing.decode import kinds
from hashing.phrases import phrase

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind

_MOST_PARTS = 4096
_SLACK = 16
"""Some programs forget a padding or a header in what they state."""

_RIFF_HEADER, _RIFF_UNKNOWN = 8, 0xFFFFFF00
_BOX_HEADER, _LONG_BOX_HEADER, _LONG_BOX = 8, 16, 1
_LARGE_BOXES = {b"mdat", b"moov", b"moof"}
_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_LONGEST_NUMBER = 8
_ASF_HEADER, _ASF_OBJECT, _ASF_BROADCAST = 30, 24, 1
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_ASF_SIZE, _ASF_FLAGS = slice(40, 48), slice(88, 92)


def missing_end(stream: BinaryIO, kind: Kind) -> str | None:
    """What to say of a film whose end is missing by its own statement; None where nothing says so.

    A bounded number of headers is read; the stream is left anywhere.
    """
    ways = {"avi": _avi_end, "asf": _asf_end, "matroska": _matroska_end, kinds.MP4.formats[0]: _iso_end}
    way = ways.get(kind.formats[0])
    there = stream.seek(0, 2)
    stated = way(stream, there) if way is not None else None
    if stated is None or stated <= there + _SLACK:
        return None
    return phrase("the file ends after {there} of {stated} bytes", there=there, stated=stated)


def _at(stream: BinaryIO, place: int, count: int, there: int) -> bytes:
    """The bytes at a place; b"" beyond the end, where a stated length may lead farther than any stream can be moved."""
    if place >= there:
        return b""
    stream.seek(place)
    return stream.read(count)


def _avi_end(stream: BinaryIO, there: int) -> int | None:
    """Films of more than a gigabyte are several RIFF chunks, one after the other."""
    place = 0
    for _ in range(_MOST_PARTS):
        header = _at(stream, place, _RIFF_HEADER, there)
        length = int.from_bytes(header[4:], "little")
        if header[:4] != b"RIFF" or not 0 < length < _RIFF_UNKNOWN:
            return None
        place += _RIFF_HEADER + length + length % 2
        if place >= there:
            return place - length % 2
    return None


def _iso_end(stream: BinaryIO, there: int) -> int | None:
    place = 0
    for _ in range(_MOST_PARTS):
        header = _at(stream, place, _LONG_BOX_HEADER, there)
        length, name = int.from_bytes(header[:4]), header[4:8]
        if length == _LONG_BOX and len(header) == _LONG_BOX_HEADER:
            length = int.from_bytes(header[8:])
        if length < _BOX_HEADER:
            return None
        place += length
        if place > there:
            return place if name in _LARGE_BOXES else None
    return None


def _number(data: bytes) -> tuple[int, int] | None:
    """A number of variable length as Matroska writes it, and how many bytes it takes; None for "unknown"."""
    length = 9 - data[0].bit_length() if data and data[0] else 0
    if not 0 < length <= min(_LONGEST_NUMBER, len(data)):
        return None
    bits = 7 * length
    value = int.from_bytes(data[:length]) & ((1 << bits) - 1)
    return None if value == (1 << bits) - 1 else (value, length)


def _matroska_end(stream: BinaryIO, there: int) -> int | None:
    place = 0
    for name in (_EBML, _SEGMENT):
        header = _at(stream, place, len(name) + _LONGEST_NUMBER, there)
        number = _number(header[len(name) :])
        if not header.startswith(name) or number is None:
            return None
        place += len(name) + number[1] + number[0]
    return place


def _asf_end(stream: BinaryIO, there: int) -> int | None:
    place = _ASF_HEADER
    for _ in range(_MOST_PARTS):
        header = _at(stream, place, _ASF_FLAGS.stop, there)
        if header.startswith(_ASF_PROPERTIES):
            live = int.from_bytes(header[_ASF_FLAGS], "little") & _ASF_BROADCAST
            size = int.from_bytes(header[_ASF_SIZE], "little")
            return None if live or not size else size
        length = int.from_bytes(header[16:_ASF_OBJECT], "little")
        if length < _ASF_OBJECT:
            return None
        place += length
    return None
