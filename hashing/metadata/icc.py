"""What an ICC colour profile calls itself (ICC.1: tags `desc` and `cprt`)."""

from __future__ import annotations

_HEADER_BYTES = 128
_MOST_TAGS = 200
_MOST_TEXT = 400
_WANTED = {b"desc": "description", b"cprt": "copyright", b"dmnd": "device manufacturer", b"dmdd": "device model"}


def _localised(body: bytes) -> str:
    """`mluc`: the English text, or the first one."""
    count, width = int.from_bytes(body[8:12]), int.from_bytes(body[12:16])
    first = ""
    for index in range(min(count, 64)):
        entry = body[16 + index * width : 28 + index * width]
        length, place = int.from_bytes(entry[4:8]), int.from_bytes(entry[8:12])
        text = body[place : place + min(length, 2 * _MOST_TEXT)].decode("utf-16-be", "replace").rstrip("\x00")
        if entry[:2] == b"en":
            return text
        first = first or text
    return first


def _text(body: bytes) -> str:
    kind = body[:4]
    if kind == b"mluc":
        return _localised(body)
    if kind == b"desc":
        return body[12 : 12 + min(int.from_bytes(body[8:12]), _MOST_TEXT)].rstrip(b"\x00").decode("latin-1")
    return body[8 : 8 + _MOST_TEXT].rstrip(b"\x00").decode("latin-1") if kind == b"text" else ""


def read_icc(profile: bytes) -> tuple[tuple[str, str], ...]:
    """Name, copyright and device of a profile; () where there is none or nothing readable in it."""
    if profile[36:40] != b"acsp":
        return ()
    found = [("colour space", profile[16:20].decode("latin-1").strip())]
    for index in range(min(int.from_bytes(profile[_HEADER_BYTES : _HEADER_BYTES + 4]), _MOST_TAGS)):
        entry = profile[_HEADER_BYTES + 4 + 12 * index : _HEADER_BYTES + 16 + 12 * index]
        name = _WANTED.get(entry[:4])
        if name is not None:
            place, length = int.from_bytes(entry[4:8]), int.from_bytes(entry[8:12])
            found.append((name, _text(profile[place : place + min(length, 65536)])))
    return tuple((name, text) for name, text in found if text)
