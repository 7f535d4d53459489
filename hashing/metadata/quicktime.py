"""What MP4, MOV and 3GP say in their own boxes beside the tags that FFmpeg passes on.

Times of making and changing of the film and of every track, all places (FFmpeg keeps one), 3GPP texts, XMP, content
credentials. Layouts after ISO/IEC 14496-12, 3GPP TS 26.244 and Apple's QuickTime file format.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hashing.metadata.blocks import Blocks
from hashing.metadata.boxes import boxes, children
from hashing.metadata.heif_items import uuid_box

if TYPE_CHECKING:
    from hashing.metadata.boxes import Box, Window

_EPOCH = dt.datetime(1904, 1, 1, tzinfo=dt.UTC)
_MOST_TRACKS = 64
_MOST_TEXT = 4096
_DEGREES = 1 << 16
_TEXTS = {b"titl": "title", b"dscp": "description", b"perf": "performer", b"auth": "author", b"cprt": "copyright"}
_PLACE, _LOCI = b"\xa9xyz", b"loci"


@dataclass(slots=True)
class QuickTimeFacts:
    """What stands in the boxes.

    Attributes:
        dates: (kind behind "container:", text); seconds since 1904, which the standard counts in UTC, written out.
        places: (where it stands, ISO 6709 text).
        texts: 3GPP texts.
        blocks: XMP and content credentials.
    """

    dates: list[tuple[str, str]] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    blocks: Blocks = field(default_factory=Blocks)


def _time(seconds: int) -> str:
    """Seconds since 1904 as FFmpeg writes them; "" for 0, which means unknown, and for what is no date."""
    if not 0 < seconds < 1 << 36:
        return ""
    return (_EPOCH + dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def _header_times(window: Window, box: Box, name: str, facts: QuickTimeFacts) -> None:
    raw = window.read(box.body, 20)
    wide = raw[:1] == b"\x01"
    made, changed = (raw[4:12], raw[12:20]) if wide else (raw[4:8], raw[8:12])
    for what, seconds in (("creation_time", made), ("modification_time", changed)):
        text = _time(int.from_bytes(seconds))
        if text:
            facts.dates.append((f"{name}{what}", text))


def _track(window: Window, track: Box, number: int, facts: QuickTimeFacts) -> None:
    for box in children(window, track):
        if box.name == b"tkhd":
            _header_times(window, box, f"track {number}:", facts)
        elif box.name == b"mdia":
            for inner in children(window, box):
                if inner.name == b"mdhd":
                    _header_times(window, inner, f"track {number} media:", facts)


def _text_of(raw: bytes) -> str:
    if raw[:2] in {b"\xfe\xff", b"\xff\xfe"}:
        return raw.decode("utf-16", "replace").rstrip("\x00")
    return raw.split(b"\x00", 1)[0].decode("utf-8", "replace")


def _signed(raw: bytes) -> float:
    return int.from_bytes(raw, signed=True) / _DEGREES


def _loci(raw: bytes) -> str:
    """3GPP's location box as ISO 6709: a name, a role, longitude, latitude, altitude in 16.16 fixed point."""
    utf16 = raw[6:8] in {b"\xfe\xff", b"\xff\xfe"}
    end = raw.find(b"\x00\x00" if utf16 else b"\x00", 6)
    rest = raw[end + (2 if utf16 else 1) + 1 :] if end >= 0 else b""
    if len(rest) < 12:  # noqa: PLR2004 - three numbers of four bytes
        return ""
    longitude, latitude, altitude = _signed(rest[:4]), _signed(rest[4:8]), _signed(rest[8:12])
    if not math.fabs(latitude) <= 90 or not math.fabs(longitude) <= 180:  # noqa: PLR2004 - degrees
        return ""
    return f"{latitude:+09.5f}{longitude:+010.5f}{altitude:+.3f}/"


def _user_data(window: Window, holder: Box, facts: QuickTimeFacts) -> None:
    for box in children(window, holder):
        raw = window.read(box.body, min(box.end - box.body, _MOST_TEXT))
        if box.name == _PLACE:
            length = int.from_bytes(raw[:2])
            facts.places.append(("user data", _text_of(raw[4 : 4 + length])))
        elif box.name == _LOCI and _loci(raw):
            facts.places.append(("3GPP location", _loci(raw)))
        elif box.name in _TEXTS and len(raw) > 6:  # noqa: PLR2004 - version, flags, language
            facts.texts.append((_TEXTS[box.name], _text_of(raw[6:])))
        elif box.name == b"meta":
            _item_list(window, box, facts)


def _item_list(window: Window, meta: Box, facts: QuickTimeFacts) -> None:
    skipped = 4 if window.read(meta.body + 4, 4) not in {b"hdlr", b"ilst", b"keys"} else 0
    for box in children(window, meta, skipped):
        if box.name != b"ilst":
            continue
        for item in children(window, box):
            if item.name != _PLACE:
                continue
            for data in children(window, item):
                raw = window.read(data.body, min(data.end - data.body, _MOST_TEXT))
                facts.places.append(("item list", _text_of(raw[8:])))


def _movie(window: Window, movie: Box, facts: QuickTimeFacts) -> None:
    tracks = 0
    for box in children(window, movie):
        if box.name == b"mvhd":
            _header_times(window, box, "", facts)
        elif box.name == b"trak" and tracks < _MOST_TRACKS:
            tracks += 1
            _track(window, box, tracks, facts)
        elif box.name == b"udta":
            _user_data(window, box, facts)
        elif box.name == b"meta":
            _item_list(window, box, facts)
        elif box.name == b"uuid":
            uuid_box(window, box, facts.blocks)


def read_quicktime(window: Window) -> QuickTimeFacts:
    """Read the boxes of an MP4, MOV or 3GP file; a damaged one gives what stands before the damage."""
    facts = QuickTimeFacts()
    end = 0
    for box in boxes(window, 0, window.size):
        if box.end <= window.size:
            end = box.end
        if box.name == b"moov":
            _movie(window, box, facts)
        elif box.name == b"uuid":
            uuid_box(window, box, facts.blocks)
        elif box.name == b"udta":
            _user_data(window, box, facts)
    facts.blocks.end = end or None
    return facts
