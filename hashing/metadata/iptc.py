"""IPTC-IIM records: names, places, dates and credits that agencies and editing programs write.

Record and dataset numbers after the IPTC-NAA Information Interchange Model, version 4.2.
"""

from __future__ import annotations

_MARK = 0x1C
_MOST_DATASETS = 2000
_UTF8 = b"\x1b%G"
_NO_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_NAMES = {
    (1, 90): "CodedCharacterSet",
    (2, 3): "ObjectTypeReference",
    (2, 5): "ObjectName",
    (2, 7): "EditStatus",
    (2, 10): "Urgency",
    (2, 15): "Category",
    (2, 20): "SupplementalCategories",
    (2, 25): "Keywords",
    (2, 26): "ContentLocationCode",
    (2, 27): "ContentLocationName",
    (2, 30): "ReleaseDate",
    (2, 35): "ReleaseTime",
    (2, 40): "SpecialInstructions",
    (2, 55): "DateCreated",
    (2, 60): "TimeCreated",
    (2, 62): "DigitalCreationDate",
    (2, 63): "DigitalCreationTime",
    (2, 65): "OriginatingProgram",
    (2, 70): "ProgramVersion",
    (2, 80): "By-line",
    (2, 85): "By-lineTitle",
    (2, 90): "City",
    (2, 92): "Sub-location",
    (2, 95): "Province-State",
    (2, 100): "Country-PrimaryLocationCode",
    (2, 101): "Country-PrimaryLocationName",
    (2, 103): "OriginalTransmissionReference",
    (2, 105): "Headline",
    (2, 110): "Credit",
    (2, 115): "Source",
    (2, 116): "CopyrightNotice",
    (2, 118): "Contact",
    (2, 120): "Caption-Abstract",
    (2, 121): "LocalCaption",
    (2, 122): "Writer-Editor",
}
_APPLICATION_RECORD = 2
_LEFT_OUT = {(2, 0)}


def _length(data: bytes, place: int) -> tuple[int, int]:
    """Length of a dataset's content, and where it begins; (-1, place) where it cannot be."""
    length = int.from_bytes(data[place : place + 2])
    if not length & 0x8000:
        return length, place + 2
    wide = length & 0x7FFF
    if wide > 4:  # noqa: PLR2004 - lengths of more than four bytes exceed any file
        return -1, place
    return int.from_bytes(data[place + 2 : place + 2 + wide]), place + 2 + wide


def _text(raw: bytes, *, utf8: bool) -> str:
    if utf8:
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        # Windows' own set, and Latin-1 for the five bytes that it leaves out.
        return "".join(bytes([byte]).decode("cp1252" if byte not in _NO_CP1252 else "latin-1") for byte in raw)


def read_iptc(data: bytes) -> tuple[tuple[str, str], ...]:
    """Datasets as (name, text), in their order; those that repeat are numbered: "Keywords[1]", "Keywords[2]"."""
    found: list[tuple[tuple[int, int], bytes]] = []
    place = 0
    for _ in range(_MOST_DATASETS):
        if place + 5 > len(data) or data[place] != _MARK:
            break
        key = (data[place + 1], data[place + 2])
        length, body = _length(data, place + 3)
        if length < 0 or body + length > len(data):
            break
        found.append((key, data[body : body + length]))
        place = body + length
    utf8 = any(key == (1, 90) and raw.startswith(_UTF8) for key, raw in found)
    counts: dict[tuple[int, int], int] = {}
    for key, _ in found:
        counts[key] = counts.get(key, 0) + 1
    seen: dict[tuple[int, int], int] = {}
    named = []
    for key, raw in found:
        if (key[0] != _APPLICATION_RECORD and key not in _NAMES) or key in _LEFT_OUT:
            continue
        seen[key] = seen.get(key, 0) + 1
        name = _NAMES.get(key, f"Dataset {key[0]}:{key[1]:03d}")
        named.append((f"{name}[{seen[key]}]" if counts[key] > 1 else name, _text(raw, utf8=utf8)))
    return tuple(named)
