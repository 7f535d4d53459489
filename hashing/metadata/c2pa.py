"""Content credentials (C2PA): that they are there, and what can be read of them plainly. Nothing is validated.

The store is JUMBF with CBOR inside. Only text strings that follow well-known keys are read: which program says it made
the claim, what it says was done, and what kind of source it names (C2PA specification, claims and actions).
"""

from __future__ import annotations

import re

_STORE = b"c2pa"
_MOST_TEXT = 300
_MOST_FOUND = 8
_SHORT, _ONE_BYTE, _TWO_BYTES = 23, 24, 25
_TEXT_STRING = 3
_URI = re.compile(rb"https?://(?:cv\.iptc\.org/newscodes/digitalsourcetype|c2pa\.org/digitalsourcetype)/[A-Za-z]{1,60}")


def is_store(raw: bytes) -> bool:
    """Whether a JUMBF box is a C2PA store: its label says so within its description."""
    return b"jumb" in raw[:64] and _STORE in raw[:256]


def _string(raw: bytes, place: int) -> str:
    """A CBOR text string; "" where there stands something else."""
    if place >= len(raw) or raw[place] >> 5 != _TEXT_STRING:
        return ""
    length, start = raw[place] & 31, place + 1
    if length == _ONE_BYTE:
        length, start = raw[place + 1] if place + 1 < len(raw) else 0, place + 2
    elif length == _TWO_BYTES:
        length, start = int.from_bytes(raw[place + 1 : place + 3]), place + 3
    elif length > _SHORT:
        return ""
    return raw[start : start + min(length, _MOST_TEXT)].decode("utf-8", "replace")


def _after(raw: bytes, key: bytes, *, reach: int = 0) -> list[str]:
    """Text strings that follow a key at once, or the first one within `reach` bytes behind the key "name"."""
    mark = bytes([(_TEXT_STRING << 5) + len(key)]) + key if len(key) <= _SHORT else key
    found: list[str] = []
    place = raw.find(mark)
    while place >= 0 and len(found) < _MOST_FOUND:
        text = _string(raw, place + len(mark))
        if not text and reach:
            inner = raw.find(b"\x64name", place, place + len(mark) + reach)
            text = _string(raw, inner + 5) if inner >= 0 else ""
        if text and text not in found:
            found.append(text)
        place = raw.find(mark, place + 1)
    return found


def claim_generators(raw: bytes) -> list[str]:
    """What the claims call the program that made them."""
    return _after(raw, b"claim_generator") or _after(raw, b"claim_generator_info", reach=64)


def actions(raw: bytes) -> list[str]:
    """The actions that are stated, such as "c2pa.created"."""
    return _after(raw, b"action")


def source_types(raw: bytes) -> list[str]:
    """URIs of digital source types, wherever they stand in the bytes."""
    found: list[str] = []
    for one in _URI.finditer(raw):
        text = one[0].decode("ascii")
        if text not in found:
            found.append(text)
        if len(found) >= _MOST_FOUND:
            break
    return found
