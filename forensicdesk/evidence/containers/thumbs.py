"""Thumbs.db: the small pictures that Windows kept in a folder, with names and dates of the files they were made of."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import Entry
from forensicdesk.evidence.containers.ole_place import stream_entry
from forensicdesk.evidence.containers.picture_ends import ending
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.decode.jpeg_marks import segments
from hashing.values import DateFact, Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forensicdesk.evidence.containers.ole_streams import Named, OleStreams

CATALOG = "Catalog"
_CATALOG_HEAD, _ENTRY_HEAD, _MOST_ENTRIES = 16, 16, 200_000
_MOST_CATALOG = 1 << 26
_HEADS = (12, 16, 24)
_TABLES = 0xDB
_START = datetime(1601, 1, 1)  # noqa: DTZ001 - where FILETIME counts from, in UTC
_SIZED = ("256_", "96_", "48_", "32_", "16_", "1024_", "1280_", "1600_", "1920_", "2560_", "768_")


@dataclass(frozen=True, slots=True)
class _Original:
    """What the catalogue says of the file that a picture was made of."""

    name: bytes
    dates: tuple[DateFact, ...]


def is_thumbs(streams: OleStreams) -> bool:
    """Whether the streams are those of a Thumbs.db."""
    names = {one.path[0] for one in streams.named if len(one.path) == 1}
    return (CATALOG in names and any(name.isdigit() for name in names)) or (
        bool(names) and all(name.startswith(_SIZED) or name == CATALOG for name in names)
    )


def thumbnails(streams: OleStreams) -> Iterator[Entry]:
    """Every small picture under the name of its original; names without a picture are given, too."""
    catalog = streams.get(CATALOG)
    originals = _originals(streams.read(catalog, 0, _MOST_CATALOG)) if catalog is not None else {}
    left = dict(originals)
    for one in streams.named:
        if len(one.path) != 1 or one.path[0] == CATALOG:
            continue
        original = originals.get(one.path[0])
        left.pop(one.path[0], None)
        yield _thumbnail(streams, one, original or _Original(one.path[0].encode("utf-8", "replace"), ()))
    for original in left.values():
        text = sentence("The catalogue names this file; the picture that was made of it is not there.")
        issue = Issue(Stage.READ, IssueCode.CONTENT_MISSING, text)
        yield Entry(original.name, 0, state=State.FAILED, issue=issue, dates=original.dates)


def _thumbnail(streams: OleStreams, one: Named, original: _Original) -> Entry:
    head = streams.read(one, 0, 64)
    start = int.from_bytes(head[:4], "little")
    known = start in _HEADS and ending(head[start:])
    if not known or not _is_whole(streams.read(one, start, 1 << 16)):
        text = sentence("The picture is of the oldest form, without the tables that decoding needs; it is not rebuilt.")
        issue = Issue(Stage.READ, IssueCode.CONTAINER_UNSUPPORTED, text)
        return Entry(original.name, one.size, state=State.UNSUPPORTED, issue=issue, dates=original.dates)
    stated = int.from_bytes(head[8:12], "little") or one.size
    entry = stream_entry(streams, one, original.name, start, stated)
    return Entry(entry.path, entry.size, place=entry.place, dates=original.dates)


def _is_whole(data: bytes) -> bool:
    """Whether a JPEG has its tables; other pictures are whole."""
    if not data.startswith(b"\xff\xd8"):
        return True
    return any(marker == _TABLES for marker, _, _ in segments(io.BytesIO(data)))


def _originals(data: bytes) -> dict[str, _Original]:
    """The catalogue: originals by the name of the stream, which is their number read backwards."""
    found: dict[str, _Original] = {}
    place = int.from_bytes(data[:2], "little") or _CATALOG_HEAD
    while place + _ENTRY_HEAD <= len(data) and len(found) < _MOST_ENTRIES:
        length, number, moment = struct.unpack_from("<IIQ", data, place)
        if length <= _ENTRY_HEAD:
            break
        name = data[place + _ENTRY_HEAD : place + length].decode("utf-16-le", "replace").split("\0")[0]
        if name:
            raw = name.encode("utf-8", "replace").replace(b"/", b"_")
            found[str(number)[::-1]] = _Original(raw, _date(moment))
        place += length
    return found


def _date(moment: int) -> tuple[DateFact, ...]:
    try:
        text = (_START + timedelta(microseconds=moment // 10)).isoformat(" ", "seconds")
    except OverflowError:
        text = f"{moment} units of 100 ns since 1601"
    return (DateFact("original:modified", text, "Z"),) if moment else ()
