"""Files inside a picture: its EXIF thumbnail, the film of a motion photo, whatever was put behind its end.

Secondary pictures listed in an MPF index and previews of raw files are found where pictures are decoded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from hashing.embedded.samsung import samsung_blocks
from hashing.embedded.whole_files import looks_like, whole_end
from hashing.metadata.boxes import Window, boxes
from hashing.metadata.find import content_of
from hashing.phrases import phrase
from hashing.values import Embedded, EmbeddedKind, Indicator

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind
    from hashing.metadata.picture import PictureFacts

MOST_EMBEDDED = 16
_SMALLEST_PICTURE = 100
_LARGEST_THUMBNAIL = 1 << 20
_START = re.compile(rb"\xff\xd8\xff[\xc0-\xfe]|\x89PNG\r\n\x1a\n|\x00\x00[\x00-\x7f][\x00-\xff]ftyp", re.DOTALL)
_MOTION_NAMES = {"MotionPhoto_Data"}
_MOTION_BOX = b"mpvd"
_MOTION_MARK = b"MotionPhoto_Data"
_FLAGS = ("GCamera:MotionPhoto", "GCamera:MicroVideo", "GCamera:MicroVideoOffset")
_BOXED = {"image/heic", "image/heif", "image/avif"}
_SHOWN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What lies inside a file.

    Attributes:
        embedded: whole files, by place.
        indicators: what the file's structure says beside its metadata.
        thumbnail: the EXIF thumbnail, b"" without one.
    """

    embedded: tuple[Embedded, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    thumbnail: bytes = b""


class _Finder:
    def __init__(self, data: bytes, facts: PictureFacts, size: int) -> None:
        self.data, self.facts, self.size = data, facts, size
        self.found: dict[tuple[int, int], Embedded] = {}
        self.indicators: list[Indicator] = []

    def add(self, kind: EmbeddedKind, offset: int, length: int) -> None:
        inside = offset >= 0 and length > 0 and offset + length <= self.size
        if inside and len(self.found) < MOST_EMBEDDED:
            self.found.setdefault((offset, length), Embedded(kind, offset, length))

    def covered(self, offset: int) -> bool:
        return any(one.offset <= offset < one.offset + one.length for one in self.found.values())

    def film(self, offset: int) -> None:
        if 0 < offset < len(self.data) and self.data[offset + 4 : offset + 8] == b"ftyp" and not self.covered(offset):
            end = whole_end(self.data, offset, len(self.data))
            self.add(EmbeddedKind.APPENDED_FILM, offset, (end or offset) - offset)


def _thumbnails(finder: _Finder) -> bytes:
    """The JPEG thumbnails of EXIF's second directory; the first one's bytes."""
    first = b""
    for part, reading in zip(finder.facts.blocks.exif, finder.facts.readings, strict=False):
        place = reading.fields.get(("Thumbnail", "JPEGInterchangeFormat"))
        length = reading.fields.get(("Thumbnail", "JPEGInterchangeFormatLength"))
        if place is None or length is None or not place.numbers or not length.numbers:
            continue
        start, count = int(place.numbers[0]), int(length.numbers[0])
        raw = part.data[start : start + count]
        if raw[:2] != b"\xff\xd8" or not _SMALLEST_PICTURE <= len(raw) <= _LARGEST_THUMBNAIL:
            continue
        first = first or raw
        if part.offset is not None and len(raw) == count:
            finder.add(EmbeddedKind.EXIF_THUMBNAIL, part.offset + start, count)
    return first


def _previews(finder: _Finder) -> None:
    for part in finder.facts.blocks.previews:
        if part.offset is not None and len(part.data) >= _SMALLEST_PICTURE:
            finder.add(EmbeddedKind.SECONDARY_PICTURE, part.offset, len(part.data))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0  # noqa: PLR2004 - beyond any file


def _container_items(facts: PictureFacts, size: int) -> list[tuple[str, int, int]]:
    """Items of a `Container:Directory` as (MIME type, offset, length); they stand at the end in their order."""
    items: dict[str, dict[str, str]] = {}
    for name, text in facts.xmp:
        found = re.match(r"Container:Directory\[(\d+)\].*Item:(Mime|Length|Padding|Semantic)\Z", name)
        if found and len(items) <= MOST_EMBEDDED:
            items.setdefault(found[1], {})[found[2]] = text
    placed, end = [], size
    for _, item in sorted(items.items(), key=lambda pair: int(pair[0]), reverse=True)[:MOST_EMBEDDED]:
        length = _number(item.get("Length", ""))
        if length and item.get("Semantic") != "Primary":
            placed.append((item.get("Mime", ""), end - length, length))
        end -= length + _number(item.get("Padding", ""))
    return placed


def _motion_by_xmp(finder: _Finder) -> None:
    facts, size = finder.facts, len(finder.data)
    back = _number(facts.xmp_value("GCamera:MicroVideoOffset"))
    if back:
        finder.film(size - back)
    for mime, offset, _ in _container_items(facts, size):
        if mime.startswith("video/"):
            finder.film(offset)


def _motion_by_mark(finder: _Finder, end: int | None) -> None:
    for block in samsung_blocks(finder.data):
        if block.name in _MOTION_NAMES:
            finder.film(block.offset)
    place = finder.data.find(_MOTION_MARK, end or 0) if end is not None else -1
    if place >= 0:
        finder.film(place + len(_MOTION_MARK))


def _motion_in_box(finder: _Finder, stream: BinaryIO) -> None:
    window = Window(stream)
    for box in boxes(window, 0, window.size):
        if box.name == _MOTION_BOX:
            finder.film(box.body)


def _behind(finder: _Finder, end: int) -> None:
    """Whole pictures and films behind the picture's end, one after the other."""
    place, size = end, len(finder.data)
    for _ in range(4 * MOST_EMBEDDED):
        found = _START.search(finder.data, place)
        if found is None:
            return
        start = found.start()
        end_of_it = whole_end(finder.data, start, size)
        stop = end_of_it or start + 1
        film = looks_like(finder.data, start) == "film"
        if end_of_it is not None and start not in finder.facts.blocks.listed and not finder.covered(start):
            kind = EmbeddedKind.APPENDED_FILM if film else EmbeddedKind.SECONDARY_PICTURE
            finder.add(kind, start, stop - start)
        place = max(stop, start + 1)


def _described(raw: bytes, finder: _Finder, end: int) -> str:
    sorts = {one.kind for one in finder.found.values() if one.offset >= end}
    notes = []
    if EmbeddedKind.APPENDED_FILM in sorts:
        notes.append(phrase("a film among them"))
    if EmbeddedKind.SECONDARY_PICTURE in sorts:
        notes.append(phrase("a picture among them"))
    if finder.facts.blocks.listed:
        notes.append(phrase("the file has a list of further pictures (MPF)"))
    names = [block.name for block in samsung_blocks(finder.data)]
    if names:
        notes.append(
            phrase("a Samsung trailer with {names}", names=", ".join(name for name in names if name.isprintable()))
        )
    if finder.data.count(0, end) == len(finder.data) - end:
        notes.append(phrase("all of them zero"))
    else:
        notes.append(phrase("they begin with {raw}", raw=raw[:_SHOWN_BYTES].hex(" ")))
    return "; ".join(notes)


def _bytes_after_end(finder: _Finder) -> None:
    end = finder.facts.blocks.end
    if end is not None and end < finder.size:
        described = _described(finder.data[end : end + 4096], finder, end)
        text = phrase(
            "{size} bytes after the end of the picture at byte {end}: {parts}",
            size=finder.size - end,
            end=end,
            parts=described,
        )
        finder.indicators.append(Indicator("bytes-after-end", text))


def _motion_indicator(finder: _Finder) -> None:
    films = [one for one in finder.found.values() if one.kind is EmbeddedKind.APPENDED_FILM]
    stated = [f"{name}={finder.facts.xmp_value(name)}" for name in _FLAGS if finder.facts.xmp_value(name)]
    boxed = bool(films) and finder.data[films[0].offset - 4 : films[0].offset] == _MOTION_BOX
    if films and (stated or boxed or finder.data.find(_MOTION_MARK, films[0].offset - 64) >= 0):
        ranges = ", ".join(
            phrase("{length} bytes from byte {offset}", length=one.length, offset=one.offset) for one in films
        )
        finder.indicators.append(
            Indicator("motion-photo", phrase("film of {parts}", parts=ranges) + "".join(f"; {each}" for each in stated))
        )
    elif stated and any(text.rpartition("=")[2] not in {"0", ""} for text in stated):
        finder.indicators.append(
            Indicator("motion-photo", phrase("stated, no film found; {names}", names="; ".join(stated)))
        )


def find_embedded(stream: BinaryIO, kind: Kind, facts: PictureFacts) -> Enclosed:
    """The whole files inside a picture, at most `MOST_EMBEDDED`, and what its structure says.

    Args:
        stream: the file.
        kind: what sort of picture it is.
        facts: what the readers of metadata found in it.
    """
    data = content_of(stream)
    finder = _Finder(data, facts, stream.seek(0, 2))
    thumbnail = _thumbnails(finder)
    _previews(finder)
    end = facts.blocks.end
    _motion_by_xmp(finder)
    if kind.media_type in _BOXED:
        _motion_in_box(finder, stream)
    if end is not None and end < len(data):
        _motion_by_mark(finder, end)
        _behind(finder, end)
    _motion_indicator(finder)
    _bytes_after_end(finder)
    ordered = tuple(sorted(finder.found.values(), key=lambda one: (one.offset, one.length)))
    return Enclosed(ordered, tuple(finder.indicators), thumbnail)
